#include "crypto.hpp"

#include <array>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <span>
#include <stdexcept>

namespace {

std::string hex_of(std::span<const unsigned char> bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (auto byte : bytes) out += {digits[byte >> 4], digits[byte & 15]};
    return out;
}

} // namespace

std::string mac(std::string_view key, std::string_view text)
{
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(text.data()), text.size(), out, &length);
    return {reinterpret_cast<const char*>(out), length};
}

std::string hex_text(std::string_view bytes)
{
    return hex_of({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
}

bool equal_secrets(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string sha1_hex(std::string_view text)
{
    unsigned char digest[SHA_DIGEST_LENGTH];
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
    return hex_of(digest);
}

std::string random_bytes(std::size_t count)
{
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
        throw std::runtime_error("The system has no randomness to give.");
    return out;
}

std::string random_hex(std::size_t bytes)
{
    return hex_text(random_bytes(bytes));
}

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state(std::make_unique<State>())
{
    EVP_DigestInit_ex(state->context, EVP_sha256(), nullptr);
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes)
{
    EVP_DigestUpdate(state->context, bytes.data(), bytes.size());
}

std::string Sha256::hex()
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    EVP_DigestFinal_ex(state->context, digest.data(), nullptr);
    return hex_of(digest);
}

std::string sha256_hex(std::string_view text)
{
    Sha256 digest;
    digest.add(text);
    return digest.hex();
}
