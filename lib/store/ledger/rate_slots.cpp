#include "rate_slots.hpp"

store::Slot store::take_slot(Sql& sql, const std::string& key, long long budget, int seconds)
{
    return *sql.one<Slot>(R"(
        SELECT allowed, remaining, whole_ms, retry_ms FROM take_rate_slot(:key, :budget::bigint, :seconds::int)
    )",
        {arg("key", std::string_view(key)), arg("budget", budget), arg("seconds", seconds)});
}
