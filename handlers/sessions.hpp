// Sessions of signed-in people, for the handlers that begin and end them.
#pragma once

#include "../lib/web/endpoint.hpp"

struct Tokens {
    std::string access, refresh;
    static constexpr auto fields =
        std::tuple{field("access", &Tokens::access), field("refresh", &Tokens::refresh)};
};

// A new session for the user, as the client of this request. Wants a transaction.
Tokens begin_session(Context&, const Uuid& user);

// An account as clients see it: the picture as its address.
User shown(const Context&, User);
