#include "runner.hpp"

#include "app/application.hpp"
#include "app/database.hpp"
#include "lib/process/log.hpp"
#include "lib/process/scoreboard.hpp"
#include "lib/tasks/runner.hpp"
#include "tasks.hpp"

#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace {

int blocked_signals()
{
    sigset_t set;
    sigemptyset(&set);
    for (int s : {SIGTERM, SIGINT, SIGQUIT, SIGUSR1}) sigaddset(&set, s);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

bool is_readable(int descriptor, int wait_ms)
{
    pollfd wanted{descriptor, POLLIN, 0};
    return poll(&wanted, 1, wait_ms) > 0;
}

// A task's end is not waited for to be on the disk: one that is done again after a crash of PostgreSQL was
// undone by it as well. Those that ask far ends wait: see TaskRunner.
SqlOptions session(const Settings& settings)
{
    auto options = patient_session(settings, settings.database_url);
    options.connection =
        Secret(options.connection.reveal() + " application_name=tasks options='-c synchronous_commit=off'");
    return options;
}

RunnerOptions reporting_to(WorkerSlot& slot, const Settings& settings)
{
    return {
        .kinds = task_kinds(),
        .alone = settings.task_runners == 1,
        .begins =
            [&](const TaskKind& kind) {
                constexpr unsigned more = 5; // it ends itself before
                slot.limit_s = static_cast<unsigned>(kind.limit.count()) + more;
                slot.begin_request();
                slot.name_request(kind.name);
            },
        .ends = [&] { slot.end_request(true); },
    };
}

} // namespace

int run_tasks(const Settings& settings)
{
    set_log_file(settings.log_file);
    WorkerSlot& slot = own_slot();
    slot.pool = static_cast<unsigned>(Pool::tasks);
    int signals = blocked_signals();
    auto site = site_of(settings);
    Sql sql(session(settings));
    TaskRunner runner(sql, site, reporting_to(slot, settings));
    slot.phase = Phase::serving;
    auto asked_to_leave = [&] { return is_readable(signals, 0); };
    bool complained = false;
    while (!asked_to_leave()) {
        try {
            if (!runner.work(asked_to_leave)) sql.wait_for_notice(runner.patience(), signals);
            complained = false;
        } catch (const DatabaseError& error) {
            if (!std::exchange(complained, true))
                log(Level::warning, "tasks_wait", {{"sqlstate", std::string_view(error.sqlstate)}});
            is_readable(signals, 1000);
        }
    }
    slot.phase = Phase::leaving;
    return 0;
}
