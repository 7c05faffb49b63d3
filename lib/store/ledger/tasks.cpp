#include "tasks.hpp"

#include <fmt/format.h>

namespace {

// Locks of runners are told from others by their class.
constexpr std::string_view runner_class = "hashtext('task runner')";

// Held while a runner lives.
const std::string lives = fmt::format(R"(EXISTS (
    SELECT FROM pg_locks
     WHERE locktype = 'advisory' AND granted AND objsubid = 2
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND classid = ({}::bigint & 4294967295)::oid AND objid = tasks.runner::oid))",
    runner_class);

// The next time, on the board's clock where it is a time of day: also on days that lose or repeat an hour.
constexpr std::string_view next_time = R"(
    CASE WHEN :day_time = '' THEN now() + :every_ms::bigint * interval '1 millisecond'
         ELSE (SELECT min(t) FROM (
                   SELECT (board_today() + days + nullif(:day_time, '')::time) AT TIME ZONE
                          current_setting('jobboard.time_zone') AS t FROM generate_series(0, 2) days) later
                WHERE t > now()) END)";

struct Enrolled {
    int number = 0;
    std::string locked;
    static constexpr auto fields =
        std::tuple{field("number", &Enrolled::number), field("locked", &Enrolled::locked)};
};

struct Flag {
    bool flag = false;
    static constexpr auto fields = std::tuple{field("flag", &Flag::flag)};
};

Params args_of_taken(const TakenTask& task, Params params = {})
{
    params.push_back(arg("id", task.id));
    params.push_back(arg("taken", task.taken));
    return params;
}

constexpr std::string_view if_still_ours =
    " WHERE id = :id::uuid AND taken = :taken::bigint AND state = 'running'";

} // namespace

void store::enqueue(Sql& sql, const NewTask& task)
{
    static const auto text = fmt::format(R"(
        WITH added AS (
            INSERT INTO tasks (kind, input, once, urgency, far, due_at)
            VALUES (:kind, :input::jsonb, :once, :urgency::smallint, :far::boolean,
                    now() + :after_s::bigint * interval '1 second')
            ON CONFLICT (kind, once) WHERE once IS NOT NULL AND state IN ('waiting', 'running') DO NOTHING
            RETURNING id)
        SELECT pg_notify('{}', '') FROM added)",
        tasks_channel);
    sql.change(text, {arg("kind", task.kind), arg("input", task.input), arg("once", task.once),
                         arg("urgency", static_cast<int>(task.urgency)), arg("far", task.far),
                         arg("after_s", static_cast<long long>(task.after.count()))});
}

int store::enrol_runner(Sql& sql)
{
    static const auto text =
        fmt::format("WITH runner AS MATERIALIZED (SELECT nextval('task_runners')::int AS number) "
                    "SELECT number, pg_advisory_lock({}, number)::text AS locked FROM runner",
            runner_class);
    return sql.one<Enrolled>(text)->number;
}

bool store::is_first_runner(Sql& sql)
{
    return sql.one<Flag>("SELECT pg_try_advisory_lock(hashtext('upkeep')) AS flag")->flag;
}

