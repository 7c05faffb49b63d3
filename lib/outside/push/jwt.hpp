// Tokens that prove to push services who we are (RFC 7515, 7518).
#pragma once

#include "p256.hpp"

// Signed with ES256 by a key of P-256, with RS256 by one of RSA. `claims` is JSON; the key's id may be empty.
std::string signed_jwt(const EvpKey&, std::string_view key_id, std::string_view claims);
