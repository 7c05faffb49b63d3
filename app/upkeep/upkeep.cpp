#include "upkeep.hpp"

#include "app/areas.hpp"
#include "app/database.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/outside/sentry.hpp"
#include "lib/process/log.hpp"
#include "lib/process/scoreboard.hpp"

#include <chrono>
#include <csignal>
#include <map>

namespace {

using Clock = std::chrono::steady_clock;

struct Locked {
    bool locked = false;
    static constexpr auto fields = std::tuple{field("locked", &Locked::locked)};
};

// Held until the session ends, however it does.
bool is_ours(Sql& sql)
{
    return sql.one<Locked>("SELECT pg_try_advisory_lock(hashtext('upkeep')) AS locked")->locked;
}

bool asked_to_leave(std::chrono::milliseconds wait)
{
    sigset_t set;
    sigemptyset(&set);
    for (int s : {SIGTERM, SIGINT, SIGQUIT}) sigaddset(&set, s);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    auto whole = std::chrono::duration_cast<std::chrono::seconds>(wait);
    const timespec limit{whole.count(), std::chrono::nanoseconds(wait - whole).count()};
    return sigtimedwait(&set, nullptr, &limit) > 0;
}

SqlOptions session(const Settings& settings)
{
    auto options = request_session(settings);
    options.connection = Secret(
        options.connection.reveal() + " application_name=upkeep"); // for whoever looks who is connected
    options.statement_timeout_ms = 20'000;                         // a count of everything there is
    options.shared_breaker = false;
    return options;
}

// The part that needs the database. One process of all has its turn.
class Keeper {
public:
    explicit Keeper(const Settings& settings) : sql(session(settings))
    {
        sql.act_as({.came_by = CameBy::upkeep});
    }

    void work()
    try {
        if (!ours) ours = is_ours(sql);
        if (ours) work_once();
        complained = false;
    } catch (const DatabaseError& error) {
        if (error.lost) ours = false;
        if (!std::exchange(complained, true))
            log(Level::warning, "upkeep_waits", {{"sqlstate", std::string_view(error.sqlstate)}});
    }

private:
    Sql sql;
    std::map<const Upkeep*, Clock::time_point> done; // when each was last seen to
    bool ours = false, complained = false;

    void work_once()
    {
        for (const auto* area : areas())
            for (const auto& one : area->upkeep) {
                if (auto& last = done[&one];
                    Clock::now() >= last + one.every - std::chrono::milliseconds(500)) {
                    one.run(sql);
                    last = Clock::now();
                }
            }
    }
};

// Looks now and then whether files can be kept, so that no request has to: a store may be slow to say so.
class StorageProbe {
public:
    explicit StorageProbe(const Settings& settings)
        : storage(storage_of(settings.file_storage, storage_access(settings)))
    {
    }

    void look()
    {
        if (Clock::now() < next) return;
        auto& verdict = storage_verdict();
        verdict.fails = !storage.works();
        verdict.looked_ms = monotonic_ms();
        next = Clock::now() + std::chrono::seconds(2);
    }

private:
    Storage storage;
    Clock::time_point next{};
};

} // namespace

bool wants_upkeep(const Settings& settings)
{
    return settings.upkeep == "on" || !settings.sentry_dsn.empty();
}

int keep_up(const Settings& settings)
{
    set_log_file(settings.log_file);
    Keeper keeper(settings);
    StorageProbe probe(settings);
    auto reporter = settings.sentry_dsn.empty() ? std::nullopt
                                                : std::optional<Sentry>(std::in_place,
                                                      settings.sentry_dsn.reveal(), settings.environment);
    for (auto wait = std::chrono::milliseconds(0); !asked_to_leave(wait);) {
        wait = std::chrono::seconds(1);
        probe.look();
        if (settings.upkeep == "on") keeper.work();
        if (reporter) reporter->report();
    }
    return 0;
}
