#include "authenticator.hpp"

#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <stdexcept>

namespace {

std::string head(unsigned major, std::uint64_t size)
{
    auto first = [&](unsigned low) { return std::string(1, static_cast<char>(major << 5 | low)); };
    if (size < 24) return first(static_cast<unsigned>(size));
    if (size < 0x100) return first(24) + big_endian(size, 1);
    if (size < 0x10000) return first(25) + big_endian(size, 2);
    return first(26) + big_endian(size, 4);
}

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

EVP_PKEY* fresh_key(CoseAlgorithm algorithm, int rsa_bits)
{
    switch (algorithm) {
    case CoseAlgorithm::es256: return EVP_EC_gen("P-256");
    case CoseAlgorithm::rs256: return EVP_RSA_gen(static_cast<unsigned>(rsa_bits));
    default: return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    }
}

} // namespace

std::string big_endian(std::uint64_t number, int bytes)
{
    std::string out;
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(number >> 8 * i & 0xff);
    return out;
}

std::string sha256_of(std::string_view text)
{
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    SHA256(bytes_of(text), text.size(), bytes_of(out));
    return out;
}

std::string cbor::number(long long number)
{
    return number < 0 ? head(1, static_cast<std::uint64_t>(-1 - number))
                      : head(0, static_cast<std::uint64_t>(number));
}

std::string cbor::bytes(std::string_view content)
{
    return head(2, content.size()) + std::string(content);
}

std::string cbor::text(std::string_view content)
{
    return head(3, content.size()) + std::string(content);
}

std::string cbor::map(std::size_t members, std::string_view content)
{
    return head(5, members) + std::string(content);
}

SoftKey::SoftKey(CoseAlgorithm algorithm, int rsa_bits) : SoftKey(algorithm, fresh_key(algorithm, rsa_bits))
{
}

SoftKey::SoftKey(CoseAlgorithm algorithm, evp_pkey_st* key) : algorithm(algorithm), key(key, EVP_PKEY_free)
{
    if (!key) throw std::runtime_error("OpenSSL makes no key");
}

SoftKey SoftKey::fixed()
{
    static const std::string seed(32, 's');
    return {CoseAlgorithm::eddsa,
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size())};
}

std::string SoftKey::number(const char* name, int bytes) const
{
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key.get(), name, &number);
    std::string out(static_cast<std::size_t>(bytes > 0 ? bytes : BN_num_bytes(number)), '\0');
    BN_bn2binpad(number, bytes_of(out), static_cast<int>(out.size()));
    BN_free(number);
    return out;
}

std::string SoftKey::x() const
{
    if (algorithm == CoseAlgorithm::es256) return number(OSSL_PKEY_PARAM_EC_PUB_X, 32);
    std::string out(32, '\0');
    auto size = out.size();
    EVP_PKEY_get_raw_public_key(key.get(), bytes_of(out), &size);
    return out;
}

std::string SoftKey::y() const
{
    return number(OSSL_PKEY_PARAM_EC_PUB_Y, 32);
}

std::string SoftKey::cose() const
{
    auto member = [](long long label, const std::string& value) { return cbor::number(label) + value; };
    auto number = [&](long long label, long long value) { return member(label, cbor::number(value)); };
    auto algorithm_member = number(3, static_cast<int>(algorithm));
    switch (algorithm) {
    case CoseAlgorithm::es256:
        return cbor::map(5, number(1, 2) + algorithm_member + number(-1, 1) + member(-2, cbor::bytes(x())) +
                                member(-3, cbor::bytes(y())));
    case CoseAlgorithm::rs256:
        return cbor::map(4, number(1, 3) + algorithm_member +
                                member(-1, cbor::bytes(this->number(OSSL_PKEY_PARAM_RSA_N, 0))) +
                                member(-2, cbor::bytes(this->number(OSSL_PKEY_PARAM_RSA_E, 0))));
    default:
        return cbor::map(4, number(1, 1) + algorithm_member + number(-1, 6) + member(-2, cbor::bytes(x())));
    }
}

std::string SoftKey::signature(std::string_view message) const
{
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const auto* hash = algorithm == CoseAlgorithm::eddsa ? nullptr : EVP_sha256();
    std::string out(1024, '\0');
    auto size = out.size();
    if (EVP_DigestSignInit(context.get(), nullptr, hash, nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), bytes_of(out), &size, bytes_of(message), message.size()) != 1)
        throw std::runtime_error("OpenSSL does not sign");
    out.resize(size);
    return out;
}

std::string Authenticator::client_data(std::string_view ceremony, std::string_view challenge) const
{
    return fmt::format(R"({{"type":"{}","challenge":"{}","origin":"{}"{}}})",
        type.empty() ? ceremony : std::string_view(type), base64url(challenge), origin, more_client_data);
}

std::string Authenticator::data(unsigned more_flags, std::string_view more) const
{
    return sha256_of(rp_id) + static_cast<char>(flags | more_flags) + big_endian(count, 4) +
           std::string(more) + extensions;
}

std::string Authenticator::attested_data() const
{
    return data(has_credential,
        std::string(16, '\0') + big_endian(id.size(), 2) + id + (cose.empty() ? key.cose() : cose));
}

std::string Authenticator::attestation(std::string_view authenticator_data) const
{
    return cbor::map(3, cbor::text("fmt") + cbor::text(format) + cbor::text("attStmt") + statement +
                            cbor::text("authData") + cbor::bytes(authenticator_data));
}

PasskeyRegistration Authenticator::registration(std::string_view challenge) const
{
    return {client_data("webauthn.create", challenge), attestation(attested_data())};
}

PasskeyAssertion Authenticator::assertion(std::string_view challenge)
{
    if (counts) ++count;
    PasskeyAssertion out{client_data("webauthn.get", challenge), data(0, ""), ""};
    out.signature = key.signature(out.authenticator_data + sha256_of(out.client_data));
    return out;
}

namespace {

std::string credential(const std::string& id, const std::string& response)
{
    return fmt::format(
        R"({{"id":"{0}","rawId":"{0}","type":"public-key","authenticatorAttachment":"platform",)"
        R"("response":{{{1}}},"clientExtensionResults":{{}}}})",
        base64url(id), response);
}

} // namespace

std::string Authenticator::registration_json(const std::string& challenge) const
{
    auto answer = registration(base64url_decoded(challenge).value());
    return credential(id,
        fmt::format(R"("clientDataJSON":"{}","attestationObject":"{}","transports":["internal","hybrid"],)"
                    R"("publicKeyAlgorithm":-7)",
            base64url(answer.client_data), base64url(answer.attestation_object)));
}

std::string Authenticator::assertion_json(const std::string& challenge)
{
    auto answer = assertion(base64url_decoded(challenge).value());
    return credential(id,
        fmt::format(R"("clientDataJSON":"{}","authenticatorData":"{}","signature":"{}","userHandle":{})",
            base64url(answer.client_data), base64url(answer.authenticator_data), base64url(answer.signature),
            user_handle.empty() ? "null" : '"' + base64url(user_handle) + '"'));
}
