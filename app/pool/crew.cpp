#include "crew.hpp"

#include "lib/process/log.hpp"
#include "spawn.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

constexpr Pool all[] = {Pool::fast, Pool::slow, Pool::tasks};
constexpr auto shortest_pause = 100ms, longest_pause = 5000ms;
constexpr auto at_once = 1s;        // a worker that lives less has died "at once"
constexpr auto longest_start = 30s; // a worker that is not ready by then hangs

std::size_t index(Pool pool)
{
    return static_cast<std::size_t>(pool);
}

long long seconds(Clock::duration d)
{
    return std::chrono::duration_cast<std::chrono::seconds>(d).count();
}

long long resident_kb(pid_t pid)
{
    long long total = 0, resident = 0;
    auto file = std::fopen(fmt::format("/proc/{}/statm", pid).c_str(), "re");
    if (!file) return 0;
    if (std::fscanf(file, "%lld %lld", &total, &resident) != 2) resident = 0;
    std::fclose(file);
    return resident * sysconf(_SC_PAGESIZE) / 1024;
}

// How long the worker has been at what it must not be at for ever; zero while it waits for work.
Clock::duration busy_for(const Worker& worker, const WorkerSlot& slot)
{
    if (slot.phase == Phase::starting) return Clock::now() - worker.born;
    auto since = slot.request_ms.load();
    return since > 0 ? std::chrono::milliseconds(monotonic_ms() - since) : 0ms;
}

// Looked at again a second later, when it is sent SIGKILL.
void end_hung(Worker& worker, const WorkerSlot& slot, Clock::duration age, long long kill_s)
{
    bool again = worker.reason == Restart::hung;
    int signal = again ? SIGKILL : SIGABRT;
    log(Level::error, "worker_hung",
        {{"worker", static_cast<long long>(worker.pid)}, {"path", slot.path_text()}, {"age_s", seconds(age)},
            {"signal", static_cast<long long>(signal)}});
    kill(worker.pid, signal);
    worker.reason = Restart::hung;
    worker.patience = Clock::now() + std::chrono::seconds(kill_s);
}

std::size_t unused_slot(const std::vector<Worker>& workers)
{
    std::vector<bool> used(Scoreboard::capacity);
    for (const auto& worker : workers) used[worker.slot] = true;
    return static_cast<std::size_t>(std::find(used.begin(), used.end(), false) - used.begin());
}

void lengthen(Crew::Pause& pause)
{
    pause.length = std::clamp<Clock::duration>(pause.length * 2, shortest_pause, longest_pause);
    pause.over = Clock::now() + pause.length;
}

// Sizes and crowding change slowly and cost a file to read: looked at every second.
void measure(Crew& crew)
{
    std::array<bool, std::size(all)> idle{};
    for (auto& worker : crew.workers) {
        auto& slot = *crew.board.slot(worker.slot);
        if (slot.phase == Phase::serving && slot.request_ms == 0) idle[index(worker.pool)] = true;
        slot.resident_kb = static_cast<std::uint64_t>(resident_kb(worker.pid));
        if (slot.resident_kb / 1024 <= static_cast<std::uint64_t>(crew.settings.worker_memory_mb)) continue;
        if (crew.is_leaving(worker)) continue;
        worker.reason = Restart::memory;
        crew.dismiss(worker, SIGUSR1);
    }
    for (Pool pool : all)
        if (crew.wanted[index(pool)] && !idle[index(pool)])
            ++crew.board.totals(static_cast<unsigned>(pool)).all_busy;
}

std::string how_it_ended(int status)
{
    return WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status))
                               : fmt::format("exit {}", WEXITSTATUS(status));
}

} // namespace

Counts workers_wanted(const Settings& settings)
{
    return {settings.fast_workers, settings.slow_workers, settings.task_runners};
}

void Crew::want(const Counts& counts)
{
    wanted = counts;
    for (unsigned pool = 0; pool < counts.size(); ++pool)
        board.totals(pool).wanted = static_cast<std::uint64_t>(counts[pool]);
}

