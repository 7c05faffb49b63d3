// Tasks as admins see them: what waits, what failed, and what is to become of it.
#pragma once

#include "lib/db/sql.hpp"
#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"
#include "lib/store/ledger/listing.hpp"
#include "lib/store/ledger/tasks.hpp"

#include <span>

enum class TaskState { waiting, running, done, dead, discarded };
template <> inline constexpr std::array<std::string_view, 5> names_of<TaskState>{
    "waiting", "running", "done", "dead", "discarded"};
template <> inline constexpr SchemaName schema_of<TaskState>{"TaskState",
    "waiting for its time, running, done, dead: tried in vain as often as it may be, or discarded."};
template <>
inline constexpr SchemaName schema_of<Urgency>{"TaskUrgency", "Which of those that are due is done first."};

struct Task {
    Uuid id;
    std::string kind;
    JsonObject input;
    TaskState state{};
    Urgency urgency{};
    bool by_schedule = false;
    int attempts = 0;
    std::string trouble;
    Time due_at{}, created_at{};
    std::optional<Time> started_at, ended_at;

    static constexpr std::string_view schema_name = "Task";
    static constexpr std::string_view schema_about = "Something that is done behind the requests.";
    static constexpr auto fields = std::tuple{
        field("id", &Task::id, {.about = "The task's id."}),
        field("kind", &Task::kind, {.about = "What is done.", .example = "send_mail"}),
        field("input", &Task::input,
            {.about = "What it is told.", .example = R"({"mail":"0b9f3c1e-8a77-4d55-9d0e-2f1a6c7b8d90"})"}),
        field("state", &Task::state, {.about = "How it stands."}),
        field("urgency", &Task::urgency, {.about = "Which of those that are due is done first."}),
        field("by_schedule", &Task::by_schedule,
            {.about = "Whether it comes back by itself at its next time."}),
        field("attempts", &Task::attempts, {.about = "How often it was tried.", .example = "1"}),
        field("trouble", &Task::trouble,
            {.about = "Why the last attempt failed; empty if it did not.", .example = "451 Try again later"}),
        field("due_at", &Task::due_at, {.about = "When it is tried next, or was due."}),
        field("created_at", &Task::created_at, {.about = "When it was asked for."}),
        field("started_at", &Task::started_at, {.about = "When it was tried last; null if never."}),
        field("ended_at", &Task::ended_at, {.about = "When it ended last; null if never."}),
    };
};

struct TaskFilter {
    std::optional<std::string> kind;
    std::optional<TaskState> state;
    static constexpr auto fields = std::tuple{
        field("kind", &TaskFilter::kind,
            {.in = In::query, .max = 100, .about = "What is done.", .example = "send_mail"}),
        field("state", &TaskFilter::state, {.in = In::query, .about = "How it stands."}),
    };
};

// How much of a kind there is, for those who watch.
struct TaskFigures {
    std::string kind;
    long long waiting = 0, running = 0, dead = 0, oldest_s = 0; // the last: how long one has been due
    static constexpr auto fields = std::tuple{
        field("kind", &TaskFigures::kind),
        field("waiting", &TaskFigures::waiting),
        field("running", &TaskFigures::running),
        field("dead", &TaskFigures::dead),
        field("oldest_s", &TaskFigures::oldest_s),
    };
};

inline constexpr EventSubject task_subject{.name = "task"};
inline constexpr EventKind task_retried{.name = "task.retried",
    .subject = &task_subject,
    .did = Did::update,
    .about = "An admin had a task tried again."};
inline constexpr EventKind task_discarded{.name = "task.discarded",
    .subject = &task_subject,
    .did = Did::update,
    .about = "An admin gave up a task."};

namespace store {

std::span<const Order<Task>> task_orders();
// The count ends at ten thousand and one: more than that.
Slice<Task> list_tasks(Sql&, const TaskFilter&, const Window<Task>&);
std::optional<Task> find_task(Sql&, const Uuid& id);

// At once, as if it had never been tried. False of one that runs, or was done.
bool retry_now(Sql&, const Uuid& id);
// False of one that has ended or runs, and of those of a schedule.
bool discard_task(Sql&, const Uuid& id);

std::vector<TaskFigures> task_figures(Sql&);
std::vector<Choice> task_kinds(Sql&); // of those that are there
// Those that ended a day ago; dead ones stay for somebody to look at. Answers how many went.
long long sweep_tasks(Sql&);

} // namespace store
