#include "jwt.hpp"

#include "lib/base/json.hpp"
#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <stdexcept>

namespace {

std::string signature_of(const EvpKey& key, std::string_view text)
{
    auto bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::string out(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())), '\0');
    auto size = out.size();
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
        EVP_DigestSign(
            context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size()) != 1)
        throw std::runtime_error("OpenSSL cannot sign");
    out.resize(size);
    return out;
}

// OpenSSL writes the two numbers of ECDSA in ASN.1, JOSE one behind the other.
std::string as_jose_has_it(const std::string& asn1)
{
    constexpr std::size_t number_bytes = 32;
    auto bytes = reinterpret_cast<const unsigned char*>(asn1.data());
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> both(
        d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(asn1.size())), ECDSA_SIG_free);
    std::string out(2 * number_bytes, '\0');
    auto into = reinterpret_cast<unsigned char*>(out.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), into, static_cast<int>(number_bytes));
    BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), into + number_bytes, static_cast<int>(number_bytes));
    return out;
}

} // namespace

std::string signed_jwt(const EvpKey& key, std::string_view key_id, std::string_view claims)
{
    bool elliptic = EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_EC;
    auto kid = key_id.empty() ? "" : R"("kid":)" + json_text(std::string(key_id)) + ',';
    auto header = fmt::format(R"({{"alg":"{}",{}"typ":"JWT"}})", elliptic ? "ES256" : "RS256", kid);
    auto text = base64url(header) + '.' + base64url(claims);
    auto signature = signature_of(key, text);
    return text + '.' + base64url(elliptic ? as_jose_has_it(signature) : signature);
}
