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

BOOST_AUTO_TEST_CASE(a_job_is_posted_for_an_employer)
{
    auto category = to_text(seed::category(sql));
    seed::user(sql, {.username = "acme"});
    account("ann");
    auto post = [&](const std::string& employer) {
        return desk.post("/admin/jobs/new/",
            with(whole_job, {{"category", category}, {"employer", employer}, {"is_featured", "true"}}));
    };
    auto posted = post(" ACME ");
    BOOST_TEST_REQUIRE(posted.status == 303);
    auto owners =
        "SELECT string_agg(u.username || j.is_featured, ' ' ORDER BY u.username) AS value FROM jobs j "
        "JOIN users u ON u.id = j.employer_id";
    BOOST_TEST(sql_value(owners) == "acmetrue");
    BOOST_TEST(has(desk.get(std::string(posted.header("location"))), ">root<")); // who did it
    for (auto unknown : {"nobody", "ann"}) {                                     // ann is no employer
        auto refused = post(unknown);
        BOOST_TEST(refused.status == 400, unknown);
        BOOST_TEST(has(refused, "There is no active employer of that user name."), unknown);
        BOOST_TEST(input_value(refused.body, "employer") == unknown);
    }
    auto wrong = desk.post("/admin/jobs/new/", {{"employer", "nobody"}, {"title", ""}}); // all faults at once
    BOOST_TEST(has(wrong, "#field-employer"));
    BOOST_TEST(has(wrong, "#field-title"));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs") == "1");
    BOOST_TEST(post("").status == 303);
    BOOST_TEST(sql_value(owners) == "acmetrue roottrue");
}

BOOST_AUTO_TEST_SUITE_END()
