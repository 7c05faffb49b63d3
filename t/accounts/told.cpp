// Accounts, sessions, and what admins do with accounts.
#include "t/kit/told.hpp"

#include "lib/auth/factors/totp.hpp"
#include "lib/store/accounts/factors/factors.hpp"
#include "lib/store/accounts/links.hpp"
#include "lib/store/accounts/users.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

namespace {

void told_of_link(Sql& sql, const EventKind& kind)
{
    store::tell_of_link(sql, kind, seed::user(sql), new_uuid());
}

std::string link_token(Sql& sql, const Uuid& who, LinkPurpose purpose, std::string address = "")
{
    auto id = new_uuid();
    auto secret = new_one_time_secret(KeyRing({test_secret_key}), id);
    if (address.empty()) address = store::find_user(sql, who)->email;
    store::add_link(sql, {id, who, purpose, address, secret, std::chrono::hours(1)});
    return secret.text.reveal();
}

Uuid with_totp(Sql& sql, const Uuid& person)
{
    store::set_pending_totp(sql, person, "pending");
    store::confirm_totp(sql, person, "pending", "pending", 1);
    return person;
}

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
        {"ask_password_reset",      On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"confirm_password_reset",  On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"verify_email",            On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"undo_email_change",       On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"resend_verification",     On::nothing,   {401,     202, 202, 202, 202, 401}},
        {"second_step",             On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"read_second_factor",      On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"begin_totp",              On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"confirm_totp",            On::nothing,   {401,     400, 400, 400, 400, 401}},
        {"remove_totp",             On::nothing,   {401,     404, 404, 404, 404, 401}},
        {"make_recovery_codes",     On::nothing,   {401,     400, 400, 400, 400, 401}},
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
        {"ask_password_reset", R"({"email":"ann@example.com"})", {"tasks +"}},
        {"resend_verification", "{}", {"one_time_links +", "event user.verification_asked"}},
        {"confirm_password_reset",
            R"({"token":"RESET_TOKEN","new_password":"another fine horse 7","new_password2":"another fine horse 7"})",
            {"users.password_hash", "users.password_version", "users.email_verified", "one_time_links -",
                "sessions.ended_at", "event user.password_changed", "event user.signed_out",
                "event user.email_verified"}},
        {"verify_email", R"({"token":"VERIFY_TOKEN"})",
            {"users.email_verified", "one_time_links -", "event user.email_verified"}},
        {"undo_email_change", R"({"token":"UNDO_TOKEN"})",
            {"users.email", "users.email_verified", "one_time_links -", "sessions.ended_at",
                "event user.email_change_undone", "event user.signed_out"}},
        {"second_step", R"({"challenge":"CHALLENGE","recovery_code":"abcd"})",
            {"users.last_login", "factor_challenges -", "recovery_codes -", "sessions +", "refresh_tokens +",
                "event user.recovery_code_used", "event user.signed_in"}},
        {"begin_totp", "{}", {"totp_factors +"}},
        {"confirm_totp", R"({"code":"APP_DIGITS"})",
            {"totp_factors.sealed", "totp_factors.pending", "totp_factors.last_step", "totp_factors.made_at",
                "recovery_codes +", "event user.second_factor_enabled", "event user.recovery_codes_made"}},
        {"remove_totp", R"({"password":"WITH_APP"})", {"totp_factors -", "event user.second_factor_disabled"}},
        {"make_recovery_codes", R"({"password":"WITH_APP"})", {"recovery_codes +", "event user.recovery_codes_made"}},
        {"end_session", "{}", {"sessions.ended_at", "event user.signed_out"}},
        {"end_other_sessions", "{}", {"sessions.ended_at", "event user.signed_out"}},
        {"replace_user", R"({"bio":"New."})", {"users.bio", "event user.updated"}},
        {"update_user", R"({"bio":"New."})", {"users.bio", "event user.updated"}},
        {"delete_user", "{}", {"users -", "event user.deleted"}},
    },
    .happenings = {
        {"user.reset_link_made", [](Sql& sql) { told_of_link(sql, reset_link_made); }},
        {"user.password_reset_asked", [](Sql& sql) { told_of_link(sql, password_reset_asked); }},
        {"user.verification_asked", [](Sql& sql) { told_of_link(sql, verification_asked); }},
        {"user.email_change_told", [](Sql& sql) { told_of_link(sql, email_change_told); }},
        {"user.email_change_asked", [](Sql& sql) {
            store::set_pending_email(sql, seed::user(sql), "new@example.com", new_uuid());
        }},
        {"user.email_verified", [](Sql& sql) {
            auto person = seed::user(sql);
            store::verify_email(sql, person, store::find_user(sql, person)->email);
        }},
        {"user.email_changed", [](Sql& sql) {
            auto person = seed::user(sql);
            store::set_pending_email(sql, person, "newer@example.com", new_uuid());
            store::take_pending_email(sql, person, "newer@example.com");
        }},
        {"user.email_change_undone", [](Sql& sql) {
            auto person = seed::user(sql);
            store::bring_back_email(sql, person, "older@example.com");
        }},
        {"user.second_factor_asked", [](Sql& sql) { store::ask_for_factor(sql, seed::user(sql)); }},
        {"user.second_factor_enabled", [](Sql& sql) { with_totp(sql, seed::user(sql)); }},
        {"user.second_factor_disabled", [](Sql& sql) { store::remove_totp(sql, with_totp(sql, seed::user(sql))); }},
        {"user.recovery_codes_made", [](Sql& sql) { store::set_recovery_codes(sql, seed::user(sql), {"digest"}); }},
        {"user.recovery_code_used", [](Sql& sql) {
            auto person = seed::user(sql);
            store::set_recovery_codes(sql, person, {"digest"});
            store::spend_recovery_code(sql, person, "digest");
        }},
    },
    .placeholders = {
        {"RESET_TOKEN", [](Sql& sql, const Uuid& who) { return link_token(sql, who, LinkPurpose::password_reset); }},
        {"VERIFY_TOKEN",
            [](Sql& sql, const Uuid& who) { return link_token(sql, who, LinkPurpose::email_verification); }},
        {"UNDO_TOKEN", [](Sql& sql, const Uuid& who) {
            return link_token(sql, who, LinkPurpose::email_change_undo, "older@example.com");
        }},
        {"CHALLENGE", [](Sql& sql, const Uuid& who) {
            store::set_recovery_codes(sql, who, {digest_of(Secret("abcd"))});
            auto version = store::find_credentials(sql, who)->password_version;
            store::add_challenge(sql, digest_of(Secret("challenge")), {who, version, ""}, std::chrono::minutes(10));
            return std::string("challenge");
        }},
        {"APP_DIGITS", [](Sql& sql, const Uuid& who) {
            Secret seed("12345678901234567890");
            store::set_pending_totp(sql, who,
                KeyRing({test_secret_key}).seal(seed.reveal(), "totp " + to_text(who)));
            return totp_code(seed, now());
        }},
        {"WITH_APP", [](Sql& sql, const Uuid& who) { return with_totp(sql, who), good_password; }},
    },
}};
// clang-format on

} // namespace
