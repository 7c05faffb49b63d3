// People as they come to the board: what they send to register, to sign in, and to change what is theirs.
#pragma once

#include "board.hpp"

#include "lib/base/uuid.hpp"

inline const Variables json_type{{"Content-Type", "application/json"}},
    form_type{{"Content-Type", "application/x-www-form-urlencoded"}};

inline const std::string auth = "/api/v1/auth/", good_password = "correct horse battery staple";

// What a query's one column "value" is in its one row; "null" when it is null.
std::string value(Sql&, const std::string& query);

// The names of an object's members, in order.
std::string keys(Json);

// A refusal: its status and its code.
void check_refused(const Reply&, int status, std::string_view code);

// A refusal of fields: exactly these, "a, b", each with a sentence.
void check_invalid(const Reply&, const std::string& fields);

// What somebody sends to register, with some of it changed; changing to "" leaves a member out.
Variables registration(const std::string& name, const Variables& changes = {});

// A fixture: an empty board, and people on it.
struct People : EmptyBoard {
    // From an address that nobody else has, so that their budgets of requests are their own.
    Api somebody() { return {board.address(), {{"X-Forwarded-For", fresh_address()}}}; }

    Reply sign_up(const std::string& name, const Variables& changes = {});
    Reply sign_in(const std::string& name, const std::string& password = good_password);

    // An account that has the good password.
    Uuid account(const std::string& name, const std::string& role = "user");

    static Reply send(Api& api, std::string_view method, const std::string& path, const Variables& members)
    {
        return api.send(method, auth + path, json_type, object(members));
    }

    static std::string fresh_address();
};

// Sends so many requests at once, each on a connection of its own, and answers all replies.
std::vector<HttpAnswer> at_once(
    const Board&, int count, const std::function<HttpAnswer(HttpClient&, int number)>& request);

// A board with workers enough to answer slow requests side by side, and no limits on them. Empty.
struct BusyBoard {
    Board& board = only();
    BusyBoard() { empty_tables(board.sql()); }

private:
    static Board& only();
};
