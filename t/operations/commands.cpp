// The command line, as an operator uses it.
#include "lib/base/json.hpp"
#include "t/kit/database.hpp"
#include "t/kit/process.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <sstream>

namespace {

struct Hash {
    std::string password_hash;
    static constexpr auto fields = std::tuple{field("password_hash", &Hash::password_hash)};
};

struct CommandLine {
    Database database;
    Variables settings{{"JOBBOARD_ENVIRONMENT", "test"},
        {"JOBBOARD_SECRET_KEY", "c5ff3c7d70c0a3b8e2f1f0a9d4b6e8c1"},
        {"JOBBOARD_DATABASE_URL", database.connection()},
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

std::vector<std::string> split_words(const std::string& text)
{
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

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
    auto none = call({"user", "list"}).out;
    BOOST_TEST(none.starts_with("USERNAME "));
    BOOST_TEST(std::count(none.begin(), none.end(), '\n') == 1);
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
    check_fails(add("bob", "boss"), "--role must be one of user, employer, admin, not \"boss\"");
    check_fails(add("bob", "user", "short\n"), "at least 8 characters");
    check_fails(add("bob", "user", "12345678901\n"), "password: ");
    check_fails(
        call({"user", "add", "--username", "bob", "--password-stdin"}, "a-long-password\n"), "Give --email.");
    check_fails(add("b!", "user"), "username: Use 3 to 150");
    check_fails(add("deleted_0123456789abcdef0123456789abcdef", "user"), "username: Use 3 to 150");
    check_fails(call({"user", "add", "--username", "bob", "--email", "bob@x", "--password-stdin"},
                    "a-long-password\n"),
        "email: Enter a valid");
    check_fails(call({"user", "add", "--username", "bob", "--email", "bob@x.example"}), "--password-stdin");
}

// As for everybody who registers.
BOOST_AUTO_TEST_CASE(names_and_addresses_are_folded)
{
    auto added = call({"user", "add", "--username", " \uff22\uff4f\uff42 ", "--email",
                          "Bob@B\u00fccher.example", "--password-stdin"},
        "a-long-password\n");
    BOOST_TEST(added.out == "added bob (user)\n");
    BOOST_TEST(call({"user", "list"}).out.find("bob@xn--bcher-kva.example") != std::string::npos);
    BOOST_TEST(call({"user", "role", "bob@b\u00fccher.example", "employer"}).status == 0);
    BOOST_TEST(call({"user", "deactivate", "BOB"}).status == 0);
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
    BOOST_TEST(parse_json(document.out, 100'000).member("openapi")->text == "3.1.0");
    BOOST_TEST(call({"openapi"}).out == document.out);
    auto locations = call({"nginx-locations"});
    BOOST_TEST(locations.status == 0);
    BOOST_TEST(locations.out.starts_with("#"));
    BOOST_TEST(call({"config"}).out.find("JOBBOARD_SECRET_KEY=********") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(accounts_are_changed)
{
    add("root", "admin");
    add("ann", "user");
    auto shown = [&](const std::string& name) {
        auto all = call({"user", "list"}).out;
        auto line = all.substr(all.find("\n" + name + ' ') + 1);
        return line.substr(0, line.find('\n'));
    };
    auto has = [](const std::string& text, const std::string& word) {
        return text.find(' ' + word + ' ') != text.npos;
    };
    BOOST_TEST(call({"user", "role", "ann", "employer"}).out == "ann is employer\n");
    BOOST_TEST(has(shown("ann"), "employer"));
    BOOST_TEST(call({"user", "deactivate", "ANN@x.example"}).out == "ann is inactive\n");
    BOOST_TEST(has(shown("ann"), "inactive"));
    BOOST_TEST(call({"user", "reactivate", "ann"}).out == "ann is active\n");
    BOOST_TEST(has(shown("ann"), "active"));

    Sql sql(patient(database.connection()));
    auto hash = [&] {
        return sql.one<Hash>("SELECT password_hash FROM users WHERE username = 'ann'")->password_hash;
    };
    auto before = hash();
    BOOST_TEST(call({"user", "password", "ann", "--password-stdin"}, "another-good-one-71\n").status == 0);
    BOOST_TEST(hash() != before);
    before = hash();
    check_fails(call({"user", "password", "ann", "--password-stdin"}, "short\n"), "at least 8 characters");
    check_fails(call({"user", "password", "ann"}, "another-good-one-71\n"), "--password-stdin");
    BOOST_TEST(hash() == before);
    BOOST_TEST(call({"user", "list"}).out.find("argon") == std::string::npos);

    check_fails(call({"user", "role", "nobody", "admin"}), "There is no account \"nobody\".");
    check_fails(call({"user", "role", "ann", "boss"}), "role must be one of user, employer, admin");
    check_fails(call({"user", "deactivate", "root"}), "admin"); // nobody could administer any more
    check_fails(call({"user", "role", "root", "user"}), "admin");
    BOOST_TEST(has(shown("root"), "admin"));
    BOOST_TEST(has(shown("root"), "active"));
}

BOOST_AUTO_TEST_CASE(a_wrong_word_is_named_with_what_may_be_meant)
{
    using Words = std::vector<std::string>;
    for (const auto& [words, sentence] :
        std::initializer_list<std::pair<Words, std::string>>{
            {{"imprt"}, "\"imprt\" is not a command. Did you mean \"import\"?"},
            {{"fly-to-the-moon"}, "\"fly-to-the-moon\" is not a command. `jobboard --help`"},
            {{"Serve"}, "Did you mean \"serve\"?"}, {{"stat"}, "Did you mean \"status\"?"},
            {{"user", "ad"}, "\"ad\" is not a command. Did you mean \"add\"? `jobboard user --help`"},
            {{"user", "lsit"}, "Did you mean \"list\"?"}, {{}, "Say what to do: serve"},
            {{"user"}, "Say what to do: add, list, password, role, deactivate, reactivate."},
            {{"import"}, "Say what to do: jobs."}, {{"--bogus"}, "\"--bogus\" is no option"},
            {{"user", "add", "--usernam", "x"},
                "\"--usernam\" is no option of `jobboard user add`. Did you mean \"--username\"?"},
            {{"top", "--interval=x"}, "--interval must be a whole number from 1 to 3600, not \"x\""},
            {{"top", "--interval", "0"}, "--interval must be a whole number"},
            {{"config", "now"}, "a word too many"},
            {{"work", "--pool", "medium"}, "--pool must be one of fast, slow, tasks, not \"medium\""},
            {{"user", "role", "ann"}, "role is required"}, {{"help", "imprt"}, "Did you mean \"import\"?"}}) {
        auto done = call(words);
        BOOST_TEST(done.status == 2, done.out);
        BOOST_TEST(done.out.find(sentence) != std::string::npos,
            "\"" << done.out << "\" does not say \"" << sentence << '"');
        BOOST_TEST(std::count(done.out.begin(), done.out.end(), '\n') == 1, done.out);
    }
}

BOOST_AUTO_TEST_CASE(help_and_version_are_told_everywhere)
{
    for (const std::string path :
        {"", "user", "user add", "import", "import jobs", "serve", "config", "doctor"}) {
        auto words = split_words(path);
        for (const std::string flag : {"--help", "--version"}) {
            auto asked = words;
            asked.push_back(flag);
            auto done = call(asked, "", {{"JOBBOARD_SECRET_KEY", ""}});
            BOOST_TEST(done.status == 0, path << ' ' << flag);
            BOOST_TEST(
                done.out.find(flag == "--help" ? "Usage: jobboard" : "jobboard 1.") != std::string::npos,
                done.out);
        }
        words.insert(words.begin(), "help");
        BOOST_TEST(call(words).out.find("Usage: jobboard") != std::string::npos, path);
    }
}

BOOST_AUTO_TEST_CASE(what_prints_needs_no_settings_that_would_start)
{
    for (auto command : {"openapi", "nginx-locations", "nginx-cached", "env-example"})
        BOOST_TEST(call({command}, "", {{"JOBBOARD_ENVIRONMENT", "production"}, {"JOBBOARD_SECRET_KEY", ""}})
                       .status == 0);
    auto config = call({"config"}, "", {{"JOBBOARD_ENVIRONMENT", "production"}, {"JOBBOARD_SECRET_KEY", ""}});
    BOOST_TEST(config.status == 2);
    BOOST_TEST(config.out.find("JOBBOARD_FAST_WORKERS=4\n") != std::string::npos);
    BOOST_TEST(config.out.find("JOBBOARD_SECRET_KEY must be set") != std::string::npos);
    for (auto command : {"check", "serve", "migrate", "sweep"}) {
        auto done =
            call({command}, "", {{"JOBBOARD_ENVIRONMENT", "production"}, {"JOBBOARD_SECRET_KEY", ""}});
        BOOST_TEST(done.status == 2);
        BOOST_TEST(done.out.find("JOBBOARD_SECRET_KEY must be set") != std::string::npos, done.out);
    }
}

BOOST_AUTO_TEST_CASE(passwords_in_connections_are_never_shown)
{
    for (auto words : {"host=/nowhere user=x password=canary-42 dbname=y",
             "password = 'a \\' canary-42' host=/nowhere", "postgresql://x:canary-42@%2Fnowhere/y",
             "postgresql:///y?host=/nowhere&user=x&password=canary-42"})
        for (auto command : {"config", "check", "doctor", "migrate", "sweep", "serve"}) {
            auto done = call({command}, "",
                {{"JOBBOARD_DATABASE_URL", words}, {"JOBBOARD_DATABASE_OWNER_URL", words},
                    {"JOBBOARD_REDIS_URL", "redis://:canary-42@localhost:1"},
                    {"JOBBOARD_FAST_LISTEN", "unix:/nowhere/fast"},
                    {"JOBBOARD_SECRET_KEY", "canary-42 c5ff3c7d70c0a3b8e2f1f0a9d4b6e8c1"}});
            BOOST_TEST(done.out.find("canary-42") == std::string::npos, command << ": " << done.out);
            if (command == std::string("check"))
                BOOST_TEST(
                    done.out.find("cannot be reached with \"host=/nowhere") != std::string::npos, done.out);
            if (command == std::string("config"))
                BOOST_TEST(done.out.find("host=/nowhere") != std::string::npos);
        }
}

BOOST_AUTO_TEST_SUITE_END()
