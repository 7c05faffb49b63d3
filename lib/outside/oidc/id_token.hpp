// What an id_token claims (OpenID Connect Core 1.0, 3.1.3.7), once its signature is verified.
#pragma once

#include "lib/base/time.hpp"

#include <string>
#include <string_view>

// Who somebody is, as a provider says.
struct Identity {
    std::string subject;         // the provider's own id of them: 1 to 255 bytes
    std::string email;           // as it came; may be empty
    bool email_verified = false; // the provider has seen that the address is theirs
    std::string name, given_name, family_name;
};

struct ExpectedToken {
    std::string issuer, client_id, nonce;
    bool nonce_wanted = true; // or else only right where there is one
    Time now{};
};

inline constexpr std::chrono::seconds clock_skew{60};

// Throws ProviderFault refused for claims that are for others, or not of this time.
Identity identity_in(std::string_view claims, const ExpectedToken&);

// What the userinfo endpoint says, of the same person alone: throws ProviderFault refused otherwise, and
// unavailable for what is no answer.
Identity identity_in_userinfo(std::string_view json, const std::string& subject);
