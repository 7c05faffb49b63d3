// The SQL session: kept statements, failures, lost servers, and what is told of an error.
#include "t/kit/database.hpp"
#include "t/kit/process.hpp"
#include "t/kit/servers/relay.hpp"

#include "lib/process/scoreboard.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <sstream>

namespace {

struct Text {
    std::optional<std::string> text;
    static constexpr auto fields = std::tuple{field("text", &Text::text)};
};
struct Number {
    long long n = 0;
    static constexpr auto fields = std::tuple{field("n", &Number::n)};
};

// A session of the application's role, short of patience, on a database with nothing in it but a table.
struct Session {
    Database database{Database::From::nothing};
    Sql superuser{patient(database.connection("postgres"))};
    Sql sql{
        {.connection = Secret(database.connection()), .statement_timeout_ms = 300, .lock_timeout_ms = 200}};

    Session()
    {
        superuser.script("CREATE TABLE notes (id int PRIMARY KEY, text text CONSTRAINT notes_short CHECK "
                         "(length(text) < 10));"
                         "GRANT ALL ON notes TO jobboard_app");
    }

    DatabaseError failure(const std::function<void()>& action)
    {
        try {
            action();
        } catch (const DatabaseError& e) {
            return e;
        }
        BOOST_FAIL("no error was thrown");
        return {};
    }

    void add(int id, const std::optional<std::string>& text)
    {
        sql.change("INSERT INTO notes VALUES (:id::int, :text)", {arg("id", id), arg("text", text)});
    }
    std::optional<std::string> note(int id)
    {
        return sql.one<Text>("SELECT text FROM notes WHERE id = :id::int", {arg("id", id)})->text;
    }

