#include "tasks.hpp"

#include "lib/db/batches.hpp"
#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns = R"(
    t.id, t.kind, t.input::text AS input, t.state, (ARRAY['high', 'usual', 'low'])[t.urgency + 1] AS urgency,
    t.by_schedule, t.attempts, t.trouble, t.due_at, t.created_at, t.started_at, t.ended_at)";

constexpr Order<Task> orders[] = {
    {"created_at", "t.created_at", "t.created_at", "timestamptz",
        [](const Task& t, bool) { return exact_text(t.created_at); }},
};

std::string conditions(const TaskFilter& filter, Params& params)
{
    std::string out = " WHERE true";
    if (filter.kind) {
        out += " AND t.kind = :kind";
        params.push_back(arg("kind", *filter.kind));
    }
    if (filter.state) {
        out += " AND t.state = :state";
        params.push_back(arg("state", *filter.state));
    }
    return out;
}

} // namespace

std::span<const Order<Task>> store::task_orders()
{
    return orders;
}

Slice<Task> store::list_tasks(Sql& sql, const TaskFilter& filter, const Window<Task>& window)
{
    Params params;
    auto where = conditions(filter, params);
    return read_part(sql, {columns, "tasks t", "t.id", Counting::to_ten_thousand}, where, params, window);
}

std::optional<Task> store::find_task(Sql& sql, const Uuid& id)
{
    static const auto text = fmt::format("SELECT {} FROM tasks t WHERE t.id = :id::uuid", columns);
    return sql.one<Task>(text, {arg("id", id)});
}

bool store::retry_now(Sql& sql, const Uuid& id)
{
    static const auto retrying = telling(task_retried, R"(
        UPDATE tasks SET state = 'waiting', attempts = 0, due_at = now(), ended_at = NULL
         WHERE id = :id::uuid AND state IN ('waiting', 'dead', 'discarded')
        RETURNING id, kind, jsonb_build_object('state', jsonb_build_array('', state)))");
    auto told = tell(sql, retrying, {arg("id", id)});
    sql.change("SELECT pg_notify('tasks', '')");
    return told == 1;
}

bool store::discard_task(Sql& sql, const Uuid& id)
{
    static const auto discarding = telling(task_discarded, R"(
        UPDATE tasks SET state = 'discarded', ended_at = now()
         WHERE id = :id::uuid AND state IN ('waiting', 'dead') AND NOT by_schedule
        RETURNING id, kind, jsonb_build_object('state', jsonb_build_array('', state)))");
    return tell(sql, discarding, {arg("id", id)}) == 1;
}

std::vector<TaskFigures> store::task_figures(Sql& sql)
{
    return sql.all<TaskFigures>(R"(
        SELECT kind, count(*) FILTER (WHERE state = 'waiting') AS waiting,
               count(*) FILTER (WHERE state = 'running') AS running, count(*) FILTER (WHERE state = 'dead') AS dead,
               coalesce(max(extract(epoch FROM now() - due_at)) FILTER (WHERE state = 'waiting' AND due_at < now()), 0)
               ::bigint AS oldest_s
          FROM tasks WHERE state IN ('waiting', 'running', 'dead') GROUP BY kind ORDER BY kind
    )");
}

std::vector<Choice> store::task_kinds(Sql& sql)
{
    return sql.all<Choice>("SELECT DISTINCT kind AS value, kind AS label FROM tasks ORDER BY 1");
}

long long store::sweep_tasks(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM tasks WHERE id IN (
            SELECT id FROM tasks WHERE state IN ('done', 'discarded') AND ended_at < now() - interval '1 day'
             ORDER BY ended_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
    )");
}
