// Accounts of providers that one's own is linked to: adding and removing them.
#include "coming.hpp"

#include "t/messages/told_board.hpp"

BOOST_FIXTURE_TEST_SUITE(linked_accounts, Coming)

BOOST_AUTO_TEST_CASE(one_that_is_linked_signs_in_whatever_the_address)
{
    auto id = known("ann", "ann@example.org", false);
    auto ann = board.user("ann");
    BOOST_TEST(ann.get(oauth + "accounts/").body == "[]");
    auto linked = link(ann, {{"email", "private@provider.example"}, {"email_verified", ""}});
    BOOST_TEST_REQUIRE(linked.status == 201, linked.body);
    BOOST_TEST(keys(linked.json()) == "id, provider, label, email, created_at, last_used_at");
    BOOST_TEST(linked.json()["label"].text() == "The test");
    BOOST_TEST(linked.json()["email"].text() == "private@provider.example");
    BOOST_TEST(linked.json()["last_used_at"].is_null());
    BOOST_TEST(ann.get(oauth + "accounts/").body == '[' + linked.body + ']');
    BOOST_TEST(board.user("bob").get(oauth + "accounts/").body == "[]");

    auto reply = come({{"email", ""}});
    BOOST_TEST(reply.json()["user"]["id"].text() == to_text(id));
    auto used = ann.get(oauth + "accounts/");
    BOOST_TEST(!used.json()[0]["last_used_at"].is_null());
    BOOST_TEST(used.json()[0]["email"].is_null());
    // The same again changes nothing.
    auto again = link(ann);
    BOOST_TEST(again.status == 200);
    BOOST_TEST(again.json()["id"].text() == linked.json()["id"].text());
    BOOST_TEST(count("events WHERE kind = 'oauth_account.linked'") == "1");
}

BOOST_AUTO_TEST_CASE(one_account_there_is_one_here)
{
    account("ann"), account("bob");
    auto ann = board.user("ann"), bob = board.user("bob");
    BOOST_TEST(link(ann).status == 201);
    check_refused(link(bob), 409, "oauth_account_taken");
    check_invalid(link(ann, {{"sub", "another"}}), "provider");
    BOOST_TEST(link(bob, {{"sub", "another"}}).status == 201);
    BOOST_TEST(count("oauth_accounts") == "2");
}

// Otherwise somebody could have another person's browser link an account of theirs, and come in by it.
BOOST_AUTO_TEST_CASE(only_who_asked_for_the_way_links_by_it)
{
    account("ann"), account("bob");
    auto ann = board.user("ann"), bob = board.user("bob"), nobody = somebody();
    for (auto* other : {&bob, &nobody}) {
        auto back = way(*other);
        check_invalid(ann.send("POST", oauth + "accounts/", json_type, back.body()), "state");
        BOOST_TEST(count("oauth_states") != "0"); // it is still theirs
        sql.change("DELETE FROM oauth_states");
    }
    auto back = way(ann);
    auto refused = ann.send("POST", oauth + "accounts/", json_type, WayBack{"not a code", back.state}.body());
    BOOST_TEST(refused.status == 400); // the token is good
    BOOST_TEST(keys(refused.json()) == "code");
    check_invalid(ann.send("POST", oauth + "accounts/", json_type, back.body()), "state");
    BOOST_TEST(count("oauth_accounts") == "0");
}

BOOST_AUTO_TEST_CASE(the_last_way_in_stays)
{
    auto reply = come();
    auto eve = board.bearer(reply.json()["access"].text());
    auto path = oauth + "accounts/" + eve.get(oauth + "accounts/").json()[0]["id"].text() + '/';
    check_invalid(eve.send("DELETE", path), "non_field_errors");
    // One of a provider that nobody can sign in by any more is no way in.
    sql.change("INSERT INTO oauth_accounts (id, person, provider, subject) SELECT gen_random_uuid(), id, "
               "'gone', 'x' "
               "FROM users");
    check_invalid(eve.send("DELETE", path), "non_field_errors");
    sql.change("UPDATE users SET password_hash = '!9f' || repeat('x', 40)"); // as some imports have it
    check_invalid(eve.send("DELETE", path), "non_field_errors");
    account("eve");
    BOOST_TEST(eve.send("DELETE", path).status == 204);
    check_refused(eve.send("DELETE", path), 404, "not_found");
    BOOST_TEST(count("events WHERE kind = 'oauth_account.unlinked'") == "1");
    // Whoever comes by it now is somebody else, and the address is taken.
    known("eve", "eve@provider.example", false);
    check_refused(come(), 409, "account_exists");
}

