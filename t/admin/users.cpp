// People on the admin pages.
#include "desk.hpp"

BOOST_FIXTURE_TEST_SUITE(admin_users, AtDesk)

BOOST_AUTO_TEST_CASE(people_are_added_changed_and_kept_out)
{
    auto added = desk.post("/admin/users/new/",
        {{"username", "newbie"}, {"email", "n@example.com"}, {"first_name", "N"}, {"last_name", "B"},
            {"role", "employer"}, {"password", good_password}, {"password2", good_password}});
    BOOST_TEST(added.status == 303);
    auto page = std::string(added.header("location"));
    auto wrong = desk.post(
        "/admin/users/new/", {{"username", "newbie"}, {"email", "x"}, {"first_name", "N"}, {"last_name", "B"},
                                 {"role", "user"}, {"password", "a"}, {"password2", "b"}});
    BOOST_TEST(wrong.status == 400);
    BOOST_TEST(has(desk.get(page), "Last sign-in</span><div class=\"value\">never</div>"));
    for (auto field : {"email", "password", "username"})
        BOOST_TEST(has(wrong, std::string("id=\"fault-") + field), field);
    Variables fields{{"username", "newbie"}, {"email", "n2@example.com"}, {"first_name", "N"},
        {"last_name", "B"}, {"phone_number", ""}, {"bio", ""}};
    BOOST_TEST(save(page, fields).status == 303);
    BOOST_TEST(sql_value("SELECT email AS value FROM users WHERE username = 'newbie'") == "n2@example.com");
    auto theirs = sign_in("newbie");
    BOOST_TEST_REQUIRE(theirs.status == 200);
    auto they = board.bearer(theirs.json()["access"].text());
    BOOST_TEST(desk.post(page + "end-sessions/", {}).status == 303);
    BOOST_TEST(they.get(auth + "me/").status == 401);
    BOOST_TEST(desk.post(page + "deactivate/", {}).status == 303);
    BOOST_TEST(sign_in("newbie").status == 401);
    BOOST_TEST(has(desk.get(page), ">Activate</button>"));
    BOOST_TEST(desk.post(page + "activate/", {}).status == 303);
    BOOST_TEST(sign_in("newbie").status == 200);
}

// What such a link does: t/accounts/links.
BOOST_AUTO_TEST_CASE(a_link_sets_a_password_once)
{
    account("ann");
    auto ann = value(sql, "SELECT id::text AS value FROM users WHERE username = 'ann'");
    auto made = desk.post("/admin/users/" + ann + "/reset-link/", {});
    BOOST_TEST(made.status == 200);
    auto link = board.public_url() + "/account/reset-password/?token=";
    auto at = made.body.find(link);
    BOOST_TEST_REQUIRE(at != made.body.npos);
    auto token = made.body.substr(at + link.size(), 43);
    Desk they(board, fresh_address());
    auto set = [&] {
        return they.post_bare("/account/reset-password/",
            {{"token", token}, {"new_password", "a whole new horse 9"},
                {"new_password_confirm", "a whole new horse 9"}},
            {{"Origin", board.public_url()}});
    };
    auto before = sign_in("ann");
    BOOST_TEST(has(they.get("/account/reset-password/?token=" + token), "<strong>ann</strong>"));
    BOOST_TEST(set().status == 200);
    BOOST_TEST(sign_in("ann", "a whole new horse 9").status == 200);
    BOOST_TEST(board.bearer(before.json()["access"].text()).get(auth + "me/").status == 401);
    BOOST_TEST(set().status == 400);
}

// On the pages what was open stays ended, whatever becomes of the account afterwards.
BOOST_AUTO_TEST_CASE(who_was_kept_out_or_had_another_role_signs_in_anew)
{
    auto helga = account("helga", "admin");
    Desk other(board, fresh_address());
    auto token = board.token_for("helga", "admin");
    auto me = [&] { return board.bearer(token).get(auth + "me/").status; };
    auto act = [&](const std::string& action, const Variables& fields = {}) {
        BOOST_TEST(
            desk.post("/admin/users/" + to_text(helga) + '/' + action + '/', fields).status == 303, action);
    };
    BOOST_TEST_REQUIRE(other.sign_in("helga").status == 303);
    act("role", {{"role", "employer"}});
    act("role", {{"role", "admin"}});
    BOOST_TEST(other.get("/admin/jobs/").status == 303); // to sign in
    BOOST_TEST(me() == 200);                             // a role holds from the next request on
    BOOST_TEST_REQUIRE(other.sign_in("helga").status == 303);
    act("deactivate");
    check_refused(board.bearer(token).get(auth + "me/"), 401, "user_inactive");
    act("activate");
    BOOST_TEST(me() == 200); // with the API it was only held up; ending sessions is another action
    BOOST_TEST(other.get("/admin/jobs/").status == 303);
}

BOOST_AUTO_TEST_CASE(a_form_sent_as_it_was_changes_nothing)
{
    auto ann = account("ann");
    sql.change("UPDATE users SET bio = NULL WHERE username = 'ann'");
    auto page = "/admin/users/" + to_text(ann) + '/';
    auto events = [&] {
        return sql_value("SELECT count(*)::text AS value FROM events WHERE kind = 'user.updated'");
    };
    BOOST_TEST(
        save(page,
            {{"username", "ann"},
                {"email", sql_value("SELECT email AS value FROM users WHERE username = 'ann'")},
                {"first_name", sql_value("SELECT first_name AS value FROM users WHERE username = 'ann'")},
                {"last_name", sql_value("SELECT last_name AS value FROM users WHERE username = 'ann'")},
                {"phone_number", ""}, {"bio", ""}})
            .status == 303);
    BOOST_TEST(events() == "0");
    BOOST_TEST(sql_value("SELECT (bio IS NULL)::text AS value FROM users WHERE username = 'ann'") == "true");
}

BOOST_AUTO_TEST_SUITE_END()
