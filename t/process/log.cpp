// What the log says of a request, that it can be rotated, and where errors are reported.
#include "t/kit/board.hpp"
#include "t/kit/seed.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace {

// The lines of one event, oldest first.
std::vector<JsonValue> events(const std::string& log, std::string_view event)
{
    std::vector<JsonValue> out;
    std::istringstream in(log);
    for (std::string line; std::getline(in, line);) {
        auto value = parse_json(line);
        if (Json(value)["event"].text() == event) out.push_back(std::move(value));
    }
    return out;
}

// A far end for reports: takes each request whole and answers 200.
class Collector {
public:
    Collector() : listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in at{
            .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
        socklen_t size = sizeof at;
        if (bind(listener, reinterpret_cast<sockaddr*>(&at), size) < 0 || listen(listener, 8) < 0 ||
            getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size) < 0)
            throw std::runtime_error("the collector cannot listen");
        port = ntohs(at.sin_port);
        thread = std::thread([this] { work(); });
    }
    ~Collector()
    {
        over = true;
        shutdown(listener, SHUT_RDWR); // wakes accept()
        thread.join();
        close(listener);
    }
    std::string got()
    {
        std::lock_guard lock(mutex);
        return text;
    }
    int port = 0;

private:
    int listener;
    std::atomic<bool> over = false;
    std::mutex mutex;
    std::string text;
    std::thread thread;

    void work()
    {
        while (!over) {
            int client = accept(listener, nullptr, nullptr);
            if (client < 0) continue;
            char part[4096];
            std::string request;
            while (request.find("\n{\"type\":\"event\"") == request.npos || !request.ends_with("}\n")) {
                auto got = recv(client, part, sizeof part, 0);
                if (got <= 0) break;
                request.append(part, static_cast<std::size_t>(got));
            }
            constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
            send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
            close(client);
            std::lock_guard lock(mutex);
            text += request;
        }
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(the_log)

BOOST_AUTO_TEST_CASE(a_request_has_one_line_with_all_that_matters)
{
    auto ann = board().user();
    auto reply =
        ann.send("GET", "/api/v1/auth/me/?canary=secret-in-a-query", {{"X-Request-ID", "a-name-of-mine-1"}});
    auto line = [&] {
        for (const auto& value : events(board().log(), "request"))
            if (Json(value)["id"].text() == "a-name-of-mine-1") return std::optional(value);
        return std::optional<JsonValue>();
    };
    BOOST_REQUIRE(eventually([&] { return line().has_value(); }));
    auto found = *line();
    Json seen(found);
    BOOST_TEST(seen["level"].text() == "info");
    BOOST_TEST(seen["endpoint"].text() == "read_own_account");
    BOOST_TEST(seen["caller"].text() == reply.json()["id"].text());
    BOOST_TEST(seen["status"].text() == "200");
    BOOST_TEST(std::stod(seen["ms"].text()) > 0);
    BOOST_TEST(std::stod(seen["sql_ms"].text()) > 0);
    BOOST_TEST(std::stoi(seen["sql"].text()) >= 1);
    BOOST_TEST(seen["bytes"].text() == std::to_string(reply.body.size()));
    BOOST_TEST(seen.has("time"));
    BOOST_TEST(board().log().find("secret-in-a-query") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(slow_statements_are_named_with_who_asked)
{
    Board own(Variables{{"SLOW_STATEMENT_MS", "100"}, {"LOCK_TIMEOUT_MS", "400"}});
    auto job = seed::job(own.sql());
    auto admin = own.admin();
    own.sql().begin();
    own.sql().change("UPDATE jobs SET title = title");
    auto reply = admin.send("PATCH", "/api/v1/jobs/" + to_text(job) + "/",
        {{"Content-Type", "application/json"}}, R"({"title":"never-in-a-log"})");
    own.sql().rollback();
    BOOST_TEST(reply.status != 200);
    std::vector<JsonValue> slow;
    BOOST_REQUIRE(eventually([&] { return !(slow = events(own.log(), "slow_statement")).empty(); }));
    Json first(slow.front());
    BOOST_TEST(first["endpoint"].text() == "update_job");
    BOOST_TEST(std::stod(first["ms"].text()) >= 100);
    BOOST_TEST(first["sql"].text().find("jobs") != std::string::npos);
    BOOST_TEST(own.log().find("never-in-a-log") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_is_opened_anew_when_the_master_is_told)
{
    Directory room;
    auto file = room.at("log"), rotated = room.at("log.1");
    Board own(Variables{{"LOG_FILE", file}});
    own.anonymous().get("/api/v1/categories/?before");
    BOOST_REQUIRE(eventually([&] { return !events(text_of(file), "request").empty(); }));
    std::filesystem::rename(file, rotated);
    own.signal(SIGUSR1);
    BOOST_TEST(eventually([&] {
        for (int i = 0; i < 4; ++i) own.anonymous().get("/api/v1/jobs/");
        return events(text_of(file), "request").size() >= 20;
    }));
    auto old_size = std::filesystem::file_size(rotated);
    for (int i = 0; i < 20; ++i) own.anonymous().get("/api/v1/jobs/");
    BOOST_TEST(std::filesystem::file_size(rotated) == old_size); // nobody writes there any more
    BOOST_TEST(own.log() == "");                                 // nor to standard error
}

BOOST_AUTO_TEST_CASE(errors_are_reported_where_the_setting_says)
{
    Collector collector;
    Board own(
        Variables{{"SENTRY_DSN", "http://the-key@127.0.0.1:" + std::to_string(collector.port) + "/42"}});
    // A migration that is not what was applied has a reload refused, which is an error.
    auto turn_migration = [&] {
        own.sql().script("UPDATE schema_migrations SET checksum = reverse(checksum) WHERE version = 1");
    };
    turn_migration();
    own.signal(SIGHUP);
    BOOST_TEST(eventually([&] { return collector.got().find("reload_refused") != std::string::npos; }));
    auto got = collector.got();
    BOOST_TEST(got.starts_with("POST /api/42/envelope/ HTTP/1.1\r\n"));
    BOOST_TEST(got.find("sentry_key=the-key") != std::string::npos);
    auto event = parse_json(got.substr(got.find('\n', got.find("{\"type\":\"event\"")) + 1));
    Json seen(event);
    BOOST_TEST(seen["level"].text() == "error");
    BOOST_TEST(seen["event_id"].text().size() == 32u);
    BOOST_TEST(seen["environment"].text() == "test");
    BOOST_TEST(seen["message"]["formatted"].text() == "reload_refused");
    BOOST_TEST(seen["extra"].has("reason"));
    BOOST_TEST(own.call({"config"}).out.find("the-key") == std::string::npos);

    // The process that reports is replaced by a reload, and the next one goes on where it was.
    auto upkeep = own.upkeep();
    turn_migration();
    own.signal(SIGHUP);
    BOOST_TEST(eventually([&] { return own.upkeep() != 0 && own.upkeep() != upkeep; }));
    turn_migration();
    own.signal(SIGHUP);
    auto reports = [&] {
        auto all = collector.got();
        int n = 0;
        for (auto at = all.find("\"formatted\""); at != all.npos; at = all.find("\"formatted\"", at + 1)) ++n;
        return n;
    };
    BOOST_TEST(eventually([&] { return reports() == 2; }));
}

BOOST_AUTO_TEST_SUITE_END()
