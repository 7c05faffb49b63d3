// One's own data: what happened to the account, consents, copies, and the end of it.
#include "t/kit/told.hpp"

#include "lib/store/accounts/data/activity.hpp"
#include "lib/store/accounts/data/erasure.hpp"
#include "lib/store/accounts/data/exports.hpp"
#include "t/kit/seed.hpp"

namespace {

// At most one waits.
Uuid data_export(Sql& sql, const Uuid& owner, const std::string& state = "failed")
{
    auto id = new_uuid();
    sql.change("INSERT INTO data_exports (id, person, state) VALUES (:id::uuid, :owner::uuid, :state)",
        {arg("id", id), arg("owner", owner), arg("state", state)});
    return id;
}

constexpr std::string_view consent = R"({"purpose":"newsletter","version":"2026-11","granted":true})";

// clang-format off
const Tell all{Told{
    .things = {{"data_export", [](Sql& sql) { return data_export(sql, seed::user(sql, {.username = "ann", .role = "user"})); },
        [](Sql& sql, const Uuid& owner, bool) { return data_export(sql, owner); }}},
    .expectations = {
        //                                     anon     user emp  other admin deactivated
        {"list_activity",       On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"list_consents",       On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"add_consent",         On::nothing,   {401,     201, 201, 201, 201, 401}, consent},
        {"ask_data_export",     On::nothing,   {401,     202, 202, 202, 202, 401}},
        {"read_data_export",    On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"read_data_export",    On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"read_data_export",    On::absent,    {401,     404, 404, 404, 404, 401}},
        // Only the link's signature opens it, whoever comes with it.
        {"fetch_data_export",   On::own,       {no_case, 400, 400, 400, 400, 400}},
        {"fetch_data_export",   On::foreign,   {400,     400, 400, 400, 400, 400}},
        {"fetch_data_export",   On::absent,    {400,     400, 400, 400, 400, 400}},
        {"ask_erasure",         On::nothing,   {401,     400, 400, 400, 400, 401}},
        {"cancel_erasure",      On::nothing,   {401,     404, 404, 404, 404, 401}},
    },
    .writes = {
        {"add_consent", consent, {"consents +", "event consent.recorded"}},
        {"ask_data_export", "{}", {"data_exports +", "tasks +", "event export.asked"}},
        {"ask_erasure", R"({"password":"PASSWORD"})",
            {"users.erase_at", "sessions.proven_at", "event user.erasure_asked"}},
        {"cancel_erasure", R"({"of":"TO_BE_ERASED"})", {"users.erase_at", "event user.erasure_cancelled"}},
    },
    .happenings = {
        {"user.sign_in_failed", [](Sql& sql) { store::tell_of_failed_sign_in(sql, {.person = seed::user(sql)}); }},
        {"export.ready", [](Sql& sql) {
            store::finish_export(sql, data_export(sql, seed::user(sql), "waiting"), "exports/aa/aa", 1, "00");
        }},
        {"user.erased", [](Sql& sql) {
            auto ann = seed::user(sql, {.username = "ann", .role = "user"});
            sql.change("UPDATE users SET erase_at = now() WHERE id = :id::uuid", {arg("id", ann)});
            store::erase(sql, ann);
        }},
    },
    .placeholders = {
        {"TO_BE_ERASED", [](Sql& sql, const Uuid& who) {
            sql.change("UPDATE users SET erase_at = now() + interval '1 day' WHERE id = :id::uuid", {arg("id", who)});
            return std::string("me");
        }},
    },
}};
// clang-format on

} // namespace
