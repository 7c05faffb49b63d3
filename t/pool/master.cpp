// The life of a master with a real nginx before it: start, reload, change of binary, stop and death, under
// load.
#include "fixture.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>

using namespace pool_test;

namespace {

int children_of(pid_t master)
{
    auto text = text_of("/proc/" + std::to_string(master) + "/task/" + std::to_string(master) + "/children");
    return count_of(text, " ");
}

bool is_gone(pid_t pid)
{
    return kill(pid, 0) < 0 && errno == ESRCH;
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

BOOST_AUTO_TEST_CASE(reloads_under_load_lose_nothing)
{
    Site site;
    auto master = site.master(few);
    auto result = load(site.http, 4, mixed, [&] {
        for (int reload = 1; reload <= 20; ++reload) {
            master.signal(SIGHUP);
            BOOST_REQUIRE(
                eventually([&] { return count_of(site.log(), R"("event":"reloaded")") == reload; }));
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
            BOOST_REQUIRE(
                eventually([&] { return count_of(site.log(), R"("event":"reloaded")") == change; }));
        }
    });
    check_none_lost(result, 1000);
    BOOST_TEST(!master.has_ended());
    BOOST_TEST(
        eventually([&] { return children_of(master.pid) == 3; }, 20)); // none doubled, none left behind
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
    // Those of the last attempt may need a moment to be gone.
    BOOST_TEST(eventually([&] { return pids(site.workers()) == before; }));
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
    auto master =
        site.master(few + Variables{{"JOBBOARD_DRAIN_S", "1"}, {"JOBBOARD_REQUEST_DEADLINE_S", "60"}});
    std::jthread hung([&] { site.client().get("/apart/hang"); });
    BOOST_REQUIRE(eventually([&] { return site.is_at("/apart/hang"); }));
    auto begin = now_s();
    BOOST_TEST(master.end(SIGTERM));
    BOOST_TEST(now_s() - begin > 0.9);
    BOOST_TEST(now_s() - begin < 4);
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
        return few + Variables{{"JOBBOARD_FAST_LISTEN", address},
                         {"JOBBOARD_SLOW_LISTEN", "unix:" + site.at(slow)}};
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
    Process worker({"spawn-fcgi", "-n", "-s", site.at("fast.sock"), "-M", "0660", "--", site.stub, "work",
                       "--pool", "fast"},
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
    Process worker(
        {site.stub, "work", "--pool", "fast"}, site.at("log"), site.variables({}), passing({fast}, "fast"));
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
