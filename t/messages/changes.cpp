// The change feed: everything once, in order, to those who may know.
#include "lib/store/ledger/events.hpp"
#include "t/kit/told.hpp"
#include "told_board.hpp"

#include <thread>

namespace {

const std::string feed = "/api/v1/changes/";

struct Followed : Applying {
    void give_places()
    {
        BOOST_TEST(eventually([&] {
            store::chain_events(sql, 1000);
            return value(sql,
                       "SELECT (count(*) = (SELECT count(*) FROM event_chain))::text AS value FROM events") ==
                   "true";
        }));
    }
    std::string told(Api& who, const std::string& query)
    {
        auto reply = who.get(feed + query);
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        std::string out;
        auto results = reply.json()["results"];
        for (std::size_t i = 0; i < results.size(); ++i)
            out += (out.empty() ? "" : ", ") + results[i]["event"].text() +
                   (results[i]["deleted"].text() == "true" ? " gone: " + results[i]["reason"].text() : "");
        return out;
    }
    std::string post(const std::string& status)
    {
        auto reply = boss.send("POST", "/api/v1/jobs/", json_type,
            with_things(sql,
                R"({"title":"Smith","description":"D.","requirements":"R.","category":"CATEGORY","location":"Graz","status":")" +
                    status + "\"}"));
        BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
        return reply.json()["id"].text();
    }
    void become(const std::string& job, const std::string& status)
    {
        BOOST_TEST_REQUIRE(
            boss.send("PATCH", "/api/v1/jobs/" + job + '/', json_type, R"({"status":")" + status + "\"}")
                .status == 200);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(changes, Followed)

BOOST_AUTO_TEST_CASE(jobs_are_everybodys_once_they_are_public)
{
    auto anonymous = board.anonymous();
    auto draft = post("draft");
    give_places();
    BOOST_TEST(told(anonymous, "") == "");
    BOOST_TEST(told(boss, "") == "job.created");
    become(draft, "active");
    give_places();
    BOOST_TEST(told(anonymous, "") == "job.created, job.published"); // it is public now: both lead to it
    auto cursor = anonymous.get(feed).json()["next_cursor"].text();
    BOOST_TEST(told(anonymous, "?cursor=" + cursor) == "");
    become(draft, "closed");
    give_places();
    BOOST_TEST(told(anonymous, "?cursor=" + cursor) == "job.closed gone: closed");
    BOOST_TEST(told(boss, "?cursor=" + cursor) == "job.closed");
    BOOST_TEST(boss.send("DELETE", "/api/v1/jobs/" + draft + '/').status == 204);
    give_places();
    BOOST_TEST(told(anonymous, "?cursor=" + cursor) == "job.closed gone: deleted, job.deleted gone: deleted");
}

BOOST_AUTO_TEST_CASE(applications_are_told_to_those_whom_they_concern)
{
    auto id = made(apply());
    auto other = board.employer("other"), bob = board.user("bob"), anonymous = board.anonymous();
    give_places();
    BOOST_TEST(told(boss, "?types=application") == "application.submitted");
    BOOST_TEST(told(ann, "?types=application") == "application.submitted");
    BOOST_TEST(told(root, "?types=application,job") == "application.submitted");
    BOOST_TEST(told(other, "?types=application") == "");
    BOOST_TEST(told(bob, "?types=application") == "");
    BOOST_TEST(anonymous.get(feed + "?types=application").status == 401);
    BOOST_TEST(anonymous.get(feed + "?types=user").json().has("types"));
    BOOST_TEST(anonymous.get(feed + "?cursor=x").json().has("cursor"));
}

BOOST_AUTO_TEST_CASE(whoever_goes_on_at_the_cursor_sees_everything_once)
{
    std::vector<std::string> jobs;
    for (int i = 0; i < 7; ++i) jobs.push_back(post("active"));
    give_places();
    auto anonymous = board.anonymous();
    std::vector<std::string> seen;
    std::string cursor;
    for (bool more = true; more;) {
        auto part = anonymous.get(feed + "?page_size=3&cursor=" + cursor);
        for (const auto& id : each(part.json()["results"], "id")) seen.push_back(id);
        cursor = part.json()["next_cursor"].text();
        more = part.json()["has_more"].text() == "true";
    }
    BOOST_TEST(joined(seen) == joined(jobs));
    auto now = anonymous.get(feed + "?cursor=now").json()["next_cursor"].text();
    BOOST_TEST(now == cursor);
    // A slower transaction comes later, also than a cursor that was given out meanwhile.
    Sql slow(patient(value(sql, "SELECT format('host=%s dbname=%s user=postgres', "
                                "current_setting('unix_socket_directories'), current_database()) AS value")));
    slow.begin();
    slow.change("INSERT INTO events (kind, did, subject_kind, subject, subject_name, came_by, actor_name) "
                "VALUES ('job.updated', 'update', 'job', '" +
                jobs[0] + "', 'Smith', 'command', '')");
    auto quick = post("active");
    store::chain_events(sql, 1000);
    cursor = anonymous.get(feed + "?cursor=" + cursor).json()["next_cursor"].text();
    slow.commit();
    give_places();
    BOOST_TEST(joined(each(anonymous.get(feed + "?cursor=" + cursor).json()["results"], "id")) ==
               jobs[0] + ", " + quick);
}

BOOST_AUTO_TEST_CASE(who_waits_is_answered_when_something_changes)
{
    give_places();
    auto anonymous = board.anonymous();
    auto now = anonymous.get(feed + "?cursor=now").json()["next_cursor"].text();
    std::string got;
    {
        std::jthread waiting([&] {
            auto other = board.anonymous();
            got = other.get(feed + "?wait=25&cursor=" + now).body;
        });
        BOOST_TEST(eventually([&] { // it is being asked
            return value(sql,
                       "SELECT count(*)::text AS value FROM pg_stat_activity "
                       "WHERE query LIKE '%event_chain WHERE place%' AND pid <> pg_backend_pid()") != "0";
        }));
        post("active");
        give_places();
    }
    BOOST_TEST(got.find("job.created") != got.npos, got);
}

BOOST_AUTO_TEST_SUITE_END()
