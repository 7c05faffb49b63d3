// Budgets of requests: exact, for one caller each, in Redis while it is there and in PostgreSQL where they
// must hold without it.
#include "t/kit/people.hpp"
#include "t/kit/servers/redis_server.hpp"

#include "lib/db/redis.hpp"
#include "lib/process/scoreboard.hpp"
#include "lib/web/rate.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fmt/format.h>

namespace {

// A twentieth of what is declared: a budget of 300 a minute lets 15 pass, and one more every four seconds.
constexpr long long read_budget = 15, account_budget = 15;
const std::string jobs = "/api/v1/jobs/";

// A board with Redis and budgets that a test can spend.
struct Limited {
    RedisServer redis;
    Board board{Variables{{"REDIS_URL", redis.url}, {"RATE_LIMIT_PERCENT", "5"}, {"SLOW_WORKERS", "2"}}};

    Api from(const std::string& address) const { return {board.address(), {{"X-Forwarded-For", address}}}; }
    Reply sign_in_from(const std::string& address)
    {
        return from(address).send(
            "POST", auth + "login/", json_type, object({{"username", "nobody"}, {"password", "x"}}));
    }
    Reply sign_up_from(const std::string& address)
    {
        return from(address).send("POST", auth + "register/", json_type, "{}");
    }

    // How many of `count` requests at once were answered with each status.
    std::map<int, int> at_once(int count, const std::string& target, const Variables& headers)
    {
        std::map<int, int> statuses;
        auto answers = ::at_once(
            board, count, [&](HttpClient& client, int) { return client.send("GET", target, headers); });
        for (const auto& answer : answers) ++statuses[answer.status];
        return statuses;
    }

    // The middle of the times that requests take, in milliseconds, each caller asking once.
    double median_ms(int network)
    {
        std::vector<double> times;
        Api api = board.anonymous();
        for (int i = 0; i < 40; ++i) {
            auto from = std::chrono::steady_clock::now();
            auto reply = api.get(jobs, {{"X-Forwarded-For", fmt::format("10.{}.0.{}", network, i + 1)}});
            std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - from;
            BOOST_TEST(reply.status == 200);
            times.push_back(took.count());
        }
        std::nth_element(times.begin(), times.begin() + 20, times.end());
        return times[20];
    }

    // Whether Redis is asked: it knows a fresh address afterwards.
    bool counts()
    {
        static int asked = 0;
        ++asked;
        auto address = fmt::format("10.200.{}.{}", asked / 250, asked % 250 + 1);
        return from(address).get(jobs).status == 200 &&
               Redis(Secret(redis.url)).text("rate read " + address).has_value();
    }

    // Every worker has found out that Redis is gone: requests are as quick as with it, soon.
    void check_soon_as_quick_as(double with)
    {
        int network = 1;
        BOOST_TEST(eventually([&] { return median_ms(++network) <= with + 5; }));
    }

    // The workers of one host count among themselves.
    void check_budget_without_redis(const std::string& address)
    {
        std::map<int, int> statuses;
        for (int i = 0; i < 3 * read_budget; ++i) ++statuses[from(address).get(jobs).status];
        BOOST_TEST(statuses[200] >= read_budget);
        BOOST_TEST(statuses[200] <= 2 * read_budget);
        BOOST_TEST(statuses[200] + statuses[429] == 3 * read_budget);
    }

