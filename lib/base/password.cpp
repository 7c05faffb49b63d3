// Argon2id by libsodium.
#include "password.hpp"

#include <sodium.h>
#include <stdexcept>

namespace {

// OWASP's recommended minimum for Argon2id: 2 passes over 19 MiB.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19 * 1024 * 1024;

void start_sodium()
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

} // namespace

std::string hash_password(std::string_view password)
{
    start_sodium();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(
            hash, password.data(), password.size(), passes, memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("no memory to hash a password with");
    return hash;
}

bool password_matches(const std::string& hash, std::string_view password)
{
    start_sodium();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}
