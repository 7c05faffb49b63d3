// Signing in and out, refreshing tokens, and one's own open sessions.
#include "sessions.hpp"

#include "attempts.hpp"
#include "data/activity.hpp"
#include "factors/challenge.hpp"

#include "lib/auth/names.hpp"
#include "lib/auth/passwords.hpp"
#include "lib/process/log.hpp"
#include "lib/store/accounts/factors/factors.hpp"
#include "lib/store/accounts/sessions.hpp"
#include "lib/web/shape/addresses.hpp"

using namespace std::chrono;

namespace {

Time this_second()
{
    return floor<seconds>(now());
}

std::string device_of(const Request& request)
{
    std::string agent(trimmed(request.header("user-agent").value_or("unknown")));
    if (!is_clean_text(agent)) return "unknown";
    agent.resize(std::min<std::size_t>(agent.size(), 200));
    while (!is_clean_text(agent)) agent.pop_back(); // the cut may have split a character
    return agent;
}

Tokens tokens_for(const Site& site, const Uuid& user, const Uuid& session, const Uuid& refresh, Time issued,
    Time session_end)
{
    auto at = this_second();
    Token access{TokenType::access, new_uuid(), user, session, at,
        std::min<Time>(at + site.access_lifetime, session_end)};
    // Only what the refresh token's row knows goes into it, so that it comes out the same a second time.
    Token next{TokenType::refresh, refresh, user, session, issued,
        std::min<Time>(issued + site.refresh_lifetime, session_end)};
    return {site.tokens.sign(access), site.tokens.sign(next)};
}

Token verified_refresh(const Site& site, const std::string& text)
{
    auto verified = site.tokens.verify(text, TokenType::refresh, now());
    if (const auto* fault = std::get_if<TokenFault>(&verified))
        throw Problem{*fault == TokenFault::expired ? "token_expired" : "token_not_valid"};
    return std::get<Token>(verified);
}

// A spent token whose successor is in use has two holders, and one of them is a thief: the session ends, for
// both.
[[noreturn]] void end_stolen_session(Context& c, const Token& token)
{
    store::end_session(c.sql, token.user, token.session);
    log(Level::warning, "refresh_token_reused", {{"session", std::string_view(to_text(token.session))}});
    throw Problem{.code = "token_revoked", .keeps = true};
}

// While nobody has come with the successor, the answer with it may have been lost, or the client keeps its
// first token, as older ones do: it gets the same one again, however late.
Tokens rotate(Context& c, const std::string& text)
{
    auto token = verified_refresh(c.site, text);
    auto successor = c.site.tokens.successor_of(token.id);
    auto state = store::lock_refresh_token(c.sql, token.id, token.session, successor);
    if (!state || state->user_id != token.user) throw Problem{"token_not_valid"};
    if (!state->is_active) throw Problem{"user_inactive"};
    if (!state->session_open) throw Problem{"token_revoked"};
    if (!state->known) end_stolen_session(c, token); // so old that it is not remembered any more

    auto at = this_second();
    auto spent_at = state->used_at.value_or(at);
    if (state->used_at && !state->successor_unused.value_or(false)) end_stolen_session(c, token);
    if (!state->used_at) {
        store::spend_refresh_token(c.sql, token.id, at, token.session);
        store::add_refresh_token(c.sql, successor, token.session, at);
    }
    store::use_session(c.sql, token.session, c.request.remote_address);
    return tokens_for(c.site, token.user, token.session, successor, spent_at, state->expires_at);
}

} // namespace

Uuid open_session(Context& c, const Uuid& user, Time until)
{
    auto id = new_uuid();
    store::open_session(c.sql, {id, user, device_of(c.request), c.request.remote_address, until});
    return id;
}

Tokens begin_session(Context& c, const Uuid& user)
{
    auto end = this_second() + c.site.session_lifetime;
    return further_tokens(c, user, open_session(c, user, end), end);
}

Tokens further_tokens(Context& c, const Uuid& user, const Uuid& session, Time end)
{
    auto at = this_second();
    auto refresh = new_uuid();
    store::add_refresh_token(c.sql, refresh, session, at);
    return tokens_for(c.site, user, session, refresh, at, end);
}

