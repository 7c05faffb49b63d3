// A site for the pool's tests: a directory of its own, nginx in front, and the real master with handlers that
// misbehave on demand (t/stub/pool.cpp).
#pragma once

#include "t/kit/http.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <poll.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pool_test {

using Seconds = std::chrono::duration<double>;
using Variables = std::vector<std::pair<std::string, std::string>>;

inline double now_s()
{
    return Seconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Whether the condition came true within the time.
inline bool eventually(const std::function<bool()>& condition, double within_s = 10)
{
    for (auto end = now_s() + within_s; now_s() < end; poll(nullptr, 0, 5))
        if (condition()) return true;
    return condition();
}

// A child process; killed with its owner.
struct Process {
    pid_t pid = -1;

    // `prepare` runs in the child before the program does.
    Process(
        const std::vector<std::string>& words, const std::string& log, const Variables& variables = {},
        const std::function<void()>& prepare = [] {})
    {
        pid = fork();
        if (pid != 0) return;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        dup2(out, STDOUT_FILENO);
        dup2(out, STDERR_FILENO);
        for (const auto& [name, value] : variables) setenv(name.c_str(), value.c_str(), 1);
        prepare();
        std::vector<char*> arguments;
        for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    Process(Process&& other) noexcept : pid(std::exchange(other.pid, -1)) {}
    Process& operator=(Process&& other) noexcept { return std::swap(pid, other.pid), *this; }
    ~Process() { end(SIGTERM); }

    void signal(int number) const { kill(pid, number); }

    bool has_ended()
    {
        if (pid > 0 && waitpid(pid, nullptr, WNOHANG) == pid) pid = -1;
        return pid < 0;
    }

    // Asks, waits, and insists. Whether asking was enough.
    bool end(int number, double within_s = 10)
    {
        if (pid < 0) return true;
        signal(number);
        if (eventually([&] { return has_ended(); }, within_s)) return true;
        signal(SIGKILL);
        waitpid(std::exchange(pid, -1), nullptr, 0);
        return false;
    }
};

inline std::string text_of(const std::string& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline int count_of(std::string_view text, std::string_view part)
{
    int count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

struct Directory {
    std::string path;
    Directory()
    {
        char name[] = "/tmp/pool-test-XXXXXX";
        path = mkdtemp(name);
    }
    ~Directory() { std::filesystem::remove_all(path); }
};

struct Row { // of the stub's /workers
    int pid, pool, generation;
    std::string state;
};

// Whether somebody listens there: a socket that is bound is not yet listening.
inline bool listens(const std::string& path)
{
    sockaddr_un at{.sun_family = AF_UNIX};
    path.copy(at.sun_path, sizeof at.sun_path - 1);
    int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected = connect(socket, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
    close(socket);
    return connected;
}

struct Site {
    Directory directory;
    std::string stub = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "t/pool_stub";
    std::string http = "unix:" + at("http.sock");
    std::string board = "/slow/workers"; // not by a kept connection, which a busy worker might hold
    Process nginx;

    // `fast` and `slow`: the servers of the two upstreams, as nginx writes them.
    explicit Site(const std::string& fast = "", const std::string& slow = "")
        : nginx({"nginx", "-c", configuration(fast, slow)}, at("nginx.log"))
    {
        if (!eventually([&] { return listens(at("http.sock")); }))
            throw std::runtime_error("nginx did not start: " + text_of(at("nginx.log")));
    }

    std::string at(const std::string& name) const { return directory.path + '/' + name; }
    void write(const std::string& name, const std::string& text) const { std::ofstream(at(name)) << text; }
    std::string log() const { return text_of(at("log")); }
    bool logged(const std::string& part, double within_s = 10) const
    {
        return eventually([&] { return log().find(part) != std::string::npos; }, within_s);
    }

    Variables variables(Variables more) const
    {
        more.insert(more.begin(),
            {{"POOL_STUB", directory.path}, {"JOBBOARD_ENVIRONMENT", "development"},
                {"JOBBOARD_TASK_RUNNERS", "0"}, {"JOBBOARD_FAST_LISTEN", "unix:" + at("fast.sock")},
                {"JOBBOARD_SLOW_LISTEN", "unix:" + at("slow.sock")}});
        return more;
    }

    Process start(
        const Variables& more = {}, const std::function<void()>& prepare = [] {}) const
    {
        return Process({stub, "serve"}, at("log"), variables(more), prepare);
    }

    // Started and ready.
    Process master(const Variables& more = {}) const
    {
        auto before = count_of(log(), R"("event":"serving")");
        auto process = start(more);
        if (!eventually([&] { return count_of(log(), R"("event":"serving")") > before; }))
            throw std::runtime_error("the master did not start: " + log());
        return process;
    }

    HttpClient client() const { return HttpClient(http); }

    std::vector<Row> workers(int pool = 0) const
    {
        std::istringstream in(client().get(board).body);
        std::vector<Row> rows;
        for (std::string line; std::getline(in, line) && !line.starts_with("totals");) {
            Row row;
            std::istringstream(line) >> row.pid >> row.pool >> row.generation >> row.state;
            if (row.pool == pool && row.state != "leaving") rows.push_back(row);
        }
        return rows;
    }

    // Whether a worker has this path in hand.
    bool is_at(const std::string& path) const
    {
        return client().get(board).body.find(path) != std::string::npos;
    }

    // "crashed hung retired memory" of a pool.
    std::array<int, 4> restarts(int pool = 0) const
    {
        auto text = client().get(board).body;
        for (int i = 0; i <= pool; ++i) text.erase(0, text.find("totals") + 6);
        std::array<int, 4> out{};
        long long wanted, requests;
        std::istringstream(text) >> wanted >> requests >> out[0] >> out[1] >> out[2] >> out[3];
        return out;
    }

    // nginx lets go of kept connections after a second, so that the old workers of a reload may leave.
    std::string configuration(const std::string& fast, const std::string& slow) const
    {
        auto own = [&](const char* name) { return "server unix:" + at(name) + " max_fails=0;"; };
        // A killed worker may leave all kept connections dead at once. Each attempt uses up one, so a read is
        // sure to reach a living worker when there are more servers than connections kept.
        std::string again;
        for (int kept = 0; kept < 4; ++kept)
            again += "server unix:" + at("fast.sock") + " max_fails=0 backup;";
        auto fast_servers = fast.empty() ? own("fast.sock") + again : fast;
        std::ofstream(at("nginx.conf"))
            << (geteuid() == 0 ? "user root;" : "") << "worker_processes 2; daemon off; pid "
            << at("nginx.pid") << "; error_log " << at("nginx.log")
            << ";events { worker_connections 512; } http { access_log off;"
            << "client_body_temp_path " << at("b") << "; fastcgi_temp_path " << at("f")
            << "; proxy_temp_path " << at("p") << "; uwsgi_temp_path " << at("u") << "; scgi_temp_path "
            << at("s") << ";"
            << "upstream fast {" << fast_servers << "keepalive 4; keepalive_time 1s; keepalive_timeout 1s; }"
            << "upstream apart {" << fast_servers << "}"
            << "upstream slow {" << (slow.empty() ? own("slow.sock") : slow) << "}"
            << "server { listen unix:" << at("http.sock")
            << "; keepalive_requests 1000000; client_max_body_size 8m;"
            << "include /etc/nginx/fastcgi_params; fastcgi_next_upstream error timeout; "
               "fastcgi_next_upstream_tries 2;"
            << "location / { fastcgi_keep_conn on; fastcgi_pass fast; }"
            << "location /apart/ { fastcgi_pass apart; } location /slow/ { fastcgi_pass slow; } } }";
        return at("nginx.conf");
    }
};

inline const Variables few{{"JOBBOARD_FAST_WORKERS", "2"}, {"JOBBOARD_SLOW_WORKERS", "1"}};

inline Variables operator+(Variables a, const Variables& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// Reads and writes in turn, through kept connections; nginx repeats no write.
inline HttpAnswer mixed(HttpClient& client)
{
    thread_local int turn = 0;
    return ++turn % 2 ? client.get("/hello") : client.post("/echo", "ping");
}

inline std::vector<int> pids(const std::vector<Row>& rows)
{
    std::vector<int> out;
    for (const auto& row : rows) out.push_back(row.pid);
    return out;
}

inline void check_none_lost(const LoadResult& result, long long at_least)
{
    BOOST_TEST(result.lost() == 0, result.lost() << " of " << result.answered() << " lost: " << result.fault);
    BOOST_TEST(result.answered() >= at_least);
    for (auto [status, count] : result.statuses) BOOST_TEST_MESSAGE("status " << status << ": " << count);
    BOOST_TEST_MESSAGE(result.answered() << " answered, " << result.lost() << " lost");
}

} // namespace pool_test
