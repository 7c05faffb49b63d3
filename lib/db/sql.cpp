#include "sql.hpp"

#include "address/postgres_address.hpp"
#include "lib/process/log.hpp"
#include "lib/process/scoreboard.hpp"

#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace {

using Clock = std::chrono::steady_clock;

PGconn* connection_of(soci::session& session)
{
    return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

// A server that is frozen rather than gone answers nothing at all, and the driver would wait for ever: past
// the deadline an alarm shuts the connection's socket down, which the driver sees as a lost server.
volatile sig_atomic_t watched_socket = -1;

void cut_connection(int)
{
    if (watched_socket >= 0) shutdown(watched_socket, SHUT_RDWR);
}

constexpr int deadline_slack_ms = 300; // the server's own time limit comes first

class Deadline {
public:
    Deadline(soci::session& session, const SqlOptions& options)
    {
        [[maybe_unused]] static const bool installed = [] {
            struct sigaction action {};
            action.sa_handler = cut_connection;
            action.sa_flags = SA_RESTART;
            return sigaction(SIGALRM, &action, nullptr) == 0;
        }();
        watched_socket = PQsocket(connection_of(session));
        arm(options.statement_timeout_ms + deadline_slack_ms);
    }
    ~Deadline()
    {
        arm(0);
        watched_socket = -1;
    }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

private:
    static void arm(int milliseconds)
    {
        itimerval timer{};
        timer.it_value.tv_sec = milliseconds / 1000;
        timer.it_value.tv_usec = milliseconds % 1000 * 1000L;
        setitimer(ITIMER_REAL, &timer, nullptr);
    }
};

constexpr int breaker_pause_ms = 1000, silence_ms = 1000;

std::string error_field(const PGresult* result, int field)
{
    const char* text = result ? PQresultErrorField(result, field) : nullptr;
    return text ? text : "";
}

// Class 22 and 23 messages quote what the caller sent.
bool may_quote_values(std::string_view sqlstate)
{
    return sqlstate.starts_with("22") || sqlstate.starts_with("23");
}

DatabaseError error_of(const PGresult* result, PGconn* connection)
{
    DatabaseError e;
    e.sqlstate = error_field(result, PG_DIAG_SQLSTATE);
    e.constraint = error_field(result, PG_DIAG_CONSTRAINT_NAME);
    e.column = error_field(result, PG_DIAG_COLUMN_NAME);
    if (!may_quote_values(e.sqlstate)) e.summary = error_field(result, PG_DIAG_MESSAGE_PRIMARY);
    // A failure that the server did not word is the driver's: it could not send or read, though it may not
    // have given the connection up yet.
    e.lost = PQstatus(connection) != CONNECTION_OK || (result && e.sqlstate.empty());
    if (e.sqlstate.empty()) e.sqlstate = e.lost ? "08006" : "XX000";
    return e;
}

} // namespace

// A prepared statement with the buffers its parameters are bound to.
struct Sql::Prepared {
    std::string text;
    std::vector<std::string> values;
    std::vector<soci::indicator> given;
    const void* known = nullptr;
    soci::statement statement;

    Prepared(soci::session& session, std::string_view query, const Params& params, bool keep)
        : text(query), values(params.size()), given(params.size(), soci::i_null), statement(session)
    {
        statement.alloc();
        statement.prepare(text, keep ? soci::details::st_repeatable_query : soci::details::st_one_time_query);
        for (std::size_t i = 0; i < params.size(); ++i)
            statement.exchange(soci::use(values[i], given[i], params[i].name));
        statement.define_and_bind();
    }

    soci::postgresql_statement_backend& backend()
    {
        return *static_cast<soci::postgresql_statement_backend*>(statement.get_backend());
    }

    void bind(const Params& params)
    {
        if (params.size() != values.size())
            throw std::logic_error("a kept statement is called with other parameters");
        for (std::size_t i = 0; i < params.size(); ++i) {
            given[i] = params[i].text ? soci::i_ok : soci::i_null;
            values[i] = params[i].text.value_or(std::string{});
        }
    }
};

