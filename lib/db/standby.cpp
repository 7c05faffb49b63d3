#include "standby.hpp"

#include "lib/process/log.hpp"

namespace {

struct Behind {
    bool follows = false; // receives from its primary
    long long ms = 0;
    static constexpr auto fields = std::tuple{field("follows", &Behind::follows), field("ms", &Behind::ms)};
};

} // namespace

// One that has replayed all it received is as new as its primary, however long ago that last wrote.
bool Standby::keeps_up()
{
    auto behind = sql.one<Behind>(R"(
        SELECT pg_is_in_recovery() AND EXISTS (SELECT FROM pg_stat_wal_receiver) AS follows,
               CASE WHEN pg_last_wal_receive_lsn() IS NOT DISTINCT FROM pg_last_wal_replay_lsn() THEN 0
                    ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000, 0)
                END::bigint AS ms)");
    return behind->follows && behind->ms <= most_behind_ms;
}

Sql* Standby::usable()
{
    if (!given) return nullptr;
    if (Clock::now() < ask_again) return good ? &sql : nullptr;
    bool before = good;
    try {
        good = keeps_up();
        ask_again = Clock::now() + std::chrono::seconds(1);
    } catch (const DatabaseError&) {
        failed();
    }
    if (good != before) log(Level::warning, "standby", {{"used", good}});
    return good ? &sql : nullptr;
}

void Standby::failed()
{
    good = false;
    ask_again = Clock::now() + std::chrono::seconds(5);
}
