// Signing in by a provider, through the whole board.
#include "coming.hpp"

#include "lib/base/text.hpp"

#include <future>
#include <map>
#include <set>

namespace {

const std::string away =
    R"([{"name":"away","issuer":"http://127.0.0.1:1","client_id":"c","client_secret":"s"}])";

} // namespace

BOOST_FIXTURE_TEST_SUITE(provider_sign_in, Coming)

BOOST_AUTO_TEST_CASE(providers_are_listed_and_lead_there)
{
    auto listed = api.get(oauth + "providers/");
    BOOST_TEST(listed.body == R"([{"provider":"test","label":"The test"}])");
    auto way = api.get(oauth + "login-url/?provider=test");
    BOOST_TEST_REQUIRE(way.status == 200, way.body);
    BOOST_TEST(keys(way.json()) == "oauth_url, provider, state");
    BOOST_TEST(way.json()["provider"].text() == "test");
    auto url = way.json()["oauth_url"].text(), state = way.json()["state"].text();
    BOOST_TEST(url.starts_with(far.issuer() + "/authorize?"));
    BOOST_TEST(url.find("&state=" + state + '&') != url.npos);
    BOOST_TEST(url.find("&redirect_uri=http%3A%2F%2Fjobs.example%2Faccount%2Foauth%2F&") != url.npos);
    BOOST_TEST(way.header("cache-control") == "no-store");
    BOOST_TEST(count("oauth_states") == "1");
    auto kept = value(sql, "SELECT oauth_states::text AS value FROM oauth_states");
    BOOST_TEST(kept.find(state) == kept.npos); // nobody who reads the table can come back
}

BOOST_AUTO_TEST_CASE(what_is_not_allowed_is_refused_by_its_field)
{
    auto refused = [&](const std::string& query, const std::string& fields) {
        check_invalid(api.get(oauth + "login-url/" + query), fields);
    };
    refused("", "provider");
    refused("?provider=", "provider");
    refused("?provider=google", "provider");
    refused("?provider=TEST", "provider");
    refused("?provider=x&redirect_uri=https%3A%2F%2Fevil.example", "provider, redirect_uri");
    for (auto other : {"http://jobs.example/account/oauth", "http://jobs.example/account/oauth/x",
             "http://jobs.example/account/oauth/?x=1", "http://JOBS.example/account/oauth/",
             "https://jobs.example/account/oauth/", "http://jobs.example.evil.example/account/oauth/",
             "http://jobs.example/account/oauth/#x", "javascript:alert(1)"})
        refused("?provider=test&redirect_uri=" + percent_encoded(other), "redirect_uri");
    BOOST_TEST(api.get(oauth + "login-url/?provider=test&redirect_uri=" +
                       percent_encoded("http://jobs.example/account/oauth/"))
                   .status == 200);
    auto callback = [&](const Variables& members) {
        return api.send("POST", oauth + "callback/", json_type, object(members));
    };
    BOOST_TEST(keys(callback({}).json()) == "provider, code, state");
    check_invalid(callback({{"provider", "google"}, {"code", "x"}, {"state", "x"}}), "provider");
    check_invalid(callback({{"provider", "test"}, {"code", "x"}, {"state", "x"}}), "state");
    BOOST_TEST(count("users") == "0");
}

BOOST_AUTO_TEST_CASE(whoever_is_new_gets_an_account)
{
    auto reply = come({{"email", "Eve.Lee+jobs@Provider.example"}});
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    BOOST_TEST(keys(reply.json()) == "access, refresh, user, device, created");
    BOOST_TEST(reply.json()["created"].text() == "true");
    auto user = reply.json()["user"];
    BOOST_TEST(user["username"].text() == "eve.leejobs");
    BOOST_TEST(user["email"].text() == "eve.lee+jobs@provider.example");
    BOOST_TEST(user["email_verified"].text() == "true");
    BOOST_TEST(user["full_name"].text() == "Eve Lee");
    BOOST_TEST(user["role"].text() == "user");
    auto eve = board.bearer(reply.json()["access"].text());
    BOOST_TEST(eve.get(auth + "me/").json()["id"].text() == user["id"].text());
    auto api = somebody();
    BOOST_TEST(send(api, "POST", "refresh/", {{"refresh", reply.json()["refresh"].text()}}).status == 200);
    for (auto password : {"", "!", "x"}) BOOST_TEST(sign_in("eve.leejobs", password).status >= 400);
    BOOST_TEST(value(sql, "SELECT string_agg(kind, ' ' ORDER BY number) AS value FROM events") ==
               "user.created oauth_account.linked user.signed_in");
    BOOST_TEST(value(sql, "SELECT count(DISTINCT actor)::text AS value FROM events") == "1");

    auto again = come({{"email", "Eve.Lee+jobs@Provider.example"}});
    BOOST_TEST(again.json()["created"].text() == "false");
    BOOST_TEST(again.json()["user"]["id"].text() == user["id"].text());
    BOOST_TEST(count("users") == "1");
}

