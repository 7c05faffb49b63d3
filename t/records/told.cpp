// What happened, as admins read it.
#include "t/kit/told.hpp"

#include "t/kit/seed.hpp"

namespace {

// clang-format off
const Tell all{Told{
    .things = {{"audit_entry", [](Sql& sql) { return seed::event(sql); },
        [](Sql& sql, const Uuid&, bool) { return seed::event(sql); }, false}},
    .expectations = {
        //                                       anon     user emp  other admin deactivated
        {"list_audit_entries",      On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"read_audit_entry",        On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"read_audit_entry",        On::absent,    {401,     403, 403, 403, 404, 401}},
        {"export_audit_entries",    On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"list_object_history",     On::nothing,   {401,     403, 403, 403, 200, 401}},
    },
}};
// clang-format on

} // namespace