// Counts a statement and its time, also when it throws.
struct Sql::Timed {
    Sql& sql;
    std::string_view text;
    Clock::time_point from = Clock::now();
    ~Timed()
    {
        auto took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - from);
        ++sql.spent.statements;
        sql.spent.time += took;
        constexpr std::size_t few = 10, length = 2000;
        auto slow = sql.options.slow_statement_ms;
        if (slow > 0 && took > std::chrono::milliseconds(slow) && sql.spent.slow.size() < few)
            sql.spent.slow.push_back({std::string(text.substr(0, length)), took});
        if (!sql.options.shared_breaker) return;
        // A server that is gone says so at once; one that is frozen says nothing, and to nobody, since then.
        auto now_ms = monotonic_ms();
        if (sql.session) database_answered_ms() = now_ms;
        else if (took >= std::chrono::milliseconds(silence_ms) &&
                 database_answered_ms() < now_ms - silence_ms)
            database_away_until_ms() = now_ms + breaker_pause_ms;
    }
};

Sql::Sql(SqlOptions o)
    : options(std::move(o)), wanted_limit_ms(options.statement_timeout_ms),
      server_limit_ms(options.statement_timeout_ms)
{
}

Sql::~Sql()
{
    disconnect();
}

void Sql::refuse_if_away() const
{
    if (options.shared_breaker && !transaction && monotonic_ms() < database_away_until_ms())
        throw DatabaseError{.sqlstate = "08006",
            .constraint = {},
            .column = {},
            .summary = "is taken for frozen",
            .lost = true};
}

void Sql::connect()
{
    if (session) return;
    // Our joins are written in the order to take, and one request shall not occupy several processors:
    // without those choices, planning takes half the time. In less memory, the matches of a common word are
    // known only by page and all read again.
    auto limits = fmt::format(
        "-c timezone=UTC -c join_collapse_limit=1 -c max_parallel_workers_per_gather=0 -c work_mem=32MB "
        "-c statement_timeout={} -c lock_timeout={} "
        "-c idle_in_transaction_session_timeout={} -c client_connection_check_interval=1000 "
        "-c jobboard.time_zone={}",
        options.statement_timeout_ms, options.lock_timeout_ms, options.idle_transaction_timeout_ms,
        options.time_zone);
    server_limit_ms = options.statement_timeout_ms;
    try {
        auto words = postgres_words(options.connection);
        auto& given = words["options"];
        given += given.empty() ? limits : ' ' + limits;
        words["client_encoding"] = "UTF8";
        words["connect_timeout"] = std::to_string(options.connect_timeout_s);
        words["tcp_user_timeout"] = "5000";
        words.emplace("application_name", "jobboard");
        // As a URI: SOCI takes other texts apart at every blank, also in quotes.
        session = std::make_unique<soci::session>(soci::postgresql, postgres_uri(words));
        // Notices, such as of a search made of stop words only, would go to standard error as plain text.
        PQsetNoticeProcessor(
            connection_of(*session), [](void*, const char*) {}, nullptr);
    } catch (const std::exception& error) {
        session.reset();
        throw DatabaseError{.sqlstate = "08001",
            .constraint = {},
            .column = {},
            .summary = why_not_connected(error.what()),
            .lost = true};
    }
}

void Sql::disconnect() noexcept
{
    once.reset();
    kept.clear();
    failed.clear();
    session.reset();
    transaction = false;
}

// Ends every failed statement: a kept statement that failed once would send the value it held before where
// the next caller binds NULL, so it is never used again.
void Sql::fail(std::string_view text, const Prepared* statement)
{
    auto* result = statement ? const_cast<Prepared*>(statement)->backend().result_.get_result() : nullptr;
    auto error = error_of(result, connection_of(*session));
    if (error.lost) disconnect();
    else if (once.get() == statement) once.reset();
    else if (transaction) failed.push_back(std::move(kept.extract(kept.find(text)).mapped()));
    else kept.erase(kept.find(text));
    throw error;
}

Sql::Prepared& Sql::prepare(std::string_view text, const Params& params, bool keep)
{
    if (keep)
        if (auto it = kept.find(text); it != kept.end()) return *it->second;
    ++spent.prepared;
    try {
        auto made = std::make_unique<Prepared>(*session, text, params, keep);
        if (!keep) return *(once = std::move(made));
        std::string_view key = made->text;
        return *(kept[key] = std::move(made));
    } catch (const soci::postgresql_soci_error& e) {
        DatabaseError error = error_of(nullptr, connection_of(*session));
        if (!error.lost) error.sqlstate = e.sqlstate();
        if (error.lost) disconnect();
        throw error;
    }
}

