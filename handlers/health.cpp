// Health: whether the service lives, is ready for requests, and how its parts are.
#include "../lib/db/migrate.hpp"
#include "../lib/db/redis.hpp"
#include "../lib/web/endpoint.hpp"

namespace health {

enum class Condition { healthy, unhealthy, off };
enum class Overall { healthy, degraded, unhealthy };

} // namespace health

template <>
inline constexpr std::array<std::string_view, 3> names_of<health::Condition>{"healthy", "unhealthy", "off"};
template <> inline constexpr std::array<std::string_view, 3> names_of<health::Overall>{
    "healthy", "degraded", "unhealthy"};

namespace health {

// No sizes, versions or paths: this is public.
struct Checks {
    Condition database{}, cache{}, queue{Condition::off}, storage{};
    static constexpr auto fields = std::tuple{
        field("database", &Checks::database),
        field("cache", &Checks::cache, {.about = "The service works without it, more slowly."}),
        field("queue", &Checks::queue),
        field("storage", &Checks::storage, {.about = "Without it no files can be sent or fetched."}),
    };
};

struct Summary {
    Overall status{};
    Time timestamp{};
    Checks checks;
    static constexpr std::string_view schema_name = "Health";
    static constexpr auto fields = std::tuple{
        field("status", &Summary::status),
        field("timestamp", &Summary::timestamp),
        field("checks", &Summary::checks),
    };
};

struct Sign {
    Overall status{};
    Time timestamp{};
    static constexpr std::string_view schema_name = "Sign";
    static constexpr auto fields = std::tuple{
        field("status", &Sign::status),
        field("timestamp", &Sign::timestamp),
    };
};

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

Condition cache_condition(const std::string& url)
{
    if (url.empty()) return Condition::off;
    static Redis redis(url);
    return condition(redis.ping());
}

Summary summary(Context& c)
{
    Summary out{.status = Overall::healthy, .timestamp = now(), .checks = {}};
    out.checks.database = condition(database_answers(c.sql));
    out.checks.cache = cache_condition(c.site.redis_url);
    out.checks.storage = condition(c.site.files.works());
    for (auto part : {out.checks.cache, out.checks.storage})
        if (part == Condition::unhealthy) out.status = Overall::degraded;
    if (out.checks.database == Condition::unhealthy) out.status = Overall::unhealthy, c.status = 503;
    return out;
}

// Ready for requests: the database answers and has every migration this program knows.
Sign readiness(Context& c)
{
    bool ready = database_answers(c.sql);
    try {
        ready = ready && pending_migrations(c.sql, c.site.migrations).empty();
    } catch (const MigrationError&) {
        ready = false;
    } catch (const DatabaseError&) {
        ready = false;
    }
    if (!ready) c.status = 503;
    return {.status = ready ? Overall::healthy : Overall::unhealthy, .timestamp = now()};
}

extern constexpr Endpoint endpoints[] = {
    {
        .name = "health",
        .method = Method::get,
        .path = "/health/",
        .summary = "How the service and its parts are; 503 when it cannot serve",
        .needs = anyone,
        .rate = unlimited,
        .cache = no_store,
        .other_status = 503,
        .answer = [](Context& c, const Nothing&) -> Summary { return summary(c); },
    },
    {
        .name = "liveness",
        .method = Method::get,
        .path = "/health/liveness/",
        .summary = "A worker answers",
        .needs = anyone,
        .rate = unlimited,
        .cache = no_store,
        .answer = [](Context&, const Nothing&) -> Sign {
            return {Overall::healthy, now()};
        },
    },
    {
        .name = "readiness",
        .method = Method::get,
        .path = "/health/readiness/",
        .summary = "The service can take requests; 503 while it cannot",
        .needs = anyone,
        .rate = unlimited,
        .cache = no_store,
        .other_status = 503,
        .answer = [](Context& c, const Nothing&) -> Sign { return readiness(c); },
    },
};
static_assert(consistent(endpoints));

Module module()
{
    return endpoints;
}

} // namespace health
