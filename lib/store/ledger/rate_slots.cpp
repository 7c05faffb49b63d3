#include "rate_slots.hpp"

#include "lib/db/batches.hpp"

store::Slot store::take_slot(Sql& sql, const std::string& key, long long budget, int seconds)
{
    return *sql.one<Slot>(R"(
        SELECT allowed, remaining, whole_ms, retry_ms FROM take_rate_slot(:key, :budget::bigint, :seconds::int)
    )",
        {arg("key", std::string_view(key)), arg("budget", budget), arg("seconds", seconds)});
}

long long store::sweep_rate_slots(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM rate_slots WHERE key = ANY (ARRAY(
            SELECT key FROM rate_slots WHERE whole_at < now()
             ORDER BY whole_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
}
