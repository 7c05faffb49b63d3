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
    auto words = [&] {
        return Variables{{"JOBBOARD_ENVIRONMENT", "test"}, {"JOBBOARD_HOME_PATH", directory.path},
            {"JOBBOARD_DATABASE_OWNER_URL", database.connection("postgres")}};
    };
    std::filesystem::create_directory(directory.at("sql"));
    for (auto name : {"0001_one.sql", "0002_two.sql", "0003_three.sql"})
        std::filesystem::rename(directory.at(name), directory.at(std::string("sql/") + name));
    Process first({jobboard(), "migrate"}, directory.at("first"), words());
    Process second({jobboard(), "migrate"}, directory.at("second"), words());
    BOOST_TEST(first.exit_status() == 0, text_of(directory.at("first")));
    BOOST_TEST(second.exit_status() == 0, text_of(directory.at("second")));
    BOOST_TEST(count("one") == 1);
    BOOST_TEST(count("two") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
