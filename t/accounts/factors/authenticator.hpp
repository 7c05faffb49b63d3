// An authenticator with one passkey, and the browser in front of it. What they answer is as it should be
// until a test changes a member.
#pragma once

#include "lib/auth/passkeys/passkeys.hpp"
#include "lib/auth/passkeys/public_key.hpp"

#include <memory>
#include <string>

struct evp_pkey_st;

namespace cbor {
std::string number(long long);
std::string bytes(std::string_view);
std::string text(std::string_view);
std::string map(std::size_t members, std::string_view content);
} // namespace cbor

// So many bytes of a number, the highest first.
std::string big_endian(std::uint64_t number, int bytes);
std::string sha256_of(std::string_view);

// A pair of keys.
class SoftKey {
public:
    explicit SoftKey(CoseAlgorithm, int rsa_bits = 2048); // a fresh one
    static SoftKey fixed(); // of Ed25519; its signatures are the same everywhere

    std::string cose() const; // the public half
    std::string signature(std::string_view message) const;
    std::string x() const; // of the curve's point
    std::string y() const;

private:
    SoftKey(CoseAlgorithm algorithm, evp_pkey_st* key);
    std::string number(const char* name, int bytes) const;
    CoseAlgorithm algorithm;
    std::shared_ptr<evp_pkey_st> key;
};

struct Authenticator {
    static constexpr unsigned present = 1, verified = 4, may_be_backed_up = 8, backed_up = 16,
                              has_credential = 64, has_extensions = 128;

    SoftKey key{CoseAlgorithm::es256};
    std::string id = "a credential id!", user_handle;
    std::uint32_t count = 0; // of the next signature
    bool counts = false;
    // What the browser says.
    std::string type, // empty: that of the ceremony
        origin = "http://jobs.example", more_client_data = R"(,"crossOrigin":false)";
    // What the authenticator says.
    std::string rp_id = "jobs.example";
    unsigned flags = present | verified;
    std::string cose, // empty: of the key
        extensions, format = "none", statement = cbor::map(0, "");

    std::string client_data(std::string_view ceremony, std::string_view challenge) const;
    std::string data(unsigned more_flags, std::string_view more) const;
    // With its id and its public key.
    std::string attested_data() const;
    std::string attestation(std::string_view authenticator_data) const;

    PasskeyRegistration registration(std::string_view challenge) const;
    PasskeyAssertion assertion(std::string_view challenge);

    // As PublicKeyCredential.toJSON() gives it. The challenge comes as options have it.
    std::string registration_json(const std::string& challenge) const;
    std::string assertion_json(const std::string& challenge);
};
