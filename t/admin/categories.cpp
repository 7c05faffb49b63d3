// Categories on the admin pages.
#include "desk.hpp"

BOOST_FIXTURE_TEST_SUITE(admin_categories, AtDesk)

BOOST_AUTO_TEST_CASE(a_category_is_added_changed_and_its_faults_stand_beside_the_fields)
{
    auto added = desk.post("/admin/categories/new/",
        {{"name", "Carpentry"}, {"slug", ""}, {"parent", ""}, {"description", "x"}});
    BOOST_TEST(added.status == 303);
    auto page = std::string(added.header("location"));
    BOOST_TEST(sql_value("SELECT slug AS value FROM categories") == "carpentry");
    auto wrong = desk.post(
        "/admin/categories/new/", {{"name", ""}, {"slug", "No Slug"}, {"description", "kept <typed>"}});
    BOOST_TEST(wrong.status == 400);
    BOOST_TEST(has(wrong, "id=\"fault-name\""));
    BOOST_TEST(has(wrong, "kept &lt;typed&gt;"));
    BOOST_TEST(input_value(wrong.body, "slug") == "No Slug");
    auto saved =
        save(page, {{"name", "Joinery"}, {"slug", "carpentry"}, {"parent", ""}, {"description", "y"}});
    BOOST_TEST(saved.status == 303);
    BOOST_TEST(has(desk.get(page), "updated"));
    auto loop = save(page,
        {{"name", "Joinery"}, {"slug", "carpentry"}, {"parent", page.substr(18, 36)}, {"description", "y"}});
    BOOST_TEST(loop.status == 400);
    BOOST_TEST(has(loop, "id=\"fault-parent\""));
    BOOST_TEST(sql_value("SELECT name AS value FROM categories") == "Joinery");
    BOOST_TEST(has(desk.get("/admin/categories/tree/"), ">Joinery</a>"));
}

BOOST_AUTO_TEST_CASE(deleting_a_category_says_what_goes_along)
{
    auto wood = seed::category(sql, {.name = "Wood"}),
         fine = seed::category(sql, {.name = "Fine wood", .parent = wood}),
         other = seed::category(sql, {.name = "Metal"});
    seed::job(sql, {.category = fine});
    auto target = "/admin/categories/" + to_text(wood) + "/delete/";
    auto asked = desk.get(target);
    BOOST_TEST(has(asked, "Delete: Wood?"));
    BOOST_TEST(has(asked, "Fine wood"));
    BOOST_TEST(has(asked, "1 job is filed there"));
    BOOST_TEST(desk.post(target, {{"move_jobs_to", ""}}).status == 400);
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM categories") == "3");
    BOOST_TEST(desk.post(target, {{"move_jobs_to", to_text(other)}}).status == 303);
    BOOST_TEST(sql_value("SELECT string_agg(name, ',') AS value FROM categories") == "Metal");
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE category_id = '" + to_text(other) +
                         "'") == "1");
}

BOOST_AUTO_TEST_CASE(a_category_counts_the_jobs_below_it_too)
{
    auto wood = seed::category(sql, {.name = "Wood"}),
         fine = seed::category(sql, {.name = "Fine wood", .parent = wood}),
         metal = seed::category(sql, {.name = "Metal"}), empty = seed::category(sql, {.name = "Empty"});
    seed::jobs(sql, 1234, {.category = fine});
    seed::job(sql, {.title = "Sawyer", .category = wood});
    seed::job(sql, {.title = "Closed", .category = wood, .status = "closed"});
    seed::job(sql, {.title = "Smith", .category = metal});
    auto tree = desk.get("/admin/categories/tree/");
    auto shown = [&](const Uuid& id, const std::string& figure) {
        auto list = "/admin/jobs/?category=" + to_text(id) + "&amp;status=active\">";
        BOOST_TEST(has(tree, list + figure), figure);
    };
    shown(wood, "1,235 active</a> <span class=\"muted\">1 directly in it</span>");
    shown(fine, "1,234 active</a></li>");
    shown(metal, "1 active</a></li>");
    shown(empty, "0 active</a></li>");
    auto list = desk.get("/admin/categories/");
    BOOST_TEST(has(list, "<th scope=\"col\" class=\"number\">Active jobs</th>"));
    for (auto figure : {"1,235", "1,234", "1", "0"})
        BOOST_TEST(has(list, std::string("class=\"number\">") + figure + "</td>"), figure);
    auto page = desk.get("/admin/categories/" + to_text(wood) + '/');
    BOOST_TEST(has(page, "<div class=\"value\">1,235</div>"));
    auto jobs = link_with(page, "class=\"button\" href=\"/admin/jobs/");
    BOOST_TEST(has(desk.get(jobs), "More than 1,000 jobs<"));
    for (auto target : {"", "new/"}) {
        auto form = desk.get(std::string("/admin/categories/") + target);
        BOOST_TEST(has(form, ">Parent category"), target);
        BOOST_TEST(!has(form, ">In</label>"), target);
    }
}

BOOST_AUTO_TEST_SUITE_END()
