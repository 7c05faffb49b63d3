// Browsers and devices: whose they are, and what is pushed to them through the whole board.
#include "t/kit/board.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"
#include "t/outside/far_end.hpp"

#include "lib/base/text.hpp"
#include "lib/outside/push/web_push.hpp"
#include "lib/store/messages/push.hpp"

namespace {

const std::string subscriptions = "/api/v1/notifications/push-subscriptions/",
                  devices = "/api/v1/notifications/devices/";

// A board that pushes, and the browsers' push service.
struct Pushing {
    Directory directory;
    std::string unused = [this] { // the far end reads a key that only the other services need
        BOOST_TEST_REQUIRE(run({"openssl", "genpkey", "-algorithm", "EC", "-pkeyopt",
                                   "ec_paramgen_curve:prime256v1", "-out", directory.at("key")})
                               .status == 0);
        BOOST_TEST_REQUIRE(
            run({"openssl", "pkey", "-in", directory.at("key"), "-pubout", "-out", directory.at("public")})
                .status == 0);
        return directory.at("public");
    }();
    FarEnd end{"http", "t/outside/push_end.mjs", {unused}};
    EvpKey key = new_p256_key();
    Board board{{{"TASK_RUNNERS", "2"}, {"VAPID_KEY", base64url(scalar_of(key))},
        {"VAPID_SUBJECT", "mailto:ops@example.org"}}};
    Sql& sql = board.sql();

