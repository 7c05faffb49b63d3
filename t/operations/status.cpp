// What operators see of the workers.
#include "t/kit/board.hpp"

#include <set>

BOOST_AUTO_TEST_SUITE(status)

BOOST_AUTO_TEST_CASE(the_workers_that_run_are_the_workers_that_are_shown)
{
    auto api = board().anonymous();
    auto reply = api.get("/status/json/");
    BOOST_TEST(reply.status == 200);
    std::set<std::string> shown, running;
    for (const auto& pid : each(reply.json()["workers"], "pid")) shown.insert(pid);
    for (auto pid : board().workers()) running.insert(std::to_string(pid));
    BOOST_TEST(shown == running, boost::test_tools::per_element());
    BOOST_TEST(joined(each(reply.json()["pools"], "pool")) == "fast, slow, tasks");
    BOOST_TEST(joined(each(reply.json()["pools"], "wanted")) == "2, 1, 0");
}

BOOST_AUTO_TEST_CASE(a_request_shows_in_the_table)
{
    auto api = board().anonymous();
    api.get("/health/liveness/?secret=1");
    auto table = api.get("/status/");
    BOOST_TEST(table.status == 200);
    BOOST_TEST(table.body.find("/status/") != table.body.npos); // the one that is being answered
    BOOST_TEST(table.body.find("secret") == table.body.npos);
    for (auto pid : board().workers()) BOOST_TEST(table.body.find(std::to_string(pid)) != table.body.npos);
}

BOOST_AUTO_TEST_CASE(nobody_else_sees_them)
{
    auto api = board().outsider();
    for (auto path : {"/status/", "/status/json/", "/status"}) {
        auto reply = api.get(path);
        BOOST_TEST((reply.status == 403 || reply.status == 404), path);
        BOOST_TEST(reply.body.find("pid") == reply.body.npos);
    }
}

BOOST_AUTO_TEST_CASE(a_terminal_shows_them_too)
{
    auto shown = board().call({"status"});
    BOOST_TEST(shown.status == 0, shown.out);
    for (auto pid : board().workers()) BOOST_TEST(shown.out.find(std::to_string(pid)) != std::string::npos);
    auto api = board().anonymous();
    api.get("/api/v1/jobs/");
    auto top = board().call({"top", "--count", "1", "--interval", "1"});
    BOOST_TEST(top.status == 0, top.out);
    BOOST_TEST(top.out.find("of 3 workers busy") != std::string::npos, top.out);
    BOOST_TEST(top.out.find("workers_json") != std::string::npos, top.out); // it sees itself look
}

BOOST_AUTO_TEST_CASE(a_terminal_says_when_no_pool_answers)
{
    auto none = run({jobboard(), "status"},
        {{"JOBBOARD_ENVIRONMENT", "development"}, {"JOBBOARD_FAST_LISTEN", "unix:/nowhere/fast"}});
    BOOST_TEST(none.status == 1);
    BOOST_TEST(none.out == "jobboard: No pool listens at unix:/nowhere/fast.\n");
}

BOOST_AUTO_TEST_SUITE_END()
