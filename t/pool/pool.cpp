// The process pool with a real nginx and a real master: what clients notice when workers are killed, hung
// or worn out under them. They should notice nothing.
#include "fixture.hpp"

#include <atomic>
#include <thread>

using namespace pool_test;

namespace {

HttpAnswer reads(HttpClient& client)
{
    return client.get("/hello");
}

// So many answers at the same time, and how long they took together.
double burst(const Site& site, const std::string& target, int count, int& failed)
{
    auto begin = now_s();
    std::atomic<int> bad = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < count; ++i)
            threads.emplace_back([&] {
                try {
                    if (site.client().get(target).status != 200) ++bad;
                } catch (const HttpError&) {
                    ++bad;
                }
            });
    }
    failed = bad;
    return now_s() - begin;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pool)

BOOST_AUTO_TEST_CASE(requests_and_answers_arrive_whole)
{
    Site site;
    auto master = site.master(few);
    auto client = site.client();

    BOOST_TEST(client.post("/echo", "some words").body == "POST some words");
    std::string large(3'000'000, 'y');
    BOOST_TEST((client.post("/echo", large).body == "POST " + large));
    BOOST_TEST((client.post("/slow/echo", large).body == "POST " + large));
    BOOST_TEST(client.send("GET", "/header", {{"X-Given", "value"}}).body == "value");
    BOOST_TEST(client.get("/header").body == "none");

    auto head = client.send("HEAD", "/large?bytes=1234");
    BOOST_TEST(head.header("content-length") == "1234");
    BOOST_TEST(head.body.empty());
    BOOST_TEST(client.get("/large?bytes=2000000").body.size() == 2'000'000u);
}

