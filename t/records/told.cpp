// What happened, as admins read it.
#include "t/kit/told.hpp"

#include "lib/base/uuid.hpp"
#include "lib/store/board/job_changes.hpp"
#include "t/kit/people.hpp"

namespace {

// The entry of a job that somebody added.
Uuid entry(Sql& sql)
{
    store::tell_of(sql, job_created, new_uuid(), "Joiner");
    return *parse<Uuid>(value(sql, "SELECT id::text AS value FROM events ORDER BY number DESC LIMIT 1"));
}

// clang-format off
const Tell all{Told{
    .things = {{"audit_entry", entry, [](Sql& sql, const Uuid&, bool) { return entry(sql); }, false}},
    .expectations = {
        //                                       anon     user emp  other admin deactivated
        {"list_audit_entries",      On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"read_audit_entry",        On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"read_audit_entry",        On::absent,    {401,     403, 403, 403, 404, 401}},
        {"list_object_history",     On::nothing,   {401,     403, 403, 403, 200, 401}},
    },
}};
// clang-format on

} // namespace