BOOST_AUTO_TEST_CASE(of_the_last_two_one_stays_whoever_removes_both_at_once)
{
    auto both = far.setting("test");
    both.back() = ',';
    Board busy({{"OIDC_PROVIDERS", both + far.setting("other").substr(1)}, {"SLOW_WORKERS", "4"}});
    auto api = busy.anonymous();
    for (int round = 0; round < 5; ++round) {
        auto sub = std::to_string(round);
        auto reply = come(api, way_back(api, far, {{"sub", sub}, {"email", sub + "@p.example"}}));
        auto token = reply.json()["access"].text();
        auto eve = busy.bearer(token);
        auto other = eve.send(
            "POST", oauth + "accounts/", json_type, way_back(eve, far, {{"sub", sub}}, "other").body());
        BOOST_TEST_REQUIRE(other.status == 201, other.body);
        auto ids = each(eve.get(oauth + "accounts/").json(), "id");
        auto answers = at_once(busy, 2, [&](HttpClient& client, int i) {
            return client.send("DELETE", oauth + "accounts/" + ids[static_cast<std::size_t>(i)] + '/',
                {{"Authorization", "Bearer " + token}});
        });
        BOOST_TEST(std::min(answers[0].status, answers[1].status) == 204);
        BOOST_TEST(std::max(answers[0].status, answers[1].status) == 400);
        BOOST_TEST(eve.get(oauth + "accounts/").json().size() == 1u);
    }
}

BOOST_AUTO_TEST_CASE(after_ten_minutes_the_password_is_asked_for)
{
    account("ann");
    auto ann = board.user("ann");
    auto later = [&] { sql.change("UPDATE sessions SET proven_at = now() - interval '11 minutes'"); };
    later();
    check_refused(link(ann), 403, "reauthentication_required");
    check_invalid(link(ann, {}, {{"password", "wrong"}}), "password");
    auto linked = link(ann, {}, {{"password", good_password}});
    BOOST_TEST_REQUIRE(linked.status == 201, linked.body);
    auto path = oauth + "accounts/" + linked.json()["id"].text() + '/';
    later();
    check_refused(ann.send("DELETE", path), 403, "reauthentication_required");
    check_invalid(ann.send("DELETE", path, json_type, object({{"password", "wrong"}})), "password");
    BOOST_TEST(ann.send("DELETE", path, json_type, object({{"password", good_password}})).status == 204);
}

BOOST_AUTO_TEST_CASE(people_are_told_of_each_way_in_that_comes_or_goes)
{
    ToldBoard told;
    auto boss = told.board.employer("acme");
    told.sql.change("UPDATE users SET password_hash = 'kept in some way'");
    auto linked = boss.send("POST", oauth + "accounts/", json_type, way_back(boss, far).body());
    BOOST_TEST_REQUIRE(linked.status == 201, linked.body);
    BOOST_TEST(boss.send("DELETE", oauth + "accounts/" + linked.json()["id"].text() + '/').status == 204);
    // Whoever has just registered by it is welcomed, and told no more.
    auto api = told.board.anonymous();
    BOOST_TEST(come(api, way_back(api, far, {{"sub", "2"}})).status == 200);
    BOOST_TEST(eventually([&] { return mails_with(told.box(), "Welcome", "") == 1; }));
    for (auto kind : {"linked", "unlinked"})
        BOOST_TEST(eventually([&] {
            return value(told.sql,
                       "SELECT count(*)::text AS value FROM mails WHERE state = 'sent' AND template = "
                       "'oauth_account_" +
                           std::string(kind) + "'") == "1";
        }),
            kind);
    auto titles = joined(each(boss.get("/api/v1/notifications/").json()["results"], "title"));
    BOOST_TEST(titles == "You can no longer sign in by test, You can sign in by test now");
}

BOOST_AUTO_TEST_SUITE_END()
