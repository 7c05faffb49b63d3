// Signing in by passkeys, for whatever else takes one.
#pragma once

#include "credential_json.hpp"

// This board as authenticators know it: the host of PUBLIC_URL, asked for by its own pages and by those of
// CORS_ORIGINS that are on that host or below it. Browsers take no addresses for a host, so a board that is
// reached at one of this machine's is localhost.
RelyingParty relying_party(const Site&);

// A challenge that whoever answers it signs in by; kept until it is answered, at most five minutes. Bytes.
std::string new_sign_in_challenge(Context&);

// Who has answered such a challenge by one of their passkeys: nobody when anything about the answer is wrong,
// or the account is not active. The challenge is spent either way, and the passkey is used. For
// Endpoint::prepare: what it writes stays. Throws Problem invalid on `field` for what is no credential.
std::optional<Uuid> person_of_assertion(Context&, const CredentialJson&, std::string_view field);