BOOST_AUTO_TEST_CASE(an_unread_body_does_not_stand_before_the_next_request)
{
    Site site;
    auto master = site.master({{"JOBBOARD_FAST_WORKERS", "1"}});
    auto client = site.client();
    for (int i = 0; i < 20; ++i) {
        BOOST_TEST(client.post("/hello", std::string(200'000, 'z')).status == 200);
        BOOST_TEST(client.get("/hello").status == 200);
    }
}

BOOST_AUTO_TEST_CASE(an_exception_is_a_500_that_tells_nothing_and_the_worker_goes_on)
{
    Site site;
    auto master = site.master({{"JOBBOARD_FAST_WORKERS", "1"}});
    auto before = pids(site.workers());
    auto answer = site.client().get("/throw?password=hidden");
    BOOST_TEST(answer.status == 500);
    BOOST_TEST(answer.header("content-type") == "application/json");
    BOOST_TEST(answer.body.find(R"("code":"internal_error")") != std::string::npos);
    BOOST_TEST(answer.body.find("secret") == std::string::npos);
    BOOST_TEST(site.logged("request_failed"));
    BOOST_TEST(site.log().find("secret") == std::string::npos);
    BOOST_TEST(site.log().find("hidden") == std::string::npos);
    BOOST_TEST(pids(site.workers()) == before);
}

BOOST_AUTO_TEST_CASE(a_header_that_would_split_the_answer_is_not_sent)
{
    Site site;
    auto master = site.master(few);
    auto answer = site.client().get("/split");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.header("x-injected").empty());
    BOOST_TEST(answer.header("x-split").empty());
    BOOST_TEST(site.logged("header_dropped"));
}

BOOST_AUTO_TEST_CASE(a_burst_on_kept_connections_is_shared_by_the_workers)
{
    Site site;
    auto master = site.master({{"JOBBOARD_FAST_WORKERS", "4"}});
    for (int round = 0; round < 3; ++round) {
        int failed = 0;
        auto took = burst(site, "/wait?ms=50", 16, failed);
        BOOST_TEST(failed == 0);
        BOOST_TEST(took < 1.0);
        BOOST_TEST_MESSAGE("16 requests of 50 ms on 4 workers: " << took << " s");
    }
    auto client = site.client();
    auto begin = now_s();
    for (int i = 0; i < 50; ++i) BOOST_TEST(client.get("/hello").status == 200);
    BOOST_TEST(now_s() - begin < 1.0); // the idle kept connections hold no worker
}

BOOST_AUTO_TEST_CASE(killing_workers_loses_no_read)
{
    Site site;
    auto master = site.master({{"JOBBOARD_FAST_WORKERS", "4"}});
    auto result = load(site.http, 4, reads, [&] {
        for (int kills = 0; kills < 15; ++kills) {
            auto rows = site.workers();
            BOOST_REQUIRE(!rows.empty());
            kill(rows[static_cast<std::size_t>(kills) % rows.size()].pid, SIGKILL);
            BOOST_TEST(
                eventually([&] { return site.restarts()[0] == kills + 1 && site.workers().size() == 4; }));
        }
    });
    check_none_lost(result, 500);
}

BOOST_AUTO_TEST_CASE(the_fast_pool_grows_and_shrinks_by_signals)
{
    Site site;
    auto master = site.master(few);
    master.signal(SIGTTIN);
    BOOST_TEST(eventually([&] { return site.workers().size() == 3; }));
    master.signal(SIGTTOU);
    BOOST_TEST(eventually([&] { return site.workers().size() == 2; }));
    master.signal(SIGTTOU);
    BOOST_TEST(eventually([&] { return site.workers().size() == 1; }));
    master.signal(SIGTTOU); // one stays
    BOOST_TEST(eventually([&] { return count_of(site.log(), R"("event":"resized")") == 4; }));
    BOOST_TEST(site.workers().size() == 1u);
}

BOOST_AUTO_TEST_CASE(workers_retire_after_their_share_and_lose_nothing)
{
    Site site;
    auto master = site.master(few + Variables{{"JOBBOARD_WORKER_REQUESTS", "100"}});
    auto result = load(
        site.http, 3, mixed, [&] { BOOST_TEST(eventually([&] { return site.restarts()[2] >= 6; }, 30)); });
    check_none_lost(result, 400);
    BOOST_TEST(site.restarts()[0] == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_grown_too_large_is_replaced)
{
    Site site;
    auto master = site.master(few + Variables{{"JOBBOARD_WORKER_MEMORY_MB", "192"}});
    BOOST_TEST(site.client().get("/grow").status == 200);
    BOOST_TEST(eventually([&] { return site.restarts()[3] == 1; }));
    BOOST_TEST(eventually([&] { return site.workers().size() == 2; }));
}

BOOST_AUTO_TEST_CASE(a_worker_whose_handler_asks_for_it_is_replaced_after_the_answer)
{
    Site site;
    auto master = site.master(few);
    BOOST_TEST(site.client().get("/last").status == 200);
    BOOST_TEST(eventually([&] { return site.restarts()[2] == 1; }));
    BOOST_TEST(site.client().get("/hello").status == 200);
}

BOOST_AUTO_TEST_CASE(hung_requests_are_ended_while_others_are_served)
{
    Site site;
    auto master = site.master({{"JOBBOARD_FAST_WORKERS", "3"}, {"JOBBOARD_REQUEST_DEADLINE_S", "1"},
        {"JOBBOARD_REQUEST_KILL_S", "1"}});
    auto begin = now_s();
    std::atomic<double> hang_took = 0, stubborn_took = 0;
    int hang = 0, stubborn = 0;
    auto result = load(
        site.http, 2, [](HttpClient& client) { return client.get("/apart/hello"); },
        [&] {
            std::jthread one(
                [&] { hang = site.client().post("/apart/hang", "x").status, hang_took = now_s() - begin; });
            std::jthread two([&] {
                stubborn = site.client().post("/apart/stubborn", "x").status, stubborn_took = now_s() - begin;
            });
        });
    BOOST_TEST(hang == 502);
    BOOST_TEST(stubborn == 502);
    BOOST_TEST((hang_took > 0.9 && hang_took < 1.9), "SIGABRT after " << hang_took << " s");
    BOOST_TEST((stubborn_took > 1.9 && stubborn_took < 3.2), "SIGKILL after " << stubborn_took << " s");
    check_none_lost(result, 200);
    BOOST_TEST(eventually([&] { return site.restarts()[1] == 2; }));
    BOOST_TEST(site.logged(R"("path":"/apart/stubborn","age_s":2,"signal":9)"));
}

BOOST_AUTO_TEST_CASE(workers_that_die_at_once_are_started_ever_more_slowly)
{
    Site site;
    site.write("stub.start-fails", "");
    auto begin = now_s();
    auto master = site.start({{"JOBBOARD_FAST_WORKERS", "2"}, {"JOBBOARD_SLOW_WORKERS", "2"}});
    auto starts = [&] { return count_of(site.log(), R"("event":"worker_started")"); };
    // Two at once in each pool make pauses of 0.1 and 0.2 s; then come 0.4, 0.8 and 1.6 s.
    BOOST_TEST(eventually([&] { return starts() >= 4 + 2 * 3; }, 20));
    BOOST_TEST(now_s() - begin > 1.2);
    BOOST_TEST(starts() <= 4 + 2 * 4);
    std::filesystem::remove(site.at("stub.start-fails"));
    BOOST_TEST(site.logged(R"("event":"serving")", 20));
    BOOST_TEST(site.client().get("/hello").status == 200);
}

BOOST_AUTO_TEST_CASE(a_peer_that_stops_after_8_bytes_holds_no_worker)
{
    Site site;
    auto master = site.master({{"JOBBOARD_FAST_WORKERS", "1"}, {"JOBBOARD_PEER_TIMEOUT_S", "1"}});
    int peer = connect_to("unix:" + site.at("fast.sock"), 5);
    BOOST_REQUIRE(write(peer, "\1\1\0\1\0\10\0\0", 8) == 8); // the head of a record whose content never comes
    auto begin = now_s();
    BOOST_TEST(site.client().get("/hello").status == 200);
    BOOST_TEST(now_s() - begin < 3);
    close(peer);
    BOOST_TEST(site.restarts()[0] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
