// Health: what monitoring sees, also while PostgreSQL or Redis is away.
#include "t/kit/board.hpp"
#include "t/kit/seed.hpp"
#include "t/kit/servers/relay.hpp"

#include "lib/base/time.hpp"

#include <filesystem>
#include <fmt/format.h>

namespace {

double seconds_of(const std::function<void()>& action)
{
    auto from = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

void check_fresh(Json answer)
{
    auto at = parse<Time>(answer["timestamp"].text());
    BOOST_TEST_REQUIRE(at.has_value());
    BOOST_TEST(std::abs(std::chrono::duration<double>(now() - *at).count()) < 60);
}

// A board whose way to PostgreSQL can be cut and frozen.
struct Severed {
    Relay relay{cluster_socket_directory() + "/.s.PGSQL.5432"};
    Board board{{}, fmt::format("127.0.0.1 port={}", relay.port())};
    Api api = board.anonymous();
    std::vector<pid_t> workers = board.workers();

    Severed() { seed::job(board.sql()); }

    void check_unavailable(std::initializer_list<std::string> targets)
    {
        for (const auto& target : targets) {
            std::optional<Reply> reply;
            auto took = seconds_of([&] { reply = api.get(target); });
            BOOST_TEST(reply->status == 503, target << " -> " << reply->status);
            BOOST_TEST(took < 3.0, target << " took " << took << " s");
            if (target.starts_with("/health/")) BOOST_TEST(reply->json()["status"].text() == "unhealthy");
            else BOOST_TEST(reply->json()["code"].text() == "database_unavailable");
        }
        BOOST_TEST(api.get("/health/liveness/").status == 200);
    }

    void check_recovered()
    {
        auto well = [&] {
            return api.get("/health/").status == 200 && api.get("/api/v1/jobs/").status == 200;
        };
        BOOST_TEST(eventually(well, 5));
        for (int i = 0; i < 6; ++i) BOOST_TEST(api.get("/api/v1/jobs/").status == 200);
        BOOST_TEST(api.get("/health/readiness/").status == 200);
        BOOST_TEST(board.workers() == workers, boost::test_tools::per_element());
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(health)

BOOST_AUTO_TEST_CASE(all_is_well)
{
    auto api = board().anonymous();
    auto whole = api.get("/health/");
    BOOST_TEST(whole.status == 200);
    BOOST_TEST(whole.json().size() == 4u);
    BOOST_TEST(whole.json()["status"].text() == "healthy");
    BOOST_TEST(whole.json()["checks"].size() == 4u);
    BOOST_TEST(whole.json()["checks"]["database"].text() == "healthy");
    BOOST_TEST(whole.json()["checks"]["storage"].text() == "healthy");
    for (auto part : {"cache", "queue"}) BOOST_TEST(whole.json()["checks"][part].text() == "off", part);
    check_fresh(whole.json());
    for (auto target : {"/health/liveness/", "/health/readiness/"}) {
        auto sign = api.get(target);
        BOOST_TEST(sign.status == 200);
        BOOST_TEST(sign.json().size() == 2u);
        BOOST_TEST(sign.json()["status"].text() == "healthy");
        check_fresh(sign.json());
    }
}

BOOST_AUTO_TEST_CASE(nothing_private_is_told)
{
    auto body = board().anonymous().get("/health/").body;
    for (auto word : {"postgres", "version", "/", "MB", "host", "pid"})
        BOOST_TEST(body.find(word) == std::string::npos, word);
}

BOOST_AUTO_TEST_CASE(without_its_cache_the_service_works_on)
{
    Directory directory;
    auto socket = directory.at("redis");
    Board board({{"REDIS_URL", "unix:" + socket}});
    auto api = board.anonymous();
    auto cache_is = [&](const std::string& condition, const std::string& overall) {
        auto reply = api.get("/health/");
        return reply.status == 200 && reply.json()["checks"]["cache"].text() == condition &&
               reply.json()["status"].text() == overall;
    };
    BOOST_TEST(cache_is("unhealthy", "degraded"));
    {
        Process redis(
            {"redis-server", "--port", "0", "--unixsocket", socket, "--save", "", "--dir", directory.path},
            directory.at("log"));
        BOOST_TEST(eventually([&] { return cache_is("healthy", "healthy"); }));
    }
    BOOST_TEST(cache_is("unhealthy", "degraded"));
    BOOST_TEST(api.get("/health/readiness/").status == 200);
    BOOST_TEST(api.get("/api/v1/jobs/").status == 200);
}

BOOST_FIXTURE_TEST_CASE(a_lost_database_is_told_and_found_again, Severed)
{
    check_recovered();
    relay.become(Relay::cut);
    for (int i = 0; i < 3; ++i)
        check_unavailable({"/health/", "/api/v1/jobs/", "/api/v1/categories/", "/health/readiness/"});
    relay.become(Relay::passing);
    check_recovered();
}

BOOST_FIXTURE_TEST_CASE(a_frozen_database_is_told_in_time_and_found_again, Severed)
{
    check_recovered();
    relay.become(Relay::frozen);
    check_unavailable(
        {"/health/", "/health/readiness/"}); // first in the middle of a session, then in connecting
    relay.become(Relay::passing);
    check_recovered();
    relay.become(Relay::frozen);
    check_unavailable({"/api/v1/jobs/", "/api/v1/categories/"});
    relay.become(Relay::passing);
    check_recovered();
}

BOOST_FIXTURE_TEST_CASE(sessions_that_the_server_ended_are_replaced_unnoticed, Severed)
{
    check_recovered();
    board.sql().script(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND usename = 'jobboard_app'");
    for (int i = 0; i < 6; ++i) BOOST_TEST(api.get("/api/v1/jobs/").status == 200);
}

BOOST_AUTO_TEST_CASE(a_database_with_missing_migrations_is_not_ready)
{
    Board board;
    auto api = board.anonymous();
    board.sql().script(
        "DELETE FROM schema_migrations WHERE version = (SELECT max(version) FROM schema_migrations)");
    auto reply = api.get("/health/readiness/");
    BOOST_TEST(reply.status == 503);
    BOOST_TEST(reply.json()["status"].text() == "unhealthy");
    BOOST_TEST(api.get("/health/").status == 200);
}

BOOST_AUTO_TEST_CASE(a_host_that_is_about_to_leave_is_not_ready_but_answers)
{
    Board own;
    auto api = own.anonymous();
    auto readiness = [&] { return api.get("/health/readiness/").status; };
    BOOST_TEST(readiness() == 200);
    own.signal(SIGWINCH);
    BOOST_TEST(eventually([&] { return readiness() == 503; }));
    BOOST_TEST(api.get("/health/liveness/").status == 200);
    BOOST_TEST(api.get("/api/v1/jobs/").status == 200);
    own.signal(SIGWINCH);
    BOOST_TEST(eventually([&] { return readiness() == 200; }));
}

BOOST_AUTO_TEST_CASE(nobody_is_ready_while_the_database_is_migrated)
{
    Board own;
    auto api = own.anonymous();
    Sql& sql = own.sql();
    sql.script("SELECT pg_advisory_lock(hashtext('schema_migrations'))");
    BOOST_TEST(api.get("/health/readiness/").status == 503);
    BOOST_TEST(api.get("/api/v1/jobs/").status == 200);
    sql.script("SELECT pg_advisory_unlock(hashtext('schema_migrations'))");
    BOOST_TEST(api.get("/health/readiness/").status == 200);
    sql.script("INSERT INTO schema_migrations VALUES (9999, '9999_newer.sql', 'x')"); // of the next program
    BOOST_TEST(api.get("/health/readiness/").status == 200);
    sql.script("DELETE FROM schema_migrations WHERE version = (SELECT max(version) FROM schema_migrations "
               "WHERE version < 9999) OR version = 9999");
    BOOST_TEST(api.get("/health/readiness/").status == 503); // one is missing
}

BOOST_AUTO_TEST_CASE(admins_see_each_part)
{
    Board own(Variables{{"UPKEEP", "on"}, {"TASK_RUNNERS", "1"}});
    auto admin = own.admin();
    auto seen = [&](std::string_view name) {
        auto reply = admin.get("/health/details/");
        auto parts = reply.json()["parts"];
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (parts[i]["name"].text() == name) return parts[i]["condition"].text();
        return std::string("absent");
    };
    for (auto part : {"pool", "database", "storage"}) BOOST_TEST(seen(part) == "healthy", part);
    BOOST_TEST(seen("cache") == "off");
    BOOST_TEST(eventually([&] { return seen("upkeep") == "healthy"; }));
    std::filesystem::remove_all(own.directory.at("files"));
    own.directory.write("files", "no directory");
    BOOST_TEST(eventually([&] { return seen("storage") == "unhealthy"; }));
    BOOST_TEST(own.anonymous().get("/health/details/").status == 401);
    BOOST_TEST(own.employer().get("/health/details/").status == 403);
}

BOOST_AUTO_TEST_SUITE_END()
