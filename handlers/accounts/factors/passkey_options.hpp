// What browsers are asked for when somebody adds a passkey or signs in by one: as their
// PublicKeyCredential.parseCreationOptionsFromJSON() and parseRequestOptionsFromJSON() take it (WebAuthn
// level 3). Bytes are in base64url.
#pragma once

#include "lib/base/fields.hpp"

namespace passkeys {

struct Party {
    std::string id, name;
    static constexpr std::string_view schema_name = "PasskeyParty";
    static constexpr std::string_view schema_about = "The site that a passkey is for.";
    static constexpr auto fields = std::tuple{
        field("id", &Party::id, {.about = "Its host.", .example = "jobs.example"}),
        field("name", &Party::name, {.about = "What people call it.", .example = "Jobs"}),
    };
};

struct Owner {
    std::string id, name, display_name;
    static constexpr std::string_view schema_name = "PasskeyOwner";
    static constexpr std::string_view schema_about = "Whose account a passkey is for.";
    static constexpr auto fields = std::tuple{
        field("id", &Owner::id,
            {.about = "The user handle: the account's id.", .example = "AZfyT3oGcL6LWAQ0jHzcOA"}),
        field("name", &Owner::name, {.about = "The user name.", .example = "ann"}),
        field("displayName", &Owner::display_name, {.about = "The full name.", .example = "Ann Lee"}),
    };
};

struct Parameters {
    std::string type = "public-key";
    int alg = 0;
    static constexpr std::string_view schema_name = "PasskeyParameters";
    static constexpr std::string_view schema_about = "A kind of key that is taken.";
    static constexpr auto fields = std::tuple{
        field("type", &Parameters::type, {.about = "Always public-key.", .example = "public-key"}),
        field("alg", &Parameters::alg,
            {.about = "The number that COSE gives to the algorithm.", .example = "-7"}),
    };
};

struct Descriptor {
    std::string type = "public-key", id;
    std::vector<std::string> transports;
    static constexpr std::string_view schema_name = "PasskeyDescriptor";
    static constexpr std::string_view schema_about = "A passkey as authenticators know it.";
    static constexpr auto fields = std::tuple{
        field("type", &Descriptor::type, {.about = "Always public-key.", .example = "public-key"}),
        field("id", &Descriptor::id, {.about = "Its credential id.", .example = "uBGP5gTiMyw8vSUJCnWmaQ"}),
        field("transports", &Descriptor::transports,
            {.about = "How browsers reach what holds it.", .example = "internal"}),
    };
};

// A passkey is found by the authenticator, without a user name, and only after it has asked for a finger, a
// face or a PIN: that makes it both factors.
struct Selection {
    std::string resident_key = "required";
    bool require_resident_key = true;
    std::string user_verification = "required";
    static constexpr std::string_view schema_name = "PasskeySelection";
    static constexpr std::string_view schema_about = "What an authenticator has to be capable of.";
    static constexpr auto fields = std::tuple{
        field("residentKey", &Selection::resident_key, {.about = "Always required.", .example = "required"}),
        field("requireResidentKey", &Selection::require_resident_key,
            {.about = "The same for older browsers.", .example = "true"}),
        field("userVerification", &Selection::user_verification,
            {.about = "Always required.", .example = "required"}),
    };
};

struct CreationOptions {
    Party rp;
    Owner user;
    std::string challenge;
    std::vector<Parameters> algorithms;
    long long timeout = 0;
    std::vector<Descriptor> excluded;
    Selection selection;
    std::string attestation = "none";
    static constexpr std::string_view schema_name = "PasskeyCreationOptions";
    static constexpr std::string_view schema_about =
        "For PublicKeyCredential.parseCreationOptionsFromJSON() and navigator.credentials.create().";
    static constexpr auto fields = std::tuple{
        field("rp", &CreationOptions::rp, {.about = "This site."}),
        field("user", &CreationOptions::user, {.about = "Whose passkey it will be."}),
        field("challenge", &CreationOptions::challenge,
            {.about = "What is to be signed, once and within the timeout.",
                .example = "q8Gp6cXb0gTzS0x1QmJ9Vb0m5cN2yH7hJt3sK1uWvXY"}),
        field("pubKeyCredParams", &CreationOptions::algorithms,
            {.about = "The kinds of keys that are taken, the best first."}),
        field("timeout", &CreationOptions::timeout, {.about = "In milliseconds.", .example = "300000"}),
        field("excludeCredentials", &CreationOptions::excluded,
            {.about = "Those that the account has: no authenticator makes a second one."}),
        field("authenticatorSelection", &CreationOptions::selection,
            {.about = "What an authenticator has to be capable of."}),
        field("attestation", &CreationOptions::attestation, {.about = "Always none.", .example = "none"}),
    };
};

struct RequestOptions {
    std::string challenge, rp_id;
    std::vector<Descriptor> allowed;
    std::string user_verification = "required";
    long long timeout = 0;
    static constexpr std::string_view schema_name = "PasskeyRequestOptions";
    static constexpr std::string_view schema_about =
        "For PublicKeyCredential.parseRequestOptionsFromJSON() and navigator.credentials.get().";
    static constexpr auto fields = std::tuple{
        field("challenge", &RequestOptions::challenge,
            {.about = "What is to be signed, once and within the timeout.",
                .example = "q8Gp6cXb0gTzS0x1QmJ9Vb0m5cN2yH7hJt3sK1uWvXY"}),
        field("rpId", &RequestOptions::rp_id, {.about = "This site's host.", .example = "jobs.example"}),
        field("allowCredentials", &RequestOptions::allowed,
            {.about = "Always empty: the authenticator offers those that it has."}),
        field("userVerification", &RequestOptions::user_verification,
            {.about = "Always required.", .example = "required"}),
        field("timeout", &RequestOptions::timeout, {.about = "In milliseconds.", .example = "300000"}),
    };
};

} // namespace passkeys
