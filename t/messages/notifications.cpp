// Notifications: people find what they were told, as they want to be told it.
#include "told_board.hpp"

namespace {

const std::string list = "/api/v1/notifications/", preferences = list + "preferences/";

struct Told : ToldBoard {
    Api ann = board.user("ann");

    // Somebody applies and is decided about; answers when all of it was told.
    std::string apply(const std::string& title = "Joiner")
    {
        auto job = seed::job(sql, {.title = title, .employer = acme});
        auto id = Applying::made(Applying::apply(ann, job));
        BOOST_TEST_REQUIRE(eventually([&] { return at_rest(); }));
        return id;
    }
    void prefer(Api& who, const std::string& body)
    {
        auto reply = who.send("PATCH", preferences, json_type, body);
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    }
    std::string mails_to(const std::string& who)
    {
        return one("SELECT count(*)::text AS value FROM mails m JOIN users u ON u.id = m.person WHERE "
                   "u.username = '" +
                   who + '\'');
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(notifications, Told)

BOOST_AUTO_TEST_CASE(they_are_listed_filtered_counted_and_marked)
{
    apply("One"), apply("Two"), apply("Three");
    auto all = boss.get(list);
    BOOST_TEST(all.json()["count"].text() == "3");
    BOOST_TEST(all.json()["results"][0]["message"].text() == "ann has applied for Three.");
    BOOST_TEST(all.json()["results"][0]["priority_display"].text() == "High");
    BOOST_TEST(boss.get(list + "?page_size=2").json()["results"].size() == 2u);
    BOOST_TEST(boss.get(list + "?notification_type=job_application&priority=high&is_read=false")
                   .json()["count"]
                   .text() == "3");
    BOOST_TEST(boss.get(list + "?notification_type=message").json()["count"].text() == "0");
    BOOST_TEST(boss.get(list + "?priority=nonsense").status == 400);
    BOOST_TEST(boss.get(list + "unread_count/").json()["unread_count"].text() == "3");

    auto id = all.json()["results"][0]["id"].text();
    BOOST_TEST(ann.get(list + id + '/').status == 404);
    auto marked = boss.send("POST", list + id + "/mark_read/");
    BOOST_TEST(marked.json()["count"].text() == "1");
    BOOST_TEST(boss.send("POST", list + id + "/mark_read/").json()["count"].text() == "0");
    BOOST_TEST(boss.get(list + id + '/').json()["is_read"].text() == "true");
    BOOST_TEST(!boss.get(list + id + '/').json()["read_at"].is_null());
    auto summed = boss.get(list + "summary/");
    auto summary = summed.json();
    BOOST_TEST(summary["total"].text() == "3");
    BOOST_TEST(summary["unread"].text() == "2");
    BOOST_TEST(summary["by_type"]["job_application"].text() == "2");
    BOOST_TEST(summary["by_priority"]["high"].text() == "2");
    BOOST_TEST(boss.send("POST", list + id + "/mark_unread/").json()["count"].text() == "1");
    auto read = boss.send("POST", list + "mark_all_read/");
    BOOST_TEST(read.json()["count"].text() == "3");
    BOOST_TEST(read.json()["message"].text() == "3 notifications were marked as read.");
    BOOST_TEST(boss.get(list + "unread_count/").json()["unread_count"].text() == "0");
    BOOST_TEST(ann.get(list + "unread_count/").json()["unread_count"].text() == "3");
    BOOST_TEST(boss.send("DELETE", list + id + '/').status == 204);
    BOOST_TEST(boss.get(list).json()["count"].text() == "2");
    BOOST_TEST(boss.send("POST", list, json_type, "{}").status == 405);
}

BOOST_AUTO_TEST_CASE(preferences_are_obeyed_by_each_channel)
{
    BOOST_TEST(ann.get(preferences).json()["email_application_updates"].text() == "true");
    prefer(ann, R"({"email_application_updates":false})");
    BOOST_TEST(
        ann.get(list + "preferences/me/").json()["grid"]["application_update"]["email"].text() == "false");
    apply();
    BOOST_TEST(mails_to("ann") == "0");
    BOOST_TEST(ann.get(list).json()["count"].text() == "1");
    prefer(ann, R"({"email_application_updates":true,"in_app_application_updates":false})");
    apply("Other");
    BOOST_TEST(mails_to("ann") == "1");
    BOOST_TEST(ann.get(list).json()["count"].text() == "1");
    BOOST_TEST(mails_to("acme") == "2");

    // PUT of what GET gave changes nothing; what is about safety comes whatever is preferred.
    auto now = ann.get(preferences).body;
    BOOST_TEST(ann.send("PUT", preferences, json_type, now).body == now);
    prefer(ann, R"({"email_system":false,"in_app_system":false})");
    sql.change("UPDATE users SET password_hash = :hash",
        {arg("hash", hash_password(good_password, test_hash_cost))});
    BOOST_TEST(ann.send("POST", "/api/v1/auth/change-password/", json_type,
                      R"({"old_password":")" + std::string(good_password) +
                          R"(","new_password":"another-good-one-77","new_password2":"another-good-one-77"})")
                   .status == 200);
    BOOST_TEST(eventually([&] { return mails_to("ann") == "2"; }));
}

BOOST_AUTO_TEST_CASE(mails_wait_for_the_end_of_quiet_hours)
{
    auto clock = [&](const std::string& shift) {
        return one(
            "SELECT to_char(now() AT TIME ZONE 'Asia/Tokyo' + interval '" + shift + "', 'HH24:MI') AS value");
    };
    prefer(ann, R"({"quiet_from":")" + clock("-1 hour") + R"(","quiet_until":")" + clock("2 hours") +
                    R"(","time_zone":"Asia/Tokyo"})");
    auto job = seed::job(sql, {.employer = acme});
    Applying::made(Applying::apply(ann, job));
    BOOST_TEST(eventually([&] { return mails_to("ann") == "1"; }));
    auto due = "SELECT (due_at BETWEEN now() + interval '118 minutes' AND now() + interval '121 "
               "minutes')::text AS value "
               "FROM tasks t JOIN mails m ON m.id::text = t.once JOIN users u ON u.id = m.person WHERE "
               "u.username = 'ann'";
    BOOST_TEST(one(due) == "true");
    BOOST_TEST(eventually([&] { return ann.get(list).json()["count"].text() == "1"; }));
}

