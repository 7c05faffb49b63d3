// The dashboard of the admin pages.
#include "desk.hpp"

BOOST_FIXTURE_TEST_SUITE(admin_dashboard, AtDesk)

BOOST_AUTO_TEST_CASE(the_dashboard_counts_and_leads_to_what_it_counts)
{
    seed::job(sql, {.status = "draft"});
    auto job = seed::job(sql);
    sql.change("UPDATE jobs SET created_at = now()");
    seed::application(
        sql, job, seed::user(sql, {.username = "ann", .role = "user"}), {.applied_at = exact_text(now())});
    sql.change("INSERT INTO job_views (job_id, day, views) VALUES (:job::uuid, current_date, 41)",
        {arg("job", job)});
    account("bob");
    sign_in("bob", "wrong");
    auto page = desk.get("/admin/");
    for (auto part : {"<strong>1</strong> pending application<", "<strong>1</strong> draft<",
             "<strong>1</strong> account with failed", "<strong>2</strong> Jobs",
             "<strong>1</strong> Applications", "<strong>41</strong> Views", " Registrations", "<svg"})
        BOOST_TEST(has(page, part), part);
    for (auto [mark, rows] : {std::pair("<li class=\"some\"><a href=\"/admin/jobs/?status=draft", 1u)}) {
        BOOST_TEST(has(page, mark));
        BOOST_TEST(rows_in(desk.get("/admin/jobs/?status=draft")) == rows);
    }
    BOOST_TEST(rows_in(desk.get("/admin/applications/?status=pending&sort=applied")) == 1u);
    auto failing = desk.get("/admin/users/?failing=true");
    BOOST_TEST(rows_in(failing) == 1u);
    BOOST_TEST(has(failing, ">bob</a>"));
}

BOOST_AUTO_TEST_SUITE_END()