    // At a push service that answers with that status.
    std::string subscription(int status, const std::string& more = "")
    {
        static auto browser = new_p256_key();
        return object({{"endpoint", end.url("/push/" + std::to_string(status) + more)},
            {"p256dh", base64url(point_of(browser))}, {"auth", base64url(std::string(16, 'a'))}});
    }
    Reply subscribe(const std::string& who, int status, const std::string& more = "")
    {
        auto reply = board.employer(who).send("POST", subscriptions, json_type, subscription(status, more));
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        return reply;
    }
    // What tells its employer.
    void publish(const std::string& employer)
    {
        auto owner = seed::user(sql, {.username = employer, .role = "employer"});
        auto job = seed::job(sql, {.title = "Joiner", .employer = owner, .status = "draft"});
        auto done = board.employer(employer).send(
            "PATCH", "/api/v1/jobs/" + to_text(job) + '/', json_type, R"({"status":"active"})");
        BOOST_TEST_REQUIRE(done.status == 200);
    }
    void change_preferences(const std::string& who, const std::string& changes)
    {
        auto done =
            board.employer(who).send("PATCH", "/api/v1/notifications/preferences/", json_type, changes);
        BOOST_TEST_REQUIRE(done.status == 200, done.body);
    }
    std::string count(const std::string& what)
    {
        return value(sql, "SELECT count(*)::text AS value FROM " + what);
    }
    bool comes_to(const std::string& what, const std::string& number)
    {
        return eventually([&] { return count(what) == number; });
    }
    // The states of what was pushed, in order.
    std::string states()
    {
        return value(sql, "SELECT string_agg(state, ' ' ORDER BY created_at) AS value FROM push_deliveries");
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(pushing)

BOOST_FIXTURE_TEST_CASE(browsers_are_told_and_the_deliveries_say_so, Pushing)
{
    auto vapid = board.employer("acme").get(subscriptions + "key/");
    BOOST_TEST(vapid.json()["public_key"].text() == vapid_public_key(key));

    subscribe("acme", 201);
    subscribe("other", 201, "/other");
    publish("acme");
    BOOST_TEST(comes_to("push_deliveries WHERE state = 'sent'", "1"));
    BOOST_TEST(count("push_deliveries") == "1");

    auto listed = board.employer("acme").get("/api/v1/notifications/");
    auto id = listed.json()["results"][0]["id"].text();
    auto told = board.employer("acme").get("/api/v1/notifications/" + id + "/deliveries/");
    BOOST_TEST(joined(each(told.json()["results"], "channel")) == "in_app, email, push");
    auto push = told.json()["results"][2];
    BOOST_TEST(push["state"].text() == "sent");
    BOOST_TEST(push["attempts"].text() == "1");
    BOOST_TEST(!push["time"].is_null());
}

BOOST_FIXTURE_TEST_CASE(what_is_gone_is_forgotten_and_what_fails_is_tried_again, Pushing)
{
    subscribe("acme", 410);
    subscribe("acme", 404);
    subscribe("acme", 503);
    subscribe("acme", 400);
    publish("acme");
    BOOST_TEST(comes_to("push_deliveries WHERE state = 'failed'", "3"));
    BOOST_TEST(
        comes_to("push_deliveries WHERE state = 'waiting' AND attempts = 1 AND answer LIKE '503%'", "1"));
    BOOST_TEST(comes_to("push_targets", "2"));
    BOOST_TEST(count("events WHERE kind = 'push_target.deleted'") == "2");
    BOOST_TEST(
        comes_to("tasks WHERE kind = 'push_notification' AND state = 'waiting' AND due_at > now()", "1"));

    // Whose browser it is by then decides.
    sql.change(
        "UPDATE push_targets SET address = replace(address, '/503', '/201') WHERE address LIKE '%/503'");
    board.employer("other");
    sql.change("UPDATE push_targets SET owner = (SELECT id FROM users WHERE username = 'other')");
    sql.change("UPDATE tasks SET due_at = now() WHERE kind = 'push_notification' AND state = 'waiting'");
    sql.change("SELECT pg_notify('tasks', '')");
    BOOST_TEST(comes_to("push_deliveries WHERE state = 'failed'", "4"));
}

BOOST_FIXTURE_TEST_CASE(preferences_and_quiet_hours_are_obeyed, Pushing)
{
    subscribe("acme", 201);
    change_preferences("acme", R"({"push_system":false})");
    publish("acme");
    BOOST_TEST(comes_to("notifications WHERE title = 'Joiner is online'", "1"));
    BOOST_TEST(count("push_deliveries") == "0");

    change_preferences("acme", R"({"push_system":true,"in_app_system":false})");
    publish("acme");
    BOOST_TEST(comes_to("push_deliveries WHERE state = 'sent'", "1"));
    BOOST_TEST(count("notifications") == "1");

    auto from =
             value(sql, "SELECT to_char(now() AT TIME ZONE 'UTC' - interval '1 hour', 'HH24:MI') AS value"),
         until =
             value(sql, "SELECT to_char(now() AT TIME ZONE 'UTC' + interval '1 hour', 'HH24:MI') AS value");
    change_preferences(
        "acme", object({{"quiet_from", from}, {"quiet_until", until}, {"time_zone", "Etc/UTC"}}));
    publish("acme");
    BOOST_TEST(comes_to("push_deliveries", "2"));
    BOOST_TEST(comes_to("tasks WHERE kind = 'push_notification' AND state = 'waiting' AND due_at > now() + "
                        "interval '50 minutes'",
        "1"));
    BOOST_TEST(states() == "sent waiting");
}

BOOST_FIXTURE_TEST_CASE(the_same_browser_is_one_row_and_goes_with_whoever_signs_in, EmptyBoard)
{
    auto body = object({{"endpoint", "https://push.example/one"},
        {"p256dh", base64url(point_of(new_p256_key()))}, {"auth", base64url(std::string(16, 'a'))}});
    auto ann = board.user("ann"), bob = board.user("bob");
    auto add = [&](Api& who) { return who.send("POST", subscriptions, json_type, body).json()["id"].text(); };
    auto of = [](Api& who) { return who.get(subscriptions).json()["count"].text(); };
    auto events = [&] {
        return value(sql, "SELECT count(*)::text AS value FROM events WHERE kind LIKE 'push%'");
    };
    auto id = add(ann);
    BOOST_TEST(add(ann) == id);
    BOOST_TEST(events() == "1");
    BOOST_TEST(add(bob) == id);
    BOOST_TEST(events() == "2");
    BOOST_TEST(of(ann) == "0");
    BOOST_TEST(of(bob) == "1");
    BOOST_TEST(ann.send("DELETE", subscriptions + id + '/').status == 404);
    BOOST_TEST(bob.send("DELETE", devices + id + '/').status == 404); // is no device
    BOOST_TEST(bob.send("DELETE", subscriptions + id + '/').status == 204);
    BOOST_TEST(of(bob) == "0");
    BOOST_TEST(ann.get(subscriptions + "key/").json()["public_key"].is_null());
}

BOOST_FIXTURE_TEST_CASE(devices_have_tokens_of_their_service, EmptyBoard)
{
    auto ann = board.user("ann");
    auto add = [&](const std::string& service, const std::string& token) {
        return ann.send("POST", devices, json_type, object({{"service", service}, {"token", token}}));
    };
    auto phone = add("apns", "A0B1");
    BOOST_TEST(phone.json()["token"].text() == "a0b1");
    BOOST_TEST(add("apns", "a0b1").json()["id"].text() == phone.json()["id"].text());
    BOOST_TEST(add("fcm", "a0b1").json()["id"].text() != phone.json()["id"].text());
    check_invalid(add("apns", "xyz"), "token");
    check_invalid(add("fcm", "a b"), "token");
    check_invalid(add("web", "a0"), "service");
    check_invalid(add("fcm", ""), "token");
    check_invalid(ann.send("POST", subscriptions, json_type,
                      object({{"endpoint", "http://10.0.0.1/x"}, {"p256dh", "x"}, {"auth", "x"}})),
        "endpoint");
    check_invalid(ann.send("POST", subscriptions, json_type,
                      object({{"endpoint", "https://push.example/x"}, {"p256dh", "x"}, {"auth", "x"}})),
        "p256dh");
    for (int i = 0; i < 48; ++i) BOOST_TEST(add("fcm", "token" + std::to_string(i)).status == 200);
    check_invalid(add("fcm", "one-more"), "token");
    BOOST_TEST(add("fcm", "token1").status == 200);
    BOOST_TEST(ann.get(devices).json()["count"].text() == "50");
}

BOOST_AUTO_TEST_SUITE_END()