BOOST_AUTO_TEST_CASE(the_subject_is_who_it_is_whatever_the_address)
{
    auto first = come(), moved = come({{"email", "other@provider.example"}}),
         bare = come({{"email", ""}, {"email_verified", ""}}),
         other = come({{"sub", "subject-2"}, {"email", "x@y.example"}});
    for (const auto* reply : {&moved, &bare})
        BOOST_TEST(reply->json()["user"]["id"].text() == first.json()["user"]["id"].text());
    BOOST_TEST(moved.json()["user"]["email"].text() == "eve@provider.example");
    BOOST_TEST(other.json()["user"]["id"].text() != first.json()["user"]["id"].text());
    // An address that went to somebody else there is not theirs here.
    check_refused(
        come({{"sub", "subject-3"}, {"email", "eve@provider.example"}, {"email_verified", "=false"}}), 409,
        "account_exists");
}

BOOST_AUTO_TEST_CASE(names_are_made_unique_and_always_fit)
{
    account("eve"), account("ann");
    std::set<std::string> names;
    int number = 0;
    for (auto email : {"eve@a.example", "eve@b.example", "ann@c.example", "a@d.example", "!!!@e.example",
             "B.C@f.example", "x+y@g.example"}) {
        auto reply = come({{"sub", std::to_string(++number)}, {"email", email}});
        BOOST_TEST_REQUIRE(reply.status == 200, email << ' ' << reply.body);
        names.insert(reply.json()["user"]["username"].text());
    }
    BOOST_TEST(names.size() == 7u);
    BOOST_TEST(names.contains("b.c"));
    auto in_one = come({{"sub", "n"}, {"email", "n@n.example"}, {"given_name", ""}, {"family_name", ""},
        {"name", std::string(149, 'x') + "\u00fc\u00fc"}});
    BOOST_TEST(in_one.json()["user"]["first_name"].text() == std::string(149, 'x') + "\u00fc");
}

BOOST_AUTO_TEST_CASE(an_account_is_entered_by_its_address_when_both_have_verified_it)
{
    auto id = known("ann", "ann@example.org", true);
    auto reply = come({{"email", "Ann@Example.ORG"}});
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    BOOST_TEST(reply.json()["created"].text() == "false");
    BOOST_TEST(reply.json()["user"]["id"].text() == to_text(id));
    BOOST_TEST(count("events WHERE kind = 'oauth_account.linked'") == "1");
    BOOST_TEST(sign_in("ann").status == 200); // the password stays good

    known("bob", "bob@example.org", false);
    check_refused(come({{"sub", "2"}, {"email", "bob@example.org"}}), 409, "account_exists");
    known("cyd", "cyd@example.org", true);
    for (const auto& unverified :
        Variables{{"email_verified", "=false"}, {"email_verified", ""}, {"email_verified", "=1"}})
        check_refused(come({{"sub", "3"}, {"email", "cyd@example.org"}, unverified}), 409, "account_exists");
    BOOST_TEST(count("oauth_accounts") == "1");
    BOOST_TEST(count("users") == "3");
    // Another person there with an address that was hers comes into nothing.
    check_invalid(come({{"sub", "4"}, {"email", "ann@example.org"}}), "provider");
}

BOOST_AUTO_TEST_CASE(an_account_needs_an_address)
{
    for (const auto& without :
        {Variables{{"email", ""}}, Variables{{"email", "none"}}, Variables{{"email_verified", ""}},
            Variables{{"email_verified", "=false"}}, Variables{{"email", "=7"}}})
        check_refused(come(without), 409, "address_needed");
    BOOST_TEST(count("users") == "0");
    BOOST_TEST(count("oauth_accounts") == "0");
}