BOOST_AUTO_TEST_CASE(a_digest_tells_several_things_by_one_mail)
{
    prefer(ann, R"({"notification_frequency":"daily"})");
    apply("One"), apply("Two");
    BOOST_TEST(mails_to("ann") == "0");
    // It is seven in the morning where she is.
    sql.change("UPDATE notification_preferences SET time_zone = (SELECT name FROM pg_timezone_names "
               "WHERE (now() AT TIME ZONE name)::time BETWEEN '08:00' AND '20:00' AND name LIKE 'Etc/GMT%' "
               "LIMIT 1)");
    sql.change("UPDATE tasks SET due_at = now() WHERE kind = 'send_digests'");
    BOOST_TEST(eventually([&] {
        return one("SELECT count(*)::text AS value FROM mails WHERE template = 'digest' AND state = "
                   "'sent'") == "1";
    }));
    auto text = one("SELECT body_text AS value FROM mails WHERE template = 'digest'");
    BOOST_TEST(text.find("You have applied for One") != text.npos, text);
    BOOST_TEST(text.find("You have applied for Two") != text.npos, text);
    sql.change("UPDATE tasks SET due_at = now() WHERE kind = 'send_digests'");
    apply("Three");
    BOOST_TEST(mails_to("ann") == "1"); // one a day
}

// RFC 8058: a mail program's POST comes from no page, and needs no signing in.
BOOST_AUTO_TEST_CASE(a_digest_is_ended_by_the_link_in_its_head)
{
    prefer(ann, R"({"notification_frequency":"weekly"})");
    apply("One");
    prefer(ann, R"({"notification_frequency":"immediate"})");
    sql.change("UPDATE tasks SET due_at = now() WHERE kind = 'send_digests'");
    BOOST_TEST_REQUIRE(eventually([&] { return mails_with(box(), "List-Unsubscribe: ", "ann@") == 1; }));
    std::string link;
    for (const auto& file : std::filesystem::directory_iterator(box() + "/new")) {
        auto text = text_of(file.path());
        auto from = text.find("List-Unsubscribe: ");
        if (from == text.npos) continue;
        BOOST_TEST(text.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click") != text.npos);
        from = text.find('<', from) + 1;
        link = text.substr(from, text.find('>', from) - from);
    }
    BOOST_TEST_REQUIRE(link.starts_with(board.public_url() + "/account/unsubscribe/?token="));
    auto target = link.substr(board.public_url().size());
    auto nobody = Api(board.address(), {});
    BOOST_TEST(nobody.get(target).status == 200);
    BOOST_TEST(ann.get(preferences).json()["email_messages"].text() == "true"); // looking ends nothing
    auto spoiled = target;
    spoiled.back() = spoiled.back() == 'A' ? 'B' : 'A';
    BOOST_TEST(nobody.send("POST", spoiled, form_type, "List-Unsubscribe=One-Click").status == 404);
    BOOST_TEST(nobody.send("POST", target, form_type, "List-Unsubscribe=One-Click").status == 200);
    for (auto flag : {"email_messages", "email_application_updates", "email_new_jobs"})
        BOOST_TEST(ann.get(preferences).json()[flag].text() == "false", flag);
    auto mails = mails_to("ann");
    apply("Two");
    BOOST_TEST(mails_to("ann") == mails);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_preferred_is_refused_on_its_field)
{
    for (auto [field, body] : {std::pair("quiet_until", R"({"quiet_from":"22:00"})"),
             {"quiet_from", R"({"quiet_from":"25:00","quiet_until":"07:00"})"},
             {"quiet_until", R"({"quiet_from":"22:00","quiet_until":"22:00"})"},
             {"time_zone", R"({"time_zone":"Mars/Olympus"})"},
             {"notification_frequency", R"({"notification_frequency":"hourly"})"},
             {"push_system", R"({"push_system":"maybe"})"}}) {
        auto reply = ann.send("PATCH", preferences, json_type, body);
        BOOST_TEST(reply.status == 400, body);
        BOOST_TEST(reply.json().has(field), reply.body);
    }
}

BOOST_AUTO_TEST_SUITE_END()
