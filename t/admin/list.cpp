// The lists of the admin pages: columns, filters, search, order, parts, and the same as CSV.
#include "desk.hpp"

#include <set>

BOOST_FIXTURE_TEST_SUITE(admin_list, AtDesk)

BOOST_AUTO_TEST_CASE(each_list_has_its_columns_and_says_so_when_there_is_nothing)
{
    for (auto [name, heads] :
        {std::pair("jobs", "Title Employer Category Location Type Status Featured Views Created"),
            std::pair("categories", "Name Parent Slug Created"),
            std::pair("applications", "Applicant Job Employer Status Applied Reviewed")}) {
        auto empty = desk.get(std::string("/admin/") + name + '/');
        BOOST_TEST(has(empty, "class=\"empty\""), name);
        BOOST_TEST(has(empty, ">0 "), name);
        seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"}));
        auto page = desk.get(std::string("/admin/") + name + '/');
        BOOST_TEST(rows_in(page) >= 1u, name);
        std::string all(heads);
        for (std::size_t at = 0; at < all.size();) {
            auto end = std::min(all.find(' ', at), all.size());
            BOOST_TEST(has(page, ">" + all.substr(at, end - at)), name << ' ' << all.substr(at, end - at));
            at = end + 1;
        }
        sql.change("DELETE FROM applications");
        sql.change("DELETE FROM jobs");
        sql.change("DELETE FROM categories");
    }
    auto people = desk.get("/admin/users/");
    for (auto head : {">User name", ">E-mail", ">Role", ">Name", ">Deactivated", ">Joined"})
        BOOST_TEST(has(people, head), head);
}

// Only what is out of the ordinary catches the eye; people go by their names.
BOOST_AUTO_TEST_CASE(rows_say_what_is_out_of_the_ordinary)
{
    auto acme = seed::user(sql, {.username = "acme", .first_name = "Acme", .last_name = "Works"});
    seed::job(sql, {.title = "Plain", .employer = acme});
    auto plain = desk.get("/admin/jobs/");
    BOOST_TEST(has(plain, ">Acme Works</td>"));
    BOOST_TEST(!has(plain, "class=\"badge\">Featured"));
    BOOST_TEST(!has(plain, ">no</td>"));
    seed::job(sql, {.title = "Shown", .is_featured = true});
    BOOST_TEST(has(desk.get("/admin/jobs/"), "class=\"badge\">Featured"));
    BOOST_TEST(has(desk.get("/admin/users/"), "<span class=\"initial\" aria-hidden=\"true\">a</span>"));
}

BOOST_AUTO_TEST_CASE(filters_and_search_narrow_a_list_and_bad_ones_say_what_they_want)
{
    auto wood = seed::category(sql, {.name = "Wood"}),
         fine = seed::category(sql, {.name = "Fine wood", .parent = wood});
    seed::job(sql, {.title = "Planer", .category = fine, .location = "Linz", .status = "draft"});
    seed::job(sql, {.title = "Turner",
                       .description = "Turns spindles.",
                       .category = wood,
                       .employer = seed::user(sql, {.username = "lathe"}),
                       .job_type = "contract"});
    seed::job(sql, {.title = "Nurse", .is_featured = true, .created_at = "2026-03-03T12:00:00Z"});
    auto finds = [&](const std::string& query, const std::string& titles) {
        auto page = desk.get("/admin/jobs/?" + query);
        std::string found;
        for (auto title : {"Nurse", "Planer", "Turner"})
            if (has(page, std::string(">") + title + "</a>"))
                found += std::string(found.empty() ? "" : ", ") + title;
        BOOST_TEST(found == titles, query << ": " << found);
        BOOST_TEST(page.status == 200);
    };
    finds("", "Nurse, Planer, Turner");
    finds("status=draft", "Planer");
    finds("type=contract", "Turner");
    finds("category=" + to_text(wood), "Planer, Turner");
    finds("featured=true", "Nurse");
    finds("created_from=2026-03-01&created_to=2026-03-03", "Nurse");
    finds("q=spindle", "Turner");
    finds("q=linz", "Planer");
    finds("q=LATHE", "Turner");
    finds("q=nurse&status=draft", "");
    finds("q=" + std::string("%27%3B--%20%25_"), "");
    auto bad = desk.get("/admin/jobs/?status=open&created_from=yesterday");
    BOOST_TEST(has(bad, "Choose one of those offered."));
    BOOST_TEST(has(bad, "Must be a date"));
    BOOST_TEST(rows_in(bad) == 3u);
}

