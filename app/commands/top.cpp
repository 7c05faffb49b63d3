// `jobboard status` and `jobboard top`: what the pool of this host is doing, in a terminal.
#include "command.hpp"

#include "app/pool/ask_pool.hpp"
#include "lib/base/json.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <fmt/format.h>
#include <iostream>
#include <map>
#include <unistd.h>

namespace {

std::string ask(const Settings& settings, std::string_view path)
try {
    auto answer = ask_pool(settings.fast_listen, path, operator_address(settings));
    if (answer.status != 200)
        throw CommandFailed(
            fmt::format("The pool answered {} to {}; is OPERATOR_ADDRESSES empty?", answer.status, path));
    return answer.body;
} catch (const NoAnswer& error) {
    throw CommandFailed(error.what());
}

struct Line {
    double requests = 0, client_errors = 0, server_errors = 0, time_us = 0, sql_us = 0, statements = 0;

    Line operator-(const Line& o) const
    {
        return {requests - o.requests, client_errors - o.client_errors, server_errors - o.server_errors,
            time_us - o.time_us, sql_us - o.sql_us, statements - o.statements};
    }
};

struct Look {
    std::map<std::string, Line> lines; // by endpoint
    long long busy = 0, workers = 0;
    bool draining = false;
};

std::string text_of(const JsonValue& object, std::string_view name)
{
    auto found = object.member(name);
    return found ? found->text : "";
}

double number_of(const JsonValue& object, std::string_view name)
{
    return static_cast<double>(parse<long long>(text_of(object, name)).value_or(0));
}

Look look(const Settings& settings)
try {
    auto status = parse_json(ask(settings, "/status/json/"));
    Look out;
    for (const auto& e : status.member("endpoints")->items)
        out.lines[text_of(e, "endpoint")] = {number_of(e, "requests"), number_of(e, "client_errors"),
            number_of(e, "server_errors"), number_of(e, "time_us"), number_of(e, "sql_us"),
            number_of(e, "statements")};
    for (const auto& w : status.member("workers")->items) {
        ++out.workers;
        if (text_of(w, "state") == "busy") ++out.busy;
    }
    out.draining = text_of(status, "draining") == "true";
    return out;
} catch (const JsonError&) {
    throw CommandFailed("What the pool answers is no status; is it of another version?");
}

std::vector<std::pair<std::string, Line>> costliest(const Look& before, const Look& now)
{
    std::vector<std::pair<std::string, Line>> out;
    for (const auto& [name, line] : now.lines) {
        auto known = before.lines.find(name);
        auto spent = known == before.lines.end() ? line : line - known->second;
        if (spent.requests > 0) out.emplace_back(name, spent);
    }
    std::sort(out.begin(), out.end(),
        [](const auto& a, const auto& b) { return a.second.time_us > b.second.time_us; });
    return out;
}

void print(const Look& before, const Look& now, double seconds)
{
    if (isatty(STDOUT_FILENO)) std::cout << "\x1b[H\x1b[2J";
    std::cout << fmt::format("{} of {} workers busy{}\n\n", now.busy, now.workers,
        now.draining ? "; this host is about to leave" : "");
    std::cout << fmt::format("{:<32} {:>9} {:>8} {:>8} {:>9} {:>9} {:>6}\n", "endpoint", "req/s", "4xx/s",
        "5xx/s", "mean ms", "SQL ms", "SQL");
    for (const auto& [name, spent] : costliest(before, now))
        std::cout << fmt::format("{:<32} {:>9.1f} {:>8.1f} {:>8.1f} {:>9.2f} {:>9.2f} {:>6.1f}\n", name,
            spent.requests / seconds, spent.client_errors / seconds, spent.server_errors / seconds,
            spent.time_us / spent.requests / 1000, spent.sql_us / spent.requests / 1000,
            spent.statements / spent.requests);
    std::cout << std::flush;
}

int show_status(const Settings& settings)
{
    std::cout << ask(settings, "/status/");
    return 0;
}

struct TopOptions {
    long long interval_s = 2;
    std::optional<long long> count;

    static constexpr auto options = std::tuple{
        option("interval", &TopOptions::interval_s,
            {.min = 1, .max = 3600, .about = "Seconds between two looks"}),
        option("count", &TopOptions::count, {.about = "So many looks; without it, until stopped"}),
    };
};

int show_top(const Settings& settings, const TopOptions& options)
{
    auto before = look(settings);
    for (long long n = 0; !options.count || n < *options.count; ++n) {
        timespec wait{options.interval_s, 0};
        if (nanosleep(&wait, nullptr) != 0) break; // a signal
        auto now = look(settings);
        print(before, now, static_cast<double>(options.interval_s));
        before = std::move(now);
    }
    return 0;
}

} // namespace

namespace command {

extern constexpr Command status{
    .name = "status",
    .about = "What every worker of this host is doing",
    .call = calling<show_status>,
};
extern constexpr Command top{
    .name = "top",
    .about = "Which endpoints are asked now, how often and at what cost",
    .call = calling<show_top>,
};

} // namespace command
