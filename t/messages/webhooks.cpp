// Webhooks: what is sent is signed, tried again, replayed, and never goes where it must not.
#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/outside/webhook_signature.hpp"
#include "told_board.hpp"

namespace {

const std::string hooks = "/api/v1/webhooks/";

// As docs/webhooks.md tells receivers.
bool is_signed_by(const JsonValue& message, const std::string& secret)
{
    auto at = parse<long long>(message.member("webhook-timestamp")->text);
    auto wanted = webhook_headers({Secret(secret)}, message.member("webhook-id")->text,
        Time(std::chrono::seconds(at.value())), message.member("body")->text);
    for (const auto& [name, value] : wanted)
        if (name == "webhook-signature")
            return (' ' + message.member("webhook-signature")->text + ' ').find(' ' + value + ' ') !=
                   std::string::npos;
    return false;
}

} // namespace

BOOST_AUTO_TEST_SUITE(webhooks)

BOOST_AUTO_TEST_CASE(a_far_end_that_fails_is_asked_again_and_each_attempt_is_shown)
{
    ToldBoard told;
    Receiver receiver;
    receiver.directory.write("status", "500");
    auto made = told.boss.send("POST", hooks, json_type,
        R"({"url":")" + receiver.at("file:" + receiver.directory.at("status")) +
            R"(","events":["job.created"]})");
    BOOST_TEST_REQUIRE(made.status == 201, made.body);
    auto id = made.json()["id"].text(), secret = made.json()["secret"].text();
    BOOST_TEST(!told.boss.get(hooks + id + '/').json().has("secret"));
    BOOST_TEST(told.boss.get(hooks).body.find("whsec_") == std::string::npos);

    auto ping = told.boss.send("POST", hooks + id + "/ping/");
    BOOST_TEST_REQUIRE(ping.status == 202, ping.body);
    std::optional<Reply> last;
    auto delivery = [&] {
        last = told.boss.get(hooks + id + "/deliveries/");
        return last->json()["results"][0];
    };
    BOOST_TEST(eventually([&] { return delivery()["attempts"].text() == "1"; }));
    BOOST_TEST(delivery()["state"].text() == "waiting");
    BOOST_TEST(delivery()["status"].text() == "500");
    BOOST_TEST(delivery()["answer"].text() == "got it");
    BOOST_TEST(!told.boss.get(hooks + id + '/').json()["failing_since"].is_null());
    receiver.directory.write("status", "200");
    told.sql.change("UPDATE tasks SET due_at = now() WHERE kind = 'deliver_webhook'");
    BOOST_TEST(eventually([&] { return delivery()["state"].text() == "delivered"; }));
    BOOST_TEST(told.boss.get(hooks + id + '/').json()["failing_since"].is_null());
    auto got = receiver.got();
    BOOST_TEST_REQUIRE(got.size() == 2u);
    BOOST_TEST(got[0].member("webhook-id")->text == got[1].member("webhook-id")->text);
    for (const auto& one : got) BOOST_TEST(is_signed_by(one, secret));

    // While secrets overlap, both sign.
    auto rotated =
        told.boss.send("POST", hooks + id + "/rotate-secret/", json_type, R"({"overlap_hours":1})");
    BOOST_TEST_REQUIRE(rotated.status == 200, rotated.body);
    auto fresh = rotated.json()["secret"].text();
    auto again = told.boss.send("POST", hooks + id + "/deliveries/" + delivery()["id"].text() + "/replay/");
    BOOST_TEST_REQUIRE(again.status == 202, again.body);
    BOOST_TEST(eventually([&] { return receiver.got().size() == 3u; }));
    got = receiver.got();
    BOOST_TEST(is_signed_by(got[2], secret));
    BOOST_TEST(is_signed_by(got[2], fresh));
    BOOST_TEST(got[2].member("body")->text == got[1].member("body")->text);
    told.sql.change("UPDATE webhooks SET previous_until = now()");
    told.boss.send("POST", hooks + id + "/ping/");
    BOOST_TEST(eventually([&] { return receiver.got().size() == 4u; }));
    BOOST_TEST(!is_signed_by(receiver.got()[3], secret));
    BOOST_TEST(is_signed_by(receiver.got()[3], fresh));
}

