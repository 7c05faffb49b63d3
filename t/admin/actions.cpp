// What is done with one object or many on the admin pages.
#include "desk.hpp"

BOOST_FIXTURE_TEST_SUITE(admin_actions, AtDesk)

BOOST_AUTO_TEST_CASE(many_jobs_are_changed_at_once_each_with_its_outcome)
{
    auto open = seed::job(sql, {.title = "Open"}), second = seed::job(sql, {.title = "Second"});
    auto act = [&](const std::string& action, const Variables& more = {}) {
        Variables fields{
            {"action", action}, {"pick." + to_text(open), "1"}, {"pick." + to_text(second), "1"}};
        fields.insert(fields.end(), more.begin(), more.end());
        return desk.post("/admin/jobs/", fields);
    };
    auto statuses = [&] {
        return sql_value("SELECT string_agg(DISTINCT status || is_featured, ',') AS value FROM jobs");
    };
    auto closed = act("close", {{"pick.00000000-0000-4000-8000-000000000000", "1"}});
    BOOST_TEST(closed.status == 200);
    BOOST_TEST(has(closed, "2 of 3 closed."));
    BOOST_TEST(has(closed, "It is not there any more."));
    BOOST_TEST(statuses() == "closedfalse");
    BOOST_TEST(has(act("activate"), "2 of 2 active."));
    BOOST_TEST(has(act("feature"), "2 of 2 featured."));
    BOOST_TEST(statuses() == "activetrue");
    BOOST_TEST(has(act("unfeature"), "2 of 2 no longer featured."));
    auto asked = act("delete");
    BOOST_TEST(has(asked, "<li><input type=\"hidden\" name=\"pick."));
    BOOST_TEST(has(asked, "Second"));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "2");
    BOOST_TEST(has(act("delete", {{"sure", "yes"}}), "2 of 2 deleted."));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "0");
    BOOST_TEST(act("explode").status == 404);
    BOOST_TEST(desk.post("/admin/jobs/", {{"action", "close"}}).status == 303);
}

BOOST_AUTO_TEST_CASE(one_cannot_shut_oneself_out)
{
    auto self = "/admin/users/" + to_text(root) + '/';
    for (auto [action, fields] :
        {std::pair<std::string, Variables>("deactivate", {}), {"role", {{"role", "user"}}}, {"delete", {}}}) {
        auto reply = desk.post(self + action + '/', fields);
        BOOST_TEST(reply.status == 400, action);
        BOOST_TEST(has(reply, "class=\"fault\""), action);
    }
    BOOST_TEST(desk.get("/admin/").status == 200);
}

BOOST_AUTO_TEST_CASE(dangerous_things_want_the_password_again)
{
    auto ann = account("ann");
    auto page = "/admin/users/" + to_text(ann) + '/';
    sql.change("UPDATE admin_sessions SET proven_at = now() - interval '11 minutes'");
    for (auto [action, fields] : {std::pair<std::string, Variables>("role", {{"role", "admin"}}),
             {"delete", {}}, {"reset-link", {}}}) {
        BOOST_TEST(has(desk.get(page + action + '/'), "name=\"own_password\""), action);
        auto without = desk.post(page + action + '/', fields);
        BOOST_TEST(without.status == 400, action);
        auto wrong = desk.post(page + action + '/', with(fields, {{"own_password", "wrong"}}));
        BOOST_TEST(has(wrong, "Is not your password."), action);
    }
    BOOST_TEST(sql_value("SELECT role AS value FROM users WHERE username = 'ann'") == "user");
    auto job = to_text(seed::job(sql));
    BOOST_TEST(
        desk.post("/admin/jobs/", {{"action", "delete"}, {"sure", "yes"}, {"pick." + job, "1"}}).status ==
        400);
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "1");

    auto right = desk.post(page + "role/", {{"role", "admin"}, {"own_password", good_password}});
    BOOST_TEST(right.status == 303);
    BOOST_TEST(sql_value("SELECT role AS value FROM users WHERE username = 'ann'") == "admin");
    BOOST_TEST(!has(desk.get(page + "delete/"), "name=\"own_password\""));
    BOOST_TEST(desk.post(page + "delete/", {}).status == 303);
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM users WHERE username = 'ann'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
