// Sessions of signed-in people, for the handlers that begin and end them.
#pragma once

#include "attempts.hpp"

#include "lib/store/accounts/users.hpp"
#include "lib/web/endpoint.hpp"

struct Tokens {
    std::string access, refresh;
    static constexpr auto fields =
        std::tuple{field("access", &Tokens::access), field("refresh", &Tokens::refresh)};
};

// A new session for the user, as the client of this request. Wants a transaction.
Tokens begin_session(Context&, const Uuid& user);

// A row for a session until then, as the client of this request. Answers its id.
Uuid open_session(Context&, const Uuid& user, Time until);

// A name and a password that belong together.
struct Proved {
    Attempt attempt;
    Uuid account;
    std::string seen;                 // how the password was kept
    std::optional<std::string> fresh; // how it should be
};

// For Endpoint::prepare. Throws Problem invalid_credentials or too_many_attempts.
Proved prove_account(Context&, const std::string& username, const Secret& password);

// Counts as a sign-in. Throws Problem invalid_credentials when the password has changed since it was looked
// at, or the account is not active any more.
void sign_in(Context&, const Proved&);

// An account as clients see it: the picture as its address.
User for_clients(const Context&, User);
