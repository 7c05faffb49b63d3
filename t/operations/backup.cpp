// Backups: made while the board goes on, refused when damaged, and restored into the same board.
#include "t/kit/board.hpp"
#include "t/kit/seed.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace fs = std::filesystem;

namespace {

const std::string picture = "ab/" + std::string(32, 'a') + ".jpg";

struct Backed {
    Board own;
    Sql& sql = own.sql();
    Directory room;
    std::string backup = room.at("backup");
    Database target{Database::From::nothing};

    Backed()
    {
        auto job = seed::job(sql, {.title = "Cooper"});
        for (int i = 0; i < 5; ++i)
            seed::application(
                sql, job, seed::user(sql, {.username = "ann" + std::to_string(i), .role = "user"}));
        fs::create_directories(own.directory.at("media/ab"));
        own.directory.write("media/" + picture, "a picture");
        sql.change("UPDATE users SET profile_picture = :name WHERE username = 'ann0'",
            {arg("name", std::string_view(picture))});
        sql.change(
            "UPDATE applications SET resume_sha256 = encode(sha256(convert_to(:content, 'UTF8')), 'hex')",
            {arg("content", std::string_view(seed::resume_content))});
        sql.disconnect();
    }

    Finished make() { return own.call({"backup", backup}); }
    Finished restore(std::vector<std::string> options = {"--verify"})
    {
        options.insert(options.begin(), {jobboard(), "restore", backup});
        return run(options, {{"JOBBOARD_ENV_FILE", own.directory.at("env")},
                                {"JOBBOARD_DATABASE_OWNER_URL", target.connection("jobboard_owner")},
                                {"JOBBOARD_FILE_STORAGE", "directory:" + room.at("files")},
                                {"JOBBOARD_MEDIA_PATH", room.at("media")}});
    }
    void check_refused(const Finished& done, std::string_view sentence)
    {
        BOOST_TEST(done.status == 1);
        BOOST_TEST(done.out.find(sentence) != std::string::npos, done.out);
        Sql restored(patient(target.connection("postgres")));
        BOOST_TEST(restored.one<Count>("SELECT count(*) AS count FROM pg_tables WHERE schemaname = 'public'")
                       ->count == 0);
        BOOST_TEST(!fs::exists(room.at("files/seeded")));
    }
};

void append(const std::string& file, std::string_view text)
{
    std::ofstream(file, std::ios::app) << text;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(backups, Backed)

BOOST_AUTO_TEST_CASE(a_board_is_restored_as_it_was_at_one_moment)
{
    std::atomic<bool> over = false;
    auto acme = own.employer();
    auto category = to_text(seed::category(sql, {.name = "Barrels"}));
    std::thread writer([&] {
        while (!over)
            acme.send("POST", "/api/v1/jobs/", {{"Content-Type", "application/json"}},
                R"({"title":"Meanwhile","description":"Work.","requirements":"Hands.","location":"Graz","category":")" +
                    category + "\"}");
    });
    auto made = make();
    over = true;
    writer.join();
    BOOST_TEST(made.status == 0, made.out);

    fs::create_directories(room.at("files"));
    auto done = restore();
    BOOST_TEST(done.status == 0, done.out);
    BOOST_TEST(done.out.find("Every table and every file is as it was.") != std::string::npos, done.out);
    BOOST_TEST(text_of(room.at("files/" + seed::resume_key)) == seed::resume_content);
    BOOST_TEST(text_of(room.at("media/" + picture)) == "a picture");

    // The program serves from it.
    Sql restored(patient(target.connection("jobboard_app")));
    BOOST_TEST(restored.one<Count>("SELECT count(*) AS count FROM applications")->count == 5);
    auto check =
        run({jobboard(), "check"}, {{"JOBBOARD_ENV_FILE", own.directory.at("env")},
                                       {"JOBBOARD_DATABASE_URL", target.connection("jobboard_app")}});
    BOOST_TEST(check.status == 0, check.out);
    restored.change("DELETE FROM resume_files"); // with the program's role, as before
}

BOOST_AUTO_TEST_CASE(what_is_damaged_is_not_restored)
{
    BOOST_REQUIRE(make().status == 0);
    BOOST_TEST(restore({"--check"}).status == 0);
    append(backup + "/files/" + seed::resume_key, "more");
    check_refused(restore(), "files/seeded/cv is damaged");
    check_refused(restore({"--check"}), "1 files of the backup are not as they were made");
    fs::remove(backup + "/files/" + seed::resume_key);
    check_refused(restore(), "files/seeded/cv is missing");
    append(backup + "/sums", "\n");
    check_refused(restore(), "list of sums is not the one");
    fs::remove(backup + "/manifest.json");
    check_refused(restore(), "is this a backup?");
}

BOOST_AUTO_TEST_CASE(only_what_is_empty_is_filled)
{
    BOOST_REQUIRE(make().status == 0);
    fs::create_directories(room.at("files/seeded"));
    room.write("files/seeded/other", "");
    auto done = restore();
    BOOST_TEST(done.status == 1);
    BOOST_TEST(done.out.find("FILE_STORAGE is not empty") != std::string::npos, done.out);
    fs::remove_all(room.at("files/seeded"));
    BOOST_TEST(restore().status == 0);
    done = restore();
    BOOST_TEST(done.status == 1);
    BOOST_TEST(done.out.find("The database is not empty") != std::string::npos, done.out);
}

BOOST_AUTO_TEST_CASE(a_backup_does_not_hide_what_is_missing)
{
    BOOST_REQUIRE(make().status == 0);
    auto again = make();
    BOOST_TEST(again.status == 1);
    BOOST_TEST(again.out.find("exists; name a new directory") != std::string::npos, again.out);
    fs::remove(own.directory.at("files/" + seed::resume_key));
    backup = room.at("second");
    auto done = make();
    BOOST_TEST(done.status == 1);
    BOOST_TEST(done.out.find("seeded/cv") != std::string::npos, done.out);
    BOOST_TEST(done.out.find("1 files are not as they should be") != std::string::npos, done.out);
    BOOST_TEST(fs::exists(backup + "/manifest.json")); // the rest is there
}

BOOST_AUTO_TEST_SUITE_END()
