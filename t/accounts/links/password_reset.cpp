// A forgotten password: the link that is sent sets a new one, once, and tells nobody who has an account.
#include "links.hpp"
#include "t/admin/desk.hpp"

namespace {

const std::string fresh = "another fine horse 7", anew = "yet another horse 8";

Variables choosing(const std::string& token, const std::string& password = fresh)
{
    return {{"token", token}, {"new_password", password}, {"new_password_confirm", password}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(password_reset)

BOOST_AUTO_TEST_CASE(the_link_that_is_mailed_sets_a_password_once_and_ends_every_session)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    auto ann = links.signed_in("ann");
    auto asked = links.post("password-reset/", {{"email", "ANN@example.com"}});
    BOOST_TEST(asked.status == 200);
    auto token = links.token("ann@example.com", "reset-password");
    BOOST_TEST(token.size() == 43u);

    check_invalid(links.post("password-reset/confirm/", choosing(token, "12345678")), "new_password");
    check_invalid(links.post("password-reset/confirm/",
                      {{"token", token}, {"new_password", fresh}, {"new_password_confirm", anew}}),
        "new_password_confirm");
    check_invalid(links.post("password-reset/confirm/", {{"token", token}, {"new_password", fresh}}),
        "new_password_confirm");
    BOOST_TEST(links.sign_in("ann").status == 200); // nothing has changed, and the link still works

    auto set = links.post("password-reset/confirm/",
        {{"token", token}, {"uid", "MTI"}, {"new_password", fresh}, {"new_password2", fresh}});
    BOOST_TEST(set.status == 200, set.body);
    BOOST_TEST(links.sign_in("ann").status == 401);
    BOOST_TEST(links.sign_in("ann", fresh).status == 200);
    BOOST_TEST(ann.get(auth + "me/").status == 401);
    BOOST_TEST(links.one("SELECT email_verified::text AS value FROM users WHERE username = 'ann'") == "true");
    check_invalid(links.post("password-reset/confirm/", choosing(token, anew)), "token");
    BOOST_TEST(links.sign_in("ann", fresh).status == 200);
}

BOOST_AUTO_TEST_CASE(known_and_unknown_addresses_get_one_answer_and_only_the_known_one_a_mail)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    auto known = links.post("password-reset/", {{"email", "ann@example.com"}}),
         unknown = links.post("password-reset/", {{"email", "nobody@example.com"}});
    BOOST_TEST(known.status == 200);
    BOOST_TEST(unknown.status == 200);
    BOOST_TEST(known.body == unknown.body);
    BOOST_TEST(links.tokens("ann@example.com", "reset-password").size() == 1u);
    BOOST_TEST(links.tokens("nobody@example.com", "reset-password").empty());
    // Either costs the request one row of work that is done later: nothing is looked up.
    BOOST_TEST(links.one("SELECT count(*)::text AS value FROM tasks WHERE kind = 'send_reset_link'") == "2");
    for (const std::string bad : {"ann", "", "a@b@c"})
        check_invalid(links.post("password-reset/", {{"email", bad}}), "email");

    links.sql.change("UPDATE users SET is_active = false WHERE username = 'ann'");
    BOOST_TEST(links.post("password-reset/", {{"email", "ann@example.com"}}).body == known.body);
    BOOST_TEST(links.tokens("ann@example.com", "reset-password").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_newer_link_ends_the_older_and_an_expired_one_is_none)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    links.post("password-reset/", {{"email", "ann@example.com"}});
    auto older = links.token("ann@example.com", "reset-password");
    links.post("password-reset/", {{"email", "ann@example.com"}});
    auto newer = links.token("ann@example.com", "reset-password");
    BOOST_TEST(older != newer);
    check_invalid(links.post("password-reset/confirm/", choosing(older)), "token");
    links.sql.change("UPDATE one_time_links SET expires_at = now()");
    check_invalid(links.post("password-reset/confirm/", choosing(newer)), "token");
    for (const auto& bad : {std::string("x"), newer.substr(1), std::string("' OR 1=1 --")})
        check_invalid(links.post("password-reset/confirm/", choosing(bad)), "token");
}

BOOST_AUTO_TEST_CASE(of_many_who_follow_a_link_at_once_one_sets_the_password)
{
    LinkBoard links(Variables{{"SLOW_WORKERS", "4"}});
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    links.post("password-reset/", {{"email", "ann@example.com"}});
    auto token = links.token("ann@example.com", "reset-password");
    auto all = at_once(links.board, 8, [&](HttpClient& client, int) {
        return client.send("POST", auth + "password-reset/confirm/", json_type, object(choosing(token)));
    });
    int set = 0;
    for (const auto& one : all) {
        set += one.status == 200;
        BOOST_TEST((one.status == 200 || one.status == 400), one.body);
    }
    BOOST_TEST(set == 1);
    BOOST_TEST(
        links.one("SELECT count(*)::text AS value FROM events WHERE kind = 'user.password_changed'") == "1");
}

BOOST_AUTO_TEST_CASE(nothing_that_opens_the_door_is_kept)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    links.post("password-reset/", {{"email", "ann@example.com"}});
    auto token = links.token("ann@example.com", "reset-password");
    BOOST_TEST(
        links.one("SELECT count(*)::text AS value FROM one_time_links WHERE sealed IS NOT NULL") == "0");
    for (const std::string table : {"one_time_links", "mails", "tasks", "events", "notifications"})
        BOOST_TEST(links.one("SELECT count(*)::text AS value FROM " + table + " x WHERE x::text LIKE '%" +
                             token + "%'") == "0",
            table);
    BOOST_TEST(links.one("SELECT body_text AS value FROM mails WHERE template = 'password_reset'")
                   .find("token=********") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(at_most_five_an_hour_go_to_one_account)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    for (int i = 0; i < 7; ++i) {
        BOOST_TEST(links.post("password-reset/", {{"email", "ann@example.com"}}).status == 200);
        BOOST_TEST_REQUIRE(eventually([&] { return links.at_rest(); }));
    }
    BOOST_TEST(links.tokens("ann@example.com", "reset-password").size() == 5u);
}

BOOST_AUTO_TEST_CASE(the_boards_own_pages_do_all_of_it_without_scripts)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    Desk desk(links.board, People::fresh_address());
    const std::string page = "/account/reset-password/";
    Variables ours{{"Origin", links.board.public_url()}};
    BOOST_TEST(has(desk.get(page), "name=\"email\""));
    BOOST_TEST(desk.post_bare(page, {{"email", "no address"}}, ours).status == 400);
    BOOST_TEST(desk.post_bare(page, {{"email", "ann@example.com"}}, ours).status == 200);
    auto token = links.token("ann@example.com", "reset-password");
    auto form = desk.get(page + "?token=" + token);
    BOOST_TEST(has(form, "<strong>ann</strong>"));
    BOOST_TEST(input_value(form.body, "token") == token);
    Variables sent{{"token", token}, {"new_password", fresh}, {"new_password_confirm", fresh}};
    BOOST_TEST(desk.post_bare(page, sent).status == 403); // no page of ours sent it
    BOOST_TEST(desk.post_bare(page,
                       {{"token", token}, {"new_password", "short"}, {"new_password_confirm", "x"}}, ours)
                   .status == 400);
    BOOST_TEST(desk.post_bare(page, sent, ours).status == 200);
    BOOST_TEST(links.sign_in("ann", fresh).status == 200);
    BOOST_TEST(desk.get(page + "?token=" + token).status == 400);
    BOOST_TEST(desk.post_bare(page, sent, ours).status == 400);
}

BOOST_AUTO_TEST_SUITE_END()
