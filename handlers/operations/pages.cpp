// Tasks on the pages for admins.
#include "pages.hpp"

#include "lib/store/operations/tasks.hpp"

namespace operations {

using namespace pages;

namespace {

// Those that are dead wait for somebody: they stand before all others, the latest first.
constexpr std::string_view dead_then_latest =
    "(t.state = 'dead')::int * 10000000000000000 + (extract(epoch FROM t.created_at) * 1000000)::bigint";

std::vector<Column> columns()
{
    return {
        {"kind", "Kind", "t.kind"},
        {"state", "State", "t.state", Show::badge, {dead_then_latest, "bigint"}},
        {"attempts", "Attempts", "t.attempts", Show::number},
        {"trouble", "Trouble", "left(t.trouble, 200)"},
        {.name = "schedule",
            .label = "Comes back",
            .sql = "t.by_schedule",
            .show = Show::flag,
            .on_phones = false},
        {"due", "Due", "t.due_at", Show::time},
        {"created", "Created", "t.created_at", Show::time, {"t.created_at", "timestamptz"}},
    };
}

std::vector<Filter> filters()
{
    return {
        {"kind", "Kind", Pick::choice, "t.kind = :kind", {}, store::task_kinds},
        {"state", "State", Pick::choice, "t.state = :state", choices_of<TaskState>()},
        {"schedule", "Comes back by a schedule", Pick::yes, "t.by_schedule = :schedule::boolean"},
        {"created", "Created", Pick::days, "t.created_at"},
    };
}

FormField shown(std::string_view name, std::string_view label, std::string_view sql, Show show = Show::text)
{
    return {.name = name, .label = label, .sql = sql, .ask = Ask::shown, .show = show};
}

std::vector<Group> groups()
{
    return {
        {"Task",
            {
                shown("kind", "Kind", "t.kind"),
                shown("state", "State", "t.state"),
                shown("urgency", "Urgency", "(ARRAY['high', 'usual', 'low'])[t.urgency + 1]"),
                shown("by_schedule", "Comes back by a schedule", "t.by_schedule", Show::yes),
                shown("attempts", "Attempts", "t.attempts", Show::number),
                shown("input", "Input", "jsonb_pretty(t.input)", Show::prose),
                shown("trouble", "Trouble", "t.trouble", Show::prose),
            }},
        {"Times",
            {
                shown("created_at", "Asked for", "t.created_at", Show::time),
                shown("due_at", "Due", "t.due_at", Show::time),
                shown("started_at", "Tried last", "t.started_at", Show::time),
                shown("ended_at", "Ended", "t.ended_at", Show::time),
            }},
    };
}

std::vector<Action> actions()
{
    return {
        {.name = "retry",
            .label = "Retry",
            .done = "due at once",
            .endpoint = "retry_task",
            .many = true,
            .only_when = "t.state IN ('waiting', 'dead', 'discarded')",
            .at_once = true},
        {.name = "discard",
            .label = "Discard",
            .done = "discarded",
            .endpoint = "discard_task",
            .many = true,
            .warning = "discard.task"_s,
            .only_when = "t.state IN ('waiting', 'dead') AND NOT t.by_schedule"},
    };
}

} // namespace

const Resource& tasks_on_pages()
{
    static const Resource resource{
        .name = "tasks",
        .one = "task",
        .many = "Tasks",
        .base = "tasks t",
        .joins = "",
        .id = "t.id",
        .title = "t.kind",
        .about = "none.tasks"_s,
        .columns = columns(),
        .sorted = "-state",
        .filters = filters(),
        .search = "(t.input::text ILIKE :like OR t.trouble ILIKE :like)",
        .search_hint = "Input or trouble",
        .groups = groups(),
        .actions = actions(),
    };
    return resource;
}

} // namespace operations
