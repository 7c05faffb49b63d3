// What is kept between the program and its readers: nobody gets another's answer, and none that is older than
// said.
#include "cached_board.hpp"

#include <atomic>
#include <fmt/format.h>

namespace {

// As docs/api.md says: to anonymous readers, for so many seconds.
constexpr double oldest_s = 3;

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

BOOST_AUTO_TEST_CASE(what_an_address_says_besides_fills_no_cache)
{
    seed::job(sql, {.is_featured = true});
    auto kept = [] { return redis_cli({"EVAL", "return #redis.call('KEYS', 'kept *')", "0"}); };
    for (const auto& target : {featured, categories}) BOOST_TEST(anonymous.get(fresh(target)).status == 200);
    BOOST_TEST(kept().find('0') != std::string::npos, kept());
    for (const auto& target : {featured, categories, categories + "?search=x"})
        BOOST_TEST(anonymous.get(target, {{"Cookie", "past=nginx"}}).status == 200);
    auto before = kept();
    BOOST_TEST(before.find('3') != std::string::npos, before);
    for (int i = 0; i < 20; ++i)
        for (const auto& target : {featured, categories})
            BOOST_TEST(anonymous.get(fresh(target)).status == 200);
    BOOST_TEST(kept() == before);
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
    std::mutex telling;
    std::string first_wrong;
    at_once(board, 10, [&](HttpClient& client, int number) {
        HttpAnswer answer;
        for (int i = 0; i < 60; ++i) {
            auto who = static_cast<std::size_t>(number + i * (number % 2)) % tokens.size();
            const auto& target = targets[static_cast<std::size_t>(i / 3) % targets.size()];
            answer = client.send("GET", target, headers(who));
            // On a busy machine there may be no time for one: a refusal is nobody's answer.
            bool refused = answer.status == 503 || answer.status == 429;
            if (!refused && answer.body != right.at({who, target}) && wrong++ == 0) {
                std::lock_guard lock(telling);
                first_wrong = std::to_string(answer.status) + ' ' + answer.body + "\nfor " + target +
                              " instead of\n" + right.at({who, target});
            }
            if (of_nginx(answer)) ++kept;
        }
        return answer;
    });
    BOOST_TEST(wrong == 0, first_wrong);
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
