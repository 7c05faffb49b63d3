// Passwords: what makes a good one, and the hashes they are kept as. Making or checking a hash takes tens
// of milliseconds and megabytes on purpose, so it belongs into the slow pool.
#pragma once

#include <string>
#include <string_view>
#include <vector>

// A self-describing Argon2id hash ("$argon2id$…", with its own salt and cost), different at every call.
// Throws std::runtime_error when the memory for it cannot be had.
std::string hash_password(std::string_view password);

// Whether the password belongs to the hash: one of ours, or one of Django's pbkdf2_sha256$… that came with
// imported accounts. False as well for a text that is no hash, such as the '!' of accounts without a
// password; that answer comes at once, so callers that must not tell the difference by time check against
// dummy_hash() instead.
bool password_matches(const std::string& hash, std::string_view password);

// A hash of today's cost that no password is known for.
const std::string& dummy_hash();

// Whether the hash should be made anew at the next chance: another kind, or other costs than today's.
bool is_outdated(const std::string& hash);

// Every reason why this is no good password for this account, as sentences; none when it is good.
std::vector<std::string> password_faults(
    std::string_view password, const std::vector<std::string>& about_the_user);
