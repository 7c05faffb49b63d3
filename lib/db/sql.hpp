// A session with PostgreSQL: statements in, structs out. Statements are prepared once and kept; planning a
// three-way join anew for each request costs about nine times its execution.
#pragma once

#include "lib/base/secret.hpp"
#include "lib/base/uuid.hpp"
#include "rows.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <unordered_map>

struct SqlOptions {
    Secret connection;             // see postgres_words()
    std::string time_zone = "UTC"; // in which the board's days begin: see board_today() of the database
    int connect_timeout_s = 2;
    int statement_timeout_ms = 2500, lock_timeout_ms = 1000, idle_transaction_timeout_ms = 5000;
    // Whether it is the pool's common database: what one worker has waited for in vain while no other got an
    // answer, nobody waits for within the next second. Otherwise each request would wait for those before it
    // as well.
    bool shared_breaker = false;
    int slow_statement_ms = 0; // statements that take longer are remembered in Spent; 0: none
};

// How somebody came to do something: through the API, on a page for people, by a command on the host, or
// a task did, on behalf of nobody.
enum class CameBy { api, page, command, task, key };
template <>
inline constexpr std::array<std::string_view, 5> names_of<CameBy>{"api", "page", "command", "task", "key"};

// Who acts through a session: what is written of changes says it.
struct Actor {
    CameBy came_by = CameBy::command;
    std::optional<Uuid> person = {}; // who proved who they are
    std::string request = "", method = "", path = "", address = "",
                agent = ""; // of a request; path: without its query
};

// A statement failed. Holds nothing that came from a caller: driver messages quote the bound values, and
// with them passwords and addresses, so they are dropped where they are caught.
struct DatabaseError {
    std::string sqlstate;   // "23505"; "08006" when the server could not be reached
    std::string constraint; // the violated one, if any
    std::string column;     // the offending one, if the server names it
    std::string summary;    // the server's primary message of errors that cannot quote values, for the log;
                            // or why it could not be reached
    bool lost = false;      // the session is gone; the next statement connects anew
};

namespace soci {
class session;
}

class Sql {
public:
    explicit Sql(SqlOptions); // connects at the first statement
    ~Sql();
    Sql(const Sql&) = delete;
    Sql& operator=(const Sql&) = delete;

    // Every row as a T, whose field names the statement's columns must repeat in order (fields of a member
    // struct are prefixed with its name: category.slug is category_slug). Throws DatabaseError. The statement
    // is kept under its text for the session's life, so the program must not have endlessly many of them.
    template <Described T> std::vector<T> all(std::string_view text, const Params& params = {})
    {
        return read_rows<T>(execute(text, params, true));
    }

    // The first row, if there is any.
    template <Described T> std::optional<T> one(std::string_view text, const Params& params = {})
    {
        auto rows = all<T>(text, params);
        if (rows.empty()) return std::nullopt;
        return std::move(rows.front());
    }

    // The same for a text composed for this request: planned with the values at hand and not kept. Filters
    // and searches want that; one plan for all their values would walk whole tables for some of them.
    template <Described T> std::vector<T> all_once(std::string_view text, const Params& params)
    {
        return read_rows<T>(execute(text, params, false));
    }

    // Runs a statement for its effect; answers how many rows it changed.
    long long change(std::string_view text, const Params& params = {});

    // Runs texts of several statements without parameters, as migrations are.
    void script(const std::string& text);

    // Sends rows by COPY … FROM STDIN: `command` names table and columns, `rows` is PostgreSQL's text format.
    // Answers how many rows went in.
    long long copy_in(const std::string& command, std::string_view rows);

    // One statement needs no transaction of its own: begin and commit are two round trips.
    void begin();
    void
    commit(); // throws DatabaseError when the server had already given the transaction up; lost: who knows
    void rollback() noexcept;
    bool in_transaction() const { return transaction; }

    void disconnect() noexcept; // the next statement connects anew

    // Waits for a notice on a channel that a LISTEN of this session named, until something is to be read from
    // that descriptor, or so long. Without a session it only waits.
    void wait_for_notice(std::chrono::milliseconds at_most, int descriptor);

    struct Slow {
        std::string text; // with names where the values go
        std::chrono::microseconds time;
    };
    struct Spent {
        int statements = 0, prepared = 0;
        std::chrono::microseconds time{0};
        std::vector<Slow> slow; // the first few
    };
    Spent take_spent(); // since the last call, for the log

    // Who acts through this session from now on.
    const Actor& actor() const { return acting; }
    void act_as(Actor actor) { acting = std::move(actor); }
    void act_as(const Uuid& person) { acting.person = person; } // who has just proved who they are

    // How long PostgreSQL works at each statement outside transactions before it gives up: see
    // StatementLimit.
    int limit_ms() const { return wanted_limit_ms; }
    void limit_to(int milliseconds) { wanted_limit_ms = milliseconds; }

private:
    struct Prepared;
    SqlOptions options;
    std::unique_ptr<soci::session> session; // declared before the statements, which must go first
    std::unordered_map<std::string_view, std::unique_ptr<Prepared>> kept;
    std::unique_ptr<Prepared> once;
    std::vector<std::unique_ptr<Prepared>>
        failed; // in this transaction: dropping one is a call that waits for its end
    bool transaction = false;
    int wanted_limit_ms, server_limit_ms;
    Spent spent;
    Actor acting;

    void connect();
    void refuse_if_away() const;
    void tell_limit();
    SqlRows execute(std::string_view text, const Params&, bool keep);
    Prepared& prepare(std::string_view text, const Params&, bool keep);
    [[noreturn]] void fail(std::string_view text, const Prepared*);
    struct Timed;
};

// The SQLSTATE of a statement that was given up.
inline constexpr std::string_view given_up = "57014";

// While it lives, statements of a session outside transactions are given up after that time, if not sooner.
// The server is told before the next statement, so one that is the same as before costs nothing.
class StatementLimit {
public:
    StatementLimit(Sql& sql, std::chrono::milliseconds at_most) : sql(sql), before(sql.limit_ms())
    {
        sql.limit_to(std::min(before, static_cast<int>(at_most.count())));
    }
    ~StatementLimit() { sql.limit_to(before); }
    StatementLimit(const StatementLimit&) = delete;
    StatementLimit& operator=(const StatementLimit&) = delete;

private:
    Sql& sql;
    int before;
};

// Rolls back at its end unless commit() was called.
class Transaction {
public:
    explicit Transaction(Sql& sql) : sql(sql) { sql.begin(); }
    ~Transaction()
    {
        if (sql.in_transaction()) sql.rollback();
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit() { sql.commit(); }

private:
    Sql& sql;
};
