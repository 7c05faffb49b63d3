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
    BOOST_TEST(has(desk.get(page), "changed"));
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

BOOST_AUTO_TEST_SUITE_END()
