#include "callers.hpp"

#include "scopes.hpp"

#include "lib/auth/api_keys.hpp"
#include "lib/process/log.hpp"
#include "lib/store/ledger/callers.hpp"

namespace {

// What follows a scheme in the header Authorization; nothing when that has another.
std::optional<std::string_view> credentials(const Request& request, std::string_view scheme)
{
    auto header = trimmed(request.header("authorization").value_or(""));
    if (lowered(header.substr(0, scheme.size())) != scheme) return std::nullopt;
    header.remove_prefix(scheme.size());
    if (!header.starts_with(' ')) return std::nullopt;
    return trimmed(header);
}

Caller caller_by_token(Sql& sql, const Site& site, const Request& request, std::string_view text)
{
    auto verified = site.tokens.verify(text, TokenType::access, now());
    if (const auto* fault = std::get_if<TokenFault>(&verified))
        throw Problem{*fault == TokenFault::expired ? "token_expired" : "token_not_valid"};

    const auto& token = std::get<Token>(verified);
    auto standing = store::find_standing(sql, token.user, token.session, request.remote_address);
    if (!standing) throw Problem{"token_not_valid"};
    if (!standing->is_active) throw Problem{"user_inactive"};
    if (!standing->session_open) throw Problem{"token_revoked"};
    if (!standing->address_allowed) throw Problem{"address_not_allowed"};
    return {.id = token.user,
        .session = token.session,
        .grants = grants_of(standing->role),
        .proof = Proof::token,
        .role = standing->role,
        .email_verified = standing->email_verified};
}

// When it was used last is worth no request's failing.
void note_use(Sql& sql, const Uuid& key)
{
    try {
        store::use_api_key(sql, key);
    } catch (const DatabaseError& error) {
        log(Level::warning, "api_key_use", {{"sqlstate", std::string_view(error.sqlstate)}});
        if (error.lost) throw;
    }
}

std::vector<Network> networks_in(const std::string& list)
{
    std::vector<Network> out;
    for (const auto& text : split_list(list))
        if (auto network = parse_network(text)) out.push_back(*network);
    return out;
}

Caller caller_by_key(Sql& sql, const Request& request, std::string_view text)
{
    auto digest = digest_of_api_key(text);
    auto standing = digest ? store::find_key_standing(sql, *digest, request.remote_address) : std::nullopt;
    if (!standing) throw Problem{"api_key_not_valid"};
    bool from_there =
        standing->allowed_ips.empty() || within(networks_in(standing->allowed_ips), request.remote_address);
    if (!standing->address_allowed || !from_there) throw Problem{"address_not_allowed"};
    if (standing->stale) note_use(sql, standing->key);
    return {.id = standing->user,
        .session = std::nullopt,
        .grants = grants_of(standing->role),
        .proof = Proof::key,
        .role = standing->role,
        .email_verified = standing->email_verified,
        .key = KeyInUse{standing->key, standing->scopes, standing->rate_limit}};
}

} // namespace

Caller caller_by_headers(Sql& sql, const Site& site, const Request& request)
{
    auto token = credentials(request, "bearer"), in_authorization = credentials(request, "apikey");
    std::optional<std::string_view> key = request.header("x-api-key");
    if (key && (token || in_authorization))
        throw Problem{.code = "malformed", .sentence = "credentials.two"_s};
    if (!key) key = in_authorization;
    if (key) return caller_by_key(sql, request, trimmed(*key));
    if (token) return caller_by_token(sql, site, request, *token);
    return {};
}

void check_account(Sql& sql, const Site& site, const Endpoint& e, const Caller& caller)
{
    // Who applies for jobs, or posts them, must be reached.
    bool must_be_reached = e.needs.who == Who::granted && e.methods.has(Method::post) &&
                           (e.needs.grant == Grant::apply || e.needs.grant == Grant::post_jobs);
    if (must_be_reached && !caller.email_verified && site.accounts.verification != Verification::off)
        throw Problem{"email_not_verified"};
    if (!e.without_factor && site.accounts.asks_factors_of(caller.role) &&
        !store::factor_is_fine(sql, *caller.id, site.accounts.factor_grace))
        throw Problem{"second_factor_missing"};
}

void check_scope(const Endpoint& e, const KeyInUse& key)
{
    auto scope = key_scope(e);
    if (!scope) throw Problem{"not_by_key"};
    if (!holds_scope(key.scopes, *scope))
        throw Problem{.code = "scope_missing", .sentence = Said("scope.needed"_s, {{"scope", *scope}})};
}