BOOST_AUTO_TEST_CASE(whoever_is_not_active_is_refused_as_others_are)
{
    come();
    auto strange = somebody();
    auto refused = come(strange, {"not a code", way(strange).state});
    check_refused(refused, 401, "sign_in_refused");
    sql.change("UPDATE users SET is_active = false");
    auto inactive = come();
    check_refused(inactive, 401, "sign_in_refused");
    BOOST_TEST(inactive.body == refused.body);
    known("ann", "ann@example.org", true);
    sql.change("UPDATE users SET is_active = false");
    check_refused(come({{"sub", "2"}, {"email", "ann@example.org"}}), 401, "sign_in_refused");
    BOOST_TEST(count("oauth_accounts") == "1");
    BOOST_TEST(count("events WHERE kind = 'user.signed_in'") == "1");
}

BOOST_AUTO_TEST_CASE(whoever_is_deleted_comes_as_somebody_new)
{
    auto first = come();
    auto root = board.admin();
    auto id = first.json()["user"]["id"].text();
    seed::job(sql, {.employer = parse<Uuid>(id)}); // so that the account is emptied where it is
    BOOST_TEST(root.send("DELETE", auth + "users/" + id + '/').status == 204);
    BOOST_TEST(count("oauth_accounts") == "0");
    auto again = come();
    BOOST_TEST(again.json()["created"].text() == "true");
    BOOST_TEST(again.json()["user"]["id"].text() != id);
}

BOOST_AUTO_TEST_CASE(a_state_is_good_once_for_ten_minutes_and_for_one_provider)
{
    auto api = somebody();
    auto back = way(api);
    BOOST_TEST(come(api, back).status == 200);
    check_invalid(come(api, back), "state");
    auto fresh = way(api);
    check_invalid(come(api, {fresh.code, fresh.state + 'x'}), "state");
    check_invalid(come(api, {fresh.code, fresh.state.substr(1)}), "state");
    sql.change("UPDATE oauth_states SET expires_at = now()");
    check_invalid(come(api, fresh), "state");
    // A code belongs to the state that it was asked with.
    auto mine = way(api), theirs = way(api, {{"sub", "2"}});
    check_refused(come(api, {theirs.code, mine.state}), 401, "sign_in_refused");
    BOOST_TEST(value(sql, "SELECT (max(expires_at) - now() BETWEEN interval '9 minutes' AND interval '10 "
                          "minutes')::text AS value FROM oauth_states") == "true");
    sql.change("UPDATE oauth_states SET expires_at = now()");
    way(api);
    BOOST_TEST(board.call({"sweep"}).status == 0);
    BOOST_TEST(count("oauth_states") == "1");
}

BOOST_AUTO_TEST_CASE(a_state_is_no_good_at_another_provider)
{
    auto both = far.setting("test");
    both.back() = ',';
    Board board({{"OIDC_PROVIDERS", both + far.setting("other").substr(1)},
        {"OAUTH_REDIRECTS", "https://app.example/back, org.example.app://back"}});
    auto api = board.anonymous();
    auto back = way_back(api, far);
    auto other = back;
    other.provider = "other";
    check_invalid(come(api, other), "state");
    BOOST_TEST(come(api, back).status == 200);
    BOOST_TEST(each(api.get(oauth + "providers/").json(), "provider").size() == 2u);
    // The subject is a provider's own.
    check_refused(come(api, way_back(api, far, {{"email_verified", ""}}, "other")), 409, "account_exists");
    // Where else the browser may come back to.
    for (auto redirect : {"https://app.example/back", "org.example.app://back"})
        BOOST_TEST(come(api, way_back(api, far, {}, "test",
                                 std::string("&redirect_uri=") + percent_encoded(redirect)))
                       .status == 200);
    check_invalid(
        api.get(oauth + "login-url/?provider=test&redirect_uri=https%3A%2F%2Fapp.example%2Fback%2F"),
        "redirect_uri");
}

BOOST_AUTO_TEST_CASE(of_many_who_bring_one_state_one_comes_in)
{
    BusyBoard busy;
    auto api = busy.board.anonymous();
    auto body = way_back(api, far).body();
    auto answers = at_once(busy.board, 8,
        [&](HttpClient& client, int) { return client.send("POST", oauth + "callback/", json_type, body); });
    std::map<int, int> statuses;
    for (const auto& answer : answers) ++statuses[answer.status];
    BOOST_TEST(statuses[200] == 1);
    BOOST_TEST(statuses[400] == 7);
}

