// Those who are on their way to a provider and back.
#pragma once

#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

// What is remembered of one until the browser comes back.
struct OAuthState {
    std::string digest; // of the state, which only the browser knows
    std::string provider;
    std::optional<Uuid> person;                // who asked, where that is known
    std::string nonce, verifier, redirect_uri; // the verifier sealed

    static constexpr auto fields = std::tuple{
        field("digest", &OAuthState::digest),
        field("provider", &OAuthState::provider),
        field("person", &OAuthState::person),
        field("nonce", &OAuthState::nonce),
        field("verifier", &OAuthState::verifier),
        field("redirect_uri", &OAuthState::redirect_uri),
    };
};

namespace store {

// Good for ten minutes.
void add_oauth_state(Sql&, const OAuthState&);

// It is spent then: of several who ask at once, one gets it. Nothing when it is of another provider, was not
// asked for by that person, where one is named, has had its time, or never was.
std::optional<OAuthState> spend_oauth_state(
    Sql&, const std::string& digest, const std::string& provider, const std::optional<Uuid>& person);

// Those that have had their time; answers how many went. Outside any transaction.
long long sweep_oauth_states(Sql&);

} // namespace store
