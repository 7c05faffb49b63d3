// Credentials as browsers send them: what PublicKeyCredential.toJSON() gives (WebAuthn level 3), whose
// further members are not looked at.
#pragma once

#include "lib/auth/passkeys/passkeys.hpp"
#include "lib/web/endpoint.hpp"

// A field of an input, which is never written. In a form it comes as the text of the JSON.
struct CredentialJson {
    JsonValue object;
    std::string text = "{}"; // what would be written, as of every type of this kind
};
template <> struct Scalar<CredentialJson> {
    static constexpr JsonKind kind = JsonKind::object;
    static constexpr std::string_view format = "";
    static bool parse(std::string_view in, CredentialJson& out);
    static void append(std::string& out, const CredentialJson& value) { out += value.text; }
};
// Found by read() for fields of this type.
reading::Wrong from_text(std::string_view, const Rules&, CredentialJson& out);
reading::Wrong from_json(const JsonValue&, const Rules&, CredentialJson& out);

// For documentation.
inline constexpr std::string_view
    registration_example =
        R"({"id":"uBGP5gTiMyw8vSUJCnWmaQ","rawId":"uBGP5gTiMyw8vSUJCnWmaQ","type":"public-key",)"
        R"("response":{"clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0",)"
        R"("attestationObject":"o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YUA","transports":["internal"]},)"
        R"("clientExtensionResults":{}})",
    assertion_example =
        R"({"id":"uBGP5gTiMyw8vSUJCnWmaQ","rawId":"uBGP5gTiMyw8vSUJCnWmaQ","type":"public-key",)"
        R"("response":{"clientDataJSON":"eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",)"
        R"("authenticatorData":"SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MFAAAAAQ",)"
        R"("signature":"MEUCIQDp","userHandle":"AZfyT3oGcL6LWAQ0jHzcOA"},"clientExtensionResults":{}})";

// What the two ceremonies answer. Ids and handles are bytes.
struct SentRegistration {
    std::string credential_id;
    PasskeyRegistration answer;
    std::string transports; // how browsers reach the authenticator, with commas
};
struct SentAssertion {
    std::string credential_id, user_handle; // user_handle: empty where there is none
    PasskeyAssertion answer;
};

// Nothing when a member is missing or is no base64url.
std::optional<SentRegistration> registration_in(const CredentialJson&);
std::optional<SentAssertion> assertion_in(const CredentialJson&);