bool Crew::start(Pool pool, unsigned of)
{
    auto number = unused_slot(workers);
    if (number >= Scoreboard::capacity) return false;
    board.open_slot(number, static_cast<unsigned>(pool), of);
    pid_t pid = pool == Pool::tasks
                    ? spawn_runner(binary, board.descriptor(), number)
                    : spawn_worker(binary, pool, listeners[index(pool)], board.descriptor(), number);
    if (pid < 0) return board.free_slot(number), false;
    board.slot(number)->pid = pid;
    workers.push_back({pid, pool, of, number});
    log(Level::debug, "worker_started",
        {{"worker", static_cast<long long>(pid)}, {"pool", name_of(pool)},
            {"generation", static_cast<long long>(of)}});
    return true;
}

void Crew::fill()
{
    for (Pool pool : all) {
        auto serves = [&](const Worker& w) {
            return w.pool == pool && w.generation == generation && !is_leaving(w);
        };
        auto have = std::count_if(workers.begin(), workers.end(), serves);
        auto want = wanted[index(pool)];
        auto& pause = pauses[index(pool)];
        if (Clock::now() > pause.over + at_once) pause.length = 0s; // the one started last has lived
        for (; have < want && Clock::now() >= pause.over; ++have)
            if (!start(pool, generation) || pause.length > 0s)
                pause.over = Clock::now() + std::max<Clock::duration>(pause.length, shortest_pause);
        for (auto w = workers.rbegin(); have > want && w != workers.rend(); ++w)
            if (serves(*w)) dismiss(*w, SIGUSR1), --have;
    }
}

void Crew::dismiss(Worker& worker, int signal)
{
    kill(worker.pid, signal);
    worker.told = signal;
    worker.patience = Clock::now() + std::chrono::seconds(settings.drain_s);
}

void Crew::watch()
{
    auto deadline = std::chrono::seconds(settings.request_deadline_s);
    for (auto& worker : workers) {
        auto& slot = *board.slot(worker.slot);
        bool impatient = worker.patience != Clock::time_point{} && Clock::now() > worker.patience;
        auto age = busy_for(worker, slot);
        auto limit = slot.phase == Phase::starting ? longest_start
                     : slot.limit_s                ? std::chrono::seconds(slot.limit_s)
                                                   : deadline;
        if (age > limit && (worker.reason != Restart::hung || impatient))
            end_hung(worker, slot, age, settings.request_kill_s);
        else if (worker.told && impatient)
            dismiss(worker, worker.told == SIGUSR1 || worker.told == SIGQUIT ? SIGTERM : SIGKILL);
    }
    if (Clock::now() < measured + 1s) return;
    measured = Clock::now();
    measure(*this);
}

std::optional<Ended> Crew::bury(pid_t pid, int status)
{
    auto found = std::find_if(workers.begin(), workers.end(), [&](const Worker& w) { return w.pid == pid; });
    if (found == workers.end()) return std::nullopt;
    Ended end{*found, how_it_ended(status), false};
    bool good = status == 0 && is_leaving(*found);
    end.unexpected = !good && !found->told;
    auto reason = found->reason.value_or(good ? Restart::retired : Restart::crashed);
    bool asked = found->told && !found->reason;
    if (!asked) ++board.totals(static_cast<unsigned>(found->pool)).restarts[static_cast<std::size_t>(reason)];
    board.free_slot(found->slot);
    workers.erase(found);

    if (end.unexpected && Clock::now() - end.worker.born < at_once) lengthen(pauses[index(end.worker.pool)]);
    log(end.unexpected ? Level::warning : Level::info, "worker_ended",
        {{"worker", static_cast<long long>(pid)}, {"pool", name_of(end.worker.pool)}, {"how", end.how},
            {"reason", asked ? "asked" : restart_names[static_cast<std::size_t>(reason)]}});
    return end;
}

bool Crew::is_leaving(const Worker& worker) const
{
    return worker.told || board.slot(worker.slot)->phase == Phase::leaving;
}

bool Crew::is_ready(unsigned of, const Counts& counts) const
{
    for (Pool pool : all) {
        auto ready = std::count_if(workers.begin(), workers.end(), [&](const Worker& w) {
            return w.pool == pool && w.generation == of && !w.told &&
                   board.slot(w.slot)->phase == Phase::serving;
        });
        if (ready < counts[index(pool)]) return false;
    }
    return true;
}