// A candidate that is not taken after all is only locked, and only until the statement has ended.
std::vector<TakenTask> store::take_tasks(
    Sql& sql, int runner, const std::string& kinds, bool far, int at_most)
{
    return sql.all<TakenTask>(R"(
        WITH known AS MATERIALIZED (
            SELECT split_part(one, ' ', 1) AS kind, split_part(one, ' ', 2)::int AS lease_s
              FROM unnest(string_to_array(:kinds, ',')) one),
        due AS (
            SELECT t.id, t.far, row_number() OVER (ORDER BY u.urgency, t.due_at) AS turn
              FROM generate_series(0, 2) u (urgency),
                   LATERAL (SELECT id, far, due_at FROM tasks
                             WHERE state = 'waiting' AND urgency = u.urgency AND due_at <= now()
                               AND kind = ANY(ARRAY(SELECT kind FROM known)) AND (:far::boolean OR NOT far)
                             ORDER BY due_at LIMIT :at_most::int FOR UPDATE SKIP LOCKED) t
             LIMIT :at_most::int),
        ours AS (SELECT id, turn FROM due WHERE turn = 1 OR NOT far AND NOT (SELECT far FROM due WHERE turn = 1)),
        taken AS (
            UPDATE tasks
               SET state = 'running', taken = taken + 1, attempts = attempts + 1, runner = :runner::int,
                   started_at = now(), leased_until = now() + known.lease_s * interval '1 second'
              FROM ours, known WHERE tasks.id = ours.id AND known.kind = tasks.kind
            RETURNING tasks.id, tasks.kind, input::text AS input, tasks.taken, attempts, due_at, turn)
        SELECT id, kind, input, taken, attempts, due_at FROM taken ORDER BY turn
    )",
        {arg("runner", runner), arg("kinds", kinds), arg("far", far), arg("at_most", at_most)});
}

long long store::rescue_tasks(Sql& sql)
{
    static const auto text =
        fmt::format("UPDATE tasks SET state = 'waiting', trouble = 'The runner died or took too long.', "
                    "due_at = now() + least(600, attempts * (attempts - 1)) * interval '1 second' "
                    "WHERE state = 'running' AND (leased_until < now() OR NOT {})",
            lives);
    return sql.change(text);
}

bool store::finish_task(Sql& sql, const TakenTask& task)
{
    static const auto text =
        fmt::format("UPDATE tasks SET state = 'done', trouble = '', ended_at = now(){}", if_still_ours);
    return sql.change(text, args_of_taken(task)) == 1;
}

bool store::retry_task(
    Sql& sql, const TakenTask& task, std::chrono::milliseconds after, std::string_view trouble)
{
    static const auto text = fmt::format(
        "UPDATE tasks SET state = 'waiting', due_at = now() + :after_ms::bigint * interval '1 millisecond', "
        "trouble = :trouble{}",
        if_still_ours);
    return sql.change(text, args_of_taken(task, {arg("after_ms", static_cast<long long>(after.count())),
                                                    arg("trouble", trouble)})) == 1;
}

bool store::bury_task(Sql& sql, const TakenTask& task, std::string_view trouble)
{
    static const auto text =
        fmt::format("UPDATE tasks SET state = 'dead', trouble = :trouble, ended_at = now(){}", if_still_ours);
    return sql.change(text, args_of_taken(task, {arg("trouble", trouble)})) == 1;
}

bool store::return_task(Sql& sql, const TakenTask& task)
{
    static const auto text =
        fmt::format("UPDATE tasks SET state = 'waiting', attempts = attempts - 1{}", if_still_ours);
    return sql.change(text, args_of_taken(task)) == 1;
}

void store::keep_schedule(Sql& sql, std::string_view kind, const Every& every, Urgency urgency, bool far)
{
    static const auto text = fmt::format(R"(
        INSERT INTO tasks AS t (kind, once, urgency, far, by_schedule, due_at)
        VALUES (:kind, 'schedule', :urgency::smallint, :far::boolean, true,
                CASE WHEN :day_time = '' THEN now() ELSE {} END)
            ON CONFLICT (kind, once) WHERE once IS NOT NULL AND state IN ('waiting', 'running')
            DO UPDATE SET urgency = excluded.urgency, far = excluded.far
                    WHERE (t.urgency, t.far) <> (excluded.urgency, excluded.far))",
        next_time);
    sql.change(text,
        args_of(every, {arg("kind", kind), arg("urgency", static_cast<int>(urgency)), arg("far", far)}));
}

bool store::finish_scheduled(Sql& sql, const TakenTask& task, const Every& every)
{
    static const auto text =
        fmt::format("UPDATE tasks SET state = 'waiting', trouble = '', attempts = 0, ended_at = now(), "
                    "due_at = {}{}",
            next_time, if_still_ours);
    return sql.change(text, args_of_taken(task, args_of(every))) == 1;
}