BOOST_AUTO_TEST_CASE(one_that_fails_for_five_days_is_turned_off_and_its_owner_told)
{
    ToldBoard told;
    Receiver receiver;
    auto id = told.add_webhook(told.boss, receiver.at("503"));
    told.sql.change("INSERT INTO webhook_failures SELECT id, now() - interval '6 days' FROM webhooks");
    told.boss.send("POST", hooks + id + "/ping/");
    BOOST_TEST(
        eventually([&] { return told.boss.get(hooks + id + '/').json()["is_active"].text() == "false"; }));
    BOOST_TEST(told.boss.get(hooks + id + '/').json()["disabled_reason"].text() != "");
    BOOST_TEST(eventually([&] {
        return told.one("SELECT count(*)::text AS value FROM mails WHERE template = 'webhook_disabled' AND "
                        "state = 'sent'") == "1";
    }));
    auto on = told.boss.send("PATCH", hooks + id + '/', json_type, R"({"is_active":true})");
    BOOST_TEST(on.json()["disabled_reason"].text() == "");
    BOOST_TEST(on.json()["failing_since"].is_null());
}

BOOST_AUTO_TEST_CASE(an_employer_is_told_of_what_concerns_them_and_of_nothing_else)
{
    ToldBoard told;
    Receiver receiver;
    auto other = told.board.employer("other");
    told.add_webhook(told.boss, receiver.at("200"));
    told.add_webhook(other, receiver.at("201"));
    told.add_webhook(told.root, receiver.at("202"), R"(["application.submitted"])");
    auto ann = told.board.user("ann");
    auto id = Applying::made(Applying::apply(ann, seed::job(told.sql, {.employer = told.acme})));
    BOOST_TEST_REQUIRE(eventually([&] { return told.at_rest(); }));
    std::string paths;
    for (const auto& one : receiver.got("application.submitted", id)) paths += one.member("path")->text;
    BOOST_TEST((paths == "/200/202" || paths == "/202/200"), paths);
    for (const auto& one : receiver.got("user.signed_in")) BOOST_TEST(one.member("path")->text == "/none");
}

BOOST_AUTO_TEST_CASE(addresses_that_are_ours_alone_are_refused_when_saved_and_when_called)
{
    ToldBoard told(Variables{{"WEBHOOK_NETWORKS", ""}});
    Receiver receiver;
    for (auto url : {"http://127.0.0.1/", "http://10.1.2.3/", "http://[::1]/",
             "http://169.254.169.254/latest", "ftp://hooks.example/", "http://2130706433/",
             "https://user:password@hooks.example/", "nonsense", "http://localhost/"}) {
        auto reply = told.boss.send(
            "POST", hooks, json_type, R"({"url":")" + std::string(url) + R"(","events":["*"]})");
        BOOST_TEST(reply.status == 400, url << ' ' << reply.body);
        BOOST_TEST(reply.json().has("url"), url);
    }
    for (auto body : {R"({"url":"https://hooks.example/","events":["nothing.happened"]})",
             R"({"url":"https://hooks.example/","events":[]})", R"({"url":"https://hooks.example/"})",
             R"({"url":"https://hooks.example/","events":"*"})"})
        BOOST_TEST(told.boss.send("POST", hooks, json_type, body).json().has("events"), body);
    // One whose name means something else by then.
    auto id = told.add_webhook(told.boss, "https://hooks.example/");
    told.sql.change("UPDATE webhooks SET url = :url", {arg("url", receiver.at("200"))});
    told.boss.send("POST", hooks + id + "/ping/");
    auto trouble = [&] {
        return told.boss.get(hooks + id + "/deliveries/").json()["results"][0]["trouble"].text();
    };
    BOOST_TEST(eventually([&] { return trouble() == "address not allowed"; }), trouble());
    BOOST_TEST(receiver.got().empty());
}

BOOST_AUTO_TEST_SUITE_END()
