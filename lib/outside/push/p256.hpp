// Keys of the curve P-256 (secp256r1), and the RSA keys of service accounts, by OpenSSL.
#pragma once

#include "lib/base/secret.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;
struct EvpKeyFree {
    void operator()(evp_pkey_st*) const;
};
using EvpKey = std::unique_ptr<evp_pkey_st, EvpKeyFree>;

EvpKey new_p256_key();

// From PEM, or the 32 bytes of its scalar in base64url. Throws std::invalid_argument, whose words go behind
// the setting's name and repeat nothing of the key.
EvpKey read_p256_key(const Secret&);

// From PEM. Throws as the above.
EvpKey read_rsa_key(const Secret&);

// A key of somebody else from its point, 65 bytes uncompressed; null when that is none of the curve.
EvpKey p256_public_key(std::string_view point);

std::string point_of(const EvpKey&);  // the public half: 65 bytes
std::string scalar_of(const EvpKey&); // the private half: 32 bytes

// What only the holders of the two private keys can know (ECDH): 32 bytes.
std::string shared_secret(const EvpKey& own, const EvpKey& of_the_other);
