// What Redis keeps goes with the change that makes it stale.
#include "cached_board.hpp"

#include <atomic>
#include <fmt/format.h>
#include <sstream>
#include <thread>

namespace {

std::string names_of_all(Api& who)
{
    return joined(each(who.get(categories).json()["results"], "name"));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(kept_changes, CachedBoard)

BOOST_AUTO_TEST_CASE(categories_and_featured_jobs_come_from_redis)
{
    auto category = to_text(seed::category(sql));
    seed::job(sql, {.is_featured = true});
    for (const auto& target : {categories, categories + category + "/", featured}) {
        auto before = ann.get(target);
        std::istringstream keys(redis_cli({"--raw", "KEYS", "kept *"}));
        int found = 0;
        for (std::string key; std::getline(keys, key); ++found)
            redis_cli({"SET", key, "[\"from Redis\"]", "KEEPTTL"});
        BOOST_TEST(found == 1, target);
        // Past nginx, and past the check that answers are as declared.
        BOOST_TEST(
            HttpClient(board.address()).send("GET", target, {{"Cookie", "a=b"}}).body == "[\"from Redis\"]");
        BOOST_TEST(ann.get(fresh(target)).body != "[\"from Redis\"]");
        BOOST_TEST(redis_cli({"--raw", "KEYS", "rate *"}) != "");
        redis_cli({"FLUSHALL"});
        BOOST_TEST(ann.get(target).body == before.body);
        redis_cli({"FLUSHALL"});
    }
    ann.get(jobs);
    ann.get(jobs + "?category=" + category);
    BOOST_TEST(redis_cli({"--raw", "KEYS", "kept *"}) == "\n"); // nobody's own list
}

BOOST_AUTO_TEST_CASE(whatever_changes_categories_changes_their_answers_at_once)
{
    auto a = to_text(seed::category(sql, {.name = "A"})), b = to_text(seed::category(sql, {.name = "B"}));
    auto mine = seed::user(sql, {.username = "acme"});
    auto job = jobs +
               to_text(seed::job(sql, {.category = parse<Uuid>(a), .employer = mine, .status = "draft"})) +
               "/";
    std::string shown;
    auto expect_change = [&](const std::string& what) {
        auto now = ann.get(categories).body;
        BOOST_TEST(now != shown, what << " is not seen");
        BOOST_TEST(ann.get(categories).body == now);
        shown = now;
    };
    expect_change("the list");
    send(acme, "PATCH", job, {{"status", "active"}});
    expect_change("a job published");
    send(acme, "PATCH", job, {{"category", b}});
    expect_change("a job moved");
    send(acme, "PATCH", job, {{"status", "closed"}});
    expect_change("a job closed");
    send(acme, "PATCH", job, {{"status", "active"}});
    expect_change("a job opened");
    acme.send("DELETE", job);
    expect_change("a job deleted");
    auto c = send(root, "POST", categories, {{"name", "C"}, {"parent", a}}).json()["id"].text();
    expect_change("a category added");
    send(root, "PATCH", categories + c + "/", {{"parent", b}});
    expect_change("a category moved");
    send(root, "PATCH", categories + c + "/", {{"description", "C."}});
    expect_change("a category described");
    send(root, "PATCH", categories + c + "/", {{"slug", "cc"}});
    expect_change("another slug");
    send(root, "DELETE", categories + c + "/", {});
    expect_change("a category deleted");
    send(root, "DELETE", categories + b + "/?move_jobs_to=" + a, {});
    expect_change("jobs moved and a category deleted");
    seed::job(sql, {.category = parse<Uuid>(a)});
    expect_change("a job added by other means");
}

BOOST_AUTO_TEST_CASE(whatever_changes_featured_jobs_changes_their_list_at_once)
{
    auto category = seed::category(sql, {.name = "A"});
    auto mine = seed::user(sql, {.username = "acme"});
    auto job = jobs + to_text(seed::job(sql, {.category = category, .employer = mine})) + "/";
    auto shown = ann.get(featured).body;
    auto expect_change = [&](const std::string& what) {
        auto now = ann.get(featured).body;
        BOOST_TEST(now != shown, what << " is not seen");
        BOOST_TEST(ann.get(featured).body == now);
        shown = now;
    };
    send(root, "PATCH", job, {{"is_featured", "=true"}});
    expect_change("a job featured");
    send(acme, "PATCH", job, {{"title", "Another"}});
    expect_change("another title");
    send(root, "PATCH", categories + to_text(category) + "/", {{"name", "B"}});
    expect_change("a category renamed");
    send(acme, "PATCH", auth + "me/update/", {{"first_name", "Wile"}, {"last_name", "Coyote"}});
    expect_change("an employer renamed");
    send(acme, "PATCH", job, {{"status", "closed"}});
    expect_change("a job closed");
    send(acme, "PATCH", job, {{"status", "active"}});
    expect_change("a job opened");
    send(root, "PATCH", job, {{"is_featured", "=false"}});
    expect_change("a job no longer featured");
    seed::job(sql, {.category = category, .employer = mine, .is_featured = true});
    expect_change("a featured job added by other means");
}

BOOST_AUTO_TEST_CASE(no_reader_sees_what_was_before_a_change_that_had_been_committed)
{
    auto id = to_text(seed::category(sql, {.name = "n0"}));
    constexpr int changes = 120;
    std::atomic<int> committed = 0, stale = 0, reads = 0;
    auto token = board.token_for("ann", "user");
    at_once(board, 5, [&](HttpClient& client, int number) {
        HttpAnswer answer;
        for (int i = 1; number == 0 && i <= changes; ++i) {
            send(root, "PATCH", categories + id + "/", {{"name", fmt::format("n{}", i)}});
            committed = i;
        }
        while (number > 0 && committed < changes) {
            int before = committed;
            Reply reply(client.send("GET", categories + id + "/", {{"Authorization", "Bearer " + token}}));
            if (parse<int>(reply.json()["name"].text().substr(1)).value_or(-1) < before) ++stale;
            ++reads;
        }
        return answer;
    });
    BOOST_TEST(committed == changes);
    BOOST_TEST(reads > 0);
    BOOST_TEST(stale == 0);
}

BOOST_AUTO_TEST_CASE(a_change_that_is_not_committed_leaves_nothing_behind)
{
    seed::category(sql, {.name = "Old"});
    BOOST_TEST(names_of_all(ann) == "Old");
    sql.begin();
    sql.script("UPDATE categories SET name = 'New'");
    for (int i = 0; i < 3; ++i) BOOST_TEST(names_of_all(ann) == "Old");
    sql.rollback();
    BOOST_TEST(names_of_all(ann) == "Old");
    sql.begin();
    sql.script("UPDATE categories SET name = 'Newer'");
    for (int i = 0; i < 3; ++i) BOOST_TEST(names_of_all(ann) == "Old");
    sql.commit();
    BOOST_TEST(names_of_all(ann) == "Newer");
}

BOOST_AUTO_TEST_CASE(every_change_is_counted_in_as_many_rows_as_sessions_count_at_once)
{
    constexpr int sessions = 4, changes = 300;
    Database database;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < sessions; ++i)
            threads.emplace_back([&] {
                Sql own(patient(database.connection()));
                for (int n = 0; n < changes; ++n) own.change("SELECT count_change('test')");
            });
    }
    Sql own(patient(database.connection()));
    BOOST_TEST(
        value(own, "SELECT sum(changes)::text AS value FROM kept_answers WHERE topic = 'test'") == "1200");
    // A session may find even its own last row still held for a moment.
    auto rows = value(own, "SELECT count(*)::text AS value FROM kept_answers WHERE topic = 'test'");
    BOOST_TEST(*parse<int>(rows) <= 2 * sessions);
}