// Not in a transaction, which would take it back with all else.
void Sql::tell_limit()
{
    if (transaction || wanted_limit_ms == server_limit_ms) return;
    auto text = fmt::format("SET statement_timeout = {}", wanted_limit_ms);
    std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection_of(*session), text.c_str()), PQclear);
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) {
        server_limit_ms = wanted_limit_ms;
        return;
    }
    auto error = error_of(result.get(), connection_of(*session));
    if (error.lost) disconnect();
    throw error;
}

SqlRows Sql::execute(std::string_view text, const Params& params, bool keep)
{
    refuse_if_away();
    Timed timed{*this, text};
    connect();
    Deadline deadline(*session, options);
    tell_limit();
    Prepared& statement = prepare(text, params, keep);
    statement.bind(params);
    try {
        statement.statement.execute(false);
    } catch (const soci::soci_error&) {
        fail(text, &statement);
    }
    const PGresult* result = statement.backend().result_.get_result();
    return {PQntuples(result), PQnfields(result), result, &statement.known};
}

long long Sql::change(std::string_view text, const Params& params)
{
    execute(text, params, true);
    return kept.at(text)->statement.get_affected_rows();
}

void Sql::script(const std::string& text)
{
    refuse_if_away();
    Timed timed{*this, text};
    connect();
    Deadline deadline(*session, options);
    std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection_of(*session), text.c_str()), PQclear);
    auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_COPY_IN) return;
    auto error = error_of(result.get(), connection_of(*session));
    if (error.lost) disconnect();
    throw error;
}

long long Sql::copy_in(const std::string& command, std::string_view rows)
{
    script(command);
    PGconn* connection = connection_of(*session);
    Deadline deadline(*session, options);
    // Parts well under the driver's int, and small enough that its buffer stays small.
    constexpr std::size_t part = 1 << 20;
    for (std::size_t at = 0; at < rows.size(); at += part)
        if (PQputCopyData(connection, rows.data() + at, static_cast<int>(std::min(part, rows.size() - at))) !=
            1)
            break;
    PQputCopyEnd(connection, nullptr);
    std::unique_ptr<PGresult, decltype(&PQclear)> result(PQgetResult(connection), PQclear);
    while (PGresult* rest = PQgetResult(connection)) PQclear(rest);
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK)
        return parse<long long>(PQcmdTuples(result.get())).value_or(0);
    auto error = error_of(result.get(), connection);
    if (error.lost) disconnect();
    throw error;
}

void Sql::begin()
{
    auto from = Clock::now();
    try {
        if (session) {
            Deadline deadline(*session, options);
            tell_limit();
        }
        script("BEGIN");
    } catch (const DatabaseError& e) {
        // After a wait the server is frozen, and the caller has waited enough.
        if (!e.lost || Clock::now() - from > std::chrono::milliseconds(500)) throw;
        script("BEGIN"); // an old session was gone: nothing has happened yet, so a new one may take over
    }
    transaction = true;
}

void Sql::commit()
{
    bool alive = session && PQtransactionStatus(connection_of(*session)) == PQTRANS_INTRANS;
    if (!alive) {
        rollback();
        // The driver would report success for a transaction the server rolled back.
        throw DatabaseError{
            .sqlstate = "25P02", .constraint = {}, .column = {}, .summary = "transaction was given up"};
    }
    script("COMMIT");
    transaction = false;
}

void Sql::rollback() noexcept
{
    transaction = false;
    try {
        if (session) script("ROLLBACK");
        failed.clear();
    } catch (const DatabaseError& e) {
        log(Level::warning, "rollback_failed", {{"sqlstate", std::string_view(e.sqlstate)}});
        disconnect();
    }
}

void Sql::wait_for_notice(std::chrono::milliseconds at_most, int descriptor)
{
    PGconn* connection = session ? connection_of(*session) : nullptr;
    auto noticed = [&] {
        return bool(std::unique_ptr<PGnotify, decltype(&PQfreemem)>(PQnotifies(connection), PQfreemem));
    };
    pollfd wanted[] = {{descriptor, POLLIN, 0}, {connection ? PQsocket(connection) : -1, POLLIN, 0}};
    if (connection && noticed()) return; // it came with an answer
    if (poll(wanted, 2, static_cast<int>(at_most.count())) <= 0 || !wanted[1].revents) return;
    if (!PQconsumeInput(connection)) return disconnect();
    while (noticed()) {}
}

Sql::Spent Sql::take_spent()
{
    return std::exchange(spent, {});
}
