// Addresses: shown to be one's own, changed only when the new one is, and brought back by the old one.
#include "links.hpp"
#include "t/admin/desk.hpp"

namespace {

std::string member(Api& who, const std::string& name)
{
    auto me = who.get(auth + "me/");
    BOOST_TEST_REQUIRE(me.status == 200, me.body);
    auto json = me.json();
    return json.has(name) ? json[name].text() : "null";
}

} // namespace

BOOST_AUTO_TEST_SUITE(email_links)

BOOST_AUTO_TEST_CASE(who_registers_is_sent_a_link_that_verifies_the_address_once)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    auto ann = links.signed_in("ann");
    BOOST_TEST(member(ann, "email_verified") == "false");
    auto token = links.token("ann@example.com", "verify-email");
    BOOST_TEST(links.post("verify-email/", {{"token", token}}).status == 200);
    BOOST_TEST(member(ann, "email_verified") == "true");
    check_invalid(links.post("verify-email/", {{"token", token}}), "token");
    check_invalid(links.post("verify-email/", {{"token", "nonsense"}}), "token");
    check_invalid(links.post("verify-email/", {}), "token");
    BOOST_TEST(
        links.one("SELECT count(*)::text AS value FROM events WHERE kind = 'user.email_verified'") == "1");
}

BOOST_AUTO_TEST_CASE(a_link_is_sent_again_and_ends_the_one_before)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    auto ann = links.signed_in("ann");
    auto first = links.token("ann@example.com", "verify-email");
    BOOST_TEST(ann.send("POST", auth + "verify-email/resend/").status == 202);
    auto second = links.token("ann@example.com", "verify-email");
    check_invalid(links.post("verify-email/", {{"token", first}}), "token");
    BOOST_TEST(links.post("verify-email/", {{"token", second}}).status == 200);
    BOOST_TEST(ann.send("POST", auth + "verify-email/resend/").status == 202); // nothing is left to verify
    BOOST_TEST(links.tokens("ann@example.com", "verify-email").size() == 2u);
    BOOST_TEST(links.somebody().send("POST", auth + "verify-email/resend/").status == 401);
}

BOOST_AUTO_TEST_CASE(another_address_counts_once_its_link_is_followed)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    auto ann = links.signed_in("ann");
    auto changed =
        ann.send("PATCH", auth + "me/update/", json_type, R"({"email":"Lee@example.com","bio":"Hello."})");
    BOOST_TEST_REQUIRE(changed.status == 200, changed.body);
    BOOST_TEST(changed.json()["email"].text() == "ann@example.com");
    BOOST_TEST(changed.json()["pending_email"].text() == "lee@example.com");
    BOOST_TEST(changed.json()["bio"].text() == "Hello.");
    auto token = links.token("lee@example.com", "verify-email");
    BOOST_TEST(links.post("verify-email/", {{"token", token}}).status == 200);
    BOOST_TEST(member(ann, "email") == "lee@example.com");
    BOOST_TEST(member(ann, "pending_email") == "null");
    BOOST_TEST(member(ann, "email_verified") == "true");
    BOOST_TEST(links.sign_in("lee@example.com").status == 200);
    check_invalid(ann.send("PATCH", auth + "me/update/", json_type, R"({"email":"no address"})"), "email");
}

BOOST_AUTO_TEST_CASE(the_old_address_brings_itself_back_for_seven_days_whoever_asked)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    auto thief = links.signed_in("ann");
    thief.send("PATCH", auth + "me/update/", json_type, R"({"email":"thief@example.com"})");
    auto undo = links.token("ann@example.com", "undo-email");
    BOOST_TEST(
        links.post("verify-email/", {{"token", links.token("thief@example.com", "verify-email")}}).status ==
        200);
    thief.send("PATCH", auth + "me/update/", json_type, R"({"email":"thief2@example.com"})");
    BOOST_TEST_REQUIRE(eventually([&] { return links.at_rest(); }));
    auto thiefs_undo = links.token("thief@example.com", "undo-email");
    BOOST_TEST(links.post("undo-email/", {{"token", undo}}).status == 200);
    check_invalid(links.post("undo-email/", {{"token", thiefs_undo}}), "token"); // it would undo the undoing
    BOOST_TEST(thief.get(auth + "me/").status == 401);
    auto ann = links.signed_in("ann");
    BOOST_TEST(member(ann, "email") == "ann@example.com");
    BOOST_TEST(member(ann, "pending_email") == "null");
    check_invalid(
        links.post("verify-email/", {{"token", links.token("thief2@example.com", "verify-email")}}), "token");
    check_invalid(links.post("undo-email/", {{"token", undo}}), "token");
}

