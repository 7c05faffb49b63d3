// Accounts, sessions, and what admins do with accounts.
#include "t/kit/told.hpp"

#include "lib/store/admin/sessions.hpp"
#include "t/kit/seed.hpp"

namespace {

// clang-format off
const Tell all{Told{
    .things = {{"user", [](Sql& sql) { return seed::user(sql); },
                       [](Sql&, const Uuid& owner, bool) { return owner; }, true, false, true},
            {"session", [](Sql& sql) { return seed::session(sql, seed::user(sql)); },
                [](Sql& sql, const Uuid& owner, bool) { return seed::session(sql, owner); }}},
    .expectations = {
        //                                       anon     user emp  other admin deactivated
        {"register",                On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"login",                   On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"refresh",                 On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"logout",                  On::nothing,   {401,     204, 204, 204, 204, 401}},
        {"read_own_account",        On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"replace_own_account",     On::nothing,   {401,     200, 200, 200, 200, 401}, R"({"bio":"Me."})"},
        {"update_own_account",      On::nothing,   {401,     200, 200, 200, 200, 401}, R"({"bio":"Me."})"},
        {"change_password",         On::nothing,   {401,     400, 400, 400, 400, 401}},
        {"list_sessions",           On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"end_other_sessions",      On::nothing,   {401,     204, 204, 204, 204, 401}},
        {"end_session",             On::own,       {no_case, 204, 204, 204, 204, 401}},
        {"end_session",             On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"end_session",             On::absent,    {401,     404, 404, 404, 404, 401}},
        {"list_users",              On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"read_user",               On::own,       {no_case, 403, 403, 403, 200, 401}},
        {"read_user",               On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"read_user",               On::absent,    {401,     403, 403, 403, 404, 401}},
        {"replace_user",            On::own,       {no_case, 403, 403, 403, 200, 401}, R"({"bio":"Me."})"},
        {"replace_user",            On::foreign,   {401,     403, 403, 403, 200, 401}, R"({"role":"employer"})"},
        {"replace_user",            On::absent,    {401,     403, 403, 403, 404, 401}, R"({"role":"employer"})"},
        {"update_user",             On::own,       {no_case, 403, 403, 403, 400, 401}, R"({"role":"employer"})"},
        {"update_user",             On::foreign,   {401,     403, 403, 403, 200, 401}, R"({"is_active":false})"},
        {"update_user",             On::absent,    {401,     403, 403, 403, 404, 401}, R"({"is_active":false})"},
        {"delete_user",             On::own,       {no_case, 403, 403, 403, 400, 401}},
        {"delete_user",             On::foreign,   {401,     403, 403, 403, 204, 401}},
        {"delete_user",             On::absent,    {401,     403, 403, 403, 404, 401}},
    },
    .writes = {
        {"register",
            R"({"username":"eve","email":"eve@example.com","password":"PASSWORD","password2":"PASSWORD",)"
            R"("first_name":"Eve","last_name":"Lee"})",
            {"users +", "event user.created"}},
        {"login", R"({"username":"ann","password":"PASSWORD"})",
            {"users.last_login", "event user.signed_in", "sessions +", "refresh_tokens +"}},
        {"refresh", R"({"refresh":"REFRESH"})",
            {"refresh_tokens.used_at", "refresh_tokens +", "sessions.last_used_at", "sessions.address"}},
        {"logout", "{}", {"sessions.ended_at", "event user.signed_out"}},
        {"replace_own_account", R"({"bio":"New."})", {"users.bio", "event user.updated"}},
        {"update_own_account", R"({"bio":"New."})", {"users.bio", "event user.updated"}},
        {"change_password",
            R"({"old_password":"PASSWORD","new_password":"another fine horse 7",)"
            R"("new_password2":"another fine horse 7"})",
            {"users.password_hash", "users.password_version", "sessions.ended_at", "event user.password_changed",
                "event user.signed_out", "refresh_tokens +"}},
        {"end_session", "{}", {"sessions.ended_at", "event user.signed_out"}},
        {"end_other_sessions", "{}", {"sessions.ended_at", "event user.signed_out"}},
        {"replace_user", R"({"bio":"New."})", {"users.bio", "event user.updated"}},
        {"update_user", R"({"bio":"New."})", {"users.bio", "event user.updated"}},
        {"delete_user", "{}", {"users -", "event user.deleted"}},
    },
    .happenings = {
        {"user.reset_link_made", [](Sql& sql) {
            store::add_password_reset(sql, "digest", seed::user(sql), now());
        }},
    },
}};
// clang-format on

} // namespace
