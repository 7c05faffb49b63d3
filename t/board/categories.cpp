// Categories: the tree as clients read it.
#include "t/kit/lists.hpp"
#include "t/kit/seed.hpp"

#include <set>

namespace {

const std::string list = "/api/v1/categories/";

struct Categories : EmptyBoard {
    Uuid make(const seed::Category& category) { return seed::category(sql, category); }
    std::string names(const std::string& query)
    {
        auto reply = api.get(list + query);
        BOOST_TEST_REQUIRE(reply.status == 200, query << " -> " << reply.status << ' ' << reply.body);
        return joined(each(reply.json()["results"], "name"));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(categories, Categories)

BOOST_AUTO_TEST_CASE(a_category_is_shown_with_all_its_fields)
{
    auto root = make({.name = "Building", .description = "Houses & bridges"});
    auto id = make({.name = "Wood Work", .parent = root, .created_at = "2026-03-01T10:00:00Z"});
    seed::job(sql, {.category = id});
    seed::job(sql, {.category = id, .status = "draft"});
    seed::job(sql, {.category = id, .deleted = true});
    auto reply = api.get(list + to_text(id) + "/");
    BOOST_TEST(reply.status == 200);
    auto k = reply.json();
    std::set<std::string> keys;
    for (const auto& [key, value] : k.value().members) keys.insert(key);
    BOOST_TEST(
        joined({keys.begin(), keys.end()}) ==
        "children, created_at, depth, description, full_path, id, job_count, name, parent, slug, updated_at");
    BOOST_TEST(k["id"].text() == to_text(id));
    BOOST_TEST(k["name"].text() == "Wood Work");
    BOOST_TEST(k["description"].is_null());
    BOOST_TEST(k["parent"].text() == to_text(root));
    BOOST_TEST(k["slug"].text() == "wood-work");
    BOOST_TEST(k["children"].size() == 0u);
    BOOST_TEST(k["job_count"].is(JsonValue::Kind::number));
    BOOST_TEST(k["job_count"].text() == "1");
    BOOST_TEST(k["full_path"].text() == "Building > Wood Work");
    BOOST_TEST(k["depth"].is(JsonValue::Kind::number));
    BOOST_TEST(k["depth"].text() == "1");
    BOOST_TEST(k["created_at"].text() == "2026-03-01T10:00:00Z");

    auto above = api.get(list + to_text(root) + "/");
    BOOST_TEST(above.json()["description"].text() == "Houses & bridges");
    BOOST_TEST(above.json()["parent"].is_null());
    BOOST_TEST(above.json()["job_count"].text() == "0"); // of this very category
    BOOST_TEST(above.json()["depth"].text() == "0");
}

BOOST_AUTO_TEST_CASE(the_slug_stands_for_the_id)
{
    auto id = make({.name = "Wood Work"});
    for (auto path : {"/api/v1/categories/wood-work/", "/api/categories/wood-work"})
        BOOST_TEST(api.get(path).json()["id"].text() == to_text(id));
    for (auto other : {"wood", "Wood-Work", "wood_work", "wood-work-"})
        BOOST_TEST(api.get(list + other + "/").status == 404, other);
}

BOOST_AUTO_TEST_CASE(children_hang_below_their_parents_by_name)
{
    auto root = make({.name = "Root"});
    auto second = make({.name = "Second", .parent = root});
    make({.name = "First", .parent = root});
    make({.name = "Leaf", .parent = second});
    auto reply = api.get(list + "root/");
    BOOST_TEST(joined(each(reply.json()["children"], "name")) == "First, Second");
    auto leaf = reply.json()["children"][1]["children"][0];
    BOOST_TEST(leaf["full_path"].text() == "Root > Second > Leaf");
    BOOST_TEST(leaf["depth"].text() == "2");
    BOOST_TEST(leaf["children"].size() == 0u);

    // In the list each category has its own subtree, also where that stands in another's as well.
    auto all = api.get(list);
    BOOST_TEST(joined(each(all.json()["results"], "name")) == "First, Leaf, Root, Second");
    BOOST_TEST(all.json()["results"][2]["children"][1]["children"].size() == 1u);
    BOOST_TEST(all.json()["results"][3]["children"][0]["name"].text() == "Leaf");
}

BOOST_AUTO_TEST_CASE(a_renamed_or_moved_parent_shows_in_every_path)
{
    auto root = make({.name = "Old"}), other = make({.name = "Other"});
    auto child = make({.name = "Child", .parent = root});
    auto leaf = make({.name = "Leaf", .parent = child});
    auto path = [&] { return api.get(list + to_text(leaf) + "/").json()["full_path"].text(); };
    sql.change("UPDATE categories SET name = 'New' WHERE id = :id::uuid", {arg("id", root)});
    BOOST_TEST(path() == "New > Child > Leaf");
    sql.change("UPDATE categories SET parent_id = :to::uuid WHERE id = :id::uuid",
        {arg("to", other), arg("id", child)});
    BOOST_TEST(path() == "Other > Child > Leaf");
    BOOST_TEST(api.get(list + to_text(root) + "/").json()["children"].size() == 0u);
}

BOOST_AUTO_TEST_CASE(filters_narrow_the_list)
{
    auto root = make({.name = "Root", .description = "has 100% oak_wood"});
    auto child = make({.name = "Child", .parent = root});
    make({.name = "Another", .parent = child});
    BOOST_TEST(names("?parent=null") == "Root");
    BOOST_TEST(names("?parent=" + to_text(root)) == "Child");
    BOOST_TEST(names("?parent=" + to_text(new_uuid())) == "");
    BOOST_TEST(names("?search=CHI") == "Child");
    BOOST_TEST(names("?search=oak_w") == "Root");
    BOOST_TEST(names("?search=%25") == "Root");
    BOOST_TEST(names("?search=_") == "Root");
    BOOST_TEST(names("?search=child&parent=null") == "");
    for (auto bad : {"x", "0", "root", "NULL"}) {
        auto reply = api.get(list + "?parent=" + bad);
        BOOST_TEST(reply.status == 400, bad);
        BOOST_TEST(reply.json().has("parent"));
    }
}

BOOST_AUTO_TEST_CASE(the_order_can_be_asked_for)
{
    make({.name = "B", .created_at = "2026-01-01"});
    make({.name = "A", .created_at = "2026-01-03"});
    make({.name = "C", .created_at = "2026-01-02"});
    BOOST_TEST(names("") == "A, B, C");
    BOOST_TEST(names("?ordering=-name") == "C, B, A");
    BOOST_TEST(names("?ordering=created_at") == "B, C, A");
    BOOST_TEST(names("?ordering=-created_at,name") == "A, C, B");
    for (auto bad : {"slug", "-", "name,-"})
        BOOST_TEST(api.get(list + "?ordering=" + bad).status == 400, bad);
}

BOOST_AUTO_TEST_CASE(every_walk_shows_each_row_once)
{
    for (int i = 0; i < 23; ++i) make({.name = "Category " + std::to_string(i)});
    for (std::string ordering : {"", "-name", "created_at", "-created_at"})
        for (std::string by : {"?page=1", "?cursor="}) {
            auto target = list + by + "&page_size=5" + (ordering.empty() ? "" : "&ordering=" + ordering);
            auto ids = flat(walk(board, api, target, "next"));
            BOOST_TEST(ids.size() == 23u, target);
            BOOST_TEST(std::set(ids.begin(), ids.end()).size() == 23u, target);
            BOOST_TEST(
                flat(walk(board, api, last_target(board, api, target), "previous")).size() == 23u, target);
        }
    BOOST_TEST(api.get(list + "?page=3").status == 404);
    BOOST_TEST(api.get(list).json()["count"].text() == "23");
}

BOOST_AUTO_TEST_SUITE_END()
