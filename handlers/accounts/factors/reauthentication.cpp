#include "reauthentication.hpp"

#include "handlers/accounts/attempts.hpp"

#include "lib/store/accounts/sessions.hpp"

void show_password(Context& c, const Secret& password, std::string_view field)
{
    auto account = store::find_credentials(c.sql, *c.caller.id);
    if (!account) throw Problem{"token_not_valid"};
    auto attempt = begin_own_attempt(c);
    if (!password_matches(account->password_hash, password.reveal()))
        throw invalid(field, "password.not_yours"_s);
    succeed(c, attempt, *account);
    store::prove_session(c.sql, *c.caller.session);
}

Proven show_again_who(Context& c, const std::optional<Secret>& password)
{
    auto proven = c.caller.session ? store::session_proven_at(c.sql, *c.caller.session) : std::nullopt;
    if (proven && now() - *proven < proof_lasts) return {};
    if (!proven || !password || password->empty()) throw Problem{"reauthentication_required"};
    show_password(c, *password);
    return {};
}