BOOST_AUTO_TEST_CASE(counting_changes_makes_nobody_wait)
{
    auto one = seed::category(sql, {.name = "One"}), two = seed::category(sql, {.name = "Two"});
    auto mine = seed::user(sql, {.username = "acme"});
    auto job = jobs + to_text(seed::job(sql, {.category = two, .employer = mine})) + "/";
    sql.begin(); // holds the counter of its own change
    sql.change("UPDATE users SET first_name = 'Wile' WHERE id = :id::uuid", {arg("id", mine)});
    sql.change("UPDATE categories SET description = 'x' WHERE id = :id::uuid", {arg("id", one)});
    BOOST_TEST(acme.send("PATCH", job, json_type, R"({"status":"closed"})").status == 200);
    sql.rollback();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(kept_without_redis)

BOOST_AUTO_TEST_CASE(without_redis_every_answer_is_made_anew)
{
    RedisServer redis;
    Board board(Variables{{"REDIS_URL", redis.url}, {"CACHE", "on"}});
    seed::category(board.sql(), {.name = "Before"});
    auto ann = board.user("ann");
    for (int i = 0; i < 5; ++i) BOOST_TEST(names_of_all(ann) == "Before");
    redis.server.reset();
    for (int i = 0; i < 10; ++i) {
        board.sql().script(fmt::format("UPDATE categories SET name = 'After {}'", i));
        BOOST_TEST(names_of_all(ann) == fmt::format("After {}", i));
    }
}

BOOST_AUTO_TEST_SUITE_END()
