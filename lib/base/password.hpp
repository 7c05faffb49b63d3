// Passwords are kept as Argon2id hashes. Making or checking one takes tens of milliseconds and 19 MiB on
// purpose, so it belongs into the slow pool and never into a loop over many accounts.
#pragma once

#include <string>
#include <string_view>

// A self-describing hash ("$argon2id$…", with its own salt and cost), different at every call. Throws
// std::runtime_error when the memory for it cannot be had.
std::string hash_password(std::string_view password);

// Whether the password belongs to the hash. False as well for a text that is no hash, such as the '!' of
// accounts without a password; that answer comes at once, so callers that must not tell the difference by
// time compare with a hash of their own instead.
bool password_matches(const std::string& hash, std::string_view password);
