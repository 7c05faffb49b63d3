// What happened to one's account, for the handlers that make it happen.
#pragma once

#include "lib/store/accounts/users.hpp"
#include "lib/web/endpoint.hpp"

// Somebody sent a wrong password for that account, or for one that is not there: the event is written later,
// so that either costs the request the same. Outside a transaction: what it asks for stays.
void note_failed_sign_in(Context&, const std::optional<Credentials>& account);
