// An admin at the pages of the board, as a browser sends it: cookies, and forms with their tokens.
#pragma once

#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

class Desk {
public:
    Desk(Board& board, const std::string& address)
        : origin(board.public_url()), api(board.address(), {{"X-Forwarded-For", address}})
    {
    }

    Reply get(const std::string& target);
    // A form of that page: with the token that the page shows, and its Origin.
    Reply post(const std::string& target, Variables fields, const std::string& page = "/admin/");
    // The same without what a page of ours would add.
    Reply post_bare(const std::string& target, const Variables& fields, const Variables& headers = {});

    // The page that an answer leads to, with the message left for it.
    Reply follow(const Reply&);

    Reply sign_in(const std::string& name, const std::string& password = good_password);
    std::string form_token(const std::string& page = "/admin/");
    void keep_cookies(const Reply&); // of the session

    std::string jar; // the Cookie header
    std::string origin;

private:
    Api api;
};

// The value of the hidden or visible input of that name in a page, with its references decoded.
std::string input_value(const std::string& html, const std::string& name);

bool has(const Reply&, std::string_view part);

// How many objects a list shows.
std::size_t rows_in(const Reply&);
// The address of a link with that text or attribute before it; empty when there is none.
std::string link_with(const Reply&, const std::string& mark);

// What the form of a job sends; its category is yet to be chosen.
inline const Variables whole_job{{"title", "Joiner"}, {"description", "Join."}, {"requirements", "Hands."},
    {"location", "Graz"}, {"job_type", "full-time"}, {"status", "active"}, {"salary_min", ""},
    {"salary_max", ""}, {"application_deadline", ""}};
// Some of the fields with other values.
Variables with(Variables fields, const Variables& changes);

// A fixture: an empty board, and an admin who has signed in.
struct AtDesk : People {
    Uuid root = account("root", "admin");
    Desk desk{board, fresh_address()};
    AtDesk() { BOOST_TEST_REQUIRE(desk.sign_in("root").status == 303); }

    std::string admin(const std::string& below) const { return "/admin/" + below; }
    // The editing form of an object as it is, as one would send it back with some fields changed.
    Reply save(const std::string& page, const Variables& changes);
    std::string sql_value(const std::string& query) { return value(sql, query); }
};
