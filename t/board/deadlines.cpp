// Until when jobs take applications: the end of the deadline's day where the board is.
#include "app/settings.hpp"
#include "lib/store/board/job_changes.hpp"
#include "t/kit/board.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

namespace {

// It is always a later day in the one than in the other: their clocks are 26 hours apart.
const std::string early = "Pacific/Kiritimati", late = "Etc/GMT+12";

std::string today(Sql& sql, const std::string& zone, int days_later = 0)
{
    return value(
        sql, fmt::format("SELECT ((now() AT TIME ZONE '{}')::date + {})::text AS value", zone, days_later));
}

Date date(const std::string& text)
{
    return *parse<Date>(text);
}

int status_of_job_until(Board& board, const std::string& deadline)
{
    auto category = to_text(seed::category(board.sql()));
    auto acme = board.employer("acme");
    return acme
        .send("POST", "/api/v1/jobs/", json_type,
            object({{"title", "Joiner"}, {"description", "Wood."}, {"requirements", "Hands."},
                {"location", "Graz"}, {"category", category}, {"application_deadline", deadline}}))
        .status;
}

std::string statuses(Sql& sql)
{
    return value(sql,
        "SELECT coalesce(string_agg(title || ' ' || status, ', ' ORDER BY title), '') AS value FROM jobs");
}

} // namespace

BOOST_AUTO_TEST_SUITE(deadlines)

BOOST_AUTO_TEST_CASE(a_job_is_open_until_its_day_has_ended_in_the_time_zone)
{
    Database database;
    for (const auto& zone : {early, late, std::string("UTC"), std::string("Europe/Vienna")}) {
        auto options = patient(database.connection());
        options.time_zone = zone;
        Sql sql(options);
        BOOST_TEST(store::job_is_open(sql, std::nullopt), zone);
        BOOST_TEST(store::job_is_open(sql, date(today(sql, zone, 1))), zone);
        BOOST_TEST(store::job_is_open(sql, date(today(sql, zone))), zone);
        BOOST_TEST(!store::job_is_open(sql, date(today(sql, zone, -1))), zone);
    }
}

BOOST_AUTO_TEST_CASE(a_new_deadline_is_judged_by_the_same_day)
{
    Board eastern(Variables{{"TIME_ZONE", early}}), western(Variables{{"TIME_ZONE", late}});
    auto there = today(eastern.sql(), late);
    BOOST_TEST(status_of_job_until(western, there) == 201);
    BOOST_TEST(status_of_job_until(eastern, there) == 400);
    BOOST_TEST(status_of_job_until(eastern, today(eastern.sql(), early)) == 201);
    BOOST_TEST(status_of_job_until(western, today(western.sql(), late, -1)) == 400);
}

BOOST_FIXTURE_TEST_CASE(expired_jobs_are_closed_in_batches, Db)
{
    auto days = [&](int later) { return today(sql, "UTC", later); };
    for (int i = 1; i <= 5; ++i)
        seed::job(sql, {.title = fmt::format("over {}", i), .application_deadline = days(-i)});
    seed::job(sql, {.title = "today", .application_deadline = days(0)});
    seed::job(sql, {.title = "open"});
    seed::job(sql, {.title = "draft", .status = "draft", .application_deadline = days(-3)});
    seed::job(sql, {.title = "gone", .deleted = true, .application_deadline = days(-3)});
    BOOST_TEST(store::close_expired_jobs(sql, 2) == 2);
    BOOST_TEST(statuses(sql) == "draft draft, gone active, open active, over 1 active, over 2 active, "
                                "over 3 active, over 4 closed, over 5 closed, today active");
    BOOST_TEST(store::close_expired_jobs(sql, 2) == 2);
    BOOST_TEST(store::close_expired_jobs(sql, 2) == 1);
    BOOST_TEST(store::close_expired_jobs(sql) == 0);
    BOOST_TEST(statuses(sql) == "draft draft, gone active, open active, over 1 closed, over 2 closed, "
                                "over 3 closed, over 4 closed, over 5 closed, today active");
    BOOST_TEST(
        value(sql, "SELECT sum(active)::text AS value FROM job_counts WHERE category_id IS NULL") == "2");
}

BOOST_FIXTURE_TEST_CASE(a_job_that_somebody_changes_is_closed_the_next_time, EmptyBoard)
{
    auto id = seed::job(sql, {.title = "busy", .application_deadline = "2020-01-01"});
    seed::job(sql, {.title = "idle", .application_deadline = "2020-01-01"});
    Sql other(
        patient(value(sql, "SELECT format('host=%s dbname=%s user=postgres', "
                           "current_setting('unix_socket_directories'), current_database()) AS value")));
    other.begin();
    other.change("SELECT FROM jobs WHERE id = :id::uuid FOR UPDATE", {arg("id", id)});
    BOOST_TEST(store::close_expired_jobs(sql) == 1);
    BOOST_TEST(statuses(sql) == "busy active, idle closed");
    other.rollback();
    BOOST_TEST(store::close_expired_jobs(sql) == 1);
}

BOOST_AUTO_TEST_CASE(only_time_zones_that_exist_are_taken)
{
    auto read = [](const std::string& zone) {
        std::vector<std::string> environment{
            "JOBBOARD_ENVIRONMENT=development", "JOBBOARD_TIME_ZONE=" + zone};
        return read_settings(environment, "").time_zone;
    };
    for (std::string good : {"UTC", "Europe/Vienna", "America/Argentina/Ushuaia", "Etc/GMT+12"})
        BOOST_TEST(read(good) == good);
    for (std::string bad :
        {"", "Mars/Olympus", "EST", "utc", "CET-1CEST", "+02:00", "Europe/Vienna -c x=y", "/"})
        BOOST_CHECK_THROW(read(bad), BadSetting);
}

BOOST_AUTO_TEST_SUITE_END()
