// Passkeys: what browsers answer when somebody adds one or signs in by one, verified as WebAuthn level 2 says
// in its sections 7.1 and 7.2. Attestation, which says who made an authenticator, is read and not relied on.
#pragma once

#include "lib/base/scalar.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Why an answer is refused.
enum class PasskeyFault {
    client_data,   // cannot be read
    type,          // it is of another ceremony
    challenge,     // it answers another challenge
    origin,        // a page of somebody else asked
    cross_origin,  // our page stood within a page of somebody else
    authenticator, // its data cannot be read
    relying_party, // it is for another site
    not_present,   // nobody touched it
    not_verified,  // it did not ask for a finger, a face or a PIN
    backup,        // it says that a key which cannot be copied was
    attestation,   // cannot be read
    credential,    // no id of 1 to 1023 bytes
    key,           // of an algorithm that is not taken, or broken
    signature,     // somebody else's
    counter,       // it has signed as often before: there are two of it
};
template <> inline constexpr std::array<std::string_view, 15> names_of<PasskeyFault>{"client_data", "type",
    "challenge", "origin", "cross_origin", "authenticator", "relying_party", "not_present", "not_verified",
    "backup", "attestation", "credential", "key", "signature", "counter"};

struct PasskeyError {
    PasskeyFault fault;
};

// A site as authenticators know it.
struct RelyingParty {
    std::string id;                   // its host, "jobs.example"
    std::vector<std::string> origins; // whose pages may ask, "https://jobs.example"
};

// What a browser answers, as bytes.
struct PasskeyRegistration {
    std::string client_data, attestation_object;
};
struct PasskeyAssertion {
    std::string client_data, authenticator_data, signature;
};

// What there is to know of a passkey once it has been registered. `public_key` is a COSE_Key.
struct PasskeyCredential {
    std::string id, public_key;
    std::uint32_t sign_count = 0; // 0: it does not count
    bool backed_up = false;       // its owner has copies of it, in the cloud or on other devices
};

// What an assertion changes of it.
struct PasskeyUse {
    std::uint32_t sign_count = 0;
    bool backed_up = false;
};

// The challenge, as bytes, that client data says it answers; nothing when it cannot be read.
std::optional<std::string> challenge_in(std::string_view client_data);

// Both throw PasskeyError. `challenge` is the one that was given out, as bytes.
PasskeyCredential verify_registration(
    const PasskeyRegistration&, const RelyingParty&, std::string_view challenge);
PasskeyUse verify_assertion(
    const PasskeyAssertion&, const RelyingParty&, std::string_view challenge, const PasskeyCredential& known);
