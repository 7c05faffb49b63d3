// Preferences: read back as they were written, and the same as notifications have them.
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

namespace {

const std::string preferences = "/api/v1/auth/profile/preferences/",
                  told = "/api/v1/notifications/preferences/";

} // namespace

BOOST_FIXTURE_TEST_SUITE(profile_preferences, People)

BOOST_AUTO_TEST_CASE(they_are_read_back_and_replaced_as_a_whole)
{
    auto ann = board.user("ann"), eve = board.user("eve");
    auto fresh = ann.get(preferences);
    auto first = fresh.json();
    BOOST_TEST(first["profile_visibility"].text() == "employers");
    BOOST_TEST(first["show_email"].text() == "false");
    const std::string all =
        R"({"email_job_alerts":false,"email_newsletter":true,"alert_frequency":"weekly","profile_visibility":"public",)"
        R"("resume_visibility":"private","show_email":true,"show_phone":true,"show_location":false,"locale":"de-AT",)"
        R"("email_application_updates":false,"email_new_jobs":false,"timezone":"Europe/Vienna",)"
        R"("quiet_hours_start":"22:00","quiet_hours_end":"07:30"})";
    auto changed = ann.send("PUT", preferences, json_type, all);
    BOOST_TEST_REQUIRE(changed.status == 200, changed.body);
    BOOST_TEST(changed.body == all);
    BOOST_TEST(ann.get(preferences).body == all);
    BOOST_TEST(ann.get(preferences + "me/").body == all);
    BOOST_TEST(ann.send("PATCH", preferences, json_type, R"({"show_email":false})").json()["locale"].text() ==
               "de-AT");
    BOOST_TEST(ann.send("PUT", preferences, json_type, "{}").body == eve.get(preferences).body);
}

BOOST_AUTO_TEST_CASE(what_is_about_being_told_is_the_same_as_notifications_have_it)
{
    auto ann = board.user("ann");
    ann.send("PATCH", preferences, json_type,
        R"({"email_new_jobs":false,"timezone":"Asia/Tokyo","quiet_hours_start":"23:00","quiet_hours_end":"06:00"})");
    auto there_too = ann.get(told);
    auto there = there_too.json();
    BOOST_TEST(there["email_new_jobs"].text() == "false");
    BOOST_TEST(there["time_zone"].text() == "Asia/Tokyo");
    BOOST_TEST(there["quiet_from"].text() == "23:00");
    BOOST_TEST(there["quiet_until"].text() == "06:00");
    ann.send("PATCH", told, json_type,
        R"({"email_application_updates":false,"quiet_from":null,"quiet_until":null})");
    auto read = ann.get(preferences);
    auto here = read.json();
    BOOST_TEST(here["email_application_updates"].text() == "false");
    BOOST_TEST(here["quiet_hours_start"].is_null());
    // Other switches of theirs are as they were.
    ann.send("PATCH", told, json_type, R"({"push_messages":false})");
    ann.send("PATCH", preferences, json_type, R"({"email_new_jobs":true})");
    BOOST_TEST(ann.get(told).json()["push_messages"].text() == "false");
}

BOOST_AUTO_TEST_CASE(what_is_none_is_refused_on_its_field_and_nothing_changes)
{
    auto ann = board.user("ann");
    auto before = ann.get(preferences).body;
    struct Case {
        std::string body, fields;
    };
    const Case cases[] = {
        {R"({"profile_visibility":"friends"})", "profile_visibility"},
        {R"({"alert_frequency":"hourly","show_email":"perhaps"})", "alert_frequency, show_email"},
        {R"({"locale":"klingonish"})", "locale"},
        {R"({"timezone":"Mars/Olympus","show_email":true})", "timezone"},
        {R"({"quiet_hours_start":"25:00","quiet_hours_end":"07:00"})", "quiet_hours_start"},
        {R"({"quiet_hours_start":"22:00"})", "quiet_hours_end"},
        {R"({"quiet_hours_start":"22:00","quiet_hours_end":"22:00"})", "quiet_hours_end"},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.body)
        check_invalid(ann.send("PATCH", preferences, json_type, one.body), one.fields);
    }
    BOOST_TEST(ann.get(preferences).body == before);
}

BOOST_AUTO_TEST_SUITE_END()
