// Who calls: by an access token or an API key in a header.
#pragma once

#include "lib/web/endpoint.hpp"

// Whom the headers name, and what that is worth now; nobody where they name nobody. What is no good ends the
// request also where nobody need be known: its bearer should know. Throws Problem token_not_valid,
// token_expired, token_revoked, user_inactive or api_key_not_valid (401), address_not_allowed (403), or
// malformed where two are sent.
Caller caller_by_headers(Sql&, const Site&, const Request&);

// What the board asks of an account besides its role. Throws Problem email_not_verified or
// second_factor_missing (403).
void check_account(Sql&, const Site&, const Endpoint&, const Caller&);

// Throws Problem not_by_key or scope_missing (403) unless that key may call that endpoint.
void check_scope(const Endpoint&, const KeyInUse&);
