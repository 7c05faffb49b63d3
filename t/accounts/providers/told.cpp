// Providers by whom people sign in.
#include "t/kit/told.hpp"

#include "lib/store/accounts/providers/oauth_accounts.hpp"
#include "t/kit/seed.hpp"

namespace {

// Beside a password, so that it can go.
Uuid linked(Sql& sql, const Uuid& owner, bool = false)
{
    if (auto known = store::list_oauth_accounts(sql, owner); !known.empty()) return known[0].id;
    sql.change(
        "UPDATE users SET password_hash = 'kept in some way' WHERE id = :id::uuid AND password_hash = '!'",
        {arg("id", owner)});
    return store::link_oauth_account(sql, owner, {"test", to_text(owner), "ann@provider.example"});
}

// clang-format off
const Tell all{Told{
    .things = {{"linked_account", [](Sql& sql) { return linked(sql, seed::user(sql, {.username = "linked"})); }, linked}},
    .expectations = {
        //                                        anon     user emp  other admin deactivated
        {"list_identity_providers", On::nothing,  {200,     200, 200, 200, 200, 401}},
        {"begin_provider_sign_in",  On::nothing,  {400,     400, 400, 400, 400, 401}},
        {"sign_in_by_provider",     On::nothing,  {400,     400, 400, 400, 400, 400}},
        {"list_linked_accounts",    On::nothing,  {401,     200, 200, 200, 200, 401}},
        {"link_account",            On::nothing,  {401,     400, 400, 400, 400, 401}},
        {"unlink_account",          On::own,      {no_case, 204, 204, 204, 204, 401}},
        {"unlink_account",          On::foreign,  {401,     404, 404, 404, 404, 401}},
        {"unlink_account",          On::absent,   {401,     404, 404, 404, 404, 401}},
    },
    .writes = {
        {"sign_in_by_provider", R"({"provider":"test","code":"CODE","state":"STATE"})",
            {"oauth_states -", "users +", "oauth_accounts +", "sessions +", "refresh_tokens +", "event user.created",
                "event oauth_account.linked", "event user.signed_in"}},
        {"link_account", R"({"provider":"test","code":"CODE","state":"STATE"})",
            {"oauth_states -", "oauth_accounts +", "event oauth_account.linked"}},
        {"unlink_account", "{}", {"oauth_accounts -", "event oauth_account.unlinked"}},
    },
}};
// clang-format on

} // namespace
