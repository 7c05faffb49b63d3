// What is kept between the database and its readers: nobody gets another's answer, and none that is older
// than said.
#include "lists.hpp"
#include "people.hpp"
#include "redis_server.hpp"
#include "seed.hpp"

#include <atomic>
#include <sstream>

namespace {

const std::string jobs = "/api/v1/jobs/", categories = "/api/v1/categories/", featured = jobs + "featured/";
const std::string shop = "https://shop.example";

// As docs/api.md says: to anonymous readers, for so many seconds.
constexpr double oldest_s = 3;

// A board with every cache on. It has budgets, so that an answer of nginx's own shows: it tells of none.
struct CachedBoard {
    static RedisServer& redis()
    {
        static RedisServer only;
        return only;
    }
    static Board& only()
    {
        static Board board(Variables{{"REDIS_URL", redis().url}, {"CACHE", "on"},
            {"RATE_LIMIT_PERCENT", "1000000"}, {"CORS_ORIGINS", shop}, {"FAST_WORKERS", "4"}});
        return board;
    }

    Board& board = only();
    Sql& sql = emptied(board.sql());
    Api root = board.admin("root"), acme = board.employer("acme"), other = board.employer("other"),
        ann = board.user("ann"), anonymous = board.anonymous();

    static Sql& emptied(Sql& sql)
    {
        empty_tables(sql);
        redis_cli({"FLUSHALL"});
        return sql;
    }

    // An address of its own, so that nothing is kept for it yet.
    static std::string fresh(const std::string& target)
    {
        static int made = 0;
        return target + (target.find('?') == target.npos ? "?" : "&") + "fresh=" + std::to_string(++made);
    }

    static std::string redis_cli(const std::vector<std::string>& words)
    {
        std::vector<std::string> all{"redis-cli", "-s", redis().directory.at("redis")};
        all.insert(all.end(), words.begin(), words.end());
        return run(all).out;
    }

    static bool of_nginx(const HttpAnswer& reply) { return reply.header("ratelimit-limit").empty(); }

    Reply send(Api& who, std::string_view method, const std::string& target, const Variables& members)
    {
        auto reply = who.send(method, target, json_type, object(members));
        BOOST_TEST_REQUIRE(reply.status < 300, method << ' ' << target << ": " << reply.body);
        return reply;
    }

