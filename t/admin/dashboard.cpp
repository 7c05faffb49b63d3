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
             "<strong>1</strong> Applications", "<strong>41</strong> Views", " Registrations", "<svg",
             "none in the thirty days before"})
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

BOOST_AUTO_TEST_CASE(thirty_days_are_compared_with_the_thirty_before)
{
    auto job = seed::job(sql);
    auto views = [&](long long before, long long now) {
        sql.change("DELETE FROM job_views");
        sql.change(R"(INSERT INTO job_views (job_id, day, views)
                      VALUES (:job::uuid, board_today() - 60, 7), (:job::uuid, board_today() - 59, 1),
                             (:job::uuid, board_today() - 30, :before::bigint - 1),
                             (:job::uuid, board_today() - 29, :now::bigint - 1), (:job::uuid, board_today(), 1))",
            {arg("job", job), arg("before", before), arg("now", now)});
        return desk.get("/admin/");
    };
    auto more = views(10'000, 12'345);
    BOOST_TEST(has(more, "<strong>12,345</strong> Views"));
    BOOST_TEST(has(more, "at most 12,344 a day"));
    BOOST_TEST(has(more, ": 12,344</title>"));
    BOOST_TEST(has(more, ">+23 % on the thirty days before (10,000)<"));
    BOOST_TEST(has(views(10, 5), ">−50 % on the thirty days before (10)<"));
    BOOST_TEST(has(views(1000, 1001), ">about as many as in the thirty days before (1,000)<"));
}

BOOST_AUTO_TEST_CASE(what_happened_last_leads_to_what_it_happened_to)
{
    auto nothing = desk.get("/admin/");
    BOOST_TEST(has(nothing, "Nothing has been changed on these pages yet."));
    BOOST_TEST(has(nothing, "Nobody has applied yet."));
    auto job = seed::job(sql, {.title = "Baker"}), second = seed::job(sql, {.title = "Cook"});
    auto ann = seed::user(sql, {.username = "ann", .role = "user"});
    auto application = seed::application(sql, job, ann);
    auto category = seed::category(sql, {.name = "Metal"});
    auto act = [&](const std::string& object, const std::string& action) {
        BOOST_TEST(desk.post("/admin/" + object + '/' + action + '/', {}).status == 303, action);
    };
    act("jobs/" + to_text(job), "close");
    act("jobs/" + to_text(second), "delete");
    act("categories/" + to_text(category), "delete");
    auto page = desk.get("/admin/");
    auto link = [](const std::string& object, const std::string& title) {
        return "<a href=\"/admin/" + object + "/\">" + title + "</a> <span class=\"muted\">";
    };
    BOOST_TEST(has(page, link("jobs/" + to_text(job), "Baker") + "job closed by root<"));
    BOOST_TEST(has(page, " UTC</time> Cook <span class=\"muted\">job deleted by root<"));
    BOOST_TEST(has(page, " UTC</time> Metal <span class=\"muted\">category deleted by root<"));
    BOOST_TEST(page.body.find("category deleted") < page.body.find("job deleted"));
    BOOST_TEST(has(page, link("applications/" + to_text(application), "Baker") + "from ann, pending<"));
    BOOST_TEST(has(page, link("users/" + to_text(ann), "ann") + "registered as user<"));
    for (int i = 0; i < 6; ++i) act("jobs/" + to_text(job), "activate"), act("jobs/" + to_text(job), "close");
    auto full = desk.get("/admin/").body;
    std::size_t changes = 0;
    for (auto at = full.find(" by root<"); at != full.npos; at = full.find(" by root<", at + 1)) ++changes;
    BOOST_TEST(changes == 10u);
}

BOOST_AUTO_TEST_SUITE_END()
