// Applications on the admin pages.
#include "desk.hpp"

BOOST_FIXTURE_TEST_SUITE(admin_applications, AtDesk)

BOOST_AUTO_TEST_CASE(an_application_is_decided_with_its_history_and_resume)
{
    auto id = seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"}));
    auto page = "/admin/applications/" + to_text(id) + '/';
    BOOST_TEST(save(page, {{"status", "reviewed"}, {"notes", "Call her."}}).status == 303);
    auto shown = desk.get(page);
    BOOST_TEST(has(shown, "pending → reviewed"));
    BOOST_TEST(has(shown, "Call her."));
    auto wrong = save(page, {{"status", "pending"}, {"notes", "Typed."}});
    BOOST_TEST(wrong.status == 400);
    BOOST_TEST(has(wrong, "id=\"fault-status\""));
    BOOST_TEST(has(wrong, "Typed."));
    auto file = desk.get(page + "resume/");
    BOOST_TEST(file.status == 200);
    BOOST_TEST(file.body == seed::resume_content);
    BOOST_TEST(file.header("content-disposition").starts_with("attachment"));
    BOOST_TEST(file.header("cache-control") == "no-store");
}

BOOST_AUTO_TEST_SUITE_END()
