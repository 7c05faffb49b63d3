// The command line, as an operator uses it.
#include "t/kit/database.hpp"
#include "t/kit/process.hpp"

#include "lib/base/json.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>

namespace {

struct Hash {
    std::string password_hash;
    static constexpr auto fields = std::tuple{field("password_hash", &Hash::password_hash)};
};

struct CommandLine {
    Database database;
    Variables settings{{"JOBBOARD_ENVIRONMENT", "test"}, {"JOBBOARD_DATABASE_URL", database.connection()},
        {"JOBBOARD_DATABASE_OWNER_URL", database.connection("jobboard_owner")}};

    Finished call(std::vector<std::string> words, std::string_view input = "", Variables more = {})
    {
        words.insert(words.begin(), jobboard());
        auto all = settings;
        for (const auto& [name, value] : more) {
            std::erase_if(all, [&name = name](const auto& entry) { return entry.first == name; });
            all.emplace_back(name, value);
        }
        return run(words, all, input);
    }
    Finished add(
        const std::string& name, const std::string& role, std::string_view password = "a-long-password\n")
    {
        return call({"user", "add", "--username", name, "--email", name + "@x.example", "--role", role,
                        "--password-stdin"},
            password);
    }
};

void check_fails(const Finished& done, std::string_view sentence)
{
    BOOST_TEST(done.status != 0);
    BOOST_TEST(done.out.find(sentence) != std::string::npos,
        "\"" << done.out << "\" does not say \"" << sentence << '"');
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(commands, CommandLine)

BOOST_AUTO_TEST_CASE(users_are_added_and_listed)
{
    BOOST_TEST(call({"user", "list"}).out == "");
    auto added = add("Ada", "admin");
    BOOST_TEST(added.status == 0, added.out);
    BOOST_TEST(added.out == "added ada (admin)\n");
    auto listed = call({"user", "list"}).out;
    for (auto part : {"ada ", "ada@x.example", "admin", "active"})
        BOOST_TEST(listed.find(part) != std::string::npos, part);
    BOOST_TEST(listed.find("password") == std::string::npos);

    Sql sql(patient(database.connection()));
    BOOST_TEST(sql.one<Hash>("SELECT password_hash FROM users")->password_hash.starts_with("$argon2id$"));
}

BOOST_AUTO_TEST_CASE(a_user_that_cannot_be_is_refused_in_a_sentence)
{
    add("ada", "user");
    check_fails(add("ADA", "user"), "username: This user name is taken.");
    check_fails(add("bob", "boss"), "The role must be user, employer or admin.");
    check_fails(add("bob", "user", "short\n"), "at least 8 characters");
    check_fails(add("b!", "user"), "username: Use 3 to 150");
    check_fails(call({"user", "add", "--username", "bob", "--email", "bob@x.example"}), "--password-stdin");
}

BOOST_AUTO_TEST_CASE(check_says_whether_it_would_start)
{
    auto well = call({"check"});
    BOOST_TEST(well.status == 0);
    BOOST_TEST(well.out == "ready to start\n");
    check_fails(call({"check"}, "", {{"JOBBOARD_DATABASE_URL", "host=/nonexistent dbname=x"}}),
        "The database cannot be reached");
    Database bare(Database::From::nothing);
    check_fails(
        call({"check"}, "", {{"JOBBOARD_DATABASE_URL", bare.connection()}}), "run `jobboard migrate`");
    check_fails(call({"check"}, "", {{"JOBBOARD_FAST_WORKERS", "0"}}),
        "JOBBOARD_FAST_WORKERS must be a whole number");
    check_fails(call({"check"}, "", {{"JOBBOARD_ENV_FILE", "/nonexistent"}}),
        "The env file /nonexistent cannot be read.");
}

BOOST_AUTO_TEST_CASE(migrate_says_what_it_applied)
{
    BOOST_TEST(call({"migrate"}).out == "nothing to apply: the database is up to date\n");
    Database bare(Database::From::nothing);
    auto done = call({"migrate"}, "", {{"JOBBOARD_DATABASE_OWNER_URL", bare.connection("postgres")}});
    BOOST_TEST(done.status == 0, done.out);
    BOOST_TEST(done.out.find("applied 0001_users.sql") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(generated_files_are_printed)
{
    auto document = call({"openapi"});
    BOOST_TEST(document.status == 0);
    BOOST_TEST(parse_json(document.out).member("openapi")->text == "3.1.0");
    BOOST_TEST(call({"openapi"}).out == document.out);
    auto locations = call({"nginx-locations"});
    BOOST_TEST(locations.status == 0);
    BOOST_TEST(locations.out.starts_with("#"));
    BOOST_TEST(call({"config"}).out.find("JOBBOARD_SECRET_KEY=********") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_no_command_is_refused)
{
    BOOST_TEST(call({}).status != 0);
    BOOST_TEST(call({"fly"}).status != 0);
    BOOST_TEST(call({"user"}).status != 0);
    BOOST_TEST(call({"--help"}).status == 0);
}

BOOST_AUTO_TEST_CASE(passwords_in_connections_are_never_shown)
{
    for (auto words :
        {"host=/nowhere user=x password=canary-42 dbname=y", "password = 'a \\' canary-42' host=/nowhere"})
        for (auto command : {"config", "check", "doctor", "migrate", "sweep", "serve"}) {
            auto done = call({command}, "",
                {{"JOBBOARD_DATABASE_URL", words}, {"JOBBOARD_DATABASE_OWNER_URL", words},
                    {"JOBBOARD_FAST_LISTEN", "unix:/nowhere/fast"},
                    {"JOBBOARD_SECRET_KEY", "canary-42 canary-42 canary-42 canary-42"}});
            BOOST_TEST(done.out.find("canary-42") == std::string::npos, command << ": " << done.out);
            if (command == std::string("config"))
                BOOST_TEST(done.out.find("host=/nowhere") != std::string::npos);
        }
}

BOOST_AUTO_TEST_SUITE_END()
