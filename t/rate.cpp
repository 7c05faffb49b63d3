// Budgets of requests, in Redis and without it.
#include "board.hpp"
#include "seed.hpp"

#include <atomic>
#include <csignal>
#include <thread>

namespace {

const std::string target = "/api/v1/categories/";

// A board with a Redis of its own, and budgets that can be used up: 300 a minute become 15, one each 4 s.
struct Limited {
    Directory directory;
    Process redis{{"redis-server", "--port", "0", "--unixsocket", directory.at("redis"), "--save", ""},
        directory.at("redis.log")};
    Board board{Variables{{"REDIS_URL", "unix:" + directory.at("redis")}, {"RATE_LIMIT_PERCENT", "5"}}};

    Limited()
    {
        auto api = board.anonymous();
        auto ready = [&] {
            return api.get("/health/").body.find("\"cache\":\"healthy\"") != std::string::npos;
        };
        BOOST_TEST_REQUIRE(eventually(ready));
    }
    // How many of so many requests, ten at a time, are answered 200.
    int passed_of(int count, const Variables& headers)
    {
        std::atomic<int> passed{0}, broken{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 10; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < count / 10; ++i) try {
                        passed += board.anonymous().get(target, headers).status == 200;
                    } catch (const std::exception&) {
                        ++broken; // thrown in a thread it would end the program
                    }
            });
        for (auto& t : threads) t.join();
        BOOST_TEST(broken.load() == 0);
        return passed;
    }
};

Variables from(const std::string& address)
{
    return {{"X-Forwarded-For", address}};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(rate, Limited)

BOOST_AUTO_TEST_CASE(a_budget_is_exact_among_parallel_requests)
{
    auto passed = passed_of(100, from("203.0.113.1"));
    BOOST_TEST(passed >= 15);
    BOOST_TEST(passed <= 16); // one comes back every four seconds
    auto api = board.anonymous();
    auto refused = api.get(target, from("203.0.113.1"));
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(refused.json()["code"].text() == "rate_limited");
    BOOST_TEST(parse<int>(refused.header("retry-after")).value_or(0) >= 1);
    BOOST_TEST(refused.header("ratelimit-limit") == "15");
    BOOST_TEST(refused.header("ratelimit-remaining") == "0");
}

BOOST_AUTO_TEST_CASE(each_address_and_each_account_has_its_own)
{
    passed_of(50, from("203.0.113.2"));
    auto api = board.anonymous(), ann = board.user("ann");
    BOOST_TEST(api.get(target, from("203.0.113.2")).status == 429);
    auto other = api.get(target, from("203.0.113.3"));
    BOOST_TEST(other.status == 200);
    BOOST_TEST(other.header("ratelimit-remaining") == "14");
    BOOST_TEST(ann.get(target, from("203.0.113.2")).status == 200); // by account, wherever they are
}

BOOST_AUTO_TEST_CASE(without_redis_requests_are_served_and_the_way_in_stays_guarded)
{
    redis.signal(SIGKILL);
    BOOST_TEST(eventually([&] { return redis.has_ended(); }));
    BOOST_TEST(passed_of(50, from("203.0.113.4")) == 50);
    auto api = board.anonymous();
    int refused = 0; // 30 a minute become 1
    for (int i = 0; i < 5; ++i)
        refused += api.send("POST", "/api/v1/auth/login/",
                          {{"Content-Type", "application/json"}, {"X-Forwarded-For", "203.0.113.5"}}, "{}")
                       .status == 429;
    BOOST_TEST(refused == 4);
}

BOOST_AUTO_TEST_CASE(a_frozen_redis_holds_nobody_up_for_long)
{
    redis.signal(SIGSTOP);
    auto began = std::chrono::steady_clock::now();
    BOOST_TEST(passed_of(50, from("203.0.113.6")) == 50);
    std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    BOOST_TEST(took.count() < 5.0); // a tenth of a second for each of the first few, then nobody asks it
    redis.signal(SIGCONT);
}

BOOST_AUTO_TEST_SUITE_END()
