#include "public_key.hpp"

#include "cbor.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace {

using Kind = CborValue::Kind;
using Key = std::shared_ptr<EVP_PKEY>;

template <auto release> struct Free {
    void operator()(auto* object) const { release(object); }
};
template <class T, auto release> using Owned = std::unique_ptr<T, Free<release>>;
using Number = Owned<BIGNUM, BN_free>;

// Labels of COSE_Key and of its kinds, and what they say.
constexpr std::int64_t kind_label = 1, algorithm_label = 3, curve_label = -1, x_label = -2, y_label = -3,
                       modulus_label = -1, exponent_label = -2;
constexpr std::int64_t octet_kind = 1, points_kind = 2, rsa_kind = 3, p256 = 1, ed25519 = 6;

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

bool says(const CborMap& key, std::int64_t label, std::int64_t number)
{
    const auto* value = find(key, label, Kind::number);
    return value && value->number == number;
}

// Empty when there are none of that size.
std::string_view bytes_in(const CborMap& key, std::int64_t label, std::size_t least, std::size_t most)
{
    const auto* value = find(key, label, Kind::bytes);
    bool fits = value && value->text.size() >= least && value->text.size() <= most;
    return fits ? std::string_view(value->text) : std::string_view();
}

// Null when the numbers make no key.
Key key_from(const char* kind, OSSL_PARAM_BLD* build)
{
    Owned<OSSL_PARAM, OSSL_PARAM_free> params(OSSL_PARAM_BLD_to_param(build));
    Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) return nullptr;
    return {key, EVP_PKEY_free};
}

Key p256_key(const CborMap& cose)
{
    auto x = bytes_in(cose, x_label, 32, 32), y = bytes_in(cose, y_label, 32, 32);
    if (!says(cose, kind_label, points_kind) || !says(cose, curve_label, p256) || x.empty() || y.empty())
        return nullptr;
    auto point = "\x04" + std::string(x) + std::string(y); // uncompressed
    Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> build(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    return key_from("EC", build.get());
}

Key ed25519_key(const CborMap& cose)
{
    auto x = bytes_in(cose, x_label, 32, 32);
    if (!says(cose, kind_label, octet_kind) || !says(cose, curve_label, ed25519) || x.empty()) return nullptr;
    return {EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(x), x.size()), EVP_PKEY_free};
}

// A long modulus or exponent would make each signature cost what its sender likes.
Key rsa_key(const CborMap& cose)
{
    auto n = bytes_in(cose, modulus_label, 256, 512), e = bytes_in(cose, exponent_label, 1, 4);
    if (!says(cose, kind_label, rsa_kind) || n.empty() || e.empty()) return nullptr;
    Number modulus(BN_bin2bn(bytes_of(n), static_cast<int>(n.size()), nullptr)),
        exponent(BN_bin2bn(bytes_of(e), static_cast<int>(e.size()), nullptr));
    bool sound = BN_num_bits(modulus.get()) >= 2048 && BN_is_odd(modulus.get()) &&
                 BN_num_bits(exponent.get()) >= 2 && BN_is_odd(exponent.get());
    if (!sound) return nullptr;
    Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> build(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    return key_from("RSA", build.get());
}

Key key_of(const CborMap& cose, std::int64_t algorithm)
{
    switch (algorithm) {
    case static_cast<std::int64_t>(CoseAlgorithm::es256): return p256_key(cose);
    case static_cast<std::int64_t>(CoseAlgorithm::eddsa): return ed25519_key(cose);
    case static_cast<std::int64_t>(CoseAlgorithm::rs256): return rsa_key(cose);
    default: return nullptr;
    }
}

} // namespace

std::optional<PublicKey> PublicKey::take(std::string_view& bytes)
{
    auto cose = take_cbor_map(bytes);
    const auto* algorithm = cose ? find(*cose, algorithm_label, Kind::number) : nullptr;
    if (!algorithm) return std::nullopt;
    auto key = key_of(*cose, algorithm->number);
    if (!key) return std::nullopt;
    return PublicKey(key, algorithm->number != static_cast<std::int64_t>(CoseAlgorithm::eddsa));
}

bool PublicKey::has_signed(std::string_view message, std::string_view signature) const
{
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(
               context.get(), nullptr, hashes ? EVP_sha256() : nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(
               context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}
