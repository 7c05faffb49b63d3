// Listening to what is new, over the real nginx.
#include "t/kit/board.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include "lib/auth/tokens.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

const std::string stream = "/api/v1/notifications/stream/", socket_ = "/api/v1/notifications/ws/";

// A connection on which what comes is kept.
class Listener {
public:
    Listener(const std::string& where, const std::string& target, const Variables& headers)
        : connection(connect_to(where, 20))
    {
        auto text = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n";
        for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
        text += "\r\n";
        BOOST_TEST_REQUIRE(send(connection, text.data(), text.size(), MSG_NOSIGNAL) == std::ssize(text));
    }
    Listener(Listener&& other) noexcept
        : connection(std::exchange(other.connection, -1)), got(std::move(other.got))
    {
    }
    Listener& operator=(Listener&&) = delete;
    ~Listener()
    {
        if (connection >= 0) close(connection);
    }

    const std::string& text()
    {
        pollfd ready{.fd = connection, .events = POLLIN, .revents = 0};
        char part[65536];
        while (poll(&ready, 1, 0) > 0) {
            auto size = recv(connection, part, sizeof part, 0);
            if (size <= 0) break;
            got.append(part, static_cast<std::size_t>(size));
        }
        return got;
    }
    bool gets(std::string_view part)
    {
        return eventually([&] { return text().find(part) != std::string::npos; });
    }
    int count(std::string_view part)
    {
        int out = 0;
        text();
        for (auto at = got.find(part); at != got.npos; at = got.find(part, at + 1)) ++out;
        return out;
    }
    // The id of the last message.
    std::string last_id()
    {
        auto at = text().rfind("id: ");
        return at == got.npos ? "" : got.substr(at + 4, got.find_first_of("\r\n", at) - at - 4);
    }

private:
    int connection;
    std::string got;
};

