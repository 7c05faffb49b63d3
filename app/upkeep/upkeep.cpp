#include "upkeep.hpp"

#include "app/database.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/outside/sentry.hpp"
#include "lib/process/log.hpp"
#include "lib/process/scoreboard.hpp"

#include <chrono>
#include <csignal>

namespace {

using Clock = std::chrono::steady_clock;

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
    StorageProbe probe(settings);
    auto reporter = settings.sentry_dsn.empty() ? std::nullopt
                                                : std::optional<Sentry>(std::in_place,
                                                      settings.sentry_dsn.reveal(), settings.environment);
    for (auto wait = std::chrono::milliseconds(0); !asked_to_leave(wait);) {
        wait = std::chrono::seconds(1);
        probe.look();
        if (reporter) reporter->report();
    }
    return 0;
}