    void check_limits_of_signing_in(const std::string& address)
    {
        check_refused(sign_in_from(address), 401, "invalid_credentials");
        check_refused(sign_in_from(address), 429, "rate_limited");
        BOOST_TEST(sign_up_from(address).status == 400);
        check_refused(sign_up_from(address), 429, "rate_limited");
    }
};

long long number(std::string_view header)
{
    auto value = parse<long long>(header);
    BOOST_TEST_REQUIRE(value.has_value(), header);
    return *value;
}

Limited& limited()
{
    static Limited only;
    return only;
}

struct Shared {
    Limited& l = limited();
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(rate, Shared)

BOOST_AUTO_TEST_CASE(of_parallel_requests_exactly_the_budget_passes)
{
    auto address = l.at_once(read_budget + 200, jobs, {{"X-Forwarded-For", "198.51.100.1"}});
    BOOST_TEST(address[200] == read_budget);
    BOOST_TEST(address[429] == 200);

    auto bearer = "Bearer " + l.board.token_for("ann", "user");
    auto user = l.at_once(account_budget + 200, auth + "me/", {{"Authorization", bearer}});
    BOOST_TEST(user[200] == account_budget);
    BOOST_TEST(user[429] == 200);
}

BOOST_AUTO_TEST_CASE(answers_tell_of_the_budget)
{
    auto api = l.from("198.51.100.2");
    for (long long left = read_budget - 1; left >= 0; --left) {
        auto reply = api.get(jobs);
        BOOST_TEST(reply.status == 200);
        BOOST_TEST(reply.header("ratelimit-limit") == std::to_string(read_budget));
        BOOST_TEST(reply.header("ratelimit-remaining") == std::to_string(left));
        auto reset = number(reply.header("ratelimit-reset"));
        BOOST_TEST((reset >= 1 && reset <= 60), reset);
    }
    auto refused = api.get(jobs);
    check_refused(refused, 429, "rate_limited");
    BOOST_TEST(refused.header("ratelimit-limit") == std::to_string(read_budget));
    BOOST_TEST(refused.header("ratelimit-remaining") == "0");
    BOOST_TEST(number(refused.header("ratelimit-reset")) > 50);
    auto wait = number(refused.header("retry-after"));
    BOOST_TEST((wait >= 1 && wait <= 4), wait);
    BOOST_TEST(refused.header("content-type").starts_with("application/json"));
    BOOST_TEST(refused.header("cache-control") == "no-store");
}

BOOST_AUTO_TEST_CASE(the_budget_grows_back_a_request_at_a_time)
{
    auto api = l.from("198.51.100.3");
    while (api.get(jobs).status == 200) {}
    BOOST_TEST_REQUIRE(eventually([&] { return api.get(jobs).status == 200; }, 6));
    BOOST_TEST(api.get(jobs).status == 429);
}

BOOST_AUTO_TEST_CASE(errors_tell_of_the_budget_and_cost_as_much)
{
    auto api = l.from("198.51.100.4");
    auto bad = api.get(jobs + "?page=x"), absent = api.get(jobs + to_text(new_uuid()) + '/');
    BOOST_TEST(bad.status == 400);
    BOOST_TEST(bad.header("ratelimit-remaining") == std::to_string(read_budget - 1));
    BOOST_TEST(absent.status == 404);
    BOOST_TEST(absent.header("ratelimit-remaining") == std::to_string(read_budget - 2));
}

BOOST_AUTO_TEST_CASE(users_have_budgets_of_their_own_wherever_they_come_from)
{
    auto ann = "Bearer " + l.board.token_for("bea", "user"),
         bob = "Bearer " + l.board.token_for("bob", "user");
    for (int i = 0; i < account_budget; ++i)
        BOOST_TEST(
            l.from(fmt::format("192.0.2.{}", i + 1)).get(auth + "me/", {{"Authorization", ann}}).status ==
            200);
    auto here = l.from("192.0.2.99");
    BOOST_TEST(here.get(auth + "me/", {{"Authorization", ann}}).status == 429);
    BOOST_TEST(here.get(auth + "me/", {{"Authorization", bob}}).status == 200);
    // Another session of hers is still her.
    auto again = "Bearer " + l.board.token_for("bea", "user");
    BOOST_TEST(here.get(auth + "me/", {{"Authorization", again}}).status == 429);
    // Who is not let in for want of a good token spends nobody's budget.
    BOOST_TEST(here.get(auth + "me/").status == 401);
    BOOST_TEST(here.get(auth + "me/").header("ratelimit-limit") == "");
}

BOOST_AUTO_TEST_CASE(addresses_are_believed_of_trusted_proxies_only)
{
    // Through one trusted proxy: the last address counts, whatever the client has put before it.
    for (int i = 0; i < read_budget; ++i)
        BOOST_TEST(l.from(fmt::format("10.1.1.{}, 198.51.100.5", i)).get(jobs).status == 200);
    BOOST_TEST(l.from("10.1.1.99, 198.51.100.5").get(jobs).status == 429);
    BOOST_TEST(l.from("198.51.100.5, 198.51.100.6").get(jobs).status == 200);

    // A second nginx before the same workers, which trusts nobody.
    Directory directory;
    auto where = "unix:" + directory.at("http");
    auto done = run({"nginx/render", directory.path, "listen=" + where,
        "fast=unix:" + l.board.directory.at("fast"), "slow=unix:" + l.board.directory.at("slow"),
        "assets=" + (std::filesystem::current_path() / "build/assets").string()});
    BOOST_TEST_REQUIRE(done.status == 0, done.out);
    Process nginx({"nginx", "-p", directory.path, "-e", directory.at("nginx.log"), "-c",
                      directory.at("nginx.conf"), "-g", "daemon off;"},
        directory.at("nginx.log"));
    auto status = [&](const std::string& address) {
        try {
            return HttpClient(where)
                .send("GET", jobs,
                    {{"X-Forwarded-For", address}, {"X-Real-IP", address}, {"Forwarded", "for=" + address}})
                .status;
        } catch (const HttpError&) {
            return 0;
        }
    };
    BOOST_TEST_REQUIRE(eventually([&] { return status("10.2.2.1") == 200; }));
    for (int i = 0; i < read_budget - 1; ++i) BOOST_TEST(status(fmt::format("10.2.2.{}", i + 2)) == 200);
    BOOST_TEST(status("10.2.2.99") == 429);
}

BOOST_AUTO_TEST_CASE(no_spelling_of_an_address_has_a_budget_of_its_own)
{
    auto api = l.from("198.51.100.77");
    while (api.get(jobs).status == 200) {}
    for (auto target : {"/api/v1/jobs/", "/api/v1/jobs", "/api/jobs/", "/api/jobs", "/api/v1/jobs/?page=1",
             "/api/jobs/?x", "/api/v1/jobs/featured/", "/api/v1/%6aobs/"})
        BOOST_TEST(api.get(target).status == 429, target);
    BOOST_TEST(api.head(jobs).status == 429);
    for (auto target : {"/API/v1/jobs/", "/api/v1/JOBS/", "/api/v1//jobs/", "/api/v1/./jobs/",
             "/api/v2/jobs/", "/api/v1/x/../jobs/", "/api/v1/jobs/%2f", "/api/v1/jobs;x/"})
        BOOST_TEST(api.get(target).status >= 400, target);
    for (auto name : {"X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"})
        BOOST_TEST(api.get(jobs, {{name, "203.0.113.200"}}).status == 429, name);
}

BOOST_AUTO_TEST_CASE(scopes_have_budgets_of_their_own)
{
    auto api = l.from("198.51.100.7");
    while (api.get(jobs).status == 200) {}
    BOOST_TEST(api.get("/api/v1/categories/").status == 429); // of the same scope
    BOOST_TEST(l.sign_in_from("198.51.100.7").status == 401);
    BOOST_TEST(api.get("/health/liveness/").status == 200); // without limit
    BOOST_TEST(api.get("/health/liveness/").header("ratelimit-limit") == "");
}

BOOST_AUTO_TEST_CASE(budgets_in_postgresql_are_as_exact)
{
    Board board(Variables{{"RATE_LIMIT_PERCENT", "50"}, {"SLOW_WORKERS", "3"}});
    std::map<int, int> statuses;
    std::vector<HttpAnswer> answers;
    for (int round = 0; round < 6; ++round) // one client has at most ten slow requests at once
        for (auto& answer : at_once(board, 10, [&](HttpClient&client, int) {
                 Variables headers{json_type[0], {"X-Forwarded-For", "198.51.100.8"}};
                 return client.send("POST", auth + "register/", headers, "{}");
             }))
            answers.push_back(std::move(answer));
    for (const auto& answer : answers) ++statuses[answer.status];
    BOOST_TEST(statuses[400] == 10);
    BOOST_TEST(statuses[429] == 50);
    for (const auto& answer : answers)
        if (answer.status == 429) {
            BOOST_TEST(answer.header("ratelimit-limit") == "10");
            BOOST_TEST(number(answer.header("retry-after")) > 300);
        }
    auto plain = board.outsider().get(jobs); // there is no Redis
    BOOST_TEST(plain.status == 200);
    BOOST_TEST(plain.header("ratelimit-remaining") == "149");
}

BOOST_AUTO_TEST_CASE(what_must_hold_is_not_kept_in_redis)
{
    while (l.sign_up_from("198.51.100.60").status == 400) {}
    Redis(Secret(l.redis.url)).run("redis.call('FLUSHALL') return {1}", "", "", {});
    BOOST_TEST(l.sign_up_from("198.51.100.60").status == 429);
}

BOOST_AUTO_TEST_CASE(a_network_of_ipv6_and_an_ipv4_address_written_as_one_are_one_client)
{
    for (std::string_view base : {"2001:db8:1:2::", "::ffff:198.51.100."}) {
        std::map<int, int> statuses;
        for (int i = 0; i < 2 * read_budget; ++i) {
            auto own = base.starts_with("::") ? std::string(base) + "61" : fmt::format("{}{:x}", base, i + 1);
            ++statuses[l.from(own).get(jobs).status];
        }
        BOOST_TEST(statuses[429] > 0);
    }
    BOOST_TEST(l.from("198.51.100.61").get(jobs).status == 429);
    BOOST_TEST(l.from("2001:db8:1:3::1").get(jobs).status == 200);
}

BOOST_AUTO_TEST_CASE(a_client_whose_searches_take_long_waits_for_its_own_account_only)
{
    auto search = [&](const std::string& address) { return l.from(address).get(jobs + "?search=wood"); };
    auto& sql = l.board.sql();
    Transaction transaction(sql);
    sql.script("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE"); // every search takes as long as it may
    auto reply = search("198.51.100.50");
    BOOST_TEST(reply.status == 503);
    for (int i = 0; i < 5 && reply.status == 503; ++i) reply = search("198.51.100.50");
    check_refused(reply, 429, "rate_limited");
    BOOST_TEST(number(reply.header("retry-after")) >= 1);
    BOOST_TEST(search("198.51.100.51").status == 503);
    transaction.commit();
    BOOST_TEST(search("198.51.100.51").status == 200); // nobody takes the database for frozen
    BOOST_TEST(l.from("198.51.100.50").get("/api/v1/categories/").status == 200);
}

BOOST_AUTO_TEST_CASE(of_a_client_that_owes_time_few_searches_go_on_at_once)
{
    for (auto& account : time_accounts()) account = monotonic_ms() + 1000;
    {
        Metered first("198.51.100.60", 100), second("198.51.100.60", 100);
        BOOST_CHECK_THROW(Metered("198.51.100.60", 100), Problem);
    }
    Metered again("198.51.100.60", 100);
    for (auto& account : time_accounts()) account = 0;
    std::vector<std::unique_ptr<Metered>> many; // nobody owes anything
    for (int i = 0; i < 20; ++i) many.push_back(std::make_unique<Metered>("198.51.100.61", 100));
}

BOOST_AUTO_TEST_CASE(zero_percent_lifts_all_limits)
{
    auto& board = ::board();
    auto answers = at_once(board, 60, [&](HttpClient& client, int number) {
        Variables headers{json_type[0], {"X-Forwarded-For", fmt::format("198.51.101.{}", number / 20 + 1)}};
        return number % 2 ? client.send("POST", auth + "register/", headers, "{}")
                          : client.send("GET", jobs, headers);
    });
    for (const auto& answer : answers) {
        BOOST_TEST((answer.status == 400 || answer.status == 200), answer.status);
        BOOST_TEST(answer.header("ratelimit-limit") == "");
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(rate_without_redis_alone, Limited)

BOOST_AUTO_TEST_CASE(a_redis_that_is_gone_stops_nobody)
{
    BOOST_TEST_REQUIRE(counts());
    auto with = median_ms(1);
    redis.server->signal(SIGKILL);
    BOOST_TEST_REQUIRE(eventually([&] { return redis.server->has_ended(); }));
    BOOST_TEST(from("198.51.100.1").get(jobs).status == 200);
    check_soon_as_quick_as(with);
    check_budget_without_redis("198.51.100.6");
    check_limits_of_signing_in("198.51.100.2");

    redis.start();
    BOOST_TEST(eventually([&] { return counts(); }));
}

BOOST_AUTO_TEST_CASE(a_redis_that_does_not_answer_stops_nobody)
{
    BOOST_TEST_REQUIRE(counts());
    auto with = median_ms(1);
    redis.server->signal(SIGSTOP);
    check_soon_as_quick_as(with);
    check_budget_without_redis("198.51.100.7");
    check_limits_of_signing_in("198.51.100.3");
    BOOST_TEST(board.anonymous().get("/health/liveness/").status == 200);

    redis.server->signal(SIGCONT);
    BOOST_TEST(eventually([&] { return counts(); }));
    // What it was asked while it slept is no answer to what it is asked now.
    BOOST_TEST(
        from("198.51.100.4").get(jobs).header("ratelimit-remaining") == std::to_string(read_budget - 1));
}

BOOST_AUTO_TEST_CASE(a_redis_that_has_forgotten_everything_is_told_anew)
{
    BOOST_TEST_REQUIRE(counts());
    int guesses = 0;
    auto guess = [&] { return sign_in_from(fmt::format("10.60.{}.1", ++guesses)); };
    while (guesses < 10) BOOST_TEST(guess().status == 401);
    board.sql().change("UPDATE sign_in_attempts SET blocked_until = now() + interval '20 minutes' "
                       "WHERE bucket LIKE 'account %'",
        {});
    redis.server->end();
    redis.start();
    BOOST_TEST(eventually([&] { return counts(); }));
    auto api = from("198.51.100.5");
    while (api.get(jobs).status == 200) {}
    BOOST_TEST(api.get(jobs).status == 429);
    check_refused(guess(), 429, "too_many_attempts"); // guesses at an account are not counted there
}

BOOST_AUTO_TEST_SUITE_END()
