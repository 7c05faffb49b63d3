// `jobboard doctor`: well where all is well, and a sentence for each thing that is not.
#include "t/kit/board.hpp"

#include <filesystem>

namespace {

// The grade of the first finding about that whose sentence has the words; "absent" without one.
std::string grade(const Finished& done, std::string_view about, std::string_view words = "")
{
    auto findings = parse_json(done.out);
    Json all(findings);
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i]["about"].text() == about && all[i]["sentence"].text().find(words) != std::string::npos)
            return all[i]["grade"].text();
    return "absent";
}

void change_settings(const Board& board, const std::string& lines)
{
    board.directory.write("env", text_of(board.directory.at("env")) + lines);
}

} // namespace

BOOST_AUTO_TEST_SUITE(doctor)

BOOST_AUTO_TEST_CASE(a_board_that_is_well_is_said_to_be)
{
    Board own;
    std::filesystem::create_directories(own.directory.at("media"));
    auto done = own.call({"doctor", "--json"});
    for (auto about : {"roles", "schema", "standby", "Redis", "storage", "scanner", "pool"})
        BOOST_TEST(grade(done, about) == "ok", about << ": " << done.out);
    // The tests' cluster gives up durability for speed, and is told so.
    BOOST_TEST(grade(done, "PostgreSQL", "fsync is off") == "failure");
    BOOST_TEST(done.status == 1);
    auto lines = own.call({"doctor"}).out;
    BOOST_TEST(
        lines.find("ok       pool        It answers, and is ready for requests.\n") != std::string::npos,
        lines);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_said_with_what_to_do)
{
    Board own;
    own.sql().script(
        "DELETE FROM schema_migrations WHERE version = (SELECT max(version) FROM schema_migrations)");
    change_settings(own, "JOBBOARD_REDIS_URL=unix:/nowhere/redis\nJOBBOARD_SCANNER=clamd:/nowhere/"
                         "clamd\nJOBBOARD_FAST_WORKERS=500\n"
                         "JOBBOARD_MEDIA_PATH=/nowhere/media\nJOBBOARD_FAST_LISTEN=unix:/nowhere/fast\n"
                         "JOBBOARD_DATABASE_STANDBY_URL=host=/nowhere\n");
    own.directory.write("file", "");
    change_settings(own, "JOBBOARD_FILE_STORAGE=directory:" + own.directory.at("file") + "\n");
    auto done = own.call({"doctor", "--json"});
    BOOST_TEST(done.status == 1);
    BOOST_TEST(grade(done, "schema", "run `jobboard migrate`") == "failure", done.out);
    BOOST_TEST(grade(done, "Redis", "does not answer") == "warning");
    BOOST_TEST(grade(done, "scanner", "files stay unavailable") == "failure");
    BOOST_TEST(grade(done, "PostgreSQL", "raise max_connections") == "failure");
    BOOST_TEST(grade(done, "roles", "CONNECTION LIMIT 1004") == "failure", done.out);
    BOOST_TEST(grade(done, "disks", "/nowhere/media") == "failure");
    BOOST_TEST(grade(done, "storage") == "failure");
    BOOST_TEST(grade(done, "pool", "No pool listens") == "warning");
    BOOST_TEST(grade(done, "standby", "the primary answers") == "warning");
}

BOOST_AUTO_TEST_CASE(a_role_that_may_too_much_is_named)
{
    Board own;
    auto settings = text_of(own.directory.at("env"));
    auto at = settings.find("user=jobboard_app");
    own.directory.write("env", settings.replace(at, 17, "user=jobboard_owner"));
    auto done = own.call({"doctor", "--json"});
    BOOST_TEST(grade(done, "roles", "jobboard_owner owns tables") == "failure", done.out);
}

BOOST_AUTO_TEST_CASE(without_a_database_the_rest_is_still_looked_at)
{
    Board own;
    change_settings(own, "JOBBOARD_DATABASE_URL=host=/nowhere\n");
    auto done = own.call({"doctor", "--json"});
    BOOST_TEST(grade(done, "PostgreSQL", "cannot reach the database") == "failure", done.out);
    BOOST_TEST(grade(done, "schema", "cannot reach the database") == "failure");
    BOOST_TEST(grade(done, "storage") == "ok");
}

BOOST_AUTO_TEST_CASE(it_looks_and_leaves_nothing_behind)
{
    Board own;
    auto files = own.directory.at("files");
    std::filesystem::remove_all(files);
    auto done = own.call({"doctor", "--json"});
    BOOST_TEST(grade(done, "storage", "is not there yet") == "ok", done.out);
    BOOST_TEST(!std::filesystem::exists(files));
    std::filesystem::create_directory(files);
    done = own.call({"doctor", "--json"});
    BOOST_TEST(grade(done, "storage", "written, read and removed") == "ok", done.out);
    BOOST_TEST(std::filesystem::is_empty(files));
}

BOOST_AUTO_TEST_CASE(it_repeats_what_the_server_says)
{
    Board own;
    auto settings = text_of(own.directory.at("env"));
    settings.replace(settings.find("user=jobboard_app"), 17, "user=nobody_at_all password=canary42");
    own.directory.write("env", settings);
    auto done = own.call({"doctor", "--json"});
    BOOST_TEST(grade(done, "PostgreSQL", "role \"nobody_at_all\" does not exist") == "failure", done.out);
    BOOST_TEST(done.out.find("canary42") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
