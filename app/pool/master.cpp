#include "master.hpp"

#include "app/upkeep/upkeep.hpp"
#include "crew.hpp"
#include "handover.hpp"
#include "lib/process/log.hpp"
#include "listen.hpp"
#include "spawn.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

using namespace std::chrono_literals;

namespace {

constexpr auto longest_check = 30s;

// New workers under way, with the settings that hold once they have taken over.
struct Rollout {
    Settings settings;
    unsigned generation;
};

struct Check {
    pid_t pid;
    int wish; // the signal it was started for
    Clock::time_point patience = Clock::now() + longest_check;
};

// All signals stay blocked and are taken by sigtimedwait one at a time: nothing can interrupt the
// bookkeeping.
sigset_t block_signals()
{
    sigset_t set;
    sigemptyset(&set);
    for (int s : {SIGCHLD, SIGHUP, SIGUSR1, SIGUSR2, SIGTERM, SIGINT, SIGQUIT, SIGTTIN, SIGTTOU, SIGWINCH})
        sigaddset(&set, s);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    return set;
}

struct Master {
    Crew crew;
    std::optional<Check> check{};
    std::optional<Rollout> rollout{};
    pid_t upkeep = 0;               // the process that works behind the requests, if it runs
    Clock::time_point upkeep_due{}; // when the next one is started
    int wish = 0;                   // a reload asked for while another one is under way
    bool stopping = false, announced = false;

    void take(int signal)
    {
        switch (signal) {
        case SIGHUP:
        case SIGUSR2:
            if (!stopping) wish = std::max(wish, signal); // SIGUSR2 does all that SIGHUP does
            break;
        case SIGTERM:
        case SIGINT:
        case SIGQUIT: stop(signal == SIGQUIT ? SIGQUIT : SIGTERM); break;
        case SIGUSR1: ++crew.board.orders().log_turn; break;
        case SIGWINCH: drain(!crew.board.orders().draining); break;
        case SIGTTIN:
        case SIGTTOU: resize(signal == SIGTTIN ? +1 : -1); break;
        default: // SIGCHLD, or some time went by
            break;
        }
    }

    // Whoever balances the load sees it in the readiness and sends its requests elsewhere; those that come
    // are answered.
    void drain(bool draining)
    {
        crew.board.orders().draining = draining;
        log(Level::info, "draining", {{"draining", draining}});
    }

    void stop(int signal)
    {
        crew.board.orders().draining = true;
        log(Level::info, "stopping", {{"gently", signal == SIGQUIT}});
        // What nobody will answer any more is refused, not kept waiting.
        if (!std::exchange(stopping, true))
            for (int listener : crew.listeners) {
                if (!crew.passed) close_door(listener);
                close(listener);
            }
        for (auto& worker : crew.workers)
            if (worker.told != SIGTERM && worker.told != SIGKILL) crew.dismiss(worker, signal);
        end_upkeep();
    }

    void resize(long long by)
    {
        auto counts = crew.wanted;
        counts[0] = std::clamp(counts[0] + by, 1ll, 512ll);
        crew.want(counts);
        log(Level::info, "resized", {{"pool", "fast"}, {"workers", counts[0]}});
    }

    // Each change of settings or binary ends it too; what it was doing is done again by the next one.
    void end_upkeep()
    {
        if (upkeep > 0) kill(std::exchange(upkeep, 0), SIGKILL);
        upkeep_due = Clock::now() + 1s;
    }

    void keep_upkeep()
    {
        if (upkeep > 0 || !wants_upkeep(crew.settings) || Clock::now() < upkeep_due) return;
        upkeep = spawn_upkeep(crew.binary, crew.board.descriptor());
        upkeep_due = Clock::now() + 1s;
    }

    void grant_wish()
    {
        if (!wish || check || rollout) return;
        pid_t pid = spawn_check(crew.binary);
        if (pid > 0) check = Check{pid, std::exchange(wish, 0)};
    }

    // Asked before anything changes, so that a broken binary or a misspelt setting leaves everything as it
    // is.
    void act_on_check(bool good)
    {
        int wished = std::exchange(check, std::nullopt)->wish;
        if (stopping) return;
        if (!good) return refuse("`check` of the new binary or settings failed");
        if (wished == SIGUSR2) {
            end_upkeep();
            hand_over(crew);
            return refuse("the new binary cannot be run");
        }
        try {
            begin_rollout(read_settings());
        } catch (const BadSetting& e) {
            refuse(e.what());
        }
    }