User for_clients(const Context& c, User user)
{
    user.profile_picture = picture_address(c.site, user.profile_picture);
    return user;
}

// Whether nobody signs in to it before its address is known to be its owner's.
static bool waits_for_address(const Context& c, const Credentials& account)
{
    return c.site.accounts.verification == Verification::before_sign_in && !account.email_verified;
}

// Unknown account, wrong password and inactive account are one answer, at one cost.
[[noreturn]] static void refuse(Context& c, const std::optional<Credentials>& account, const Secret& password)
{
    hash_in_other_ways(
        store::password_kinds(c.sql), account ? account->password_hash : "", password.reveal());
    note_failed_sign_in(c, account);
    throw Problem{"invalid_credentials"};
}

Proved prove_account(Context& c, const std::string& username, const Secret& password, std::string_view device)
{
    auto name = folded_login(username);
    auto account = store::find_credentials(c.sql, name);
    auto attempt = begin_attempt(c, name, account, device);
    if (!account) refuse(c, account, password);
    bool right = password_matches(account->password_hash, password.reveal());
    if (!right || !account->is_active) refuse(c, account, password);

    if (waits_for_address(c, *account)) {
        forgive(c, attempt);
        throw Problem{"email_not_verified"};
    }

    bool kept_as_today =
        !is_outdated(account->password_hash, c.site.hash_cost) && is_composed(password.reveal());
    auto fresh =
        kept_as_today ? std::nullopt : std::optional(hash_password(password.reveal(), c.site.hash_cost));
    return {std::move(attempt), *account, std::move(fresh)};
}

std::string sign_in(Context& c, const Proved& proved)
{
    const auto& account = proved.account;
    c.sql.act_as(account.id);
    if (!store::sign_in(c.sql, account.id, account.password_hash, proved.fresh))
        throw Problem{"invalid_credentials"};
    return succeed(c, proved.attempt, account);
}

std::optional<std::string> sign_in(Context& c, const Uuid& user)
{
    auto account = store::find_credentials(c.sql, user);
    if (account && waits_for_address(c, *account)) throw Problem{"email_not_verified"};
    c.sql.act_as(user);
    if (!account || !store::sign_in(c.sql, user)) return std::nullopt;
    return know_device(c, *account);
}

SignedIn sign_in_answer(Context& c, const Uuid& user, std::string device)
{
    auto tokens = begin_session(c, user);
    auto account = store::find_user(c.sql, user);
    if (!account) throw Problem{"invalid_credentials"};
    if (c.site.accounts.asks_factors_of(account->role)) store::ask_for_factor(c.sql, user);
    return {tokens.access, tokens.refresh, for_clients(c, *account), std::move(device)};
}

