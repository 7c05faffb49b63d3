// `jobboard sweep`: what has had its time goes, everything else stays.
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include "lib/files/pictures/pictures.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <thread>

namespace {

namespace fs = std::filesystem;

struct Sweeping : People {
    std::string media = board.directory.at("media");
    Uuid ann = account("ann");

    Sweeping() { fs::remove_all(media); }

    // What the command says, run as the operator of this board.
    Finished sweep() const
    {
        return run({jobboard(), "sweep"}, {{"JOBBOARD_ENV_FILE", board.directory.at("env")}});
    }

    // A session that was over so long ago (or will be, when negative).
    Uuid session(const std::string& column, const std::string& ago)
    {
        auto id = seed::session(sql, ann);
        sql.change(
            fmt::format("UPDATE sessions SET {} = now() - interval '{}' WHERE id = :id::uuid", column, ago),
            {arg("id", id)});
        return id;
    }

    void token(const Uuid& session, const std::string& used_at)
    {
        sql.change(fmt::format("INSERT INTO refresh_tokens (id, session_id, issued_at, used_at) VALUES "
                               "(:id::uuid, :session::uuid, now() - interval '9 days', {})",
                       used_at),
            {arg("id", new_uuid()), arg("session", session)});
    }

    std::string all(const std::string& column, const std::string& table)
    {
        return value(
            sql, fmt::format("SELECT coalesce(string_agg({0}::text, ' ' ORDER BY {0}), '') AS value FROM {1}",
                     column, table));
    }

    // A file of the media directory, last touched so many minutes ago.
    std::string file(const std::string& name, int minutes)
    {
        auto path = media + '/' + name;
        fs::create_directories(fs::path(path).parent_path());
        std::ofstream(path) << "picture";
        fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::minutes(minutes));
        return path;
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(sweep, Sweeping)

BOOST_AUTO_TEST_CASE(nothing_to_do_is_nothing_done)
{
    auto done = sweep();
    BOOST_TEST(done.status == 0);
    BOOST_TEST(done.out ==
               "removed refresh tokens: 0, sessions: 0, links: 0, sign-ins half done: 0, failed sign-ins: 0, "
               "challenges of passkeys: 0, begun sign-ins: 0, copies of people's data: 0, counts: 0, "
               "notifications: 0, mails: 0, pushes: 0, "
               "deliveries: 0, request budgets: 0, idempotency keys: 0, tasks: 0, pictures: 0, "
               "files: 0; closed jobs: 0\n");
}

BOOST_AUTO_TEST_CASE(sessions_go_a_week_after_their_end)
{
    std::vector<std::string> stay{to_text(session("ended_at", "6 days 23 hours")),
        to_text(session("ended_at", "0")), to_text(session("expires_at", "6 days 23 hours")),
        to_text(session("expires_at", "-1 day"))};
    session("ended_at", "7 days 1 minute");
    token(session("expires_at", "8 days"), "NULL"); // goes along
    auto done = sweep();
    BOOST_TEST(done.out.starts_with("removed refresh tokens: 0, sessions: 2, "), done.out);
    std::sort(stay.begin(), stay.end());
    auto expected = joined(stay);
    std::erase(expected, ',');
    BOOST_TEST(all("id", "sessions") == expected);
    BOOST_TEST(all("id", "refresh_tokens") == "");
}

BOOST_AUTO_TEST_CASE(spent_tokens_go_when_they_would_have_expired)
{
    auto open = seed::session(sql, ann);
    token(open, "NULL"), token(open, "now() - interval '23 hours'"),
        token(open, "now() - interval '25 hours'");
    BOOST_TEST(sweep().out.starts_with("removed refresh tokens: 1, sessions: 0, "));
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM refresh_tokens "
                          "WHERE used_at IS NULL OR used_at > now() - interval '24 hours'") == "2");
}

BOOST_AUTO_TEST_CASE(a_token_spent_twice_still_ends_its_session_after_a_sweep)
{
    auto signed_in = sign_in("ann");
    auto api = somebody();
    auto spend = [&] {
        return send(api, "POST", "refresh/", {{"refresh", signed_in.json()["refresh"].text()}});
    };
    auto successor = spend();
    BOOST_TEST_REQUIRE(successor.status == 200);
    BOOST_TEST(
        send(api, "POST", "refresh/", {{"refresh", successor.json()["refresh"].text()}}).status == 200);
    sql.change(
        "UPDATE refresh_tokens SET used_at = used_at - interval '1 hour' WHERE used_at IS NOT NULL", {});
    BOOST_TEST(sweep().status == 0);
    check_refused(spend(), 401, "token_revoked");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM sessions WHERE ended_at IS NULL") == "0");
}

