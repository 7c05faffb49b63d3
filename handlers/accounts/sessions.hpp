// Sessions of signed-in people, for the handlers that begin and end them.
#pragma once

#include "attempts.hpp"

#include "lib/store/accounts/users.hpp"
#include "lib/web/endpoint.hpp"

struct Tokens {
    std::string access, refresh;
    static constexpr std::string_view schema_name = "Tokens";
    static constexpr std::string_view schema_about = "A pair of tokens.";
    static constexpr auto fields =
        std::tuple{field("access", &Tokens::access,
                       {.about = "For `Authorization: Bearer …`, good for an hour.",
                           .example = "eyJhbGciOiJIUzI1NiJ9.e30.access"}),
            field("refresh", &Tokens::refresh,
                {.about = "For one call of `refresh`, good for a day.",
                    .example = "eyJhbGciOiJIUzI1NiJ9.e30.refresh"})};
};

struct SignedIn {
    std::string access, refresh;
    User user;
    std::string device;
    static constexpr std::string_view schema_name = "SignedIn";
    static constexpr std::string_view schema_about = "A pair of tokens, and whose they are.";
    static constexpr auto fields = std::tuple{
        field("access", &SignedIn::access,
            {.about = "For `Authorization: Bearer …`, good for an hour.",
                .example = "eyJhbGciOiJIUzI1NiJ9.e30.access"}),
        field("refresh", &SignedIn::refresh,
            {.about = "For one call of `refresh`, good for a day.",
                .example = "eyJhbGciOiJIUzI1NiJ9.e30.refresh"}),
        field("user", &SignedIn::user, {.about = "Who has signed in."}),
        field("device", &SignedIn::device,
            {.about = "Makes this client known to the account until its password changes: to be sent along "
                      "with the next sign-in. Browsers get it as a cookie, too.",
                .example = "7c0f8f5e-2a41-4d7a-9a51-0c1f3c1f8a11.Zm9yIHRoZSBkb2NzIG9u"}),
    };
};

// A new session for the user, as the client of this request. Wants a transaction.
Tokens begin_session(Context&, const Uuid& user);

// Another pair for a session that is open until `end`, beside those it has. Wants a transaction.
Tokens further_tokens(Context&, const Uuid& user, const Uuid& session, Time end);

// A row for a session until then, as the client of this request. Answers its id.
Uuid open_session(Context&, const Uuid& user, Time until);

// A name and a password that belong together.
struct Proved {
    Attempt attempt;
    Credentials account;              // with the password as it was kept
    std::optional<std::string> fresh; // how it should be
};

// For Endpoint::prepare. `device` is what an earlier sign-in answered, or empty. Throws Problem
// invalid_credentials or too_many_attempts.
Proved prove_account(
    Context&, const std::string& username, const Secret& password, std::string_view device = "");

// Counts as a sign-in, and answers what makes the client's device known. Throws Problem invalid_credentials
// when the password has changed since it was looked at, or the account is not active any more.
std::string sign_in(Context&, const Proved&);

// The same for somebody who has proved who they are otherwise than by a password. Nothing when the account is
// not active: nobody has signed in then. Wants a transaction.
std::optional<std::string> sign_in(Context&, const Uuid& user);

// What whoever has just signed in is answered, with a new session. `device` is what makes theirs known. Wants
// a transaction.
SignedIn sign_in_answer(Context&, const Uuid& user, std::string device);

// An account as clients see it: the picture as its address.
User for_clients(const Context&, User);
