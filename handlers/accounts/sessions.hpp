// Sessions of signed-in people, for the handlers that begin and end them.
#pragma once

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

// Whose name and password these are. Leaves a transaction open in which the attempt counts as a success.
// Throws Problem invalid_credentials or too_many_attempts.
Uuid prove_account(Context&, const std::string& username, const Secret& password);

// An account as clients see it: the picture as its address.
User shown(const Context&, User);
