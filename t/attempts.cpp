// Guessing passwords: slow for those who guess, never for the owner.
#include "board.hpp"
#include "seed.hpp"

#include "../lib/auth/passwords.hpp"

#include <atomic>
#include <thread>

namespace {

struct Attempts : EmptyBoard {
    std::string hash = hash_password("turquoise-Kite-77");

    Attempts()
    {
        auto id = seed::user(sql, {.username = "ann", .role = "user"});
        sql.change("UPDATE users SET password_hash = :hash WHERE id = :id::uuid",
            {arg("hash", std::string_view(hash)), arg("id", id)});
    }
    Reply login(const std::string& name, const std::string& password, const Variables& headers = {})
    {
        auto all = headers;
        all.emplace_back("Content-Type", "application/json");
        return board.anonymous().send("POST", "/api/v1/auth/login/", all,
            R"({"username":")" + name + R"(","password":")" + password + "\"}");
    }
    int failures(const std::string& name, int count)
    {
        int delayed = 0;
        for (int i = 0; i < count; ++i) delayed += login(name, "wrong").status == 429;
        return delayed;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(attempts, Attempts)

BOOST_AUTO_TEST_CASE(guesses_meet_a_delay_whether_the_account_exists_or_not)
{
    for (auto name : {"ann", "nobody"}) {
        BOOST_TEST(failures(name, 10) == 0);
        auto reply = login(name, "wrong");
        BOOST_TEST(reply.status == 429);
        BOOST_TEST(reply.json()["code"].text() == "too_many_attempts");
        BOOST_TEST(reply.header("retry-after") != "");
    }
    BOOST_TEST(login("ann", "turquoise-Kite-77").status == 429); // the right one waits too
}

BOOST_AUTO_TEST_CASE(the_owners_device_gets_in_while_others_guess)
{
    auto first = login("ann", "turquoise-Kite-77");
    BOOST_TEST_REQUIRE(first.status == 200, first.body);
    std::string cookie(first.header("set-cookie"));
    cookie = cookie.substr(0, cookie.find(';'));
    failures("ann", 15);
    BOOST_TEST(login("ann", "turquoise-Kite-77").status == 429);
    BOOST_TEST(login("ann", "turquoise-Kite-77", {{"Cookie", cookie}}).status == 200);
    BOOST_TEST(login("ann", "turquoise-Kite-77", {{"Cookie", cookie + "x"}}).status == 429);
}

BOOST_AUTO_TEST_CASE(guesses_at_once_are_counted_each)
{
    std::atomic<int> looked_at{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 30; ++i)
        threads.emplace_back([&] { looked_at += login("ann", "wrong").status == 401; });
    for (auto& t : threads) t.join();
    BOOST_TEST(looked_at.load() <= 13); // ten for free, and what a second or two more allows
}

BOOST_AUTO_TEST_CASE(a_day_of_guessing_stays_below_a_hundred)
{
    int guesses = 0;
    long long clock = 0;
    while (clock < 86'400) {
        auto reply = login("ann", "wrong");
        if (reply.status == 401) {
            ++guesses;
            continue;
        }
        BOOST_TEST_REQUIRE(reply.status == 429);
        auto wait = parse<long long>(reply.header("retry-after")).value_or(0);
        BOOST_TEST_REQUIRE(wait > 0);
        clock += wait;
        // Time goes by: everything that is remembered moves into the past.
        sql.change("UPDATE sign_in_attempts SET last_at = last_at - :wait::int * interval '1 second', "
                   "blocked_until = blocked_until - :wait::int * interval '1 second'",
            {arg("wait", wait)});
    }
    BOOST_TEST(guesses <= 100);
    BOOST_TEST(guesses >= 20); // the owner's own mistakes have room
}

BOOST_AUTO_TEST_SUITE_END()
