#include "runner.hpp"

#include "lib/process/log.hpp"

#include <algorithm>
#include <csignal>
#include <ctime>
#include <fmt/format.h>
#include <random>

namespace {

constexpr int at_once = 8;
constexpr auto grace = std::chrono::seconds(10); // between the end of a task's time and of its lease

// Ends the process when a task takes too long: nothing less ends a call that hangs.
class TimeLimit {
public:
    explicit TimeLimit(std::chrono::seconds limit)
    {
        sigevent event{};
        event.sigev_notify = SIGEV_SIGNAL;
        event.sigev_signo = SIGKILL;
        if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) return;
        armed = true;
        itimerspec time{};
        time.it_value.tv_sec = limit.count();
        timer_settime(timer, 0, &time, nullptr);
    }
    ~TimeLimit()
    {
        if (armed) timer_delete(timer);
    }
    TimeLimit(const TimeLimit&) = delete;
    TimeLimit& operator=(const TimeLimit&) = delete;

private:
    timer_t timer{};
    bool armed = false;
};

const TaskKind* kind_of(const RunnerOptions& options, std::string_view name)
{
    auto found = std::find_if(
        options.kinds.begin(), options.kinds.end(), [&](const TaskKind* k) { return k->name == name; });
    return found == options.kinds.end() ? nullptr : *found;
}

store::Every every_of(const Schedule& schedule)
{
    return {static_cast<long long>(schedule.every.count()), std::string(schedule.day_time)};
}

// Those that are taken together are done one after the other.
std::chrono::seconds lease_of(const TaskKind& kind)
{
    return kind.limit * (kind.far ? 1 : at_once) + grace;
}

bool is_too_late(const TaskKind& kind, const TakenTask& task)
{
    return !kind.schedule.late_too && task.due_at < now() - std::chrono::hours(1);
}

} // namespace

std::chrono::milliseconds delay_after(int attempts)
{
    using namespace std::chrono;
    constexpr milliseconds longest = hours(6);
    milliseconds delay = seconds(5);
    for (int i = 1; i < attempts && delay < longest; ++i) delay *= 3;
    static std::minstd_rand random(std::random_device{}());
    std::uniform_int_distribution<int> percent(80, 120);
    return std::min(delay, longest) * percent(random) / 100;
}

TaskRunner::TaskRunner(Sql& sql, const Site& site, RunnerOptions given)
    : sql(sql), site(site), options(std::move(given))
{
    sql.act_as({.came_by = CameBy::task});
    for (const auto* kind : options.kinds)
        names += fmt::format("{}{} {}", names.empty() ? "" : ",", kind->name, lease_of(*kind).count());
}

void TaskRunner::enrol()
{
    first = false;
    number = store::enrol_runner(sql);
    sql.script("LISTEN " + std::string(store::tasks_channel));
    for (const auto* kind : options.kinds)
        if (kind->schedule.is_one())
            store::keep_schedule(sql, kind->name, every_of(kind->schedule), kind->urgency, kind->far);
}

// Once a second: what the dead have left, and whether the place of the first is free.
void TaskRunner::look_around()
{
    if (Clock::now() < looked + std::chrono::seconds(1)) return;
    looked = Clock::now();
    if (!first) first = store::is_first_runner(sql);
    if (auto rescued = store::rescue_tasks(sql)) log(Level::warning, "tasks_rescued", {{"tasks", rescued}});
}

bool TaskRunner::work(const std::function<bool()>& leave)
try {
    if (!number) enrol();
    bool any = false;
    while (!leave()) {
        look_around();
        auto taken = store::take_tasks(sql, number, names, !first || options.alone, at_once);
        if (taken.empty()) break;
        any = true;
        for (const auto& task : taken)
            if (leave()) store::return_task(sql, task);
            else run(task);
    }
    return any;
} catch (const DatabaseError& error) {
    if (error.lost) number = 0;
    throw;
}

std::chrono::milliseconds TaskRunner::patience() const
{
    return std::chrono::milliseconds(first ? 100 : 1000);
}

void TaskRunner::run(const TakenTask& task)
{
    const auto& kind = *kind_of(options, task.kind);
    options.begins(kind);
    try {
        TimeLimit limit(kind.limit);
        attempt(kind, task);
    } catch (const TaskOver& over) {
        store::bury_task(sql, task, over.what());
    } catch (const TaskLater& later) {
        failed(kind, task, later.what(), later.after);
    } catch (const DatabaseError& error) {
        options.ends();
        if (error.lost) throw;
        failed(kind, task, error.sqlstate + ' ' + error.constraint + ' ' + error.summary, {});
        return;
    } catch (const std::exception& error) {
        failed(kind, task, error.what(), {});
    }
    options.ends();
}

void TaskRunner::attempt(const TaskKind& kind, const TakenTask& task)
{
    TaskRun run{sql, site, task};
    std::shared_ptr<void> found;
    bool skipped = is_too_late(kind, task);
    if (task.attempts > kind.attempts && !kind.schedule.is_one())
        throw TaskOver("Those who did it died, as often as it may be tried.");
    if (kind.work.outside && !skipped) found = kind.work.outside(run);
    Transaction transaction(sql);
    if (kind.work.inside && !skipped) kind.work.inside(run, found.get());
    auto next = every_of(kind.schedule);
    if (run.again) next = {1, ""};
    // Whoever has lost the task meanwhile undoes what was done here.
    if (kind.schedule.is_one() ? store::finish_scheduled(sql, task, next) : store::finish_task(sql, task))
        transaction.commit();
}

void TaskRunner::failed(
    const TaskKind& kind, const TakenTask& task, std::string_view trouble, std::chrono::seconds at_least)
{
    log(Level::warning, "task_failed",
        {{"task", std::string_view(task.kind)}, {"id", std::string_view(to_text(task.id))},
            {"attempt", static_cast<long long>(task.attempts)}, {"reason", trouble}});
    if (task.attempts >= kind.attempts && !kind.schedule.is_one()) store::bury_task(sql, task, trouble);
    else
        store::retry_task(
            sql, task, std::max(delay_after(task.attempts), std::chrono::milliseconds(at_least)), trouble);
}
