// Health: whether the service lives, is ready for requests, and how its parts are.
#include "lib/db/migrate.hpp"
#include "lib/db/redis.hpp"
#include "lib/process/scoreboard.hpp"
#include "lib/store/operations/database_figures.hpp"
#include "lib/web/endpoint.hpp"

namespace health {

enum class Condition { healthy, unhealthy, off };
enum class Overall { healthy, degraded, unhealthy };

} // namespace health

template <>
inline constexpr std::array<std::string_view, 3> names_of<health::Condition>{"healthy", "unhealthy", "off"};
template <> inline constexpr SchemaName schema_of<health::Condition>{
    "HealthCondition", "How a part of the service is; off: there is none."};
template <> inline constexpr std::array<std::string_view, 3> names_of<health::Overall>{
    "healthy", "degraded", "unhealthy"};
template <> inline constexpr SchemaName schema_of<health::Overall>{
    "HealthStatus", "degraded: it serves, with something missing."};

namespace health {

// No sizes, versions or paths: this is public.
struct Checks {
    Condition database{}, cache{}, queue{Condition::off}, storage{};
    static constexpr std::string_view schema_name = "HealthChecks";
    static constexpr std::string_view schema_about = "How each part is.";
    static constexpr auto fields = std::tuple{
        field("database", &Checks::database, {.about = "Without it nothing can be served."}),
        field("cache", &Checks::cache, {.about = "The service works without it, more slowly."}),
        field("queue", &Checks::queue, {.about = "There is none yet."}),
        field("storage", &Checks::storage, {.about = "Without it no files can be sent or fetched."}),
    };
};

struct Summary {
    Overall status{};
    Time timestamp{};
    Checks checks;
    long long storage_age_s = 0;
    static constexpr std::string_view schema_name = "Health";
    static constexpr std::string_view schema_about = "How the service and its parts are.";
    static constexpr auto fields = std::tuple{
        field("status", &Summary::status, {.about = "How the service is on the whole."}),
        field("timestamp", &Summary::timestamp, {.about = "When it was looked at."}),
        field("checks", &Summary::checks, {.about = "How its parts are."}),
        field("storage_age_s", &Summary::storage_age_s,
            {.about = "Seconds since the storage was looked at: no request waits for it.", .example = "2"}),
    };
};

struct Part {
    std::string name;
    Condition condition{};
    long long us{};
    std::string says;
    static constexpr std::string_view schema_name = "HealthPart";
    static constexpr std::string_view schema_about = "One part, asked for itself.";
    static constexpr auto fields = std::tuple{
        field("name", &Part::name,
            {.about = "`pool`, `database`, `upkeep`, `cache` or `storage`.", .example = "database"}),
        field("condition", &Part::condition, {.about = "How it is."}),
        field("us", &Part::us, {.about = "Microseconds that asking it took.", .example = "420"}),
        field("says", &Part::says, {.about = "For people to read.", .example = "PostgreSQL 15.5, 120 MB."}),
    };
};

struct Details {
    Overall status{};
    Time timestamp{};
    std::vector<Part> parts;
    static constexpr std::string_view schema_name = "HealthDetails";
    static constexpr std::string_view schema_about = "How the service and its parts are, in sentences.";
    static constexpr auto fields = std::tuple{
        field("status", &Details::status, {.about = "How the service is on the whole."}),
        field("timestamp", &Details::timestamp, {.about = "When it was looked at."}),
        field("parts", &Details::parts, {.about = "How its parts are."}),
    };
};

struct Sign {
    Overall status{};
    Time timestamp{};
    static constexpr std::string_view schema_name = "Sign";
    static constexpr std::string_view schema_about = "Whether the service lives, or is ready.";
    static constexpr auto fields = std::tuple{
        field("status", &Sign::status, {.about = "How the service is on the whole."}),
        field("timestamp", &Sign::timestamp, {.about = "When it was looked at."}),
    };
};

namespace {

Condition condition(bool healthy)
{
    return healthy ? Condition::healthy : Condition::unhealthy;
}

// The first attempt may only find an old session gone. One that had to wait is not repeated: an answer that
// comes late is as good as none to whoever watches.
bool database_answers(Sql& sql)
{
    auto from = now();
    for (int attempt = 0; attempt < 2 && now() - from < std::chrono::milliseconds(500); ++attempt) try {
            sql.script("SELECT 1");
            return true;
        } catch (const DatabaseError&) {
        }
    return false;
}

Condition cache_condition(const Secret& url)
{
    if (url.empty()) return Condition::off;
    static Redis redis(url);
    return condition(redis.ping());
}

// As upkeep found it lately. Where no upkeep runs, one worker at a time looks, and the others go by what it
// found.
Condition storage_condition(const Context& c)
{
    constexpr std::int64_t lately_ms = 5'000;
    auto& verdict = storage_verdict();
    auto seen = verdict.looked_ms.load(), now_ms = monotonic_ms();
    bool ours =
        (seen == 0 || now_ms - seen > lately_ms) && verdict.looked_ms.compare_exchange_strong(seen, now_ms);
    if (ours) verdict.fails = !c.site.files.works();
    return condition(!verdict.fails);
}

std::int64_t storage_age_s()
{
    return (monotonic_ms() - storage_verdict().looked_ms) / 1000;
}

Summary summary(Context& c)
{
    Summary out{.status = Overall::healthy, .timestamp = now(), .checks = {}};
    out.checks.database = condition(database_answers(c.sql));
    out.checks.cache = cache_condition(c.site.redis_url);
    out.checks.storage = storage_condition(c);
    out.storage_age_s = storage_age_s();
    for (auto part : {out.checks.cache, out.checks.storage})
        if (part == Condition::unhealthy) out.status = Overall::degraded;
    if (out.checks.database == Condition::unhealthy) out.status = Overall::unhealthy, c.status = 503;
    return out;
}

// Ready for requests: this pool is not about to leave, the database answers, has every migration this program
// knows and gets no further ones at the moment.
Sign readiness(Context& c)
{
    bool ready = !orders().draining && database_answers(c.sql);
    try {
        ready = ready && pending_migrations(c.sql, c.site.migrations).empty() && !store::is_migrating(c.sql);
    } catch (const MigrationError&) {
        ready = false;
    } catch (const DatabaseError&) {
        ready = false;
    }
    if (!ready) c.status = 503;
    return {.status = ready ? Overall::healthy : Overall::unhealthy, .timestamp = now()};
}

template <class Ask> Part part(std::string name, Ask ask)
{
    auto from = std::chrono::steady_clock::now();
    Part out{.name = std::move(name)};
    ask(out);
    out.us = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - from)
                 .count();
    return out;
}

void ask_pool(const Context& c, Part& part)
{
    auto board = board_status();
    auto busy = std::count_if(
        board.workers.begin(), board.workers.end(), [](const auto& w) { return w.state == "busy"; });
    part.condition = condition(!orders().draining);
    auto workers = board.workers.size();
    part.says = c.site.words(orders().draining
                                 ? Said("pool.workers_leaving"_s, {{"workers", workers}, {"busy", busy}})
                                 : Said("pool.workers"_s, {{"workers", workers}, {"busy", busy}}));
}

std::string figures_in_words(const Context& c, const DatabaseFigures& seen, std::size_t pending)
{
    auto migrations =
        pending ? Said("database.behind"_s, {{"pending", pending}}) : Said("database.migrated"_s);
    return c.site.words({"database.figures"_s,
        {{"version", seen.version}, {"megabytes", seen.bytes / 1'000'000}, {"connections", seen.connections},
            {"allowed", seen.connections_allowed}, {"ms", seen.oldest_transaction_ms},
            {"migrations", c.site.words(migrations)}}});
}

void ask_database(Context& c, Part& part)
try {
    auto pending = pending_migrations(c.sql, c.site.migrations).size();
    auto seen = store::database_figures(c.sql);
    part.condition = condition(pending == 0);
    part.says = figures_in_words(c, seen, pending);
} catch (const DatabaseError& error) {
    part.condition = Condition::unhealthy;
    part.says = c.site.words({"database.fails"_s, {{"sqlstate", error.sqlstate}}});
} catch (const MigrationError& error) {
    part.condition = Condition::unhealthy;
    part.says = error.what();
}

void ask_upkeep(Context& c, Part& part)
try {
    auto seen = store::database_figures(c.sql);
    part.condition = condition(seen.upkeep_runs);
    auto visits = seen.visits_waiting;
    part.says = c.site.words(seen.upkeep_runs ? Said("upkeep.runs"_s, {{"visits", visits}})
                                              : Said("upkeep.runs_nowhere"_s, {{"visits", visits}}));
} catch (const DatabaseError&) {
    part.condition = Condition::unhealthy;
    part.says = c.site.words("database.silent"_s);
}

Details details(Context& c)
{
    Details out{.status = Overall::healthy, .timestamp = now(), .parts = {}};
    out.parts = {
        part("pool", [&](Part& p) { ask_pool(c, p); }),
        part("database", [&](Part& p) { ask_database(c, p); }),
        part("upkeep", [&](Part& p) { ask_upkeep(c, p); }),
        part("cache",
            [&](Part& p) {
                p.condition = cache_condition(c.site.redis_url);
                p.says = p.condition == Condition::unhealthy ? c.site.words("cache.silent"_s) : "";
            }),
        part("storage",
            [&](Part& p) {
                p.condition = storage_condition(c);
                auto age = storage_age_s();
                p.says = c.site.words(p.condition == Condition::healthy
                                          ? Said("storage.works"_s, {{"seconds", age}})
                                          : Said("storage.fails"_s, {{"seconds", age}}));
            }),
    };
    for (const auto& part : out.parts)
        if (part.condition == Condition::unhealthy) out.status = Overall::degraded;
    return out;
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "health",
        .methods = Method::get,
        .path = "/health/",
        .summary = "How the service and its parts are; 503 when it cannot serve",
        .about = "For people and monitoring. Sizes, versions and paths are not told here.",
        .needs = anyone_unseen,
        .rate = unlimited,
        .cache = no_store,
        .other_status = 503,
        .answer = [](Context& c, const Nothing&) -> Summary { return summary(c); },
    },
    {
        .name = "liveness",
        .methods = Method::get,
        .path = "/health/liveness/",
        .summary = "A worker answers",
        .about = "For supervisors: nothing but this program is asked.",
        .needs = anyone_unseen,
        .rate = unlimited,
        .cache = no_store,
        .answer = [](Context&, const Nothing&) -> Sign {
            return {Overall::healthy, now()};
        },
    },
    {
        .name = "readiness",
        .methods = Method::get,
        .path = "/health/readiness/",
        .summary = "The service can take requests; 503 while it cannot",
        .about = "For load balancers: the database answers, has every migration, and this host is not "
                 "about to leave.",
        .needs = anyone_unseen,
        .rate = unlimited,
        .cache = no_store,
        .other_status = 503,
        .answer = [](Context& c, const Nothing&) -> Sign { return readiness(c); },
    },
    {
        .name = "health_details",
        .methods = Method::get,
        .path = "/health/details/",
        .summary = "Each part asked for itself, in sentences",
        .about = "For admins.",
        .needs = may(Grant::watch),
        .rate = {"health_details", 60, per_minute},
        .cache = no_store,
        .answer = [](Context& c, const Nothing&) -> Details { return details(c); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace health