BOOST_AUTO_TEST_CASE(people_and_applications_are_found_by_what_they_are_called)
{
    auto ann =
        seed::user(sql, {.username = "ann", .role = "user", .first_name = "Ann", .last_name = "Smith"});
    seed::application(sql, seed::job(sql, {.title = "Baker"}), ann);
    for (auto query :
        {"q=ann", "q=n%20smi", "role=user", "active=true&q=ann", "joined_from=2026-01-01&q=ann"})
        BOOST_TEST(has(desk.get(std::string("/admin/users/?") + query), ">ann</a>"), query);
    BOOST_TEST(!has(desk.get("/admin/users/?active=false"), ">ann</a>"));
    for (auto query :
        {"q=smith", "q=baker", "status=pending", "applied_from=2026-06-01&applied_to=2026-06-30"})
        BOOST_TEST(rows_in(desk.get(std::string("/admin/applications/?") + query)) == 1u, query);
    for (auto query : {"q=butcher", "status=accepted", "reviewed_from=2020-01-01", "applied_to=2026-01-01"})
        BOOST_TEST(rows_in(desk.get(std::string("/admin/applications/?") + query)) == 0u, query);
}

BOOST_AUTO_TEST_CASE(parts_follow_each_other_without_gap_or_repeat_in_every_order)
{
    seed::jobs(sql, 60);
    sql.change("UPDATE job_figures SET views_count = 3 WHERE job_id IN (SELECT id FROM jobs LIMIT 20)");
    for (auto order : {"-created", "created", "title", "-title", "-views", "views"}) {
        std::set<std::string> seen;
        std::size_t parts = 0;
        auto target = std::string("/admin/jobs/?sort=") + order;
        std::string back;
        while (!target.empty() && parts < 9) {
            auto page = desk.get(target);
            ++parts;
            for (auto at = page.body.find("name=\"pick."); at != page.body.npos;
                 at = page.body.find("name=\"pick.", at + 1))
                BOOST_TEST(seen.insert(page.body.substr(at + 11, 36)).second, order);
            back = link_with(page, "rel=\"prev\"");
            target = link_with(page, "rel=\"next\"");
        }
        BOOST_TEST(seen.size() == 60u, order);
        BOOST_TEST(parts == 3u, order);
        BOOST_TEST(rows_in(desk.get(back)) == 25u, order);
    }
    auto first = desk.get("/admin/jobs/"), second = desk.get(link_with(first, "rel=\"next\""));
    BOOST_TEST(has(first, ">1–25 of 60 jobs"));
    BOOST_TEST(has(second, ">26–50 of 60 jobs"));
    BOOST_TEST(has(desk.get(link_with(second, "rel=\"next\"")), ">51–60 of 60 jobs"));
    BOOST_TEST(has(desk.get(link_with(second, "rel=\"prev\"")), ">1–25 of 60 jobs"));
    BOOST_TEST(desk.get("/admin/jobs/?after=x&sort=nothing").status == 200);
    BOOST_TEST(desk.get("/admin/jobs/?after=00000000-0000-4000-8000-000000000000.x").status == 200);
    auto beyond = "/admin/jobs/?sort=title&after=ffffffff-0000-4000-8000-000000000000.zzz";
    BOOST_TEST(desk.get(beyond).header("location") == "/admin/jobs/?sort=title");
    auto forged = desk.get(link_with(first, "rel=\"next\"") + "&at=9223372036854775807");
    BOOST_TEST(!has(forged, "9,223"));
    BOOST_TEST(desk.get("/admin/jobs/export.csv?status=nope").status == 400);
}

BOOST_AUTO_TEST_CASE(the_list_leaves_as_csv_that_runs_nothing)
{
    seed::job(sql, {.title = "=HYPERLINK(\"http://x\")", .status = "draft"});
    seed::job(sql, {.title = "Plain"});
    auto csv = desk.get("/admin/jobs/export.csv?status=draft");
    BOOST_TEST(csv.status == 200);
    BOOST_TEST(csv.header("content-type") == "text/csv; charset=utf-8");
    BOOST_TEST(csv.header("content-disposition").find("jobs.csv") != std::string::npos);
    BOOST_TEST(csv.body.starts_with("\xef\xbb\xbf\"Title\",\"Employer\""));
    BOOST_TEST(csv.body.find("'=HYPERLINK") != csv.body.npos);
    BOOST_TEST(csv.body.find("Plain") == csv.body.npos);
    BOOST_TEST(csv.body.find("\"Created (UTC)\"") != csv.body.npos);
    auto created = value(
        sql, "SELECT to_char(created_at, 'YYYY-MM-DD HH24:MI:SS') AS value FROM jobs WHERE status = 'draft'");
    BOOST_TEST(csv.body.find('"' + created + '"') != csv.body.npos, csv.body);
}

BOOST_AUTO_TEST_SUITE_END()
