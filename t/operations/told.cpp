// Health, figures and the documentation.
#include "t/kit/told.hpp"

#include "lib/store/ledger/tasks.hpp"

namespace {

Uuid dead_task(Sql& sql)
{
    auto id = new_uuid();
    sql.change(
        "INSERT INTO tasks (id, kind, state, trouble) VALUES (:id::uuid, 'made_up', 'dead', 'Why not.')",
        {arg("id", id)});
    return id;
}

// clang-format off
const Tell all{Told{
    .things = {{"task", dead_task, [](Sql& sql, const Uuid&, bool) { return dead_task(sql); }, false}},
    .expectations = {
        //                                       anon     user emp  other admin deactivated
        {"index",                   On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"guide",                   On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"openapi",                 On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"swagger_json",            On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"swagger_page",            On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"redoc_page",              On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"health",                  On::nothing,   {200,     200, 200, 200, 200, 200}},
        {"liveness",                On::nothing,   {200,     200, 200, 200, 200, 200}},
        {"readiness",               On::nothing,   {200,     200, 200, 200, 200, 200}},
        {"health_details",          On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"workers",                 On::nothing,   {404,     404, 404, 404, 404, 404}},
        {"workers_json",            On::nothing,   {404,     404, 404, 404, 404, 404}},
        {"metrics",                 On::nothing,   {404,     404, 404, 404, 404, 404}},
        {"list_tasks",              On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"read_task",               On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"read_task",               On::absent,    {401,     403, 403, 403, 404, 401}},
        {"retry_task",              On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"retry_task",              On::absent,    {401,     403, 403, 403, 404, 401}},
        {"discard_task",            On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"discard_task",            On::absent,    {401,     403, 403, 403, 404, 401}},
    },
    .writes = {
        {"retry_task", "{}", {"tasks.state", "tasks.due_at", "event task.retried"}},
        {"discard_task", "{}", {"tasks.state", "tasks.ended_at", "event task.discarded"}},
    },
}};
// clang-format on

} // namespace
