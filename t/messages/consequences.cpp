// What follows from what happens: whoever is concerned is told once by each channel, whatever dies in
// between.
#include "lib/store/accounts/providers/oauth_accounts.hpp"
#include "told_board.hpp"

#include "app/areas.hpp"
#include "lib/store/accounts/factors/factors.hpp"
#include "lib/store/accounts/factors/passkeys.hpp"
#include "t/kit/told.hpp"

#include <csignal>
#include <set>

namespace {

std::string counted(Api& who, const std::string& event, const std::string& subject)
{
    auto reply = who.get("/api/v1/notifications/?page_size=100");
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    int count = 0;
    auto results = reply.json()["results"];
    for (std::size_t i = 0; i < results.size(); ++i)
        count += results[i]["related_object_id"].text() == subject &&
                 results[i]["metadata"]["event"].text() == event;
    return std::to_string(count);
}

Reply posted(Api& who, const std::string& path, const std::string& body)
{
    auto reply = who.send("POST", "/api/v1/" + path, json_type, body);
    BOOST_TEST_REQUIRE(reply.status < 300, path << ' ' << reply.body);
    return reply;
}

// All that its owner is told of for its safety.
void change_account(Sql& sql, Api& newcomer, Api& anonymous)
{
    posted(newcomer, "auth/change-password/",
        R"({"old_password":")" + std::string(good_password) +
            R"(","new_password":"another-good-one-77","new_password2":"another-good-one-77"})");
    auto person = seed::user(sql, {.username = "newcomer"}), passkey = new_uuid();
    sql.begin();
    store::add_passkey(sql, passkey, person, "My phone", {"credential", "key"}, "");
    store::delete_passkey(sql, passkey, person);
    sql.commit();
    store::unlink_oauth_account(sql, store::link_oauth_account(sql, person, {"google", "1", ""}), person);
    store::set_recovery_codes(sql, person, {"digest"});
    posted(anonymous, "auth/password-reset/", R"({"email":"newcomer@people.example"})");
    BOOST_TEST_REQUIRE(
        newcomer.send("PATCH", "/api/v1/auth/me/update/", json_type, R"({"email":"newer@people.example"})")
            .status == 200);
    auto made = posted(newcomer, "auth/api-keys/", R"({"name":"Nightly","scopes":["read"]})");
    auto key = made.json()["id"].text();
    posted(newcomer, "auth/api-keys/" + key + "/rotate/", R"({"overlap_hours":0})");
}

} // namespace

BOOST_AUTO_TEST_SUITE(consequences)

BOOST_AUTO_TEST_CASE(an_application_is_told_once_by_every_channel)
{
    ToldBoard told;
    Receiver receiver;
    auto hook = told.add_webhook(told.boss, receiver.at("200"));
    auto job = seed::job(told.sql, {.title = "Joiner", .employer = told.acme});
    auto ann = told.board.user("ann");
    auto id = Applying::made(Applying::apply(ann, job));
    BOOST_TEST_REQUIRE(
        told.boss.send("PATCH", applications + id + '/', json_type, R"({"status":"reviewed"})").status ==
        200);
    BOOST_TEST_REQUIRE(
        told.boss.send("PATCH", applications + id + '/', json_type, R"({"status":"accepted"})").status ==
        200);
    BOOST_TEST_REQUIRE(eventually([&] { return told.at_rest(); }),
        told.one("SELECT coalesce(string_agg(kind || ' ' || state || ' ' || trouble, '; '), '') AS value "
                 "FROM tasks"));

    auto trail = told.root.get("/api/v1/audit/logs/?content_type=application&object_id=" + id);
    BOOST_TEST(joined(each(trail.json()["results"], "event")) ==
               "application.decided, application.decided, application.submitted");

    auto feed = told.boss.get("/api/v1/changes/?types=application");
    BOOST_TEST(joined(each(feed.json()["results"], "event")) ==
               "application.submitted, application.decided, application.decided");

    BOOST_TEST(receiver.got("application.submitted", id).size() == 1u);
    BOOST_TEST(receiver.got("application.decided", id).size() == 2u);
    BOOST_TEST(counted(told.boss, "application.submitted", id) == "1");
    BOOST_TEST(counted(ann, "application.submitted", id) == "1");
    BOOST_TEST(counted(ann, "application.decided", id) == "2");
    BOOST_TEST(counted(told.boss, "application.decided", id) == "0");

    // Each decision is told as it was then, though both were made at once.
    BOOST_TEST(told.one("SELECT string_agg(title, ', ' ORDER BY created_at) AS value FROM notifications n "
                        "WHERE facts ->> 'event' = 'application.decided'")
                   .find("reviewed") != std::string::npos);
    auto sent = [&](const std::string& which) {
        return told.one(
            "SELECT count(*)::text AS value FROM mails WHERE state = 'sent' AND template = '" + which + '\'');
    };
    BOOST_TEST(sent("new_application") == "1");
    BOOST_TEST(sent("applied") == "1");
    BOOST_TEST(sent("decision") == "2");
    BOOST_TEST(mails_with(told.box(), "Subject:", "To:") == 4);
}

