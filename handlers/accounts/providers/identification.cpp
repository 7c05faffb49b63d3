#include "identification.hpp"

#include "lib/auth/names.hpp"
#include "lib/base/crypto.hpp"
#include "lib/outside/oidc/fault.hpp"
#include "lib/process/log.hpp"
#include "lib/store/accounts/providers/oauth_states.hpp"

namespace {

// A verifier opens in its own row alone.
std::string purpose_of(const std::string& digest)
{
    return "oauth state " + digest;
}

// What the provider answers, with its faults in the board's words.
template <class Ask> auto asked(const std::string& provider, const Problem& refused, Ask ask)
{
    try {
        return ask();
    } catch (const ProviderFault& fault) {
        log(Level::warning, "provider_failed",
            {{"provider", std::string_view(provider)}, {"why", std::string_view(fault.what())}});
        throw fault.kind == ProviderFault::refused ? refused : Problem{"provider_unavailable"};
    }
}

OAuthState spent_state(Context& c, const ProviderCallback& in, const std::optional<Uuid>& caller)
{
    auto state = store::spend_oauth_state(c.sql, sha256_hex(in.state), in.provider, caller);
    if (!state) throw invalid("state", "oauth.state_over"_s);
    return *state;
}

} // namespace

WayToProvider begin_way(Context& c, IdentityProvider& provider, const std::string& redirect_uri)
{
    const auto& name = provider.settings().name;
    auto attempt = new_sign_in_attempt(redirect_uri);
    auto address =
        asked(name, Problem{"provider_unavailable"}, [&] { return provider.sign_in_url(attempt); });
    auto digest = sha256_hex(attempt.state);
    store::add_oauth_state(c.sql, {digest, name, c.caller.id, attempt.nonce,
                                      c.site.keys.seal(attempt.verifier, purpose_of(digest)), redirect_uri});
    return {std::move(address), std::move(attempt.state)};
}

Identified identify(
    Context& c, const ProviderCallback& in, const std::optional<Uuid>& caller, const Problem& refused)
{
    auto* provider = c.site.providers->find(in.provider);
    if (!provider) throw invalid("provider", "oauth.no_such_provider"_s);
    auto state = spent_state(c, in, caller);
    auto verifier = c.site.keys.open(state.verifier, purpose_of(state.digest));
    if (!verifier) throw invalid("state", "oauth.state_over"_s); // the keys are others by now
    auto identity = asked(in.provider, refused, [&] {
        return provider->identify(in.code, {in.state, state.nonce, *verifier, state.redirect_uri});
    });
    auto email = folded_email(identity.email);
    return {{in.provider, identity.subject, is_email(email) ? email : ""}, std::move(identity)};
}
