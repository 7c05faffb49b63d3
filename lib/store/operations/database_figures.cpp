#include "database_figures.hpp"

#include <fmt/format.h>

namespace {

// A lock that pg_advisory_lock(hashtext(name)) holds. Its 64 bits stand in two columns.
std::string lock_held(std::string_view name)
{
    return fmt::format(R"(EXISTS (
        SELECT FROM pg_locks
         WHERE locktype = 'advisory' AND granted AND objsubid = 1
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND (classid::bigint << 32 | objid::bigint) = hashtext('{}')::bigint))",
        name);
}

struct Held {
    bool held = false;
    static constexpr auto fields = std::tuple{field("held", &Held::held)};
};

} // namespace

DatabaseFigures store::database_figures(Sql& sql)
{
    static const std::string text = fmt::format(R"(
        SELECT current_setting('server_version') AS version,
               pg_database_size(current_database()) AS bytes,
               (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
               current_setting('max_connections')::bigint AS connections_allowed,
               (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)) * 1000, 0)
                  FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid())::bigint AS oldest_transaction_ms,
               CASE WHEN pg_is_in_recovery() AND pg_last_wal_receive_lsn() IS DISTINCT FROM pg_last_wal_replay_lsn()
                    THEN coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000, 0)
                    ELSE 0 END::bigint AS behind_ms,
               (SELECT coalesce(sum(active), 0) FROM job_counts WHERE category_id IS NULL)::bigint AS active_jobs,
               (SELECT count(*) FROM (SELECT FROM job_visits LIMIT 100000) waiting) AS visits_waiting,
               {} AS upkeep_runs)",
        lock_held("upkeep"));
    return *sql.one<DatabaseFigures>(text);
}

bool store::is_migrating(Sql& sql)
{
    static const std::string text = fmt::format("SELECT {} AS held", lock_held("schema_migrations"));
    return sql.one<Held>(text)->held;
}
