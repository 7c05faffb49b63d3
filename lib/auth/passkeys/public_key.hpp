// Public keys as authenticators send them: COSE_Key (RFC 9053), of three algorithms, by OpenSSL.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

struct evp_pkey_st;

// The numbers that COSE gives to the algorithms that are taken: ECDSA on the curve P-256 with SHA-256, EdDSA
// on Ed25519, and RSASSA-PKCS1-v1_5 with SHA-256. Those we would rather have come first.
enum class CoseAlgorithm { es256 = -7, eddsa = -8, rs256 = -257 };
inline constexpr CoseAlgorithm cose_algorithms[] = {
    CoseAlgorithm::es256, CoseAlgorithm::eddsa, CoseAlgorithm::rs256};

class PublicKey {
public:
    // The key that `bytes` begin with, which is taken off them. Nothing when there is no whole one, or one of
    // another algorithm, with members that do not fit its algorithm, no point of the curve, or an RSA modulus
    // of less than 2048 or more than 4096 bits.
    static std::optional<PublicKey> take(std::string_view& bytes);

    // Whether whoever holds the private key has signed that.
    bool has_signed(std::string_view message, std::string_view signature) const;

private:
    PublicKey(std::shared_ptr<evp_pkey_st> key, bool hashes) : key(std::move(key)), hashes(hashes) {}
    std::shared_ptr<evp_pkey_st> key;
    bool hashes; // by SHA-256 what is signed; Ed25519 does so in its own way
};
