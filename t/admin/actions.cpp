// What is done with one object or many on the admin pages.
#include "desk.hpp"

#include "app/areas.hpp"
#include "lib/base/text.hpp"
#include "lib/pages/resource.hpp"
#include "t/kit/told.hpp"

namespace {

struct Acting : AtDesk {
    // One that is public and, where there are such, one that is not.
    std::pair<Uuid, Uuid> two_of(std::string kind)
    {
        std::replace(kind.begin(), kind.end(), ' ', '_');
        const auto& thing = thing_named(kind);
        return {thing.of(sql, account("ann"), false), thing.of(sql, account("bob"), thing.can_be_hidden)};
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(admin_actions, Acting)

BOOST_AUTO_TEST_CASE(many_jobs_are_changed_at_once_each_with_its_outcome)
{
    auto open = seed::job(sql, {.title = "Open"}), second = seed::job(sql, {.title = "Second"});
    auto act = [&](const std::string& action, const Variables& more = {}) {
        Variables fields{
            {"action", action}, {"pick." + to_text(open), "1"}, {"pick." + to_text(second), "1"}};
        fields.insert(fields.end(), more.begin(), more.end());
        auto reply = desk.post("/admin/jobs/?sort=title", fields);
        if (reply.status != 303) return reply;
        BOOST_TEST(reply.header("location") == "/admin/jobs/?sort=title"); // the list as it was
        return desk.follow(reply);
    };
    auto statuses = [&] {
        return sql_value("SELECT string_agg(DISTINCT status || is_featured, ',') AS value FROM jobs");
    };
    auto closed = act("close", {{"pick.00000000-0000-4000-8000-000000000000", "1"}});
    BOOST_TEST(closed.status == 200);
    BOOST_TEST(has(closed, "role=\"alert\">2 of 3 closed. Refused: "));
    BOOST_TEST(has(closed, "It is not there any more."));
    BOOST_TEST(statuses() == "closedfalse");
    BOOST_TEST(has(act("activate"), "role=\"status\">2 of 2 active."));
    BOOST_TEST(has(act("feature"), "2 of 2 featured."));
    BOOST_TEST(statuses() == "activetrue");
    BOOST_TEST(has(act("unfeature"), "2 of 2 no longer featured."));
    auto asked = act("delete");
    BOOST_TEST(has(asked, "Delete: 2 jobs?"));
    BOOST_TEST(has(asked, "Gone for everybody"));
    BOOST_TEST(has(asked, "<li>Second</li>"));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "2");
    BOOST_TEST(has(act("delete", {{"sure", "yes"}}), "2 of 2 deleted."));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE deleted_at IS NULL") == "0");
    BOOST_TEST(act("explode").status == 404);
    auto twice = to_text(open) + ',' + to_text(open);
    auto once =
        desk.follow(desk.post("/admin/jobs/?include=all", {{"action", "feature"}, {"picked", twice}}));
    BOOST_TEST(has(once, " of 1 featured."));
    auto none =
        desk.follow(desk.post("/admin/jobs/?status=nope", {{"action", "close"}, {"everything", "true"}}));
    BOOST_TEST(has(none, "nothing fits the filters"));
    auto nothing = desk.follow(desk.post("/admin/jobs/", {{"action", "close"}}));
    BOOST_TEST(has(nothing, "role=\"alert\">Nothing was done"));
}

// Not only the ticked ones of a page: all that the list has, as it is filtered, after a question.
BOOST_AUTO_TEST_CASE(everything_that_a_list_has_is_changed_at_once)
{
    seed::jobs(sql, 60);
    sql.change("UPDATE jobs SET status = 'closed' WHERE id IN (SELECT id FROM jobs ORDER BY id LIMIT 20)");
    auto list = std::string("/admin/jobs/?status=active");
    BOOST_TEST(has(desk.get(list), "All 40 jobs, not only those on this page"));
    auto asked = desk.post(list, {{"action", "feature"}, {"everything", "true"}});
    BOOST_TEST(has(asked, "Feature: 40 jobs?"));
    BOOST_TEST(has(asked, "and 20 more"));
    auto done = desk.follow(desk.post(
        list, {{"action", "feature"}, {"sure", "yes"}, {"picked", input_value(asked.body, "picked")}}));
    BOOST_TEST(has(done, "40 of 40 featured."));
    BOOST_TEST(
        sql_value("SELECT string_agg(DISTINCT status || ' ' || is_featured, ', ') AS value FROM jobs") ==
        "active true, closed false");
}

BOOST_AUTO_TEST_CASE(not_more_than_a_thousand_are_changed_at_once)
{
    seed::jobs(sql, 1001);
    BOOST_TEST(!has(desk.get("/admin/jobs/"), "name=\"everything\""));
    auto refused = desk.follow(desk.post("/admin/jobs/", {{"action", "close"}, {"everything", "true"}}));
    BOOST_TEST(has(refused, "1,000 at most"));
    BOOST_TEST(sql_value("SELECT count(*)::text AS value FROM jobs WHERE status = 'closed'") == "0");
    sql.change("DELETE FROM jobs WHERE id = (SELECT id FROM jobs LIMIT 1)");
    auto asked = desk.post("/admin/jobs/", {{"action", "close"}, {"everything", "true"}});
    auto closed = desk.post("/admin/jobs/",
        {{"action", "close"}, {"sure", "yes"}, {"picked", input_value(asked.body, "picked")}});
    BOOST_TEST_REQUIRE(closed.status == 303);
    auto said = desk.follow(closed); // however many there was time for
    auto there = sql_value("SELECT count(*)::text AS value FROM jobs WHERE status = 'closed'");
    BOOST_TEST(there != "0");
    BOOST_TEST(has(said, '>' + grouped(*parse<long long>(there)) + " of 1,000 closed."));
    BOOST_TEST(has(said, "more were not reached in time") == (there != "1000"));
}

BOOST_AUTO_TEST_CASE(many_accounts_are_changed_at_once_and_what_is_refused_undoes_nothing_else)
{
    auto ann = account("ann"), bob = account("bob");
    auto act = [&](const std::string& action, const Variables& more = {}) {
        auto reply = desk.post(
            "/admin/users/", with({{"action", action}, {"pick." + to_text(ann), "1"},
                                      {"pick." + to_text(bob), "1"}, {"pick." + to_text(root), "1"}},
                                 more));
        return reply.status == 303 ? desk.follow(reply) : reply;
    };
    auto active = [&] {
        return sql_value(
            "SELECT string_agg(username, ' ' ORDER BY username) AS value FROM users WHERE is_active");
    };
    BOOST_TEST(
        has(act("deactivate", {{"sure", "yes"}}), "2 of 3 deactivated.")); // nobody deactivates themselves
    BOOST_TEST(active() == "root");
    BOOST_TEST(has(act("activate"), "3 of 3 active again."));
    BOOST_TEST(active() == "ann bob root");
    seed::session(sql, ann);
    auto open = [&] {
        return sql_value(
            "SELECT count(*)::text AS value FROM sessions WHERE ended_at IS NULL AND user_id = '" +
            to_text(ann) + "'");
    };
    BOOST_TEST(open() == "1");
    auto ended =
        desk.follow(desk.post("/admin/users/", {{"action", "end-sessions"}, {"pick." + to_text(ann), "1"}}));
    BOOST_TEST(has(ended, "1 of 1 signed out everywhere."));
    BOOST_TEST(open() == "0");
    BOOST_TEST(has(act("delete"), "name=\"sure\""));
    BOOST_TEST(active() == "ann bob root");
    auto gone = act("delete", {{"sure", "yes"}});
    BOOST_TEST(has(gone, "2 of 3 deleted."));
    BOOST_TEST(has(gone, "You cannot delete your own account."));
    BOOST_TEST(active() == "root");
}

// Each action that is offered for many does its work on two of them.
BOOST_AUTO_TEST_CASE(every_action_for_many_works)
{
    for (const auto* area : areas())
        for (auto resource : area->resources)
            for (const auto& action : resource().actions)
                BOOST_TEST_CONTEXT(resource().name << ' ' << action.name)
                {
                    if (!action.many) continue;
                    empty_tables(sql);
                    root = account("root", "admin");
                    BOOST_TEST_REQUIRE(desk.sign_in("root").status == 303);
                    auto two = two_of(std::string(resource().one));
                    auto reply = desk.post("/admin/" + std::string(resource().name) + '/',
                        {{"action", std::string(action.name)}, {"sure", "yes"},
                            {"pick." + to_text(two.first), "1"}, {"pick." + to_text(two.second), "1"}});
                    BOOST_TEST_REQUIRE(reply.status == 303);
                    auto page = desk.follow(reply);
                    BOOST_TEST(has(page, "2 of 2 " + std::string(action.done) + "."), page.body);
                }
}

BOOST_AUTO_TEST_CASE(one_cannot_shut_oneself_out)
{
    auto self = "/admin/users/" + to_text(root) + '/';
    for (auto [action, fields] :
        {std::pair<std::string, Variables>("deactivate", {}), {"role", {{"role", "user"}}}, {"delete", {}}}) {
        auto reply = desk.post(self + action + '/', fields);
        BOOST_TEST(reply.status == 400, action);
        BOOST_TEST(has(reply, "class=\"fault"), action);
    }
    BOOST_TEST(desk.get("/admin/").status == 200);
}

BOOST_AUTO_TEST_CASE(dangerous_things_want_the_password_again)
{
    auto ann = account("ann");
    auto page = "/admin/users/" + to_text(ann) + '/';
    sql.change("UPDATE sessions SET proven_at = now() - interval '11 minutes'");
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

BOOST_AUTO_TEST_CASE(what_can_be_undone_takes_one_click_and_says_how)
{
    auto job = seed::job(sql, {.title = "Baker"}),
         draft = seed::job(sql, {.title = "Cook", .status = "draft"});
    auto at = [](const Uuid& id) { return "/admin/jobs/" + to_text(id) + '/'; };
    auto status = [&] { return sql_value("SELECT status AS value FROM jobs WHERE title = 'Baker'"); };
    auto own_jar = desk.jar;
    // What the page says to which a form leads.
    auto after = [&](const std::string& target) {
        auto reply = desk.post(target, {});
        BOOST_TEST(reply.status == 303);
        for (const auto& [name, value] : reply.headers)
            if (name == "set-cookie" && value.find("=;") == value.npos)
                desk.jar += "; " + value.substr(0, value.find(';'));
        auto page = desk.get(std::string(reply.header("location")));
        desk.jar = own_jar;
        return page;
    };
    auto page = desk.get(at(job));
    BOOST_TEST(has(page, "<form method=\"post\" action=\"" + at(job) + "close/\">"));
    BOOST_TEST(has(page, ">Close</button>"));
    BOOST_TEST(has(page, "<div class=\"apart\"><a class=\"button risky\" href=\"" + at(job) + "delete/\">"));
    auto undo = [&](const std::string& action) {
        return "<form method=\"post\" action=\"" + at(job) + action +
               "/\"><input type=\"hidden\" name=\"form_token\"";
    };
    auto closed = after(at(job) + "close/");
    BOOST_TEST(status() == "closed");
    BOOST_TEST(has(closed, "The job “Baker” is closed."));
    BOOST_TEST(has(closed, "class=\"quiet\">Undo</button>"));
    BOOST_TEST(has(closed, undo("activate")));
    BOOST_TEST(has(after(at(job) + "activate/"), undo("close")));
    BOOST_TEST(has(after(at(job) + "feature/"), undo("unfeature")));
    // It was no active job before: activating another is no way back.
    BOOST_TEST(!has(after(at(draft) + "close/"), ">Undo<"));
    desk.jar += "; said=Done; undo=" + std::string("jobs%2F") + to_text(job) + "%2Fdelete";
    BOOST_TEST(!has(desk.get(at(job)), ">Undo<"));
    desk.jar = own_jar;
    auto ann = account("ann");
    auto user = "/admin/users/" + to_text(ann) + '/';
    BOOST_TEST(has(desk.get(user), "id=\"about-deactivate\"><strong>Deactivate:</strong> They are kept out"));
    BOOST_TEST(has(after(user + "deactivate/"), ">Undo<"));
    BOOST_TEST(!has(after(user + "end-sessions/"), ">Undo<"));
    BOOST_TEST(has(desk.get(at(job) + "delete/"), "<p class=\"danger\">"));
}

BOOST_AUTO_TEST_SUITE_END()
