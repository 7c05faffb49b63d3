// Somebody else by whom people sign in: a provider of OpenID Connect, by its discovery document.
#pragma once

#include "id_token.hpp"
#include "key_set.hpp"

#include "lib/base/secret.hpp"
#include "lib/outside/http.hpp"

// What an operator says of one.
struct ProviderSettings {
    std::string name, label; // of addresses, and of buttons
    std::string issuer, client_id;
    Secret client_secret;
    std::string scopes = "openid email profile";
    // What some providers, against the standards, cannot do: take part in PKCE, repeat the nonce, or take the
    // secret in a header where their discovery document does not say how they want it.
    bool pkce = true, nonce = true, basic = true;
};

// What goes along with one way to the provider and back. `state` comes back in the browser; the verifier
// stays here, and shows that the code is spent by whom it was asked for.
struct SignInAttempt {
    std::string state, nonce, verifier, redirect_uri;
};

// All of it new and random.
SignInAttempt new_sign_in_attempt(std::string redirect_uri);

// Whether a provider may be there: https, or http on this host. No guard asks, since operators name them.
bool is_provider_address(std::string_view);

// Asks with limits of time and size, and keeps for an hour what it is told of addresses and keys.
class IdentityProvider {
public:
    explicit IdentityProvider(ProviderSettings);
    ~IdentityProvider();

    const ProviderSettings& settings() const { return own; }

    // Where the browser goes. Throws ProviderFault.
    std::string sign_in_url(const SignInAttempt&);
    // Spends the code that it came back with, within eight seconds. Throws ProviderFault.
    Identity identify(const std::string& code, const SignInAttempt&);

private:
    struct Metadata;
    struct Tokens;
    ProviderSettings own;
    OutboundClient client;
    std::unique_ptr<Metadata> metadata_kept;
    std::optional<KeySet> keys_kept;
    Time metadata_at{}, keys_at{}, keys_again_at{}, rests_until{};

    const Metadata& metadata();
    const KeySet& keys();
    OutboundAnswer ask(const OutboundRequest&);
    std::string get(const std::string& url, const std::string& access_token = "");
    Tokens exchange(const std::string& code, const SignInAttempt&);
    std::string verified(const std::string& id_token);
};