const Variables events{{"Accept", "text/event-stream"}};
const Variables upgrade{{"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"},
    {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};

Board& live_board()
{
    static Board only({{"LIVE", "on"}, {"TASK_RUNNERS", "2"}, {"FAST_WORKERS", "1"},
        {"CORS_ORIGINS", "https://app.example"}});
    return only;
}

struct Live {
    Board& board = live_board();
    Sql& sql = board.sql();

    Variables bearing(const std::string& who, Variables more = events)
    {
        more.emplace_back("Authorization", "Bearer " + board.token_for(who, "employer"));
        return more;
    }
    Listener listener(const std::string& target, const Variables& headers)
    {
        Listener out(board.address(), target, headers);
        BOOST_TEST_REQUIRE(out.gets(": hi"));
        return out;
    }
    Listener listener(const std::string& who) { return listener(stream, bearing(who)); }

    // What tells its employer.
    void publish(const std::string& employer, const std::string& title)
    {
        auto owner = seed::user(sql, {.username = employer, .role = "employer"});
        auto job = seed::job(sql, {.title = title, .employer = owner, .status = "draft"});
        auto done = board.employer(employer).send(
            "PATCH", "/api/v1/jobs/" + to_text(job) + '/', json_type, R"({"status":"active"})");
        BOOST_TEST_REQUIRE(done.status == 200);
    }
    std::string ticket(const std::string& who)
    {
        auto made = board.employer(who).send("POST", stream + "ticket/", json_type, "{}");
        BOOST_TEST_REQUIRE(made.status == 200);
        BOOST_TEST(made.json()["expires_in"].text() == "60");
        return made.json()["ticket"].text();
    }
    Reply ask(const std::string& target, const Variables& headers = events)
    {
        return board.anonymous().get(target, headers);
    }
};

std::string code_of(const Reply& reply)
{
    return std::to_string(reply.status) + ' ' + reply.json()["code"].text();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(live, Live)

BOOST_AUTO_TEST_CASE(whoever_listens_is_told_and_nobody_else)
{
    auto desk = listener("acme"), phone = listener("acme"), other = listener("other");
    publish("acme", "Joiner");
    BOOST_TEST(desk.gets("Joiner is online"));
    BOOST_TEST(phone.gets("Joiner is online"));
    publish("other", "Baker");
    BOOST_TEST(other.gets("Baker is online"));
    BOOST_TEST(other.count("Joiner") == 0);
    BOOST_TEST(desk.count("Baker") == 0);

    auto listed = board.employer("acme").get("/api/v1/notifications/");
    auto shown = listed.body.substr(listed.body.find("{\"id\""));
    shown.resize(shown.rfind("}]") + 1);
    BOOST_TEST(desk.count("data: " + shown) == 1, desk.text() << "\nhas no " << shown);
}

BOOST_AUTO_TEST_CASE(it_comes_within_a_second_or_so)
{
    auto desk = listener("acme");
    auto took = [&](int number) {
        auto title = "Joiner " + std::to_string(number) + " is";
        publish("acme", title);
        auto from = now();
        BOOST_TEST(desk.gets(title));
        return now() - from;
    };
    std::vector<Time::duration> times;
    for (int i = 0; i < 5; ++i) times.push_back(took(i));
    std::ranges::sort(times);
    BOOST_TEST((times[2] < std::chrono::seconds(2)));
}

BOOST_AUTO_TEST_CASE(answers_are_those_of_a_stream)
{
    auto desk = listener("acme");
    for (auto header : {"HTTP/1.1 200", "Content-Type: text/event-stream", "Cache-Control: no-store",
             "X-Content-Type-Options: nosniff", "X-Request-ID: ", "Vary: Origin"})
        BOOST_TEST(desk.count(header) == 1, header << " in " << desk.text());
    BOOST_TEST(desk.count("X-Accel") == 0);
    BOOST_TEST(desk.count("Access-Control-Allow-Origin") == 0);

    auto from = [&](const std::string& origin) {
        auto headers = bearing("acme");
        headers.emplace_back("Origin", origin);
        return headers;
    };
    auto known = listener(stream, from("https://app.example"));
    BOOST_TEST(known.count("Access-Control-Allow-Origin: https://app.example") == 1, known.text());
    BOOST_TEST(known.count("Access-Control-Allow-Credentials: true") == 1);
    auto own = listener(stream, from("http://localhost"));
    auto foreign = ask(stream, from("https://evil.example"));
    BOOST_TEST(code_of(foreign) == "403 permission_denied");
    BOOST_TEST(foreign.header("access-control-allow-origin") == "");
}

BOOST_AUTO_TEST_CASE(a_ticket_is_good_for_listening_alone)
{
    auto good = ticket("acme");
    auto desk = listener(stream + "?ticket=" + good, events);
    publish("acme", "Joiner");
    BOOST_TEST(desk.gets("Joiner is online"));

    BOOST_TEST(code_of(ask(stream)) == "401 not_authenticated");
    BOOST_TEST(code_of(ask(stream + "?ticket=x")) == "401 token_not_valid");
    BOOST_TEST(code_of(ask(stream + "?ticket=" + good + "x")) == "401 token_not_valid");
    auto access = board.token_for("acme", "employer");
    BOOST_TEST(code_of(ask(stream + "?ticket=" + access)) == "401 token_not_valid");
    BOOST_TEST(code_of(board.bearer(good).get("/api/v1/auth/me/")) == "401 token_not_valid");

    auto user = seed::user(sql, {.username = "acme"});
    auto session = *parse<Uuid>(value(sql, "SELECT max(id::text) AS value FROM sessions"));
    auto then = now() - std::chrono::minutes(2);
    auto signed_by = [&](const std::string& key, Time expires) {
        return TokenKeys({key}).sign({TokenType::listen, new_uuid(), user, session, then, expires});
    };
    auto soon = now() + std::chrono::seconds(30);
    BOOST_TEST(code_of(ask(stream + "?ticket=" + signed_by(test_secret_key, then))) == "401 token_expired");
    BOOST_TEST(code_of(ask(stream + "?ticket=" + signed_by("another-key-of-at-least-32-characters", soon))) ==
               "401 token_not_valid");

    sql.change("UPDATE users SET is_active = false");
    BOOST_TEST(code_of(ask(stream + "?ticket=" + good)) == "401 user_inactive");
    sql.change("UPDATE users SET is_active = true");
    sql.change("UPDATE sessions SET ended_at = now()");
    BOOST_TEST(code_of(ask(stream + "?ticket=" + good)) == "401 token_revoked");
    BOOST_TEST(text_of(board.directory.at("log/access.log")).find(good) == std::string::npos);
    BOOST_TEST(board.log().find(good) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_is_missed_and_nothing_comes_twice_after_a_cut)
{
    std::string last;
    {
        auto desk = listener("acme");
        publish("acme", "First");
        BOOST_TEST(desk.gets("First is online"));
        last = desk.last_id();
    }
    for (auto title : {"Second", "Third", "Fourth"}) publish("acme", title);
    BOOST_TEST(eventually([&] {
        return value(sql,
                   "SELECT count(*)::text AS value FROM tasks t JOIN notifications n ON "
                   "t.input ->> 'event' = n.event::text WHERE t.kind = 'tell_live' AND t.state = 'done' "
                   "AND n.title IN ('Second is online', 'Third is online', 'Fourth is online')") == "3";
    }));
    auto headers = bearing("acme");
    headers.emplace_back("Last-Event-ID", last);
    auto again = listener(stream, headers);
    auto query = listener(stream + "?last_event_id=" + last, bearing("acme"));
    auto fresh = listener("acme");
    publish("acme", "Fifth");
    for (auto* one : {&again, &query}) {
        BOOST_TEST(one->gets("Fifth is online"));
        BOOST_TEST(one->count("First") == 0);
        for (auto title : {"Second is online", "Third is online", "Fourth is online", "Fifth is online"})
            BOOST_TEST(one->count(std::string("\"title\":\"") + title) == 1, title);
    }
    BOOST_TEST(fresh.gets("Fifth is online"));
    BOOST_TEST(fresh.count("data: ") == 1);

    for (auto bad : {"x", "1", "1:", ":1", "1:2,3:4", "-1:0", "1:-1", "1:2%0d%0aX-Accel-Redirect:%20/",
             "99999999999999999999:0"})
        BOOST_TEST(ask(stream + "?last_event_id=" + bad, bearing("acme")).status == 400, bad);
}

BOOST_AUTO_TEST_CASE(web_sockets_are_told_too)
{
    Listener browser(board.address(), socket_ + "?ticket=" + ticket("acme"), upgrade);
    BOOST_TEST(browser.gets("\r\n\r\n"));
    BOOST_TEST(browser.count("HTTP/1.1 101") == 1, browser.text());
    BOOST_TEST(browser.count("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == 1);
    publish("acme", "Joiner");
    BOOST_TEST(browser.gets("\"title\":\"Joiner is online\""));

    auto with_ids = bearing("acme", upgrade);
    with_ids.emplace_back("Sec-WebSocket-Protocol", "ws+meta.nchan");
    Listener program(board.address(), socket_, with_ids);
    BOOST_TEST(program.gets("\r\n\r\n"));
    publish("acme", "Baker");
    BOOST_TEST(program.gets("Baker is online"));
    Listener again(
        board.address(), socket_ + "?last_event_id=" + program.last_id(), bearing("acme", upgrade));
    publish("acme", "Cook");
    BOOST_TEST(again.gets("Cook is online"));
    BOOST_TEST(again.count("Baker") == 0);

    auto foreign = bearing("acme", upgrade);
    foreign.emplace_back("Origin", "https://evil.example");
    BOOST_TEST(code_of(ask(socket_, foreign)) == "403 permission_denied");
    BOOST_TEST(code_of(ask(socket_, upgrade)) == "401 not_authenticated");
    auto plain = ask(socket_, bearing("acme", {}));
    BOOST_TEST(code_of(plain) == "426 upgrade_required");
    BOOST_TEST(plain.header("upgrade") == "websocket");
    BOOST_TEST(code_of(ask(stream, bearing("acme", {{"Accept", "text/html"}}))) == "406 not_acceptable");
    BOOST_TEST(code_of(ask(stream, bearing("acme", {}))) == "406 not_acceptable");
}

BOOST_AUTO_TEST_CASE(those_who_listen_hold_no_worker)
{
    BOOST_TEST_REQUIRE(board.workers().size() == 2u); // one of each pool
    std::vector<Listener> all;
    for (int i = 0; i < 200; ++i) {
        auto headers = bearing("acme");
        headers.emplace_back("X-Forwarded-For", "203.0.113.9"); // one office
        all.emplace_back(board.address(), stream, headers);
    }
    for (auto& one : all) BOOST_TEST_REQUIRE(one.gets(": hi"));
    // Nor any of the connections that an address may have. That many requests at once are another wall.
    auto answers = [&] {
        return board.anonymous().get("/api/v1/jobs/", {{"X-Forwarded-For", "203.0.113.9"}}).status == 200;
    };
    for (int i = 0; i < 20; ++i) BOOST_TEST(eventually(answers));
    publish("acme", "Joiner");
    for (auto& one : all) BOOST_TEST(one.gets("Joiner is online"));
}

BOOST_AUTO_TEST_CASE(channels_are_nobodys_to_enter)
{
    for (auto path : {"/.live/", "/.live/00000000-0000-4000-8000-000000000000."
                                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
        BOOST_TEST(ask(path).status == 404, path);
    BOOST_TEST(board.anonymous().send("POST", "/.live/x", {}, "{}").status == 404);
    HttpClient publisher("unix:" + board.directory.at("live"));
    BOOST_TEST(publisher.post("/x", "{}").status == 404);
    BOOST_TEST(publisher.get("/").status == 404);
}

BOOST_AUTO_TEST_CASE(a_board_without_nginx_module_says_so_and_goes_on)
{
    Board lacking(Variables{{"LIVE", "without nchan"}});
    auto reply = lacking.employer().get(stream, events);
    BOOST_TEST(reply.status == 503);
    BOOST_TEST(reply.json()["code"].text() == "service_unavailable");
    BOOST_TEST(lacking.anonymous().get("/api/v1/jobs/").status == 200);

    auto off = ::board().employer().get(stream, events);
    BOOST_TEST(code_of(off) == "503 live_off");
    BOOST_TEST(code_of(::board().employer().get(socket_, upgrade)) == "503 live_off");
}

BOOST_AUTO_TEST_CASE(nothing_is_queued_where_nobody_can_listen)
{
    Board quiet(Variables{{"TASK_RUNNERS", "2"}});
    auto owner = seed::user(quiet.sql(), {.username = "acme", .role = "employer"});
    auto job = seed::job(quiet.sql(), {.title = "Joiner", .employer = owner, .status = "draft"});
    BOOST_TEST(quiet.employer("acme")
                   .send("PATCH", "/api/v1/jobs/" + to_text(job) + '/', json_type, R"({"status":"active"})")
                   .status == 200);
    BOOST_TEST(eventually(
        [&] { return value(quiet.sql(), "SELECT count(*)::text AS value FROM notifications") == "1"; }));
    BOOST_TEST(
        value(quiet.sql(), "SELECT count(*)::text AS value FROM tasks WHERE kind = 'tell_live'") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
