// The demo board, as it is made; and the hashing of its passwords.
#include "app/demo/board.hpp"
#include "app/demo/resume.hpp"
#include "lib/auth/passwords.hpp"
#include "lib/files/documents/document_header.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "t/kit/process.hpp"

#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

namespace {

const Time noon = *parse<Time>("2026-11-22T12:00:00Z");

} // namespace

BOOST_AUTO_TEST_SUITE(demo)

BOOST_AUTO_TEST_CASE(every_call_makes_the_same_board)
{
    auto one = make_demo_board(noon), other = make_demo_board(noon + std::chrono::days(30));
    BOOST_REQUIRE_EQUAL(one.jobs.size(), other.jobs.size());
    for (std::size_t i = 0; i < one.jobs.size(); ++i) {
        BOOST_TEST(to_text(one.jobs[i].id) == to_text(other.jobs[i].id));
        BOOST_TEST(
            one.jobs[i].title + one.jobs[i].description == other.jobs[i].title + other.jobs[i].description);
    }
    // Changes only when somebody means to change the demo board.
    BOOST_TEST(to_text(one.jobs[0].id).starts_with("019b76da-a800-7"));
}

BOOST_AUTO_TEST_CASE(the_board_is_large_and_varied)
{
    auto board = make_demo_board(noon);
    std::size_t roots = 0, employers = 0, people = 0, featured = 0, active = 0;
    for (const auto& c : board.categories) roots += c.parent.empty();
    for (const auto& u : board.users) employers += u.role == "employer", people += u.role == "user";
    std::set<std::string> titles, places, types, statuses;
    for (const auto& j : board.jobs) {
        titles.insert(j.title), places.insert(j.location), types.insert(j.job_type),
            statuses.insert(j.status);
        featured += j.is_featured, active += j.status == "active";
    }
    BOOST_TEST(roots >= 8);
    BOOST_TEST(board.categories.size() >= 35);
    BOOST_TEST(employers >= 40);
    BOOST_TEST(people >= 30);
    BOOST_TEST(board.jobs.size() >= 600);
    BOOST_TEST(titles.size() >= 300);
    BOOST_TEST(places.size() >= 40);
    BOOST_TEST(types.size() == 5);
    BOOST_TEST(statuses.size() == 3);
    BOOST_TEST(active > board.jobs.size() / 2);
    BOOST_TEST((featured >= 10 && featured <= 15));
    BOOST_TEST(board.applications.size() >= 300);
}

BOOST_AUTO_TEST_CASE(the_board_keeps_the_rules)
{
    auto board = make_demo_board(noon);
    std::map<Uuid, const DemoJob*> jobs;
    std::map<std::string, Time> joined;
    for (const auto& user : board.users) BOOST_TEST(joined.emplace(user.username, user.date_joined).second);
    for (const auto& job : board.jobs) {
        BOOST_TEST(jobs.emplace(job.id, &job).second);
        BOOST_TEST((!job.salary_min || !job.salary_max || *job.salary_min <= *job.salary_max));
        BOOST_TEST((!job.title.empty() && job.title.size() <= 200));
        BOOST_TEST((job.created_at <= noon));
    }
    std::set<std::pair<Uuid, std::string>> once;
    for (const auto& a : board.applications) {
        BOOST_TEST(once.emplace(a.job_id, a.applicant).second);
        BOOST_REQUIRE(jobs.contains(a.job_id));
        BOOST_TEST(jobs[a.job_id]->status != "draft");
        BOOST_TEST((a.applied_at >= jobs[a.job_id]->created_at && a.applied_at <= noon));
        BOOST_TEST((a.status == "pending") == !a.reviewed_at);
        BOOST_TEST((a.applied_at >= joined.at(a.applicant)));
    }
}

// Whatever day of the week it is loaded on: weekdays are busier than weekends, no two days need be alike, and
// it grows a little.
BOOST_AUTO_TEST_CASE(its_days_are_as_different_as_those_of_a_board)
{
    using namespace std::chrono;
    for (int day = 0; day < 7; ++day) {
        auto now = noon + days(day);
        auto board = make_demo_board(now);
        auto ago = [&](Time time) { return (floor<days>(now) - floor<days>(time)).count(); };
        std::map<std::string, std::map<long, long long>> series;
        for (const auto& job : board.jobs) ++series["jobs"][ago(job.created_at)];
        for (const auto& a : board.applications) ++series["applications"][ago(a.applied_at)];
        for (const auto& user : board.users) ++series["registrations"][ago(user.date_joined)];
        for (const auto& v : board.views) series["views"][v.days_ago] += v.views;
        for (auto& [name, count] : series) BOOST_TEST_CONTEXT(name << " on day " << day)
            {
                long long last = 0, before = 0, working = 0, resting = 0;
                std::set<long long> different;
                for (long i = 1; i < 60; ++i) {
                    (i < 30 ? last : before) += count[i];
                    auto weekday = std::chrono::weekday(floor<days>(now) - days(i)).iso_encoding();
                    (weekday > 5 ? resting : working) += count[i];
                    different.insert(count[i]);
                }
                bool few = name == "registrations"; // so that chance counts for more
                BOOST_TEST(last > before * (few ? 70 : 80) / 100);
                BOOST_TEST(last < before * (few ? 250 : 160) / 100);
                BOOST_TEST(working * 2 > resting * 5 * (few ? 100 : 120) / 100);
                BOOST_TEST(different.size() >= (few ? 4u : 8u));
            }
        std::map<Uuid, long long> views;
        for (const auto& v : board.views) views[v.job_id] += v.views;
        for (const auto& job : board.jobs) BOOST_TEST(views[job.id] == job.views);
    }
}

BOOST_AUTO_TEST_CASE(every_application_has_a_file_that_is_taken)
{
    Directory directory;
    auto storage = storage_of("directory:" + directory.path);
    auto board = make_demo_board(noon);
    keep_resumes(board, storage);
    for (const auto& a : board.applications) {
        auto file = storage.open(a.resume);
        auto facts = facts_of(file.get());
        BOOST_TEST(facts.bytes == a.resume_bytes);
        BOOST_TEST(facts.sha256 == a.resume_sha256);
        auto taken = take_document(bytes_of_file(file.get()), a.resume_name);
        BOOST_TEST(std::holds_alternative<DocumentKind>(taken), a.resume_name);
    }
}

BOOST_AUTO_TEST_CASE(passwords_match_their_own_hash_only)
{
    auto hash = hash_password("copper-meadow-31");
    BOOST_TEST(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    BOOST_TEST(password_matches(hash, "copper-meadow-31"));
    BOOST_TEST(!password_matches(hash, "copper-meadow-32"));
    BOOST_TEST(!password_matches("!", ""));
    BOOST_TEST(hash_password("copper-meadow-31") != hash);
}

BOOST_AUTO_TEST_SUITE_END()
