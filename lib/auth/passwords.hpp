// Passwords: what makes a good one, and the hashes they are kept as. Making or checking a hash takes tens
// of milliseconds and megabytes on purpose, so it belongs into the slow pool.
#pragma once

#include "lib/process/turns.hpp"
#include "lib/words/sentence.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// How much work a hash of ours is: so many passes over so many bytes. The default is OWASP's minimum.
struct HashCost {
    unsigned long long passes = 2;
    std::size_t memory = 19 << 20;
};

// From now on this process takes turns with others at hashing. Without this it hashes whenever it likes.
void limit_hashing(Turns);

// What was typed as one sign or as two, é or e and ´, is one password: hashes are of the composed form
// (Unicode NFC).
bool is_composed(std::string_view password);

// A self-describing Argon2id hash ("$argon2id$…", with its own salt and cost), different at every call.
// Throws std::runtime_error when the memory for it cannot be had.
std::string hash_password(std::string_view password, const HashCost& = {});

// Whether the password belongs to the hash, composed or as it was typed: one of ours, or one of Django's
// pbkdf2_sha256$… that came with imported accounts. False as well for a text that is no hash, such as the '!'
// of accounts without a password; that answer comes at once.
bool password_matches(const std::string& hash, std::string_view password);

// A refusal must not tell by its time whether there is such an account, nor how its password is kept: an
// imported or older hash costs more or less than one of today's. So a refused sign-in hashes the password in
// every way that is in use, `kinds` (store::password_kinds). This does all of them but that of `own`, which
// password_matches has done; `own` is "" when there is no account.
void hash_in_other_ways(std::span<const std::string> kinds, std::string_view own, std::string_view password);

// Whether the hash should be made anew at the next chance: another kind, or another cost.
bool is_outdated(const std::string& hash, const HashCost& = {});

// Every reason why this is no good password for this account; none when it is good. Too like a name or
// address, or a part of one, is what shares 0.7 of its characters with it, as Django measures it.
std::vector<Said> password_faults(std::string_view password, const std::vector<std::string>& about_the_user);