    // Whether the cache answers a second later request, in one of some attempts: a loaded machine may let the
    // second pass in between.
    bool keeps(const std::string& target, const Variables& headers = {})
    {
        for (int attempt = 0; attempt < 10; ++attempt) {
            auto address = fresh(target);
            for (int i = 0; i < 2; ++i) BOOST_TEST(anonymous.get(address, headers).status == 200, address);
            if (of_nginx(anonymous.get(address, headers))) return true;
        }
        return false;
    }
};

std::string names_of_all(Api& who)
{
    return joined(each(who.get(categories).json()["results"], "name"));
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(kept, CachedBoard)

BOOST_AUTO_TEST_CASE(lists_are_kept_for_anonymous_readers_and_for_nobody_else)
{
    auto category = seed::category(sql);
    auto job = jobs + to_text(seed::job(sql, {.is_featured = true})) + "/";
    for (const auto& target :
        {jobs, jobs + "?search=wood", categories, categories + to_text(category) + "/", featured}) {
        BOOST_TEST(keeps(target), target);
        auto reply = anonymous.get(target);
        BOOST_TEST(reply.header("cache-control") == "public, max-age=1, stale-while-revalidate=2");
        BOOST_TEST(reply.header("vary").find("Authorization") != std::string_view::npos);
        for (auto* who : {&root, &acme, &ann}) {
            auto own = who->get(target);
            BOOST_TEST(own.header("cache-control") == "private, no-cache", target);
            BOOST_TEST(!of_nginx(own), target);
        }
        BOOST_TEST(!keeps(target, {{"Cookie", "a=b"}}), target);
    }
    BOOST_TEST(!keeps(job)); // each visit must be counted
    BOOST_TEST(anonymous.get(job).header("cache-control") == "private, no-cache");
}

BOOST_AUTO_TEST_CASE(a_kept_answer_carries_what_is_the_callers_own)
{
    seed::job(sql);
    auto target = fresh(jobs);
    int own = 0;
    for (int i = 0; i < 30; ++i) {
        auto id = fmt::format("request-{:04}", i);
        auto reply = anonymous.get(target, {{"X-Request-ID", id}});
        BOOST_TEST(reply.header("x-request-id") == id);
        own += of_nginx(reply);
        BOOST_TEST(of_nginx(reply) == reply.header("ratelimit-remaining").empty());
    }
    BOOST_TEST(own > 0);
}

BOOST_AUTO_TEST_CASE(what_the_answer_depends_on_tells_kept_answers_apart)
{
    seed::job(sql);
    auto target = fresh(jobs);
    for (int round = 0; round < 5; ++round) {
        BOOST_TEST(anonymous.get(target).status == 200);
        BOOST_TEST(anonymous.get(target, {{"Accept", "text/html"}}).status == 406);
        BOOST_TEST(anonymous.get(target, {{"Accept", "application/json"}}).status == 200);
        BOOST_TEST(anonymous.get(target).header("access-control-allow-origin") == "");
        BOOST_TEST(anonymous.get(target, {{"Origin", "https://evil.example"}})
                       .header("access-control-allow-origin") == "");
        BOOST_TEST(anonymous.get(target, {{"Origin", shop}}).header("access-control-allow-origin") == shop);
        auto head = anonymous.head(target);
        BOOST_TEST((head.status == 200 && head.body.empty()));
        BOOST_TEST(anonymous.get(target).json()["count"].text() == "1");
        BOOST_TEST(anonymous.get("/api/jobs/?page_size=1").json()["count"].text() == "1");
        BOOST_TEST(anonymous.get(target, {{"Authorization", "Bearer nonsense"}}).status == 401);
    }
}

BOOST_AUTO_TEST_CASE(copies_are_found_unchanged_past_the_cache_and_through_it)
{
    seed::job(sql);
    auto target = fresh(jobs);
    for (auto* who : {&anonymous, &acme})
        for (int i = 0; i < 6; ++i) {
            auto tag = std::string(who->get(target).header("etag"));
            BOOST_TEST_REQUIRE(tag != "");
            auto again = who->get(target, {{"If-None-Match", tag}});
            BOOST_TEST(again.status == 304);
            BOOST_TEST(again.body == "");
            BOOST_TEST(who->get(target, {{"If-None-Match", "\"another\""}}).status == 200);
        }
}

BOOST_AUTO_TEST_CASE(an_answer_is_fetched_by_one_request_at_a_time)
{
    seed::jobs(sql, 100);
    auto fetched = [&] {
        auto target = fresh(jobs + "?page_size=100");
        auto answers = at_once(board, 40, [&](HttpClient& client, int) { return client.get(target); });
        int own = 0;
        for (const auto& answer : answers) {
            BOOST_TEST(answer.status == 200);
            own += !of_nginx(answer);
        }
        return own;
    };
    int fewest = 40;
    for (int attempt = 0; attempt < 10 && fewest > 10; ++attempt) fewest = std::min(fewest, fetched());
    BOOST_TEST(fewest <= 10);
}

BOOST_AUTO_TEST_CASE(nobody_gets_anothers_answer)
{
    auto category = seed::category(sql);
    auto mine = seed::user(sql, {.username = "acme"});
    for (int i = 0; i < 3; ++i) seed::job(sql, {.title = "Public", .is_featured = true});
    seed::job(sql, {.title = "Draft of acme", .employer = mine, .status = "draft"});
    seed::job(sql,
        {.title = "Draft of other", .employer = seed::user(sql, {.username = "other"}), .status = "draft"});
    std::vector<std::string> targets{jobs, jobs + "?ordering=created_at", jobs + "?search=wood",
        jobs + "?include_deleted=true", featured, categories, categories + to_text(category) + "/"};
    for (auto& target : targets) target = fresh(target);
    std::vector<std::string> tokens{""};
    for (auto [name, role] :
        {std::pair{"acme", "employer"}, {"other", "employer"}, {"root", "admin"}, {"ann", "user"}})
        tokens.push_back(board.token_for(name, role));
    auto headers = [&](std::size_t who) {
        return tokens[who].empty() ? Variables{} : Variables{{"Authorization", "Bearer " + tokens[who]}};
    };
    std::map<std::pair<std::size_t, std::string>, std::string> right;
    for (std::size_t who = 0; who < tokens.size(); ++who)
        for (const auto& target : targets) right[{who, target}] = anonymous.get(target, headers(who)).body;
    BOOST_TEST((right[{0, targets[0]}] != right[{1, targets[0]}] &&
                right[{1, targets[0]}] != right[{2, targets[0]}] &&
                right[{3, targets[0]}] != right[{1, targets[0]}]));

    std::atomic<int> wrong = 0, kept = 0;
    at_once(board, 10, [&](HttpClient& client, int number) {
        HttpAnswer answer;
        for (int i = 0; i < 60; ++i) {
            auto who = static_cast<std::size_t>(number + i * (number % 2)) % tokens.size();
            const auto& target = targets[static_cast<std::size_t>(i / 3) % targets.size()];
            answer = client.send("GET", target, headers(who));
            if (answer.body != right.at({who, target})) ++wrong;
            if (of_nginx(answer)) ++kept;
        }
        return answer;
    });
    BOOST_TEST(wrong == 0);
    BOOST_TEST(kept > 0);
}

BOOST_AUTO_TEST_CASE(a_change_shows_at_once_to_who_made_it_and_soon_to_everybody)
{
    seed::category(sql);
    auto mine = seed::user(sql, {.username = "acme"});
    auto job = jobs + to_text(seed::job(sql, {.title = "Before 0", .employer = mine})) + "/";
    auto title = [&](Api& who) { return who.get(jobs).json()["results"][0]["title"].text(); };
    for (int i = 1; i <= 2; ++i) {
        for (int reads = 0; reads < 3; ++reads) title(anonymous);
        auto name = fmt::format("After {}", i);
        send(acme, "PATCH", job, {{"title", name}});
        auto from = std::chrono::steady_clock::now();
        for (auto* who : {&acme, &ann, &root}) BOOST_TEST(title(*who) == name);
        BOOST_TEST(anonymous.get(job).json()["title"].text() == name);
        BOOST_TEST(eventually([&] { return title(anonymous) == name; }, oldest_s));
        BOOST_TEST(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count() < oldest_s + 1);
    }
}

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
        BOOST_TEST(ann.get(target).body == "[\"from Redis\"]");
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

BOOST_AUTO_TEST_CASE(caches_change_no_answer)
{
    auto settings = text_of(board.directory.at("env"));
    auto from = settings.find("JOBBOARD_DATABASE_URL=") + 22;
    Board plain(Variables{
        {"CACHE", "off"}, {"DATABASE_URL", settings.substr(from, settings.find('\n', from) - from)}});
    auto root_id = seed::category(sql, {.name = "Root"});
    for (int i = 0; i < 30; ++i) {
        auto category = seed::category(sql, {.name = fmt::format("C {}", i % 7), .parent = root_id});
        seed::job(sql, {.title = fmt::format("Job {}", i),
                           .category = category,
                           .status = i % 5 ? "active" : "draft",
                           .is_featured = i % 2 == 0});
    }
    std::vector<std::string> targets{featured, categories, categories + "root/", categories + "?parent=null",
        categories + "?search=c", categories + "?cursor=&page_size=3", categories + "none/",
        categories + "?page=99", "/api/categories", jobs, "/api/jobs?page_size=7&page=2",
        jobs + "?cursor=&page_size=5", jobs + "?search=job", jobs + "?category=root&ordering=salary_min",
        jobs + "?status=draft", jobs + "?page=77", jobs + "?page=x"};
    std::vector<Variables> callers{{}};
    for (auto [name, role] : {std::pair{"acme", "employer"}, {"root", "admin"}, {"ann", "user"}})
        callers.push_back({{"Authorization", "Bearer " + board.token_for(name, role)}});
    auto cached = board.anonymous(), uncached = plain.anonymous();
    for (auto& target : targets) target = fresh(target);
    for (const auto& target : targets)
        for (const auto& caller : callers) {
            auto right = uncached.get(target, caller);
            for (int i = 0; i < 3; ++i) {
                auto reply = cached.get(target, caller);
                BOOST_TEST(reply.status == right.status, target);
                BOOST_TEST(reply.body == right.body, target);
                BOOST_TEST(reply.header("etag") == right.header("etag"), target);
                BOOST_TEST(reply.header("cache-control") == right.header("cache-control"), target);
            }
        }
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