BOOST_AUTO_TEST_CASE(failures_go_when_they_are_forgotten)
{
    auto failed = [&](const std::string& bucket, int failures, const std::string& ago,
                      const std::string& blocked) {
        sql.change(fmt::format("INSERT INTO sign_in_attempts VALUES ('{}', {}, now() - interval '{}', "
                               "now() + interval '{}')",
            bucket, failures, ago, blocked));
    };
    failed("a fresh one", 1, "29 minutes", "-1 minute");
    failed("a forgotten one", 1, "31 minutes", "-1 minute");
    failed("many of long ago", 20, "9 hours", "-8 hours");
    failed("many forgotten", 20, "11 hours", "-8 hours");
    failed("one that still waits", 1, "31 minutes", "1 minute");
    BOOST_TEST(sweep().out.find("failed sign-ins: 2,") != std::string::npos);
    BOOST_TEST(all("bucket", "sign_in_attempts") == "a fresh one many of long ago one that still waits");
}

BOOST_AUTO_TEST_CASE(whole_budgets_and_old_counts_go)
{
    sql.change("INSERT INTO rate_slots VALUES ('spent', now() + interval '1 minute'), ('whole', now() - "
               "interval '1 s')");
    sql.change("INSERT INTO kept_counts VALUES ('new', 1, now()), ('old', 1, now() - interval '6 minutes')");
    auto out = sweep().out;
    BOOST_TEST(out.find("counts: 1,") != std::string::npos);
    BOOST_TEST(out.find("request budgets: 1,") != std::string::npos);
    BOOST_TEST(all("key", "rate_slots") == "spent");
    BOOST_TEST(all("question", "kept_counts") == "new");
}

BOOST_AUTO_TEST_CASE(pictures_that_nobody_has_go)
{
    auto used = file("ab/used.jpg", 600), left = file("ab/left.jpg", 61), young = file("cd/young.jpg", 59),
         half = file("cd/.incoming-x7", 61), foreign = file("cd/readme.txt", 600),
         above = file("logo.jpg", 600), beside = file("other/x.jpg", 600);
    sql.change("UPDATE users SET profile_picture = 'ab/used.jpg'", {});
    auto done = sweep();
    BOOST_TEST(done.out.ends_with("pictures: 2, files: 0; closed jobs: 0\n"), done.out);
    for (const auto& path : {used, young, foreign, above, beside}) BOOST_TEST(fs::exists(path), path);
    for (const auto& path : {left, half}) BOOST_TEST(!fs::exists(path), path);
}

BOOST_AUTO_TEST_CASE(files_without_a_row_go_and_jobs_past_their_deadline_close)
{
    auto path = board.directory.at("files/ab/left.pdf");
    fs::create_directories(fs::path(path).parent_path());
    std::ofstream(path) << "paper";
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::minutes(61));
    seed::job(sql, {.title = "over", .application_deadline = "2020-01-01"});
    seed::job(sql, {.title = "open"});
    auto done = sweep();
    BOOST_TEST(done.out.ends_with("files: 1; closed jobs: 1\n"), done.out);
    BOOST_TEST(!fs::exists(path));
    BOOST_TEST(all("title || status", "jobs") == "openactive overclosed");
}

BOOST_AUTO_TEST_CASE(a_picture_that_is_sent_again_is_young_again)
{
    auto path = file("ab/again.jpg", 600);
    keep_picture(media, {"ab/again.jpg", "picture"});
    BOOST_TEST(sweep().out.ends_with("pictures: 0, files: 0; closed jobs: 0\n"));
    BOOST_TEST(fs::exists(path));
}

BOOST_AUTO_TEST_CASE(two_at_once_share_the_work)
{
    sql.change(
        "INSERT INTO rate_slots SELECT 'k' || n, now() - interval '1 s' FROM generate_series(1, 3000) n", {});
    sql.change("INSERT INTO sessions (id, user_id, device, address, expires_at) SELECT gen_random_uuid(), "
               ":user::uuid, "
               "'', '', now() - interval '8 days' FROM generate_series(1, 1700)",
        {arg("user", ann)});
    auto open = seed::session(sql, ann);
    Finished one, other;
    {
        std::jthread first([&] { one = sweep(); }), second([&] { other = sweep(); });
    }
    BOOST_TEST(one.status == 0, one.out);
    BOOST_TEST(other.status == 0, other.out);
    sweep(); // a batch that was cut short by the other one's locks
    BOOST_TEST(all("key", "rate_slots") == "");
    BOOST_TEST(all("id", "sessions") == to_text(open));
}

BOOST_AUTO_TEST_CASE(it_says_when_the_database_is_away)
{
    auto done = run({jobboard(), "sweep"}, {{"JOBBOARD_ENV_FILE", board.directory.at("env")},
                                               {"JOBBOARD_DATABASE_URL", "host=/nonexistent dbname=x"}});
    BOOST_TEST(done.status != 0);
    BOOST_TEST(done.out.find("the database cannot be reached") != std::string::npos, done.out);
}

BOOST_AUTO_TEST_SUITE_END()