BOOST_AUTO_TEST_CASE(an_address_that_another_account_has_by_now_is_refused_and_nothing_lost)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    auto ann = links.signed_in("ann");
    ann.send("PATCH", auth + "me/update/", json_type, R"({"email":"eve@example.com"})");
    BOOST_TEST_REQUIRE(links.register_as("eve").status == 201);
    check_invalid(
        links.post("verify-email/", {{"token", links.tokens("eve@example.com", "verify-email").front()}}),
        "email");
    BOOST_TEST(member(ann, "email") == "ann@example.com");
    check_invalid(
        ann.send("PATCH", auth + "me/update/", json_type, R"({"email":"eve@example.com"})"), "email");
}

BOOST_AUTO_TEST_CASE(whoever_is_not_verified_waits_as_the_setting_says)
{
    {
        LinkBoard links(Variables{{"EMAIL_VERIFICATION", "before_applying_and_posting"}});
        BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
        auto job = seed::job(links.sql, {.title = "Joiner", .employer = links.acme});
        auto ann = links.signed_in("ann");
        BOOST_TEST(ann.get(auth + "me/").status == 200);
        check_refused(Applying::apply(ann, job), 403, "email_not_verified");
        links.post("verify-email/", {{"token", links.token("ann@example.com", "verify-email")}});
        BOOST_TEST(Applying::apply(ann, job).status == 201);
    }
    LinkBoard links(Variables{{"EMAIL_VERIFICATION", "before_sign_in"}});
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    check_refused(links.sign_in("ann"), 403, "email_not_verified");
    check_refused(links.sign_in("ann", "a wrong horse 9"), 401, "invalid_credentials");
    links.post("verify-email/", {{"token", links.token("ann@example.com", "verify-email")}});
    BOOST_TEST(links.sign_in("ann").status == 200);
}

BOOST_AUTO_TEST_CASE(opening_a_page_follows_no_link_and_its_button_does)
{
    LinkBoard links;
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    Desk desk(links.board, People::fresh_address());
    Variables ours{{"Origin", links.board.public_url()}};
    auto token = links.token("ann@example.com", "verify-email");
    auto page = desk.get("/account/verify-email/?token=" + token);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(
        links.one("SELECT email_verified::text AS value FROM users WHERE username = 'ann'") == "false");
    BOOST_TEST(
        desk.post_bare("/account/verify-email/", {{"token", input_value(page.body, "token")}}, ours).status ==
        200);
    BOOST_TEST(links.one("SELECT email_verified::text AS value FROM users WHERE username = 'ann'") == "true");
    BOOST_TEST(desk.post_bare("/account/verify-email/", {{"token", token}}, ours).status == 400);
    auto ann = links.signed_in("ann");
    ann.send("PATCH", auth + "me/update/", json_type, R"({"email":"lee@example.com"})");
    auto undo = links.token("ann@example.com", "undo-email");
    BOOST_TEST(desk.get("/account/undo-email/?token=" + undo).status == 200);
    BOOST_TEST(desk.post_bare("/account/undo-email/", {{"token", undo}}, ours).status == 200);
    BOOST_TEST(ann.get(auth + "me/").status == 401);
}

BOOST_AUTO_TEST_CASE(where_no_mails_are_sent_an_address_is_changed_at_once)
{
    LinkBoard links(Variables{{"MAIL", "off"}});
    BOOST_TEST_REQUIRE(links.register_as("ann").status == 201);
    auto ann = links.signed_in("ann");
    BOOST_TEST(
        ann.send("PATCH", auth + "me/update/", json_type, R"({"email":"lee@example.com"})").status == 200);
    BOOST_TEST(member(ann, "email") == "lee@example.com");
}

BOOST_AUTO_TEST_SUITE_END()
