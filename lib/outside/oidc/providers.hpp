// By whom people may sign in, as the settings name them.
#pragma once

#include "provider.hpp"

#include <memory>
#include <vector>

// Of the setting's text: a JSON list of objects with name, issuer, client_id, client_secret, and label and
// scopes if need be. "google" and "linkedin" need no issuer. Throws std::invalid_argument, whose words go
// behind the setting's name and repeat no secret.
std::vector<ProviderSettings> read_providers(const Secret& json);

struct IdentityProviders {
    std::vector<std::shared_ptr<IdentityProvider>> all;
    std::vector<std::string> redirects; // where browsers may come back to: these very addresses

    // Null when there is none of that name.
    IdentityProvider* find(std::string_view name) const;
    bool lets_return_to(std::string_view address) const;
    // With commas.
    std::string names() const;
};

IdentityProviders identity_providers(const Secret& setting, std::vector<std::string> redirects);
