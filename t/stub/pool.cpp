// A program with the real master and workers and a handler that misbehaves on demand. `serve`, `work --pool
// fast|slow` and `check` as in the product. What a deployment could change is read from files beside it:
// check fails while stub.check-fails exists, workers die at start while stub.start-fails exists, and /version
// answers what stub.version held at start.
#include "app/application.hpp"
#include "app/pool/master.hpp"
#include "app/pool/worker.hpp"
#include "lib/process/log.hpp"
#include "lib/process/scoreboard.hpp"

#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <poll.h>
#include <unistd.h>

namespace {

std::string directory()
{
    const char* named = std::getenv("POOL_STUB");
    return named ? named : ".";
}

std::string contents(const std::string& name)
{
    std::ifstream file(directory() + '/' + name);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool exists(const std::string& name)
{
    return access((directory() + '/' + name).c_str(), F_OK) == 0;
}

std::string whole_body(Request& request)
{
    std::string body;
    char part[4096];
    while (auto size = request.read_body(part)) body.append(part, size);
    return body;
}

std::string workers()
{
    std::string text;
    for (const auto& w : board_status().workers)
        text += fmt::format("{} {} {} {} {} {}\n", w.pid, w.pool, w.generation, w.state, w.requests, w.path);
    for (const auto& p : board_status().pools)
        text += fmt::format("totals {} {} {}\n", p.wanted, p.requests, fmt::join(p.restarts, " "));
    return text;
}

Response answer(Request& request, const std::string& version)
{
    Response response;
    response.set("Content-Type", "text/plain");
    auto path = request.uri.substr(0, request.uri.find('?'));
    for (std::string_view location : {"/slow", "/apart"})
        if (path.starts_with(location)) path.erase(0, location.size());
    auto after = [&](std::string_view mark) {
        auto at = request.uri.find(mark);
        return at == std::string::npos ? 0 : std::atoi(request.uri.c_str() + at + mark.size());
    };
    if (path == "/wait") poll(nullptr, 0, after("ms="));
    if (path == "/crash") raise(SIGKILL);
    if (path == "/hang")
        for (;;) pause();
    if (path == "/stubborn")
        for (signal(SIGABRT, SIG_IGN);;) pause();
    if (path == "/grow") {
        static std::string ballast;
        ballast.assign(256 << 20, 'x');
    }
    if (path == "/throw") throw std::runtime_error("secret");
    if (path == "/last") response.worker_leaves = true;
    if (path == "/split") response.set("X-Split", "a\r\nX-Injected: b");
    if (path == "/echo") response.body = request.method + ' ' + whole_body(request);
    else if (path == "/large") response.body.assign(static_cast<std::size_t>(after("bytes=")), 'x');
    else if (path == "/header") response.body = request.header("x-given").value_or("none");
    else if (path == "/workers") response.body = workers();
    else if (path == "/version") response.body = version;
    else response.body = fmt::format("{}", getpid());
    return response;
}

} // namespace

std::function<Response(Request&)> application(const Settings&)
{
    if (exists("stub.start-fails")) std::exit(1);
    return [version = contents("stub.version")](Request& request) { return answer(request, version); };
}

int main(int count, char** words)
try {
    std::string command = count > 1 ? words[1] : "";
    set_log_level(Level::debug);
    if (command == "check") return exists("stub.check-fails") || (read_settings(), false);
    if (command == "work")
        return work(read_settings(), std::string_view(words[count - 1]) == "slow" ? Pool::slow : Pool::fast);
    if (command == "serve") return serve(read_settings());
    return 2;
} catch (const BadSetting& e) {
    std::cerr << e.what() << '\n';
    return 2;
}
