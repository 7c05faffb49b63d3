// Many at once on the same few categories and jobs: nothing is lost, nothing is answered with 500, and what
// is left is what some order of the requests would have left.
#include "t/kit/lists.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include <atomic>
#include <fmt/format.h>

namespace {

const std::string jobs = "/api/v1/jobs/", categories = "/api/v1/categories/";

struct Storm : EmptyBoard {
    std::string root = board.token_for("root", "admin"), acme = board.token_for("acme", "employer");

    static Reply send(HttpClient& client, const std::string& token, std::string_view method,
        const std::string& target, const Variables& members)
    {
        return Reply(client.send(method, target,
            {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}, object(members)));
    }
    static Variables job_in(const std::string& category)
    {
        return {{"title", "Joiner"}, {"description", "Wood."}, {"requirements", "Hands."},
            {"location", "Graz"}, {"status", "active"}, {"category", category}};
    }
    std::map<int, int> statuses(const std::vector<HttpAnswer>& answers)
    {
        std::map<int, int> out;
        for (const auto& answer : answers) ++out[answer.status];
        return out;
    }
    // What a storm may be answered with; a wait for others that takes too long is a 503 that says when to
    // come back.
    static bool orderly(const HttpAnswer& answer)
    {
        return answer.status < 500 && answer.status != 0
                   ? true
                   : answer.status == 503 && answer.header("retry-after") != "";
    }
    std::string wrong_counts()
    {
        return value(sql, "SELECT count(*)::text AS value FROM categories c WHERE "
                          "(SELECT count(*) FROM jobs WHERE category_id = c.id AND status = 'active' AND "
                          "deleted_at IS NULL) <> "
                          "(SELECT coalesce(sum(active), 0) FROM job_counts WHERE category_id = c.id)");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(storms, Storm)

BOOST_AUTO_TEST_CASE(moves_that_would_close_a_loop_together_never_do)
{
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) ids.push_back(to_text(seed::category(sql, {.name = fmt::format("C{}", i)})));
    for (int round = 0; round < 40; ++round) {
        auto size = static_cast<std::size_t>(2 + round % 3); // rings of two, three and four
        auto answers = at_once(board, static_cast<int>(size), [&](HttpClient& client, int number) {
            auto from = static_cast<std::size_t>(number);
            return send(
                client, root, "PATCH", categories + ids[from] + "/", {{"parent", ids[(from + 1) % size]}});
        });
        auto got = statuses(answers);
        BOOST_TEST(got[200] == static_cast<int>(size) - 1);
        BOOST_TEST(got[400] == 1);
        BOOST_TEST(
            value(sql,
                "SELECT count(*)::text AS value FROM categories c WHERE ancestors <> "
                "coalesce((SELECT p.ancestors FROM categories p WHERE p.id = c.parent_id), '{}') || c.id") ==
            "0");
        sql.script("UPDATE categories SET parent_id = NULL");
    }
}

BOOST_AUTO_TEST_CASE(names_that_spell_alike_get_slugs_of_their_own)
{
    static const std::vector<std::string> alike{
        "Café Bar", "Cafe Bar", "CAFÉ-BAR", "Cafe  Bar!", "Кафе бар", "Kafe Bar", "Кафе-бар", "cafe/bar"};
    for (int round = 0; round < 10; ++round) {
        empty_tables(sql);
        auto token = board.token_for("root", "admin");
        auto answers = at_once(board, static_cast<int>(alike.size()), [&](HttpClient& client, int number) {
            return send(
                client, token, "POST", categories, {{"name", alike[static_cast<std::size_t>(number)]}});
        });
        for (const auto& answer : answers) BOOST_TEST(answer.status == 201, answer.body);
        BOOST_TEST(value(sql, "SELECT string_agg(slug, ' ' ORDER BY slug) AS value FROM categories") ==
                   "cafe-bar cafe-bar-2 cafe-bar-3 cafe-bar-4 cafe-bar-5 kafe-bar kafe-bar-2 kafe-bar-3");
    }
}

BOOST_AUTO_TEST_CASE(one_of_many_takes_a_name)
{
    for (int round = 0; round < 10; ++round) {
        auto name = fmt::format("Name {}", round);
        auto got = statuses(at_once(board, 8, [&](HttpClient& client, int) {
            return send(client, root, "POST", categories, {{"name", name}});
        }));
        BOOST_TEST(got[201] == 1);
        BOOST_TEST(got[400] == 7);
    }
}

BOOST_AUTO_TEST_CASE(a_name_is_made_and_deleted_by_many_at_once)
{
    std::atomic<int> made = 0, gone = 0, odd = 0;
    at_once(board, 8, [&](HttpClient& client, int) {
        HttpAnswer last;
        for (int i = 0; i < 15; ++i) {
            auto added = send(client, root, "POST", categories, {{"name", "The One"}});
            last = added;
            if (added.status != 201 && added.status != 400) ++odd;
            if (added.status != 201) continue;
            ++made;
            auto removed = send(client, root, "DELETE", categories + added.json()["id"].text() + "/", {});
            ++(removed.status == 204 ? gone : odd);
        }
        return last;
    });
    BOOST_TEST(odd == 0);
    BOOST_TEST(made > 0);
    BOOST_TEST(made == gone);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM categories") == "0");
}

BOOST_AUTO_TEST_CASE(no_job_is_lost_when_its_category_goes)
{
    std::atomic<int> added = 0, deletions = 0, odd = 0;
    auto refuge = to_text(seed::category(sql, {.name = "Refuge"}));
    for (int round = 0; round < 12; ++round) {
        auto top = seed::category(sql, {.name = fmt::format("Top {}", round)});
        auto below = to_text(seed::category(sql, {.name = fmt::format("Below {}", round), .parent = top}));
        auto away = categories + to_text(top) + (round % 2 ? "/?move_jobs_to=" + refuge : "/");
        at_once(board, 7, [&](HttpClient& client, int number) {
            bool deletes = number == 0;
            auto target = number % 2 ? below : to_text(top);
            auto reply = deletes ? send(client, root, "DELETE", away, {})
                                 : send(client, acme, "POST", jobs, job_in(target));
            if (!orderly(reply)) ++odd;
            if (reply.status == 201) ++added;
            if (reply.status == 204) ++deletions;
            if (deletes && reply.status == 409) BOOST_CHECK(reply.json()["code"].text() == "category_in_use");
            if (!deletes && reply.status == 400) BOOST_CHECK(reply.json().has("category"));
            return reply;
        });
    }
    BOOST_TEST(odd == 0);
    BOOST_TEST(added > 0);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM jobs") == std::to_string(added));
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM categories WHERE depth = 0") ==
               std::to_string(13 - deletions));
    BOOST_TEST(wrong_counts() == "0");
}

BOOST_AUTO_TEST_CASE(no_change_of_a_job_undoes_another)
{
    auto category = to_text(seed::category(sql));
    auto job = jobs + to_text(seed::job(sql, {.employer = seed::user(sql, {.username = "acme"})})) + "/";
    const std::vector<Variables> changes{{{"title", "New title"}}, {{"description", "New."}},
        {{"requirements", "New."}}, {{"location", "Linz"}}, {{"job_type", "contract"}},
        {{"salary_min", "10"}}, {{"salary_max", "20"}}, {{"application_deadline", "2999-01-01"}}};
    for (int round = 0; round < 10; ++round) {
        sql.script(
            "UPDATE jobs SET title = 'Old', description = 'Old.', requirements = 'Old.', location = 'Graz', "
            "job_type = 'full-time', salary_min = NULL, salary_max = NULL, application_deadline = NULL");
        auto answers = at_once(board, static_cast<int>(changes.size()), [&](HttpClient& client, int number) {
            return send(client, acme, "PATCH", job, changes[static_cast<std::size_t>(number)]);
        });
        for (const auto& answer : answers) BOOST_TEST(answer.status == 200, answer.body);
        BOOST_TEST(
            value(sql,
                "SELECT concat_ws('|', title, description, requirements, location, job_type, salary_min, "
                "salary_max, application_deadline) AS value FROM jobs") ==
            "New title|New.|New.|Linz|contract|10.00|20.00|2999-01-01");
    }
}

BOOST_AUTO_TEST_CASE(counts_are_right_after_a_storm_of_changes)
{
    std::vector<std::string> places, ids;
    for (int i = 0; i < 3; ++i)
        places.push_back(to_text(seed::category(sql, {.name = fmt::format("C{}", i)})));
    auto mine = seed::user(sql, {.username = "acme"});
    for (int i = 0; i < 4; ++i)
        ids.push_back(to_text(seed::job(sql, {.category = parse<Uuid>(places[0]), .employer = mine})));
    std::atomic<int> odd = 0, done = 0;
    at_once(board, 8, [&](HttpClient& client, int number) {
        HttpAnswer last;
        for (int i = 0; i < 20; ++i) {
            const auto& job = ids[static_cast<std::size_t>(number + i) % ids.size()];
            auto step = static_cast<std::size_t>(number * 7 + i);
            auto reply = send(client, acme, "PATCH", jobs + job + "/",
                {{"category", places[step % 3]}, {"status", step % 2 ? "active" : "closed"}});
            if (!orderly(reply)) ++odd;
            done += reply.status == 200;
            last = reply;
        }
        return last;
    });
    BOOST_TEST(odd == 0);
    BOOST_TEST(done > 150);
    BOOST_TEST(wrong_counts() == "0");
}

BOOST_AUTO_TEST_SUITE_END()