namespace sessions {

struct Login {
    std::string username;
    Secret password;
    std::optional<std::string> device;
    static constexpr std::string_view schema_name = "Login";
    static constexpr std::string_view schema_about = "A name and a password.";
    static constexpr auto fields = std::tuple{
        field("username", &Login::username,
            {.max = 254, .about = "The user name, or the e-mail address.", .example = "ann"}),
        field("password", &Login::password,
            {.max = 1000, .verbatim = true, .about = "As it was chosen.", .example = "violet-harbour-74"}),
        field("device", &Login::device,
            {.max = 200,
                .about = "What signing in answered before, where cookies are not kept: nobody else's "
                         "guesses lock such a client out.",
                .example = "7c0f8f5e-2a41-4d7a-9a51-0c1f3c1f8a11.Zm9yIHRoZSBkb2NzIG9u"}),
    };
};

struct Refresh {
    std::string refresh;
    static constexpr std::string_view schema_name = "Refresh";
    static constexpr std::string_view schema_about = "A refresh token.";
    static constexpr auto fields = std::tuple{field("refresh", &Refresh::refresh,
        {.max = 4000, .about = "The latest refresh token.", .example = "eyJhbGciOiJIUzI1NiJ9.e30.refresh"})};
};

struct Logout {
    std::optional<std::string> refresh;
    static constexpr std::string_view schema_name = "Logout";
    static constexpr std::string_view schema_about = "What else ends with the session.";
    static constexpr auto fields = std::tuple{field("refresh", &Logout::refresh,
        {.max = 4000,
            .about = "Ends this token's session too.",
            .example = "eyJhbGciOiJIUzI1NiJ9.e30.refresh"})};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The session's id."})};
};

namespace {

SignedIn login(Context& c, const Proved& proved)
{
    ask_for_second_factor(c, proved.account, proved.attempt);
    return sign_in_answer(c, proved.account.id, sign_in(c, proved));
}

Nothing logout(Context& c, const Logout& in)
{
    store::end_session(c.sql, *c.caller.id, *c.caller.session);
    if (!in.refresh) return {};
    auto verified = c.site.tokens.verify(*in.refresh, TokenType::refresh, now());
    const auto* token = std::get_if<Token>(&verified);
    bool ours = token ? token->user == *c.caller.id : std::get<TokenFault>(verified) == TokenFault::expired;
    if (!ours) throw invalid("refresh", "refresh_token.not_yours"_s);
    if (token) store::end_session(c.sql, token->user, token->session);
    return {};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "login",
        .methods = Method::post,
        .path = "/api/v1/auth/login/",
        .summary = "Sign in with a user name or e-mail address and a password",
        .about =
            "Unknown account, wrong password and inactive account are one answer. Failed "
            "attempts meet growing delays (429 with Retry-After); keep the `device` cookie that "
            "a sign-in sets, and other people's attempts never delay yours. Where the account has a second "
            "factor, the answer is 401 `second_factor_required` with a `challenge`, good for ten minutes, "
            "and "
            "`methods`: see login/second-factor/.",
        .needs = anyone_unseen,
        .rate = {"login", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .refusal = "Unknown account, wrong password or inactive account",
        .prepare = [](Context& c, const Login& in) -> Proved {
            return prove_account(c, in.username, in.password, in.device.value_or(""));
        },
        .answer = [](Context& c, const Login&, Proved& proved) -> SignedIn { return login(c, proved); },
    },
    {
        .name = "refresh",
        .methods = Method::post,
        .path = "/api/v1/auth/refresh/",
        .summary = "Exchange a refresh token for a new pair of tokens",
        .about = "The refresh token is then spent, and its successor takes its place.",
        .needs = anyone_unseen,
        .rate = {"refresh", 60, per_minute},
        .cache = no_store,
        .refusal = "The refresh token is not valid, expired, spent or revoked",
        .answer = [](Context& c, const Refresh& in) -> Tokens { return rotate(c, in.refresh); },
    },
    {
        .name = "logout",
        .methods = Method::post,
        .path = "/api/v1/auth/logout/",
        .summary = "End this session",
        .about = "Its tokens are no good any more, from the next request on.",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .without_factor = true,
        .answer = [](Context& c, const Logout& in) -> Nothing { return logout(c, in); },
    },
    {
        .name = "list_sessions",
        .methods = Method::get,
        .path = "/api/v1/auth/sessions/",
        .summary = "One's own open sessions, latest use first",
        .about = "Where the caller is signed in.",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .answer = [](Context& c, const Nothing&) -> std::vector<Session> {
            return store::list_sessions(c.sql, *c.caller.id, *c.caller.session);
        },
    },
    {
        .name = "end_session",
        .methods = Method::del,
        .path = "/api/v1/auth/sessions/{id}/",
        .thing = "session",
        .summary = "End one of one's own sessions",
        .about = "Its tokens are no good any more, from the next request on.",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Nothing {
            if (!store::end_session(c.sql, *c.caller.id, in.id)) throw Problem{"not_found"};
            return {};
        },
    },
    {
        .name = "end_other_sessions",
        .methods = Method::del,
        .path = "/api/v1/auth/sessions/",
        .summary = "End all of one's own sessions but this one",
        .about = "Whoever else uses the account has to sign in again.",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .answer = [](Context& c, const Nothing&) -> Nothing {
            store::end_sessions(c.sql, *c.caller.id, c.caller.session);
            return {};
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace sessions
