// `jobboard import jobs`, as an operator uses it.
#include "t/kit/database.hpp"
#include "t/kit/process.hpp"

#include "lib/formats/csv.hpp"
#include "lib/store/records/imports.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <sstream>

namespace {

struct Imported {
    std::string title, status, source_id, employer, username;
    static constexpr auto fields = std::tuple{field("title", &Imported::title),
        field("status", &Imported::status), field("source_id", &Imported::source_id),
        field("employer", &Imported::employer), field("username", &Imported::username)};
};

struct Text {
    std::string text;
    static constexpr auto fields = std::tuple{field("text", &Text::text)};
};

struct Operator {
    Database database;
    Directory directory;
    Sql sql{patient(database.connection())};
    std::string file = directory.at("ads.csv");

    Finished call(std::vector<std::string> words)
    {
        words.insert(words.begin(), {jobboard(), "import", "jobs", file});
        return run(
            words, {{"JOBBOARD_ENVIRONMENT", "development"}, {"JOBBOARD_DATABASE_URL", database.connection()},
                       {"JOBBOARD_DATABASE_OWNER_URL", database.connection("jobboard_owner")}});
    }
    Finished import(std::string_view contents, std::vector<std::string> more = {})
    {
        directory.write("ads.csv", contents);
        more.insert(more.end(), {"--source", "test"});
        return call(more);
    }
    std::vector<Imported> jobs()
    {
        return sql.all<Imported>(
            "SELECT j.title, j.status, j.source_id, u.first_name AS employer, u.username "
            "FROM jobs j JOIN users u ON u.id = j.employer_id ORDER BY j.title");
    }
    std::vector<CsvRow> report(const std::string& path)
    {
        std::istringstream in(text_of(path));
        CsvReader reader(in);
        std::vector<CsvRow> out;
        for (CsvRow row; reader.next(row);) out.push_back(row);
        return out;
    }
};

const std::string enough = "This text has more than forty characters and no comma.";

bool says(const Finished& done, std::string_view what)
{
    return done.out.find(what) != std::string::npos;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(import_command, Operator)

BOOST_AUTO_TEST_CASE(the_source_must_be_said_and_is_not_the_files_name)
{
    directory.write("ads.csv", "id,title,description\n1,Cook," + enough + "\n");
    auto silent = call({});
    BOOST_TEST(silent.status == 2);
    BOOST_TEST(says(silent, "Say with --source where these jobs come from"), silent.out);
    BOOST_TEST(jobs().empty());

    BOOST_TEST(call({"--source", "feed"}).status == 0);
    std::filesystem::rename(file, directory.at("other.csv"));
    file = directory.at("other.csv");
    auto again = call({"--source", "feed"});
    BOOST_TEST(says(again, "unchanged          1"), again.out);
    BOOST_TEST(jobs().size() == 1);
    BOOST_TEST(jobs()[0].employer == "Employer not named");
}

BOOST_AUTO_TEST_CASE(reasons_are_counted_as_kinds_and_listed_with_their_details)
{
    auto done = import("id,title,description,deadline,salary\n"
                       "1,Cook," +
                       enough +
                       ",2027-02-30,DOE\n"
                       "2,Clerk," +
                       enough +
                       ",31.02.2027,competitive\n"
                       "3,Driver,Drives.,,\n");
    BOOST_TEST(done.status == 0, done.out);
    BOOST_TEST(says(done, "2  application_deadline: the date was not understood"), done.out);
    BOOST_TEST(says(done, "2  salary_range: the pay was not understood and left out"), done.out);
    BOOST_TEST(says(done, "1  description: has under 40 characters, so a new job is a draft"), done.out);
    // Beside the file, and not where the command was called.
    auto rows = report(file + ".report.csv");
    BOOST_REQUIRE_EQUAL(rows.size(), 6);
    BOOST_TEST((rows[1].cells == std::vector<std::string>{"2", "1", "noted", "salary_range",
                                     "the pay was not understood and left out", "\"DOE\""}));
    BOOST_TEST(!std::filesystem::exists("ads.csv.report.csv"));
    BOOST_TEST(jobs()[2].status == "draft");
}

BOOST_AUTO_TEST_CASE(thin_postings_follow_the_option)
{
    std::string contents = "id,title,description\n1,Cook,Cooks.\n";
    BOOST_TEST(import(contents, {"--thin", "skip"}).status == 1);
    BOOST_TEST(jobs().empty());
    BOOST_TEST(import(contents, {"--thin", "keep"}).status == 0);
    BOOST_TEST(jobs()[0].status == "active");
    BOOST_TEST(import(contents, {"--thin", "perhaps"}).status != 0);
}

BOOST_AUTO_TEST_CASE(a_file_of_which_nothing_becomes_a_job_is_a_failure)
{
    auto done = import("id,title,description\n1,,\n2,,\n");
    BOOST_TEST(done.status == 1);
    BOOST_TEST(says(done, "No row of the file became a job."), done.out);
    BOOST_TEST(import("id,title,description\n").status == 0);
}

BOOST_AUTO_TEST_CASE(files_of_other_programs_are_read)
{
    std::string utf16 = "\xff\xfe";
    for (char c : "sep=;\r\nid;title;description\r\n1;Chef;" + enough + "\r\n") utf16 += {c, '\0'};
    auto done = import(utf16);
    BOOST_TEST(done.status == 0, done.out);
    BOOST_TEST(says(done, "read as UTF-16LE"), done.out);
    BOOST_TEST(import("id;\"title, short\";title;description\r2;x;K\xf6"
                      "chin;Suppe f\xfcr G\xe4ste, " +
                      enough + "\r")
                   .status == 0);
    BOOST_TEST(import("id,title,description\n3,Rohr 5\" lang," + enough + "\n4,\"Er rief \\\"Hallo\\\"\"," +
                      enough + "\n")
                   .status == 0);
    auto found = jobs();
    BOOST_REQUIRE_EQUAL(found.size(), 4);
    BOOST_TEST(found[0].title == "Chef");
    BOOST_TEST(found[1].title == "Er rief \"Hallo\"");
    BOOST_TEST(found[2].title == "Köchin");
    BOOST_TEST(found[3].title == "Rohr 5\" lang");
    BOOST_TEST(says(import("id,title\n", {"--encoding", "no such"}), "There is no encoding named"),
        "unknown encoding");
}

BOOST_AUTO_TEST_CASE(companies_are_told_apart_by_their_names)
{
    sql.script("INSERT INTO users (id, username, email, role) VALUES "
               "('00000000-0000-0000-0000-000000000001', 'the_boss', 'boss@x.example', 'admin'),"
               "('00000000-0000-0000-0000-000000000002', 'acme', 'acme@x.example', 'employer')");
    std::string contents = "id,title,description,company\n";
    int id = 0;
    for (std::string company : {"C&A", "C+A", "c&a", "上海", "商海", "The Boss", "the_boss", "acme", "Acme"})
        contents +=
            fmt::format("{},{} {},{},{}\n", id, static_cast<char>('A' + id), company, enough, company),
            ++id;
    for (int round = 0; round < 2; ++round) {
        BOOST_TEST(import(contents).status == 0);
        auto found = jobs();
        BOOST_REQUIRE_EQUAL(found.size(), 9);
        BOOST_TEST(found[0].username != found[1].username);
        BOOST_TEST(found[0].username == found[2].username);
        BOOST_TEST(found[3].username != found[4].username);
        BOOST_TEST(found[4].employer == "商海");
        for (auto i : {5u, 6u}) BOOST_TEST(found[i].username != "the_boss");
        BOOST_TEST(found[7].username == "acme");
        BOOST_TEST(found[8].username != "acme");
    }
    // An account that is no employer's any more keeps what it has, and gets nothing new.
    sql.script("UPDATE users SET role = 'admin' WHERE first_name = 'C&A'");
    BOOST_TEST(import("id,title,description,company\n99,Z," + enough + ",C&A\n").status == 0);
    BOOST_TEST(jobs().back().username != jobs()[0].username);
}

BOOST_AUTO_TEST_CASE(search_indexes_gather_while_an_import_runs)
{
    auto states = [&] {
        return sql
            .one<Text>(
                "SELECT string_agg(coalesce(array_to_string(c.reloptions, ','), ''), ' ' ORDER BY c.relname) "
                "AS text "
                "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam "
                "WHERE i.indrelid = 'jobs'::regclass AND a.amname = 'gin'")
            ->text;
    };
    auto before = states();
    BOOST_TEST(before.find("fastupdate=off") != std::string::npos);
    Sql owner(patient(database.connection("jobboard_owner")));
    {
        GatheringSearchIndex gathering(owner);
        BOOST_TEST(gathering.active());
        BOOST_TEST(states().find("fastupdate=off") == std::string::npos);
    }
    BOOST_TEST(states() == before);
    auto done = import("id,title,description\n1,Cook," + enough + "\n");
    BOOST_TEST(!says(done, "search_index"), done.out);
}

BOOST_AUTO_TEST_SUITE_END()
