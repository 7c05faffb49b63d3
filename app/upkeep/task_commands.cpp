// `jobboard tasks list`, `retry` and `discard`: what is done behind the requests, for whoever is on the host.
#include "app/commands/command.hpp"

#include "app/database.hpp"
#include "lib/store/operations/tasks.hpp"

#include <fmt/format.h>
#include <iostream>

namespace {

struct ListOptions {
    std::string kind, state;
    static constexpr auto options = std::tuple{
        option("kind", &ListOptions::kind, {.about = "Only tasks that do this"}),
        option("state", &ListOptions::state,
            {.choices = "waiting,running,done,dead,discarded", .about = "Only tasks that stand like this"}),
    };
};

int list(const Settings& settings, const ListOptions& options)
{
    Sql sql(patient_session(settings, settings.database_url));
    TaskFilter filter;
    if (!options.kind.empty()) filter.kind = options.kind;
    if (!options.state.empty()) filter.state = parse<TaskState>(options.state);
    Window<Task> latest{.order = {{&store::task_orders()[0], true}}, .size = 200};
    for (const auto& task : store::list_tasks(sql, filter, latest).rows)
        std::cout << fmt::format("{}  {:9}  {:20}  {:2}  {}  {}  {}\n", to_text(task.id), name_of(task.state),
            task.kind, task.attempts, to_text(task.due_at), task.input.text, task.trouble);
    return 0;
}

struct One {
    std::string id;
    static constexpr auto options = std::tuple{
        option("id", &One::id, {.positional = true, .required = true, .about = "The task's id"}),
    };
};

template <bool (*change)(Sql&, const Uuid&)> int become(const Settings& settings, const One& one)
{
    auto id = parse<Uuid>(one.id);
    if (!id) throw CommandFailed("That is no id of a task.");
    Sql sql(patient_session(settings, settings.database_url));
    auto task = store::find_task(sql, *id);
    if (!task) throw CommandFailed("There is no such task.");
    if (!change(sql, *id))
        throw CommandFailed(fmt::format("It is {}: that cannot be done with it.", name_of(task->state)));
    std::cout << name_of(store::find_task(sql, *id)->state) << '\n';
    return 0;
}

} // namespace

namespace command {

constexpr CommandGroup tasks_group{"tasks", "What is done behind the requests"};

extern constexpr Command list_tasks{
    .name = "list",
    .about = "The latest 200: id, state, kind, attempts, when it is due, what it is told, what went wrong",
    .group = &tasks_group,
    .call = calling<list>,
};
extern constexpr Command retry_task{
    .name = "retry",
    .about = "Have a task tried again, at once",
    .group = &tasks_group,
    .call = calling<become<store::retry_now>>,
};
extern constexpr Command discard_task{
    .name = "discard",
    .about = "Give a task up",
    .group = &tasks_group,
    .call = calling<become<store::discard_task>>,
};

} // namespace command