// Whatever takes part is killed again and again; what was acknowledged is told exactly once.
BOOST_AUTO_TEST_CASE(nothing_is_told_twice_or_never_when_runners_are_killed)
{
    ToldBoard told;
    Receiver receiver;
    told.add_webhook(told.boss, receiver.at("200"), R"(["application.submitted"])");
    std::vector<std::string> made;
    int killed = 0;
    std::set<pid_t> seen;
    for (int i = 0; i < 30; ++i) {
        auto job = seed::job(told.sql, {.title = "Job " + std::to_string(i), .employer = told.acme});
        auto ann = told.board.user("ann");
        made.push_back(Applying::made(Applying::apply(ann, job)));
        for (auto pid : told.board.runners())
            if (i % 2 == 0 && seen.insert(pid).second) kill(pid, SIGKILL), ++killed;
    }
    BOOST_TEST(killed >= 3);
    BOOST_TEST_REQUIRE(eventually([&] { return told.at_rest(); }, 60),
        told.one("SELECT coalesce(string_agg(kind || ' ' || state || ' ' || trouble, '; '), '') AS value "
                 "FROM tasks "
                 "WHERE state <> 'done'"));
    BOOST_TEST(told.one("SELECT count(*)::text AS value FROM notifications") == "60");
    BOOST_TEST(told.one("SELECT count(*)::text AS value FROM mails WHERE state = 'sent'") == "60");
    BOOST_TEST(
        told.one("SELECT count(*)::text AS value FROM webhook_deliveries WHERE state = 'delivered'") == "30");
    BOOST_TEST(told.one("SELECT count(*)::text AS value FROM tasks WHERE state = 'dead'") == "0");
    // Far ends may see one a second time when a runner died while it was being told, by the same id.
    for (const auto& id : made) {
        std::set<std::string> ids;
        for (const auto& one : receiver.got("application.submitted", id))
            ids.insert(one.member("webhook-id")->text);
        BOOST_TEST(ids.size() == 1u);
    }
    BOOST_TEST(receiver.got().size() <= made.size() + static_cast<std::size_t>(killed));
}

// Every kind of event that tells somebody: made to happen, and each consequence read.
BOOST_AUTO_TEST_CASE(every_kind_tells_whom_it_says)
{
    ToldBoard told;
    std::set<std::string> mails, topics;
    for (const auto* area : areas())
        for (const auto& kind : area->events)
            for (const auto& tells : kind.tells) {
                if (!tells.mail.empty()) mails.insert(std::string(tells.mail));
                topics.insert(std::string(tells.title.name));
            }
    BOOST_TEST(mails.size() >= 8u);

    auto& sql = told.sql;
    auto anonymous = told.board.anonymous();
    posted(anonymous, "auth/register/",
        R"({"username":"newcomer","email":"new@people.example","password":")" + std::string(good_password) +
            R"(","password2":")" + std::string(good_password) +
            R"(","role":"user","first_name":"New","last_name":"Comer"})");
    for (auto agent : {"Firefox", "Phone", "Phone"})
        BOOST_TEST_REQUIRE(
            anonymous
                .send("POST", "/api/v1/auth/login/",
                    {{"Content-Type", "application/json"}, {"User-Agent", agent}},
                    R"({"username":"newcomer","password":")" + std::string(good_password) + R"("})")
                .status == 200);
    sql.change("UPDATE users SET email = username || '@people.example'");
    auto newcomer = told.board.user("newcomer");
    auto job = seed::job(sql, {.title = "Draft", .employer = told.acme, .status = "draft"});
    auto at = "/api/v1/jobs/" + to_text(job) + '/';
    BOOST_TEST_REQUIRE(told.boss.send("PATCH", at, json_type, R"({"status":"active"})").status == 200);
    sql.change("UPDATE users SET email_verified = true WHERE username = 'newcomer'");
    posted(newcomer, "jobs/share/",
        R"({"method":"email","shared_with":"friend@people.example","job_id":")" + to_text(job) + R"("})");
    auto id = Applying::made(Applying::apply(newcomer, job));
    BOOST_TEST_REQUIRE(
        told.boss.send("PATCH", applications + id + '/', json_type, R"({"status":"rejected"})").status ==
        200);
    auto bob = told.board.user("bob");
    Applying::made(Applying::apply(bob, job));
    BOOST_TEST_REQUIRE(told.boss.send("PATCH", at, json_type, R"({"status":"closed"})").status == 200);
    change_account(sql, newcomer, anonymous);
    for (const auto& happening : ::told().happenings)
        if (happening.event == "webhook.disabled") happening.make(sql);

    BOOST_TEST_REQUIRE(eventually([&] { return told.at_rest(); }),
        told.one("SELECT coalesce(string_agg(kind || ' ' || state || ' ' || trouble, '; '), '') AS value "
                 "FROM tasks "
                 "WHERE state <> 'done'"));
    for (const auto& mail : mails)
        BOOST_TEST(
            told.one("SELECT count(*)::text AS value FROM mails WHERE state = 'sent' AND template = '" +
                     mail + '\'') != "0",
            mail);
    BOOST_TEST(told.one("SELECT count(*)::text AS value FROM mails WHERE state <> 'sent'") == "0");
    BOOST_TEST(
        told.one("SELECT count(*)::text AS value FROM mails WHERE template = 'new_device_sign_in'") == "1");
    for (auto topic :
        {"Your account newcomer is ready", "is online", "has applied for", "has reached", "has decided",
            "takes no more applications", "set a new one", "My phone signs in to your account.",
            "My phone signs in to your account no more", "signed in from", "answered nothing well",
            "You can sign in by google now", "no longer sign in by google"})
        BOOST_TEST(told.one(fmt::format(
                       "SELECT count(*)::text AS value FROM notifications WHERE title || message LIKE '%{}%'",
                       topic)) != "0",
            topic);
    // Those who still hoped were told that the job is closed; who was rejected was not.
    BOOST_TEST(told.one("SELECT string_agg(u.username, ',') AS value FROM notifications n JOIN users u ON "
                        "u.id = n.person "
                        "WHERE n.message LIKE '%Yours stays.'") == "bob");
}

BOOST_AUTO_TEST_SUITE_END()