    void refuse(std::string_view why)
    {
        log(Level::error, "reload_refused", {{"reason", why}, {"workers", "The old workers go on."}});
    }

    void begin_rollout(const Settings& settings)
    {
        if (settings.fast_listen != crew.settings.fast_listen ||
            settings.slow_listen != crew.settings.slow_listen)
            log(Level::warning, "listen_unchanged",
                {{"reason", "Another address needs a stop and a start."}});
        rollout = Rollout{settings, crew.generation + 1};
        auto counts = workers_wanted(settings);
        for (Pool pool : {Pool::fast, Pool::slow, Pool::tasks})
            for (auto n = counts[static_cast<std::size_t>(pool)]; n > 0 && rollout; --n)
                if (!crew.start(pool, rollout->generation)) end_rollout("no process could be started");
    }

    void end_rollout(std::string_view why)
    {
        rollout.reset();
        for (auto& worker : crew.workers)
            if (worker.generation > crew.generation && !worker.told) crew.dismiss(worker, SIGTERM);
        refuse(why);
    }

    void finish_rollout()
    {
        if (!rollout || !crew.is_ready(rollout->generation, workers_wanted(rollout->settings))) return;
        crew.generation = rollout->generation;
        crew.settings = rollout->settings;
        crew.want(workers_wanted(crew.settings));
        rollout.reset();
        for (auto& worker : crew.workers)
            if (worker.generation < crew.generation && !worker.told) crew.dismiss(worker, SIGUSR1);
        end_upkeep();
        log(Level::info, "reloaded", {{"generation", static_cast<long long>(crew.generation)}});
    }

    void bury_the_dead()
    {
        int status;
        for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
            if (check && check->pid == pid) {
                act_on_check(status == 0);
                continue;
            }
            if (pid == upkeep) {
                log(Level::warning, "upkeep_ended", {{"status", static_cast<long long>(status)}});
                upkeep = 0;
                upkeep_due = Clock::now() + 1s;
                continue;
            }
            auto end = crew.bury(pid, status);
            if (end && end->unexpected && rollout && end->worker.generation == rollout->generation)
                end_rollout("a new worker ended before all were ready: " + end->how);
        }
    }

    void announce()
    {
        if (announced || !crew.is_ready(crew.generation, crew.wanted)) return;
        announced = true;
        log(Level::info, "serving",
            {{"fast_workers", crew.wanted[0]}, {"slow_workers", crew.wanted[1]},
                {"task_runners", crew.wanted[2]}});
    }

    void tend()
    {
        bury_the_dead();
        crew.watch();
        if (stopping) return;
        if (check && Clock::now() > check->patience) kill(check->pid, SIGKILL);
        finish_rollout();
        crew.fill();
        keep_upkeep();
        grant_wish();
        announce();
    }
};

// Both sockets are passed or none is.
std::array<int, 2> listening_sockets(const Settings& settings, bool& passed)
{
    auto fast = passed_socket("fast", 0), slow = passed_socket("slow", 1);
    passed = fast && slow;
    if (passed) return {*fast, *slow};
    auto backlog = static_cast<int>(settings.listen_backlog);
    return {listen_on(settings.fast_listen, backlog), listen_on(settings.slow_listen, backlog)};
}

Master new_master(const Settings& settings)
{
    bool passed;
    auto listeners = listening_sockets(settings, passed);
    Crew crew{settings, own_binary(), Scoreboard::create(), listeners, passed};
    for (auto name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) unsetenv(name);
    crew.want(workers_wanted(settings));
    return {std::move(crew)};
}

} // namespace

int serve(const Settings& settings)
try {
    const sigset_t set = block_signals();
    if (!set_log_file(settings.log_file)) {
        log(Level::error, "cannot_log", {{"file", std::string_view(settings.log_file)}});
        return 1;
    }
    auto before = taken_over(settings);
    Master master = before ? Master{*before} : new_master(settings);
    use(master.crew.board);
    if (before) master.begin_rollout(settings);
    for (master.tend(); !master.stopping || !master.crew.workers.empty(); master.tend()) {
        const timespec tick{0, 100'000'000};
        master.take(sigtimedwait(&set, nullptr, &tick));
    }
    log(Level::info, "stopped");
    return 0;
} catch (const CannotListen& e) {
    log(Level::error, "cannot_listen", {{"reason", e.what()}});
    return 1;
}
