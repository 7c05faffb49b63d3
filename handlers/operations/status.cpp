// What the workers are doing, for operators.
#include "lib/process/scoreboard.hpp"
#include "lib/web/endpoint.hpp"

namespace status {

struct Worker {
    int pid{};
    std::string pool, state;
    int generation{};
    long long age_s{}, request_ms{}, requests{}, resident_kb{};
    std::string path;

    static constexpr std::string_view schema_name = "Worker";
    static constexpr std::string_view schema_about = "What a worker does.";
    static constexpr auto fields = std::tuple{
        field("pid", &Worker::pid),
        field("pool", &Worker::pool),
        field("state", &Worker::state, {.about = "starting, idle, busy or leaving"}),
        field("generation", &Worker::generation, {.about = "Raised by every reload."}),
        field("age_s", &Worker::age_s),
        field("request_ms", &Worker::request_ms, {.about = "Age of the request in hand; 0 without one."}),
        field("requests", &Worker::requests, {.about = "Answered since the worker started."}),
        field("resident_kb", &Worker::resident_kb),
        field("path", &Worker::path, {.about = "Of the latest request, without its query."}),
    };
};

struct Restarts {
    long long crashed{}, hung{}, retired{}, memory{};
    static constexpr std::string_view schema_name = "Restarts";
    static constexpr std::string_view schema_about = "Why workers ended.";
    static constexpr auto fields = std::tuple{
        field("crashed", &Restarts::crashed),
        field("hung", &Restarts::hung),
        field("retired", &Restarts::retired),
        field("memory", &Restarts::memory),
    };
};

struct PoolLine {
    std::string pool;
    long long wanted{}, requests{}, all_busy{};
    Restarts restarts;

    static constexpr std::string_view schema_name = "WorkerPool";
    static constexpr std::string_view schema_about = "A pool of workers.";
    static constexpr auto fields = std::tuple{
        field("pool", &PoolLine::pool),
        field("wanted", &PoolLine::wanted, {.about = "Workers that should serve."}),
        field("requests", &PoolLine::requests, {.about = "Answered by workers that are gone."}),
        field("all_busy", &PoolLine::all_busy, {.about = "Seconds in which no worker was idle."}),
        field("restarts", &PoolLine::restarts),
    };
};

struct EndpointLine {
    std::string endpoint;
    long long requests{}, client_errors{}, server_errors{}, time_us{}, sql_us{}, statements{};

    static constexpr std::string_view schema_name = "EndpointFigures";
    static constexpr std::string_view schema_about = "What an endpoint has cost.";
    static constexpr auto fields = std::tuple{
        field("endpoint", &EndpointLine::endpoint),
        field("requests", &EndpointLine::requests),
        field("client_errors", &EndpointLine::client_errors, {.about = "Answered with 4xx."}),
        field("server_errors", &EndpointLine::server_errors, {.about = "Answered with 5xx."}),
        field("time_us", &EndpointLine::time_us, {.about = "Spent on them altogether, in microseconds."}),
        field("sql_us", &EndpointLine::sql_us, {.about = "Of that, waiting for SQL statements."}),
        field("statements", &EndpointLine::statements, {.about = "SQL statements."}),
    };
};

struct Board {
    bool draining{};
    std::vector<PoolLine> pools;
    std::vector<Worker> workers;
    std::vector<EndpointLine> endpoints;
    static constexpr std::string_view schema_name = "Workers";
    static constexpr std::string_view schema_about = "What all workers do.";
    static constexpr auto fields = std::tuple{
        field("draining", &Board::draining, {.about = "Whether this host is about to leave."}),
        field("pools", &Board::pools),
        field("workers", &Board::workers),
        field("endpoints", &Board::endpoints, {.about = "Since the pool started."}),
    };
};

namespace {

// Of a number in the shared memory, which might be any.
std::string pool_of(unsigned number)
{
    return std::string(number < names_of<Pool>.size() ? names_of<Pool>[number] : "unknown");
}

template <class T> long long whole(T value)
{
    return static_cast<long long>(value);
}

Board board()
{
    auto seen = board_status();
    Board out;
    for (unsigned i = 0; i < seen.pools.size(); ++i) {
        const auto& p = seen.pools[i];
        const auto& r = p.restarts;
        out.pools.push_back({pool_of(i), whole(p.wanted), whole(p.requests), whole(p.all_busy),
            {whole(r[0]), whole(r[1]), whole(r[2]), whole(r[3])}});
    }
    for (const auto& w : seen.workers)
        out.workers.push_back({w.pid, pool_of(w.pool), std::string(w.state), static_cast<int>(w.generation),
            whole(w.age_s), whole(w.request_age_s * 1000), whole(w.requests), whole(w.resident_kb), w.path});
    out.draining = orders().draining;
    for (const auto& e : figures().status())
        out.endpoints.push_back({e.name, whole(e.requests), whole(e.statuses[3]), whole(e.statuses[4]),
            whole(e.time_s * 1e6), whole(e.sql_s * 1e6), whole(e.statements)});
    return out;
}

std::string table(const Context& c, const Board& board)
{
    std::string out = board.draining ? c.site.words("pool.leaving"_s) + "\n\n" : "";
    out += fmt::format("{:<6} {:>7} {:>12} {:>9} {:>8} {:>6} {:>8} {:>7}\n", "pool", "workers", "of the past",
        "all busy", "crashed", "hung", "retired", "memory");
    for (const auto& p : board.pools)
        out +=
            fmt::format("{:<6} {:>7} {:>12} {:>7} s {:>8} {:>6} {:>8} {:>7}\n", p.pool, p.wanted, p.requests,
                p.all_busy, p.restarts.crashed, p.restarts.hung, p.restarts.retired, p.restarts.memory);
    out += fmt::format("\n{:>8} {:<6} {:<9} {:>4} {:>9} {:>10} {:>10} {:>9}  {}\n", "pid", "pool", "state",
        "gen", "age s", "requests", "resident", "busy ms", "latest path");
    for (const auto& w : board.workers)
        out += fmt::format("{:>8} {:<6} {:<9} {:>4} {:>9} {:>10} {:>7} KB {:>9}  {}\n", w.pid, w.pool,
            w.state, w.generation, w.age_s, w.requests, w.resident_kb, w.request_ms, w.path);
    return out;
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "workers",
        .methods = Method::get,
        .path = "/status/",
        .summary = "What every worker is doing, as a table to read",
        .needs = operators,
        .rate = unlimited,
        .cache = no_store,
        .media = "text/plain",
        .answer = [](Context& c, const Nothing&) -> Text { return {table(c, board())}; },
    },
    {
        .name = "workers_json",
        .methods = Method::get,
        .path = "/status/json/",
        .summary = "The same for programs",
        .needs = operators,
        .rate = unlimited,
        .cache = no_store,
        .answer = [](Context&, const Nothing&) -> Board { return board(); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace status
