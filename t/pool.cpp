// The process pool with a real nginx and a real master: what clients notice when workers are killed, hung,
// replaced and reloaded under them. They should notice nothing.
#include "pool_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>

using namespace pool_test;

namespace {

const Variables few{{"JOBBOARD_FAST_WORKERS", "2"}, {"JOBBOARD_SLOW_WORKERS", "1"}};

Variables operator+(Variables a, const Variables& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// Reads and writes in turn, through kept connections; nginx repeats no write.
HttpAnswer mixed(HttpClient& client)
{
    thread_local int turn = 0;
    return ++turn % 2 ? client.get("/hello") : client.post("/echo", "ping");
}

HttpAnswer reads(HttpClient& client)
{
    return client.get("/hello");
}

std::vector<int> pids(const std::vector<Row>& rows)
{
    std::vector<int> out;
    for (const auto& row : rows) out.push_back(row.pid);
    return out;
}

int children_of(pid_t master)
{
    auto text = text_of("/proc/" + std::to_string(master) + "/task/" + std::to_string(master) + "/children");
    return count_of(text, " ");
}

bool is_gone(pid_t pid)
{
    return kill(pid, 0) < 0 && errno == ESRCH;
}

void check_none_lost(const LoadResult& result, long long at_least)
{
    BOOST_TEST(result.lost() == 0, result.lost() << " of " << result.answered() << " lost: " << result.fault);
    BOOST_TEST(result.answered() >= at_least);
    for (auto [status, count] : result.statuses) BOOST_TEST_MESSAGE("status " << status << ": " << count);
    BOOST_TEST_MESSAGE(result.answered() << " answered, " << result.lost() << " lost");
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

// Passes listening sockets on descriptors 3 and up, as a service manager does.
std::function<void()> passing(std::vector<int> sockets, const std::string& names)
{
    return [=] {
        int next = 100;
        for (int socket : sockets) dup2(socket, next++);
        for (int i = 0; i < static_cast<int>(sockets.size()); ++i) dup2(100 + i, 3 + i);
        setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
        setenv("LISTEN_FDS", std::to_string(sockets.size()).c_str(), 1);
        setenv("LISTEN_FDNAMES", names.c_str(), 1);
    };
}

int listening(const std::string& path)
{
    sockaddr_un at{.sun_family = AF_UNIX};
    path.copy(at.sun_path, sizeof at.sun_path - 1);
    int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    BOOST_REQUIRE(bind(socket, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
    BOOST_REQUIRE(listen(socket, 128) == 0);
    return socket;
}

std::string free_port()
{
    int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    BOOST_REQUIRE(bind(socket, reinterpret_cast<sockaddr*>(&at), size) == 0);
    getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size);
    close(socket);
    return std::to_string(ntohs(at.sin_port));
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
            BOOST_TEST(eventually([&] { return site.restarts()[0] == kills + 1 && site.workers().size() == 4; }));
        }
    });
    check_none_lost(result, 500);
}

BOOST_AUTO_TEST_CASE(reloads_under_load_lose_nothing)
{
    Site site;
    auto master = site.master(few);
    auto result = load(site.http, 4, mixed, [&] {
        for (int reload = 1; reload <= 20; ++reload) {
            master.signal(SIGHUP);
            BOOST_REQUIRE(eventually([&] { return count_of(site.log(), R"("event":"reloaded")") == reload; }));
        }
    });
    check_none_lost(result, 2000);
    BOOST_TEST(eventually([&] { return children_of(master.pid) == 3; }, 20)); // all the old ones left
    for (const auto& row : site.workers()) BOOST_TEST(row.generation == 21);
}

BOOST_AUTO_TEST_CASE(a_new_master_binary_takes_over_and_loses_nothing)
{
    Site site;
    std::filesystem::create_symlink(site.stub, site.at("current"));
    site.stub = site.at("current");
    auto master = site.master(few);
    auto result = load(site.http, 4, mixed, [&] {
        for (int change = 1; change <= 5; ++change) {
            master.signal(SIGUSR2);
            BOOST_REQUIRE(eventually([&] { return count_of(site.log(), R"("event":"reloaded")") == change; }));
        }
    });
    check_none_lost(result, 1000);
    BOOST_TEST(!master.has_ended());
    BOOST_TEST(eventually([&] { return children_of(master.pid) == 3; }, 20)); // none doubled, none left behind
    BOOST_TEST(site.workers().size() == 2u);
    BOOST_TEST(master.end(SIGTERM));
}

BOOST_AUTO_TEST_CASE(a_reload_takes_what_the_deployment_has_put_there)
{
    Site site;
    site.write("stub.version", "one");
    site.write("env", "JOBBOARD_FAST_WORKERS=2\n");
    auto master = site.master({{"JOBBOARD_ENV_FILE", site.at("env")}});
    BOOST_TEST(site.client().get("/version").body == "one");
    site.write("stub.version", "two");
    site.write("env", "JOBBOARD_FAST_WORKERS=3\n");
    master.signal(SIGHUP);
    BOOST_TEST(site.logged(R"("event":"reloaded")"));
    BOOST_TEST(eventually([&] { return site.client().get("/version").body == "two"; }));
    BOOST_TEST(eventually([&] { return site.workers().size() == 3; }));
}

BOOST_AUTO_TEST_CASE(a_reload_that_cannot_work_leaves_the_old_workers_serving)
{
    Site site;
    site.write("env", "");
    auto master = site.master(few + Variables{{"JOBBOARD_ENV_FILE", site.at("env")}});
    auto before = pids(site.workers());
    auto refused = [&](int signal, int times) {
        master.signal(signal);
        return eventually([&] { return count_of(site.log(), "reload_refused") == times; });
    };
    auto result = load(site.http, 2, mixed, [&] {
        site.write("env", "JOBBOARD_DRAIN_S=never\n"); // a misspelt setting
        BOOST_TEST(refused(SIGHUP, 1));
        BOOST_TEST(refused(SIGUSR2, 2));
        site.write("env", "");
        site.write("stub.start-fails", ""); // passes the check, and yet no worker starts
        BOOST_TEST(refused(SIGHUP, 3));
        BOOST_TEST(refused(SIGUSR2, 4)); // by now the master is the new binary
    });
    check_none_lost(result, 100);
    BOOST_TEST(pids(site.workers()) == before);
    std::filesystem::remove(site.at("stub.start-fails"));
    master.signal(SIGHUP);
    BOOST_TEST(site.logged(R"("event":"reloaded")"));
}

BOOST_AUTO_TEST_CASE(stopping_finishes_the_request_in_hand)
{
    for (int signal : {SIGTERM, SIGINT, SIGQUIT}) {
        Site site;
        auto master = site.master(few);
        HttpAnswer answer;
        std::jthread slow([&] { answer = site.client().get("/wait?ms=700"); });
        BOOST_REQUIRE(eventually([&] { return site.is_at("/wait"); }));
        BOOST_TEST(master.end(signal));
        slow.join();
        BOOST_TEST(answer.status == 200);
        BOOST_TEST(site.logged(R"("event":"stopped")"));
    }
}

BOOST_AUTO_TEST_CASE(a_worker_that_will_not_leave_is_killed_after_its_time)
{
    Site site;
    auto master = site.master(few + Variables{{"JOBBOARD_DRAIN_S", "1"}, {"JOBBOARD_REQUEST_DEADLINE_S", "60"}});
    std::jthread hung([&] { site.client().get("/apart/hang"); });
    BOOST_REQUIRE(eventually([&] { return site.is_at("/apart/hang"); }));
    auto begin = now_s();
    BOOST_TEST(master.end(SIGTERM));
    BOOST_TEST(now_s() - begin > 0.9);
    BOOST_TEST(now_s() - begin < 4);
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
    auto result = load(site.http, 3, mixed, [&] {
        BOOST_TEST(eventually([&] { return site.restarts()[2] >= 6; }, 30));
    });
    check_none_lost(result, 400);
    BOOST_TEST(site.restarts()[0] == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_grown_too_large_is_replaced)
{
    Site site;
    auto master = site.master(few + Variables{{"JOBBOARD_WORKER_MEMORY_MB", "48"}});
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
    auto master = site.master({{"JOBBOARD_FAST_WORKERS", "3"}, {"JOBBOARD_REQUEST_DEADLINE_S", "1"}, {"JOBBOARD_REQUEST_KILL_S", "1"}});
    auto begin = now_s();
    std::atomic<double> hang_took = 0, stubborn_took = 0;
    int hang = 0, stubborn = 0;
    auto result = load(site.http, 2, [](HttpClient& client) { return client.get("/apart/hello"); }, [&] {
        std::jthread one([&] { hang = site.client().post("/apart/hang", "x").status, hang_took = now_s() - begin; });
        std::jthread two([&] { stubborn = site.client().post("/apart/stubborn", "x").status, stubborn_took = now_s() - begin; });
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

BOOST_AUTO_TEST_CASE(workers_of_a_killed_master_finish_and_the_next_master_starts_at_once)
{
    Site site;
    auto master = site.master(few);
    auto orphans = pids(site.workers());
    HttpAnswer answer;
    std::jthread slow([&] { answer = site.client().get("/apart/wait?ms=1500"); });
    BOOST_REQUIRE(eventually([&] { return site.is_at("/apart/wait"); }));
    master.end(SIGKILL);
    auto next = site.master(few);
    BOOST_TEST(site.client().get("/hello").status == 200);
    slow.join();
    BOOST_TEST(answer.status == 200);
    for (int pid : orphans) BOOST_TEST(eventually([&] { return is_gone(pid); }));
}

BOOST_AUTO_TEST_CASE(a_second_master_on_the_same_socket_refuses_to_start)
{
    Site site;
    auto master = site.master(few);
    auto second = site.start(few);
    BOOST_TEST(site.logged("already listens there"));
    BOOST_TEST(eventually([&] { return second.has_ended(); }));
    BOOST_TEST(site.client().get("/hello").status == 200);
}

BOOST_AUTO_TEST_CASE(two_masters_in_one_upstream_leave_one_after_the_other_and_lose_nothing)
{
    auto one = "127.0.0.1:" + free_port(), two = "127.0.0.1:" + free_port();
    Site site("server " + one + " max_fails=0; server " + two + " max_fails=0;");
    auto at = [&](const std::string& address, const char* slow) {
        return few + Variables{{"JOBBOARD_FAST_LISTEN", address}, {"JOBBOARD_SLOW_LISTEN", "unix:" + site.at(slow)}};
    };
    auto first = site.master(at(one, "slow.sock")), second = site.master(at(two, "slow-2.sock"));
    auto result = load(site.http, 4, mixed, [&] {
        BOOST_TEST(first.end(SIGQUIT, 20));
        first = site.master(at(one, "slow.sock"));
        BOOST_TEST(second.end(SIGQUIT, 20));
    });
    check_none_lost(result, 500);
}

BOOST_AUTO_TEST_CASE(a_worker_serves_without_a_master_under_spawn_fcgi)
{
    Site site;
    Process worker({"spawn-fcgi", "-n", "-s", site.at("fast.sock"), "-M", "0660", "--", site.stub, "work", "--pool", "fast"},
        site.at("log"), site.variables({}));
    site.board = "/workers";
    BOOST_REQUIRE(eventually([&] { return std::filesystem::exists(site.at("fast.sock")); }));
    BOOST_TEST(eventually([&] { return site.client().get("/hello").status == 200; }));
    BOOST_TEST(site.client().post("/echo", "alone").body == "POST alone");
    BOOST_TEST(site.workers().size() == 1u);
    BOOST_TEST(worker.end(SIGTERM));
}

BOOST_AUTO_TEST_CASE(passed_sockets_are_used_and_keep_requests_over_a_restart)
{
    Site site;
    int fast = listening(site.at("fast.sock")), slow = listening(site.at("slow.sock"));
    auto start = [&] { return site.start(few, passing({slow, fast}, "slow:fast")); };
    auto master = start();
    BOOST_TEST(site.client().get("/hello").status == 200);
    BOOST_TEST(site.client().get("/slow/hello").status == 200);
    BOOST_TEST(site.workers(1).size() == 1u);
    BOOST_TEST(master.end(SIGTERM));
    HttpAnswer answer;
    std::jthread early([&] { answer = site.client().get("/hello"); }); // waits at the socket
    master = start();
    early.join();
    BOOST_TEST(answer.status == 200);

    BOOST_TEST(master.end(SIGTERM));
    Process worker({site.stub, "work", "--pool", "fast"}, site.at("log"), site.variables({}), passing({fast}, "fast"));
    BOOST_TEST(site.client().get("/hello").status == 200);
    close(fast);
    close(slow);
}

BOOST_AUTO_TEST_CASE(a_worker_without_a_listening_socket_says_what_to_do)
{
    Site site;
    Process worker({site.stub, "work", "--pool", "fast"}, site.at("log"), site.variables({}));
    BOOST_TEST(site.logged("spawn-fcgi -n"));
    BOOST_TEST(eventually([&] { return worker.has_ended(); }));
}

BOOST_AUTO_TEST_SUITE_END()
