// Passkeys, and signing in by them.
#include "authenticator.hpp"
#include "t/kit/told.hpp"

#include "lib/base/text.hpp"
#include "lib/store/accounts/factors/passkeys.hpp"
#include "lib/store/accounts/users.hpp"
#include "t/kit/seed.hpp"

#include <fmt/format.h>

namespace {

const std::string challenge(32, 'k');
const auto owner_of_known = *parse<Uuid>("0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b");

// Its answers to that challenge are the same in every test.
Authenticator known()
{
    const auto& handle = owner_of_known.bytes;
    return {.key = SoftKey::fixed(),
        .id = "a known credential",
        .user_handle = std::string(handle.begin(), handle.end()),
        .counts = true};
}

Uuid ann(Sql& sql)
{
    return seed::user(sql, {.username = "ann", .role = "user"});
}

Uuid passkey(Sql& sql, const Uuid& owner)
{
    static int made = 0;
    auto id = new_uuid();
    auto credential = "credential " + std::string(static_cast<std::size_t>(++made % 1000), '.');
    sql.begin();
    store::add_passkey(sql, id, owner, "A key", {credential, known().key.cose()}, "");
    sql.commit();
    // It is not their only way in.
    sql.change("UPDATE users SET password_hash = 'one' WHERE id = :id::uuid AND password_hash LIKE '!%'",
        {arg("id", owner)});
    return id;
}

// That its owner is asked for it.
Uuid asked_to_sign_in(Sql& sql)
{
    store::add_user(sql, {.id = owner_of_known,
                             .username = "known",
                             .email = "known@example.com",
                             .password_hash = "!",
                             .first_name = "Known",
                             .last_name = "Lee"});
    auto id = new_uuid();
    sql.begin();
    store::add_passkey(sql, id, owner_of_known, "Known", {known().id, known().key.cose()}, "");
    sql.commit();
    store::add_passkey_challenge(sql, PasskeyPurpose::sign_in, challenge, std::nullopt);
    return id;
}

struct Row {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &Row::id)};
};

// That ann adds it, by the session that she has begun last.
Uuid asked_to_register(Sql& sql)
{
    auto session =
        sql.one<Row>("SELECT id FROM sessions WHERE user_id = :ann::uuid ORDER BY created_at DESC, "
                     "id DESC LIMIT 1",
            {arg("ann", ann(sql))});
    store::add_passkey_challenge(sql, PasskeyPurpose::register_one, challenge, session.value().id);
    return session->id;
}

std::string_view adding()
{
    static const auto body = fmt::format(R"({{"name":"New","with":"REGISTRATION","credential":{}}})",
        known().registration_json(base64url(challenge)));
    return body;
}

std::string_view signing_in()
{
    static const auto body = fmt::format(
        R"({{"with":"ASSERTION","credential":{}}})", known().assertion_json(base64url(challenge)));
    return body;
}

// clang-format off
const Tell all{Told{
    .things = {{"passkey", [](Sql& sql) { return passkey(sql, ann(sql)); },
                   [](Sql& sql, const Uuid& owner, bool) { return passkey(sql, owner); }},
            {"registration", asked_to_register, nullptr},
            {"assertion", asked_to_sign_in, nullptr}},
    .expectations = {
        //                                    anon     user emp  other admin deactivated
        {"ask_for_passkey",     On::nothing,   {200,     200, 200, 200, 200, 200}},
        {"login_by_passkey",    On::nothing,   {400,     400, 400, 400, 400, 400}},
        {"ask_for_new_passkey", On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"add_passkey",         On::nothing,   {401,     400, 400, 400, 400, 401}},
        {"list_passkeys",       On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"read_passkey",        On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"read_passkey",        On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"read_passkey",        On::absent,    {401,     404, 404, 404, 404, 401}},
        {"rename_passkey",      On::own,       {no_case, 200, 200, 200, 200, 401}, R"({"name":"Mine"})"},
        {"rename_passkey",      On::foreign,   {401,     404, 404, 404, 404, 401}, R"({"name":"Mine"})"},
        {"rename_passkey",      On::absent,    {401,     404, 404, 404, 404, 401}, R"({"name":"Mine"})"},
        {"remove_passkey",      On::own,       {no_case, 204, 204, 204, 204, 401}},
        {"remove_passkey",      On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"remove_passkey",      On::absent,    {401,     404, 404, 404, 404, 401}},
    },
    .writes = {
        {"ask_for_passkey", "{}", {"passkey_challenges +"}},
        {"login_by_passkey", signing_in(),
            {"passkey_challenges -", "passkeys.sign_count", "passkeys.last_used_at", "users.last_login",
                "event user.signed_in", "sessions +", "refresh_tokens +"}},
        {"ask_for_new_passkey", "{}", {"passkey_challenges +"}},
        {"add_passkey", adding(), {"passkey_challenges -", "passkeys +", "event passkey.added"}},
        {"rename_passkey", R"({"name":"Mine"})", {"passkeys.name", "event passkey.renamed"}},
        {"remove_passkey", "{}", {"passkeys -", "event passkey.removed"}},
    },
}};
// clang-format on

} // namespace
