// The whole product for tests: nginx, the real master and its workers, and a database of its own.
#pragma once

#include "database.hpp"
#include "http.hpp"
#include "process.hpp"
#include <csignal>

#include "lib/auth/passwords.hpp"
#include "lib/base/json.hpp"

#include <boost/test/unit_test.hpp>
#include <csignal>

// A value in an answer. Looking for what is not there throws, so that a test fails with its name.
class Json {
public:
    Json(const JsonValue& value) : value_(&value) {} // NOLINT: meant to convert

    Json operator[](std::string_view member) const;
    Json operator[](std::size_t index) const;
    bool has(std::string_view member) const { return value_->member(member) != nullptr; }
    std::size_t size() const;
    const std::string& text() const; // of a text, number or boolean
    bool is(JsonValue::Kind kind) const { return value_->kind == kind; }
    bool is_null() const { return is(JsonValue::Kind::null); }
    const JsonValue& value() const { return *value_; }

private:
    const JsonValue* value_;
};

// One member of every object in a list.
std::vector<std::string> each(Json list, std::string_view member);

// "a, b, c": reads well when a test fails.
std::string joined(const std::vector<std::string>&);

class Reply : public HttpAnswer {
public:
    explicit Reply(HttpAnswer answer) : HttpAnswer(std::move(answer)) {}
    Json json() const; // of the body, as long as the reply lives; throws JsonError when it is none

private:
    mutable std::shared_ptr<const JsonValue> parsed;
};

// One kind of caller, on a connection of its own. Every answer is written down for the check of replies.
class Api {
public:
    Api(const std::string& where, Variables always) : client(where), always(std::move(always)) {}

    Reply get(std::string_view target, const Variables& headers = {}) { return send("GET", target, headers); }
    Reply head(std::string_view target, const Variables& headers = {})
    {
        return send("HEAD", target, headers);
    }
    Reply send(std::string_view method, std::string_view target, const Variables& headers = {},
        std::string_view body = "");

private:
    HttpClient client;
    Variables always; // headers of every request
};

// Signs the tokens of every board for tests.
inline const std::string test_secret_key = "a-key-for-tests-of-at-least-32-characters";

// Passwords of the tests are cheap to hash, so that tests are quick.
inline constexpr HashCost test_hash_cost{.passes = 1, .memory = 1 << 20};

class Board {
public:
    // `settings` stand in the env file, names without JOBBOARD_; `database_host` as in Database::connection.
    // CACHE=on turns nginx's cache on, too; without it a test sees at once what it has written. LIVE is the
    // board's own nginx, whatever it says; "without nchan": that lacks the module.
    explicit Board(const Variables& settings = {}, std::string_view database_host = "");
    ~Board();
    Board(const Board&) = delete;

    // Comes from this machine, as operators do.
    Api anonymous() const { return {where, {}}; }
    // Comes from elsewhere.
    Api outsider() const { return {where, {{"X-Forwarded-For", "203.0.113.7"}}}; }

    // Somebody signed in, with an account of that name made when there is none.
    Api user(const std::string& name = "ann") { return bearer(token_for(name, "user")); }
    Api employer(const std::string& name = "acme") { return bearer(token_for(name, "employer")); }
    Api admin(const std::string& name = "root") { return bearer(token_for(name, "admin")); }
    // A good access token of a new session of theirs.
    std::string token_for(const std::string& name, const std::string& role);

    // Who holds that access token.
    Api bearer(const std::string& token) const { return {where, {{"Authorization", "Bearer " + token}}}; }

    // A session that may do everything with its database.
    Sql& sql() { return superuser; }
    // Words for another session with it.
    std::string connection(std::string_view role = "postgres") const { return database.connection(role); }

    // The processes that answer, in the order of their numbers.
    std::vector<pid_t> workers() const;
    pid_t upkeep() const; // the process that looks after the host; 0 when there is none
    std::vector<pid_t> runners() const { return children_called("run-tasks"); }
    void signal(int number) const { master->signal(number); } // the master
    std::string log() const { return text_of(directory.at("master.log")); }
    // A command of the program, with this board's settings and others from the environment.
    Finished call(std::vector<std::string> words, Variables environment = {}) const;

    const std::string& public_url() const { return url; }
    const std::string& address() const { return where; } // of nginx, for a client of one's own

    Directory directory;

private:
    std::vector<pid_t> children_called(std::string_view command) const;
    Database database;
    std::string url = "http://jobs.example", where;
    Sql superuser;
    std::optional<Process> master, nginx;

    void write_settings(const Variables&, std::string_view database_host) const;
    void render_nginx(const Variables& settings) const;
};

// The board of this test program, started when it is first asked for.
Board& board();

// A fixture: the board with no rows at all in its tables.
struct EmptyBoard {
    Board& board = ::board();
    Sql& sql = board.sql();
    Api api = board.anonymous();
    EmptyBoard() { empty_tables(sql); }
};