BOOST_AUTO_TEST_CASE(one_person_who_comes_many_times_at_once_is_one)
{
    BusyBoard busy;
    auto api = busy.board.anonymous();
    for (int round = 0; round < 3; ++round) {
        Variables who{{"sub", std::to_string(round)}, {"email", std::to_string(round) + "@p.example"}};
        std::vector<std::string> bodies;
        for (int i = 0; i < 6; ++i) bodies.push_back(way_back(api, far, who).body());
        auto answers = at_once(busy.board, 6, [&](HttpClient& client, int i) {
            return client.send("POST", oauth + "callback/", json_type, bodies[static_cast<std::size_t>(i)]);
        });
        int created = 0;
        for (const auto& answer : answers) {
            BOOST_TEST((answer.status == 200 || answer.status == 503),
                answer.body); // 503: waited too long for another
            created += answer.body.ends_with("\"created\":true}");
        }
        BOOST_TEST(created == 1);
    }
    BOOST_TEST(value(busy.board.sql(), "SELECT count(*)::text AS value FROM users") == "3");
}

BOOST_AUTO_TEST_CASE(a_provider_that_is_away_or_mad_keeps_nobody_else_waiting)
{
    FakeProvider mad;
    auto both = mad.setting();
    both.back() = ',';
    Board board({{"OIDC_PROVIDERS", both + away.substr(1)}});
    auto api = board.anonymous();
    auto refused = api.get(oauth + "login-url/?provider=away");
    check_refused(refused, 503, "provider_unavailable");
    BOOST_TEST(refused.header("retry-after") != "");
    auto back = way_back(api, mad);
    mad.lie("/token", {500, ""});
    check_refused(come(api, back), 503, "provider_unavailable");
    mad.be_honest();
    check_invalid(come(api, back), "state"); // it is spent
    for (const auto& claim :
        Variables{{"iss", "https://x.example"}, {"aud", "x"}, {"nonce", "x"}, {"exp", "=1"}})
        check_refused(come(api, way_back(api, mad, {claim})), 401, "sign_in_refused");
    BOOST_TEST(come(api, way_back(api, mad)).status == 200);

    // One that lets people wait holds the one worker that asks it; those who read go on meanwhile.
    back = way_back(api, mad);
    mad.lie("/token", {.body = "", .silent = true});
    auto waiting = std::async(std::launch::async, [&] {
        auto slow = board.anonymous();
        return come(slow, back).status;
    });
    BOOST_TEST(eventually([&] { return mad.asked("/token") == 7; }), mad.asked("/token"));
    for (int i = 0; i < 10; ++i) BOOST_TEST(api.get("/api/v1/jobs/").status == 200);
    BOOST_TEST(waiting.get() == 503);
    BOOST_TEST(board.log().find("provider_failed") != std::string::npos);
    BOOST_TEST(board.log().find("s3cret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(settings_that_are_wrong_are_refused_at_the_start)
{
    auto check = [](const std::string& name, const std::string& setting,
                     const std::string& environment = "test") {
        return run({jobboard(), "check"},
            {{"JOBBOARD_ENV_FILE", "/dev/null"}, {"JOBBOARD_" + name, setting},
                {"JOBBOARD_ENVIRONMENT", environment}, {"JOBBOARD_PUBLIC_URL", "https://jobs.example"},
                {"JOBBOARD_SECRET_KEY", "0b6d0ab8c2d3a1ff4e5d6c7b8a990e1f"}})
            .out;
    };
    auto names = [&](const std::string& name, const std::string& setting,
                     const std::string& environment = "test") {
        return check(name, setting, environment).find("JOBBOARD_" + name) != std::string::npos;
    };
    auto secret = std::string(R"([{"name":"google","client_id":"c","client_secret":"hushhush","x":"y"}])");
    BOOST_TEST(names("OIDC_PROVIDERS", secret));
    BOOST_TEST(check("OIDC_PROVIDERS", secret).find("hushhush") == std::string::npos);
    BOOST_TEST(names("OIDC_PROVIDERS", "google"));
    BOOST_TEST(!names("OIDC_PROVIDERS", far.setting()));
    for (auto bad : {"https://app.example/#x", "app.example", "javascript://x/alert(1)", "/back",
             "https://ann:secret@app.example/"})
        BOOST_TEST(names("OAUTH_REDIRECTS", bad), bad);
    BOOST_TEST(names("OAUTH_REDIRECTS", "http://app.example/", "production"));
    for (auto good : {"https://app.example/back,http://localhost:3000/back", "org.example.app://back"})
        BOOST_TEST(!names("OAUTH_REDIRECTS", good, "production"), good);
}

BOOST_AUTO_TEST_SUITE_END()
