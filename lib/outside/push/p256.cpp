#include "p256.hpp"

#include "lib/base/text.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <stdexcept>

namespace {

constexpr const char* curve = "prime256v1";
constexpr std::size_t scalar_bytes = 32, point_bytes = 65;

template <auto release> struct Free {
    void operator()(auto* object) const { release(object); }
};
template <class T, auto release> using Owned = std::unique_ptr<T, Free<release>>;
using Number = Owned<BIGNUM, BN_clear_free>;

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

void insist(bool well)
{
    if (!well) throw std::runtime_error("OpenSSL failed with a key");
}

// Null when the point is none of the curve. `scalar` is null for a public key.
EvpKey key_from(std::string_view point, const BIGNUM* scalar)
{
    Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> build(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve, 0);
    OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    if (scalar) OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar);
    Owned<OSSL_PARAM, OSSL_PARAM_free> params(OSSL_PARAM_BLD_to_param(build.get()));
    Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    insist(EVP_PKEY_fromdata_init(context.get()) == 1);
    auto well =
        EVP_PKEY_fromdata(context.get(), &key, scalar ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, params.get());
    return EvpKey(well == 1 ? key : nullptr);
}

// The curve's base point so many times. Null unless 0 < scalar < order.
EvpKey key_of_scalar(std::string_view bytes)
{
    Number scalar(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
    Owned<EC_GROUP, EC_GROUP_free> group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    if (BN_is_zero(scalar.get()) || BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0) return {};
    Owned<EC_POINT, EC_POINT_free> point(EC_POINT_new(group.get()));
    insist(EC_POINT_mul(group.get(), point.get(), scalar.get(), nullptr, nullptr, nullptr) == 1);
    std::string text(point_bytes, '\0');
    EC_POINT_point2oct(
        group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes_of(text), text.size(), nullptr);
    return key_from(text, scalar.get());
}

// An encrypted one is not asked a password for.
EvpKey key_of_pem(const std::string& pem)
{
    Owned<BIO, BIO_free_all> in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    char no_password[] = "";
    return EvpKey(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, no_password));
}

bool is_p256(const EvpKey& key)
{
    char name[32] = "";
    return key && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_EC &&
           EVP_PKEY_get_group_name(key.get(), name, sizeof name, nullptr) == 1 &&
           std::string_view(name) == curve;
}

} // namespace

void EvpKeyFree::operator()(evp_pkey_st* key) const
{
    EVP_PKEY_free(key);
}

EvpKey new_p256_key()
{
    EvpKey key(EVP_EC_gen(curve));
    insist(key != nullptr);
    return key;
}

EvpKey read_p256_key(const Secret& secret)
{
    auto text = std::string(trimmed(secret.reveal()));
    EvpKey key;
    if (text.starts_with("-----")) key = key_of_pem(text);
    else if (auto scalar = base64url_decoded(text); scalar && scalar->size() == scalar_bytes)
        key = key_of_scalar(*scalar);
    if (!is_p256(key))
        throw std::invalid_argument(
            "must be a private key of the curve P-256, as PEM or 32 bytes in base64url");
    EVP_PKEY_set_utf8_string_param(key.get(), OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT, "uncompressed");
    return key;
}

EvpKey read_rsa_key(const Secret& pem)
{
    auto key = key_of_pem(pem.reveal());
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        throw std::invalid_argument("must have an RSA private key in PEM");
    return key;
}

EvpKey p256_public_key(std::string_view point)
{
    if (point.size() != point_bytes || point.front() != POINT_CONVERSION_UNCOMPRESSED) return {};
    return key_from(point, nullptr);
}

std::string point_of(const EvpKey& key)
{
    std::string out(point_bytes, '\0');
    std::size_t size = 0;
    insist(EVP_PKEY_get_octet_string_param(
               key.get(), OSSL_PKEY_PARAM_PUB_KEY, bytes_of(out), out.size(), &size) == 1 &&
           size == point_bytes);
    return out;
}

std::string scalar_of(const EvpKey& key)
{
    BIGNUM* number = nullptr;
    insist(EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1);
    Number owned(number);
    std::string out(scalar_bytes, '\0');
    insist(
        BN_bn2binpad(number, bytes_of(out), static_cast<int>(out.size())) == static_cast<int>(scalar_bytes));
    return out;
}

std::string shared_secret(const EvpKey& own, const EvpKey& of_the_other)
{
    Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> context(EVP_PKEY_CTX_new(own.get(), nullptr));
    std::string out(scalar_bytes, '\0');
    auto size = out.size();
    insist(EVP_PKEY_derive_init(context.get()) == 1 &&
           EVP_PKEY_derive_set_peer(context.get(), of_the_other.get()) == 1 &&
           EVP_PKEY_derive(context.get(), bytes_of(out), &size) == 1 && size == scalar_bytes);
    return out;
}
