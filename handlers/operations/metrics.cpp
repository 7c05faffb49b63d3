// What operators measure, as Prometheus reads it.
// https://prometheus.io/docs/instrumenting/exposition_formats/
#include "lib/process/scoreboard.hpp"
#include "lib/store/messages/mails.hpp"
#include "lib/store/operations/database_figures.hpp"
#include "lib/store/operations/tasks.hpp"
#include "lib/web/endpoint.hpp"

namespace metrics {

constexpr std::array<std::string_view, 5> classes{"1xx", "2xx", "3xx", "4xx", "5xx"};

// A metric's head, and then its samples.
struct Page {
    std::string text;

    void metric(std::string_view name, std::string_view type, std::string_view help)
    {
        text += fmt::format("# HELP jobboard_{0} {2}\n# TYPE jobboard_{0} {1}\n", name, type, help);
    }
    // `labels` as Prometheus writes them, such as pool="fast"; names are ours and need no quoting.
    template <class Value> void sample(std::string_view name, const std::string& labels, Value value)
    {
        text += labels.empty() ? fmt::format("jobboard_{} {}\n", name, value)
                               : fmt::format("jobboard_{}{{{}}} {}\n", name, labels, value);
    }
    template <class Value>
    void one(std::string_view name, std::string_view type, std::string_view help, Value value)
    {
        metric(name, type, help);
        sample(name, "", value);
    }
};

using Lines = std::vector<EndpointStatus>;

namespace {

std::string of(const EndpointStatus& line)
{
    return fmt::format("endpoint=\"{}\"", line.name);
}

// One counter that each endpoint has.
template <class Value> void counter(Page& page, const Lines& lines, std::string_view name,
    std::string_view help, Value EndpointStatus::*member)
{
    page.metric(name, "counter", help);
    for (const auto& line : lines) page.sample(name, of(line), line.*member);
}

void requests(Page& page, const Lines& lines)
{
    page.metric("requests_total", "counter", "Requests answered, by endpoint and class of status.");
    for (const auto& line : lines)
        for (std::size_t i = 0; i < classes.size(); ++i)
            if (line.statuses[i] > 0)
                page.sample(
                    "requests_total", fmt::format("{},class=\"{}\"", of(line), classes[i]), line.statuses[i]);
}

void durations(Page& page, const Lines& lines)
{
    constexpr std::string_view name = "request_duration_seconds";
    page.metric(name, "histogram", "From the first look at a request to its answer, without nginx.");
    for (const auto& line : lines) {
        std::uint64_t so_far = 0;
        auto bucket = [&](std::size_t i, const std::string& bound) {
            so_far += line.took[i];
            page.sample(fmt::format("{}_bucket", name), fmt::format("{},le=\"{}\"", of(line), bound), so_far);
        };
        for (std::size_t i = 0; i < duration_bounds_ms.size(); ++i)
            bucket(i, fmt::format("{}", duration_bounds_ms[i] / 1000));
        bucket(duration_bounds_ms.size(), "+Inf");
        page.sample(fmt::format("{}_sum", name), of(line), line.time_s);
        page.sample(fmt::format("{}_count", name), of(line), so_far);
    }
}

void kept_answers(Page& page, const Lines& lines)
{
    page.metric("kept_answers_total", "counter", "Answers that Redis may keep: found there, or made anew.");
    for (const auto& line : lines) {
        if (line.kept_found + line.kept_made == 0) continue;
        page.sample("kept_answers_total", of(line) + ",result=\"found\"", line.kept_found);
        page.sample("kept_answers_total", of(line) + ",result=\"made\"", line.kept_made);
    }
}

void endpoints_page(Page& page)
{
    auto lines = figures().status();
    requests(page, lines);
    durations(page, lines);
    kept_answers(page, lines);
    counter(
        page, lines, "sql_seconds_total", "Time spent waiting for SQL statements.", &EndpointStatus::sql_s);
    counter(page, lines, "sql_statements_total", "SQL statements sent.", &EndpointStatus::statements);
    counter(page, lines, "rate_limited_total", "Requests refused because their caller asks too often.",
        &EndpointStatus::rate_limited);
}

void workers(Page& page, const BoardStatus& board)
{
    page.metric(
        "workers", "gauge", "Workers, by pool and what they are doing; busy ones have a request in hand.");
    for (unsigned pool = 0; pool < names_of<Pool>.size(); ++pool)
        for (std::string_view state : {"starting", "idle", "busy", "leaving"})
            page.sample("workers", fmt::format("pool=\"{}\",state=\"{}\"", names_of<Pool>[pool], state),
                std::count_if(board.workers.begin(), board.workers.end(),
                    [&](const auto& w) { return w.pool == pool && w.state == state; }));
    auto largest = [&](std::string_view name, std::string_view help, auto value) {
        page.metric(name, "gauge", help);
        for (unsigned pool = 0; pool < names_of<Pool>.size(); ++pool) {
            auto most = value(WorkerStatus{});
            for (const auto& w : board.workers)
                if (w.pool == pool) most = std::max(most, value(w));
            page.sample(name, fmt::format("pool=\"{}\"", names_of<Pool>[pool]), most);
        }
    };
    largest("workers_resident_bytes", "Memory of a pool's largest worker.",
        [](const WorkerStatus& w) { return w.resident_kb * 1024; });
    largest("longest_request_seconds", "Age of the oldest request in hand.",
        [](const WorkerStatus& w) { return w.request_age_s; });
}

void pools(Page& page, const BoardStatus& board)
{
    auto each = [&](std::string_view name, std::string_view type, std::string_view help, auto value) {
        page.metric(name, type, help);
        for (std::size_t i = 0; i < board.pools.size(); ++i)
            page.sample(name, fmt::format("pool=\"{}\"", names_of<Pool>[i]), value(board.pools[i]));
    };
    each("workers_wanted", "gauge", "Workers that should serve.", [](const auto& p) { return p.wanted; });
    each("pool_requests_total", "counter", "Requests answered by a pool's workers.",
        [](const auto& p) { return p.requests; });
    each("pool_all_busy_seconds_total", "counter", "Seconds in which no worker of the pool was idle.",
        [](const auto& p) { return p.all_busy; });
    page.metric("worker_restarts_total", "counter", "Workers that ended, by why.");
    for (std::size_t i = 0; i < board.pools.size(); ++i)
        for (std::size_t r = 0; r < restart_names.size(); ++r)
            page.sample("worker_restarts_total",
                fmt::format("pool=\"{}\",reason=\"{}\"", names_of<Pool>[i], restart_names[r]),
                board.pools[i].restarts[r]);
    page.one("draining", "gauge", "1 while this host is about to leave.", orders().draining ? 1 : 0);
}

void database(Page& page, Sql& sql)
{
    std::optional<DatabaseFigures> seen;
    try {
        seen = store::database_figures(sql);
    } catch (const DatabaseError&) { // said by database_up
    }
    page.one("database_up", "gauge", "1 when the database answers.", seen ? 1 : 0);
    if (!seen) return;
    page.one("database_bytes", "gauge", "Size of the database.", seen->bytes);
    page.one("database_connections", "gauge", "Connections to the database, of anybody.", seen->connections);
    page.one("database_connections_allowed", "gauge", "How many there may be.", seen->connections_allowed);
    page.one("database_oldest_transaction_seconds", "gauge", "Age of the oldest transaction of the program.",
        static_cast<double>(seen->oldest_transaction_ms) / 1000);
    page.one("jobs_active", "gauge", "Active jobs.", seen->active_jobs);
    page.one(
        "visits_waiting", "gauge", "Visits of jobs that upkeep has yet to add up.", seen->visits_waiting);
    page.one("upkeep_running", "gauge", "1 while some host runs upkeep.", seen->upkeep_runs ? 1 : 0);
}

void tasks(Page& page, Sql& sql)
{
    auto kinds = store::task_figures(sql);
    page.metric("tasks", "gauge", "Tasks that wait, run, or were tried in vain, by kind.");
    for (const auto& kind : kinds)
        for (auto [state, count] :
            {std::pair("waiting", kind.waiting), {"running", kind.running}, {"dead", kind.dead}})
            page.sample("tasks", fmt::format("kind=\"{}\",state=\"{}\"", kind.kind, state), count);
    page.metric("task_oldest_seconds", "gauge", "For how long the oldest task of a kind has been due.");
    for (const auto& kind : kinds)
        page.sample("task_oldest_seconds", fmt::format("kind=\"{}\"", kind.kind), kind.oldest_s);
}

void mails(Page& page, Sql& sql)
{
    page.metric("mails", "gauge", "Mails wanted within the last hour, by what became of them so far.");
    for (const auto& figure : store::mail_figures(sql))
        page.sample("mails", fmt::format("state=\"{}\"", name_of(figure.state)), figure.mails);
}

// Nothing of them while the database is away, which database_up says.
void work(Page& page, Sql& sql)
{
    Page more;
    try {
        tasks(more, sql);
        mails(more, sql);
    } catch (const DatabaseError&) {
        return;
    }
    page.text += more.text;
}

std::string page(Sql& sql)
{
    Page page;
    auto board = board_status();
    endpoints_page(page);
    workers(page, board);
    pools(page, board);
    database(page, sql);
    work(page, sql);
    return std::move(page.text);
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "metrics",
        .methods = Method::get,
        .path = "/metrics/",
        .summary = "Figures of this host's pool and of the database, for Prometheus",
        .needs = operators,
        .rate = unlimited,
        .cache = no_store,
        .media = "text/plain",
        .answer = [](Context& c, const Nothing&) -> Text { return {page(c.sql)}; },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace metrics
