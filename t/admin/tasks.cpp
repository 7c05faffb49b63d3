// Tasks on the admin pages.
#include "desk.hpp"

namespace {

struct Tasks : AtDesk {
    Tasks() { sql.change("DELETE FROM tasks"); }

    // Asked for so many minutes ago.
    Uuid task(const std::string& kind, const std::string& state, int minutes)
    {
        auto id = new_uuid();
        sql.change(R"(INSERT INTO tasks (id, kind, input, state, attempts, trouble, created_at)
                      VALUES (:id::uuid, :kind, '{"mail": "<b>one</b>"}', :state, 12, 'Why <not>.',
                              now() - :minutes::int * interval '1 minute'))",
            {arg("id", id), arg("kind", kind), arg("state", state), arg("minutes", minutes)});
        return id;
    }
    std::string states()
    {
        return sql_value(
            "SELECT string_agg(kind || ' ' || state, ', ' ORDER BY created_at) AS value FROM tasks");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(admin_tasks, Tasks)

BOOST_AUTO_TEST_CASE(dead_ones_stand_first_and_each_says_why)
{
    auto old = task("old_dead", "dead", 60);
    task("new_dead", "dead", 30);
    task("young", "waiting", 1);
    task("older", "done", 10);
    auto list = desk.get("/admin/tasks/").body;
    auto at = [&](const std::string& kind) { return list.find('>' + kind + "</a></th>"); };
    BOOST_TEST(at("new_dead") < at("old_dead"));
    BOOST_TEST(at("old_dead") < at("young"));
    BOOST_TEST(at("young") < at("older"));
    BOOST_TEST(at("older") != list.npos);
    BOOST_TEST(rows_in(desk.get("/admin/tasks/?state=dead")) == 2u);
    BOOST_TEST(rows_in(desk.get("/admin/tasks/?kind=young")) == 1u);
    BOOST_TEST(rows_in(desk.get("/admin/tasks/?state=dead&kind=young")) == 0u);
    BOOST_TEST(has(desk.get("/admin/tasks/?kind=nothing"), "Choose one of those offered."));
    auto page = desk.get("/admin/tasks/" + to_text(old) + '/');
    BOOST_TEST(has(page, "Why &lt;not&gt;."));
    BOOST_TEST(has(page, "&quot;mail&quot;: &quot;&lt;b&gt;one&lt;/b&gt;&quot;"));
    BOOST_TEST(has(desk.get("/admin/"), "<strong>2</strong> dead tasks<"));
}

BOOST_AUTO_TEST_CASE(they_are_tried_again_or_given_up)
{
    auto one = task("one", "dead", 3), two = task("two", "dead", 2);
    task("three", "done", 1);
    auto retried = desk.follow(desk.post("/admin/tasks/" + to_text(one) + "/retry/", {}));
    BOOST_TEST(has(retried, "is due at once."));
    BOOST_TEST(has(retried, "retried"));
    BOOST_TEST(states() == "one waiting, two dead, three done");
    BOOST_TEST(has(desk.get("/admin/tasks/" + to_text(two) + "/discard/"), "What it was to do is not done."));
    BOOST_TEST(desk.post("/admin/tasks/" + to_text(two) + "/discard/", {}).status == 303);
    BOOST_TEST(states() == "one waiting, two discarded, three done");
    auto all = desk.follow(desk.post("/admin/tasks/",
        {{"action", "discard"}, {"picked", sql_value("SELECT string_agg(id::text, ',') AS value FROM tasks")},
            {"sure", "yes"}}));
    BOOST_TEST(has(all, "1 of 3 discarded."));
    BOOST_TEST(has(all, "The task is done: that cannot be done with it."));
    BOOST_TEST(states() == "one discarded, two discarded, three done");
}

// What a schedule brings back is not given up.
BOOST_AUTO_TEST_CASE(those_of_a_schedule_are_only_tried_again)
{
    auto id = task("sweep", "dead", 1);
    sql.change("UPDATE tasks SET by_schedule = true");
    auto page = desk.get("/admin/tasks/" + to_text(id) + '/');
    BOOST_TEST(has(page, "/retry/\""));
    BOOST_TEST(!has(page, "/discard/\""));
    BOOST_TEST(desk.post("/admin/tasks/" + to_text(id) + "/discard/", {}).status == 409);
}

BOOST_AUTO_TEST_SUITE_END()
