// Who comes back from a provider.
#pragma once

#include "lib/outside/oidc/providers.hpp"
#include "lib/store/accounts/providers/oauth_accounts.hpp"
#include "lib/web/endpoint.hpp"

// What the browser came back with.
struct ProviderCallback {
    std::string provider, code, state;
    static constexpr std::string_view schema_name = "ProviderCallback";
    static constexpr std::string_view schema_about = "What the browser came back with from a provider.";
    static constexpr auto fields = std::tuple{
        field("provider", &ProviderCallback::provider,
            {.max = 50, .about = "The provider's name, as it is listed.", .example = "google"}),
        field("code", &ProviderCallback::code,
            {.max = 8000, .about = "The parameter `code` of the address.", .example = "4/0AbCdEf"}),
        field("state", &ProviderCallback::state,
            {.max = 200,
                .about = "The parameter `state` of the address. A page compares it with the one that it was "
                         "given before it sends this.",
                .example = "d1f3a0b94c5e7782d1f3a0b94c5e7782d1f3a0b94c5e7782d1f3a0b94c5e7782"}),
    };
};

struct Identified {
    OAuthSubject who; // with the address only where it is one, folded
    Identity identity;
};

// For Endpoint::prepare: spends the state, and the code at the provider. `caller` is who must have asked for
// the state; nobody: anybody may. Throws Problem invalid on provider or state, provider_unavailable, and
// `refused` when the provider does not confirm who it is.
Identified identify(
    Context&, const ProviderCallback&, const std::optional<Uuid>& caller, const Problem& refused);

// For Endpoint::prepare of a sign-in: where the browser goes, and the state that it comes back with, which is
// remembered. Throws Problem provider_unavailable.
struct WayToProvider {
    std::string address, state;
};
WayToProvider begin_way(Context&, IdentityProvider&, const std::string& redirect_uri);
