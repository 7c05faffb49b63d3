// Jobs on the admin pages.
#include "desk.hpp"

BOOST_FIXTURE_TEST_SUITE(admin_jobs, AtDesk)

BOOST_AUTO_TEST_CASE(a_job_is_posted_and_changed_by_the_rules_of_the_api)
{
    auto category = to_text(seed::category(sql));
    auto posted =
        desk.post("/admin/jobs/new/", with(whole_job, {{"category", category}, {"is_featured", "true"}}));
    BOOST_TEST(posted.status == 303);
    BOOST_TEST(sql_value("SELECT title || status || is_featured AS value FROM jobs") == "Joineractivetrue");
    auto page = std::string(posted.header("location"));
    auto wrong = save(page, with(whole_job, {{"category", category}, {"salary_min", "9"}, {"salary_max", "5"},
                                                {"title", "Typed"}}));
    BOOST_TEST(wrong.status == 400);
    BOOST_TEST(has(wrong, "id=\"fault-salary_max\""));
    BOOST_TEST(input_value(wrong.body, "title") == "Typed");
    auto lines = save(page, with(whole_job, {{"category", category}, {"description", "One.\r\n\r\nTwo."}}));
    BOOST_TEST(lines.status == 303);
    BOOST_TEST(sql_value("SELECT description AS value FROM jobs") == "One.\n\nTwo.");
    auto again = save(page, with(whole_job, {{"category", category}, {"status", "draft"}}));
    BOOST_TEST(has(again, "cannot become a draft again"));
    // A box without its tick, and fields that are only shown.
    BOOST_TEST(
        save(page, with(whole_job, {{"category", category}, {"views", "999"}, {"created", "2020-01-01"}}))
            .status == 303);
    BOOST_TEST(sql_value("SELECT is_featured::text AS value FROM jobs") == "false");
    BOOST_TEST(sql_value("SELECT views_count::text AS value FROM job_figures") == "0");
    BOOST_TEST(sql_value("SELECT (created_at > '2026-01-01')::text AS value FROM jobs") == "true");
}

BOOST_AUTO_TEST_SUITE_END()
