// A runner does the tasks that are due, one after the other, until it is asked to leave. Any number of them,
// on any number of hosts, share the work.
#pragma once

#include "task.hpp"

#include <functional>
#include <span>

struct RunnerOptions {
    std::vector<const TaskKind*> kinds; // tasks of others are left for those who know them
    bool alone = false;                 // there is no other on this host
    // Told of each task before and after it is done; see WorkerSlot.
    std::function<void(const TaskKind&)> begins = [](const TaskKind&) {};
    std::function<void()> ends = [] {};
};

class TaskRunner {
public:
    TaskRunner(Sql&, const Site&, RunnerOptions);

    // Does what is due, until nothing is or `leave` answers true. Answers whether there was anything. Throws
    // DatabaseError.
    bool work(const std::function<bool()>& leave);
    // How long to wait for more, unless a notice on store::tasks_channel comes first.
    std::chrono::milliseconds patience() const;

private:
    using Clock = std::chrono::steady_clock;
    Sql& sql;
    const Site& site;
    RunnerOptions options;
    std::string names;  // of the kinds, with their leases: see take_tasks()
    int number = 0;     // 0: not enrolled
    bool first = false; // of all: does no far tasks, so that what is near never waits behind them
    Clock::time_point looked{};

    void enrol();
    void look_around();
    void run(const TakenTask&);
    void attempt(const TaskKind&, const TakenTask&);
    void failed(const TaskKind&, const TakenTask&, std::string_view trouble, std::chrono::seconds at_least);
};
