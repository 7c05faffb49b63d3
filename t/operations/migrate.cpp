// Migrations: applied once and in order, refused when they have changed, undone when they fail.
#include "t/kit/database.hpp"
#include "t/kit/process.hpp"

#include "lib/db/migrate.hpp"

#include <boost/test/unit_test.hpp>

namespace {

struct Count {
    long long n = 0;
    static constexpr auto fields = std::tuple{field("n", &Count::n)};
};

struct Migrations {
    Database database{Database::From::nothing};
    Sql sql{patient(database.connection("postgres"))};
    Directory directory;

    Migrations()
    {
        directory.write("0001_one.sql", "CREATE TABLE one (n int);");
        directory.write("0002_two.sql", "CREATE TABLE two (n int); INSERT INTO one VALUES (1);");
    }
    std::string refusal()
    {
        try {
            migrate(sql, directory.path);
            return "";
        } catch (const MigrationError& e) {
            return e.what();
        }
    }
    void migrate_twice_at_once()
    {
        Variables settings{{"JOBBOARD_ENVIRONMENT", "development"}, {"JOBBOARD_HOME_PATH", directory.path},
            {"JOBBOARD_DATABASE_OWNER_URL", database.connection("postgres")}};
        std::filesystem::create_directory(directory.at("sql"));
        for (const auto& file : migrations_in(directory.path))
            std::filesystem::copy(directory.at(file.name), directory.at("sql/" + file.name));
        Process first({jobboard(), "migrate"}, directory.at("first"), settings);
        Process second({jobboard(), "migrate"}, directory.at("second"), settings);
        BOOST_TEST(first.exit_status() == 0, text_of(directory.at("first")));
        BOOST_TEST(second.exit_status() == 0, text_of(directory.at("second")));
    }
    long long count(const std::string& of)
    {
        return sql.all_once<Count>("SELECT count(*) AS n FROM " + of, {})[0].n;
    }
};

bool has(const std::string& text, std::string_view part)
{
    return text.find(part) != text.npos;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(migrate_, Migrations)

BOOST_AUTO_TEST_CASE(each_is_applied_once)
{
    BOOST_TEST(migrate(sql, directory.path).size() == 2u);
    BOOST_TEST(migrate(sql, directory.path).empty());
    BOOST_TEST(count("one") == 1);
    directory.write("0003_three.sql", "INSERT INTO one VALUES (3);");
    BOOST_TEST(pending_migrations(sql, directory.path).at(0).name == "0003_three.sql");
    BOOST_TEST(migrate(sql, directory.path).size() == 1u);
    BOOST_TEST(count("one") == 2);
}

BOOST_AUTO_TEST_CASE(an_applied_file_must_not_change)
{
    migrate(sql, directory.path);
    directory.write("0001_one.sql", "CREATE TABLE one (n bigint);");
    BOOST_TEST(has(refusal(), "0001_one.sql is not the file that was applied"));
    BOOST_CHECK_THROW(pending_migrations(sql, directory.path), MigrationError);
}

BOOST_AUTO_TEST_CASE(a_failing_file_leaves_nothing_behind)
{
    directory.write("0003_three.sql", "CREATE TABLE three (n int); INSERT INTO three VALUES (1 / 0);");
    BOOST_TEST(has(refusal(), "0003_three.sql failed and was rolled back"));
    BOOST_TEST(count("pg_tables WHERE tablename = 'three'") == 0);
    BOOST_TEST(count("one") == 1);
    directory.write("0003_three.sql", "CREATE TABLE three (n int);");
    BOOST_TEST(refusal() == "");
    BOOST_TEST(count("three") == 0);
}

BOOST_AUTO_TEST_CASE(numbers_have_no_gaps_and_no_doubles)
{
    directory.write("0004_four.sql", "SELECT 1;");
    BOOST_TEST(has(refusal(), "Migration 3 is missing or doubled"));
    directory.write("0003_three.sql", "SELECT 1;");
    directory.write("0003_again.sql", "SELECT 1;");
    BOOST_TEST(has(refusal(), "missing or doubled"));
    directory.write("x.sql", "SELECT 1;");
    BOOST_TEST(has(refusal(), "is not named like"));
}

BOOST_AUTO_TEST_CASE(a_newer_database_is_refused)
{
    migrate(sql, directory.path);
    std::filesystem::remove(directory.at("0002_two.sql"));
    BOOST_TEST(has(refusal(), "newer than this program"));
    Directory empty;
    BOOST_CHECK_THROW(migrations_in(empty.path), MigrationError);
    BOOST_CHECK_THROW(migrations_in("/nonexistent"), MigrationError);
}

BOOST_AUTO_TEST_CASE(two_at_once_apply_each_file_once)
{
    directory.write("0003_three.sql", "SELECT pg_sleep(0.2); INSERT INTO two VALUES (3);");
    migrate_twice_at_once();
    BOOST_TEST(count("one") == 1);
    BOOST_TEST(count("two") == 1);
}

const std::string outside = "-- outside a transaction\n";

// Whoever waits for another one that migrates must not be what the index waits for.
BOOST_AUTO_TEST_CASE(an_index_is_made_while_its_table_is_used_and_others_wait)
{
    directory.write("0003_index.sql", outside + "CREATE INDEX CONCURRENTLY IF NOT EXISTS one_n ON one (n);");
    directory.write("0004_four.sql", "INSERT INTO two VALUES (4);");
    migrate_twice_at_once();
    BOOST_TEST(count("pg_index WHERE indexrelid = 'one_n'::regclass AND indisvalid") == 1);
    BOOST_TEST(count("two") == 1);
    BOOST_TEST(migrate(sql, directory.path).empty());
}

BOOST_AUTO_TEST_CASE(without_the_mark_a_file_is_one_transaction)
{
    directory.write("0003_index.sql", "CREATE INDEX CONCURRENTLY one_n ON one (n);");
    BOOST_TEST(has(refusal(), "0003_index.sql failed and was rolled back"));
    directory.write("0003_index.sql", outside + "CREATE INDEX CONCURRENTLY one_n ON one (n); SELECT 1;");
    BOOST_TEST(has(
        refusal(), "0003_index.sql failed outside a transaction")); // one statement, or it is a transaction
}

BOOST_AUTO_TEST_CASE(what_a_failed_index_left_is_made_anew)
{
    directory.write("0003_rows.sql", "INSERT INTO one VALUES (1);");
    const auto file = outside + "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS one_n ON one (n);";
    directory.write("0004_index.sql", file);
    BOOST_TEST(has(refusal(), "0004_index.sql failed outside a transaction")); // 1 is there twice
    BOOST_TEST(count("pg_index WHERE indexrelid = 'one_n'::regclass AND NOT indisvalid") == 1);
    BOOST_TEST(pending_migrations(sql, directory.path).size() == 1u);
    sql.script("DELETE FROM one WHERE ctid = (SELECT max(ctid) FROM one)");
    BOOST_TEST(refusal() == "");
    BOOST_TEST(count("pg_index WHERE indexrelid = 'one_n'::regclass AND indisvalid") == 1);
    BOOST_TEST(count("schema_migrations WHERE name = '0004_index.sql'") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