    void end_session()
    {
        superuser.script(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() "
            "AND usename = 'jobboard_app'");
    }
};

// What the server has logged of that database's sessions. Its last line may yet be on the way.
std::string server_log(const Database& database)
{
    std::istringstream all(text_of(cluster_socket_directory() + "/postgres.log"));
    std::string line, out;
    while (std::getline(all, line))
        if (line.find('@' + database.name + ' ') != line.npos) out += line + '\n';
    return out;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(sql, Session)

BOOST_AUTO_TEST_CASE(a_kept_statement_is_prepared_once)
{
    for (int i = 0; i < 10; ++i) BOOST_TEST(sql.one<Number>("SELECT :n::bigint AS n", {arg("n", i)})->n == i);
    auto spent = sql.take_spent();
    BOOST_TEST(spent.statements == 10);
    BOOST_TEST(spent.prepared == 1);
    BOOST_TEST(sql.one<Number>("SELECT count(*) AS n FROM pg_prepared_statements")->n == 2); // this one, too
}

BOOST_AUTO_TEST_CASE(a_statement_for_once_is_not_kept)
{
    for (int i = 0; i < 10; ++i)
        BOOST_TEST(sql.all_once<Number>("SELECT :n::bigint AS n", {arg("n", i)})[0].n == i);
    BOOST_TEST(sql.one<Number>("SELECT count(*) AS n FROM pg_prepared_statements")->n == 1);
}

BOOST_AUTO_TEST_CASE(null_is_null_also_after_a_failure)
{
    add(1, "first");
    failure([&] { add(2, "much too long for it"); });
    add(3, std::nullopt);
    failure([&] { add(3, "again"); });
    add(4, std::nullopt);
    BOOST_TEST(note(1).value() == "first");
    BOOST_TEST(!note(3).has_value());
    BOOST_TEST(!note(4).has_value());
    BOOST_TEST(sql.one<Number>("SELECT count(*) AS n FROM notes")->n == 3);
}

BOOST_AUTO_TEST_CASE(an_error_names_the_rule_but_never_a_value)
{
    add(1, "x");
    auto taken = failure([&] { add(1, "secret"); });
    BOOST_TEST(taken.sqlstate == "23505");
    BOOST_TEST(taken.constraint == "notes_pkey");
    auto long_one = failure([&] { add(2, "secret secret"); });
    BOOST_TEST(long_one.constraint == "notes_short");
    auto no_number = failure([&] { sql.one<Number>("SELECT :n::bigint AS n", {arg("n", "secret")}); });
    BOOST_TEST(no_number.sqlstate == "22P02");
    auto no_table =
        failure([&] { sql.one<Number>("SELECT n FROM nothing WHERE n = :n", {arg("n", "secret")}); });
    BOOST_TEST(no_table.sqlstate == "42P01");
    for (const auto& e : {taken, long_one, no_number, no_table})
        BOOST_TEST((e.summary + e.column + e.constraint).find("secret") == std::string::npos, e.sqlstate);
}

BOOST_AUTO_TEST_CASE(columns_must_be_the_structs_each_time)
{
    for (int i = 0; i < 2; ++i) {
        BOOST_CHECK_THROW(sql.one<Number>("SELECT 1::bigint AS m"), std::logic_error);
        BOOST_CHECK_THROW(sql.one<Number>("SELECT 1::bigint AS n, 2 AS more"), std::logic_error);
        BOOST_CHECK_THROW(sql.one<Number>("SELECT NULL::bigint AS n"), std::logic_error);
    }
    BOOST_TEST(sql.one<Number>("SELECT 1::bigint AS n")->n == 1);
    BOOST_CHECK_THROW(
        sql.one<Text>("SELECT 1::bigint AS n"), std::logic_error); // the same text for another struct
}

BOOST_AUTO_TEST_CASE(an_ended_session_is_told_and_the_next_statement_connects)
{
    add(1, "x");
    end_session();
    BOOST_TEST(failure([&] { note(1); }).lost);
    BOOST_TEST(note(1).value() == "x");
}

BOOST_AUTO_TEST_CASE(a_transaction_begins_on_a_new_session_when_the_old_one_is_gone)
{
    add(1, "x");
    end_session();
    sql.begin();
    BOOST_TEST(sql.in_transaction());
    BOOST_TEST(note(1).value() == "x");
    sql.rollback();
}

BOOST_AUTO_TEST_CASE(a_server_that_is_not_there_is_told)
{
    Sql nowhere({.connection = Secret("host=/nonexistent dbname=x user=y")});
    auto error = failure([&] { nowhere.script("SELECT 1"); });
    BOOST_TEST(error.lost);
    BOOST_TEST(error.sqlstate == "08001");
}

BOOST_AUTO_TEST_CASE(a_transaction_that_failed_cannot_be_committed)
{
    sql.begin();
    add(1, "x");
    failure([&] { add(1, "x"); });
    BOOST_TEST(failure([&] { sql.commit(); }).sqlstate == "25P02");
    BOOST_TEST(!sql.in_transaction());
    BOOST_TEST(sql.one<Number>("SELECT count(*) AS n FROM notes")->n == 0);
}

BOOST_AUTO_TEST_CASE(a_transaction_is_rolled_back_unless_committed)
{
    {
        Transaction transaction(sql);
        add(1, "x");
    }
    BOOST_TEST(sql.one<Number>("SELECT count(*) AS n FROM notes")->n == 0);
    {
        Transaction transaction(sql);
        add(1, "x");
        transaction.commit();
    }
    BOOST_TEST(sql.one<Number>("SELECT count(*) AS n FROM notes")->n == 1);
}

BOOST_AUTO_TEST_CASE(time_limits_hold)
{
    BOOST_TEST(failure([&] { sql.script("SELECT pg_sleep(5)"); }).sqlstate == "57014");
    BOOST_TEST(
        failure([&] { sql.all_once<Text>("SELECT pg_sleep(5)::text AS text", {}); }).sqlstate == "57014");
    add(1, "x");
    superuser.script("BEGIN; SELECT * FROM notes FOR UPDATE");
    BOOST_TEST(failure([&] { sql.change("UPDATE notes SET text = 'y'"); }).sqlstate == "55P03");
    superuser.script("ROLLBACK");
    BOOST_TEST(sql.change("UPDATE notes SET text = 'y'") == 1);
}

BOOST_AUTO_TEST_CASE(a_limit_holds_for_its_statements_and_no_others)
{
    auto sleep = [&] { sql.all_once<Text>("SELECT pg_sleep(0.15)::text AS text", {}); };
    {
        StatementLimit limit(sql, std::chrono::milliseconds(50));
        BOOST_TEST(failure(sleep).sqlstate == given_up);
        StatementLimit wider(sql, std::chrono::milliseconds(250));
        BOOST_TEST(failure(sleep).sqlstate == given_up);
    }
    sleep();
    {
        StatementLimit limit(sql, std::chrono::milliseconds(50));
        sql.one<Text>("SELECT 'x' AS text");
    }
    Transaction transaction(sql); // the server still has the other limit
    sleep();
    transaction.commit();
    end_session();
    BOOST_TEST(failure([&] { sql.one<Text>("SELECT 'x' AS text"); }).lost);
    sleep();
}

// A session that waits behind a frozen relay until it is lost, and one with the server itself, as two workers
// of a pool have them.
BOOST_AUTO_TEST_CASE(the_database_is_frozen_only_if_it_answers_nobody)
{
    Relay relay(cluster_socket_directory() + "/.s.PGSQL.5432");
    auto options = [&](const std::string& host) {
        return SqlOptions{.connection = Secret(database.connection("jobboard_app", host)),
            .statement_timeout_ms = 900,
            .shared_breaker = true};
    };
    Sql waiting(options(fmt::format("127.0.0.1 port={}", relay.port()))), other(options(""));
    auto wait_in_vain = [&](std::int64_t another_was_answered) {
        waiting.one<Text>("SELECT 'x' AS text");
        database_answered_ms() = another_was_answered;
        relay.become(Relay::frozen);
        BOOST_TEST(failure([&] { waiting.one<Text>("SELECT 'y' AS text"); }).lost);
        relay.become(Relay::passing);
    };
    other.one<Text>("SELECT 'x' AS text");
    wait_in_vain(monotonic_ms() + 60'000); // other workers get answers meanwhile
    BOOST_TEST(other.one<Text>("SELECT 'x' AS text")->text.value() == "x");

    wait_in_vain(0);
    BOOST_TEST(failure([&] { other.one<Text>("SELECT 'x' AS text"); }).summary == "is taken for frozen");
    database_away_until_ms() = 0;

    BOOST_TEST(failure([&] { other.one<Text>("SELECT pg_sleep(5)::text AS text"); }).sqlstate == given_up);
    BOOST_TEST(other.one<Text>("SELECT 'x' AS text")->text.value() == "x");
}

BOOST_AUTO_TEST_CASE(times_go_in_and_come_out_as_utc)
{
    BOOST_TEST(sql.one<Text>("SELECT current_setting('TimeZone') AS text")->text.value() == "UTC");
    auto at = *parse<Time>("2026-06-01T12:00:00.123456Z");
    BOOST_TEST(sql.one<Text>("SELECT to_char(:at::timestamptz, 'HH24:MI:SS.US') AS text", {arg("at", at)})
                   ->text.value() == "12:00:00.123456");
}

BOOST_AUTO_TEST_CASE(rows_are_copied_in)
{
    BOOST_TEST(sql.copy_in("COPY notes FROM STDIN", "1\ta\n2\t\\N\n3\ta\\tb\n") == 3);
    BOOST_TEST(note(3).value() == "a\tb");
    BOOST_TEST(!note(2).has_value());
    BOOST_TEST(failure([&] { sql.copy_in("COPY notes FROM STDIN", "4\tx\n1\tx\n"); }).sqlstate == "23505");
    BOOST_TEST(sql.one<Number>("SELECT count(*) AS n FROM notes")->n == 3);
}

// A statement that failed may be dropped only when its transaction is over.
BOOST_AUTO_TEST_CASE(nothing_is_sent_between_an_error_and_the_end_of_its_transaction)
{
    add(1, "one");
    for (int round = 0; round < 3; ++round) {
        Transaction transaction(sql);
        auto error = failure([&] { add(2, "far too long for that"); });
        BOOST_TEST(error.constraint == "notes_short");
        sql.rollback();
        add(2 + round, "two");
    }
    BOOST_TEST(note(4).value_or("") == "two");
    failure([&] { sql.script("SELECT 'the last line'::int"); });
    BOOST_TEST(eventually([&] { return server_log(database).find("the last line") != std::string::npos; }));
    auto log = server_log(database);
    BOOST_TEST(log.find("notes_short") != std::string::npos);
    BOOST_TEST(log.find("current transaction is aborted") == std::string::npos, log);
    BOOST_TEST(sql.one<Number>("SELECT count(*) AS n FROM pg_prepared_statements")->n <= 3);
}

BOOST_AUTO_TEST_CASE(a_server_that_freezes_while_it_is_sent_rows_is_given_up)
{
    superuser.script(
        "CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN "
        "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; kill -STOP $PPID'; RETURN NEW; END $$;"
        "CREATE TRIGGER stop_here BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION stop_here()");
    auto frozen = sql.one<Number>("SELECT pg_backend_pid() AS n")->n;
    std::string rows; // more than sockets hold
    for (int i = 0; i < 1'000'000; ++i) rows += std::to_string(i) + "\tx\n";
    BOOST_TEST(failure([&] { sql.copy_in("COPY notes FROM STDIN", rows); }).lost);
    superuser.script(
        "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; kill -CONT " + std::to_string(frozen) + "'");
}

BOOST_AUTO_TEST_SUITE_END()
