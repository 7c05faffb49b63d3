// Argon2id by libsodium, Django's PBKDF2 by OpenSSL, guessability by zxcvbn.
#include "passwords.hpp"

#include "../base/crypto.hpp"
#include "../base/scalar.hpp"
#include "../base/text.hpp"

#include <algorithm>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdexcept>
#include <zxcvbn.h>

namespace {

// OWASP's recommended minimum for Argon2id: 2 passes over 19 MiB.
constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19 * 1024 * 1024;

constexpr std::size_t longest = 128, shortest = 8;
// zxcvbn measures a password by the bits of the guesses it withstands. Common ones stay below this, also
// when decorated as people do ("welcome1", "P@ssw0rd", "admin123").
constexpr double enough_bits = 13;

void start_sodium()
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
}

std::string base64_text(const unsigned char* bytes, int size)
{
    std::string out(static_cast<std::size_t>((size + 2) / 3 * 4), '\0');
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes, size);
    return out;
}

// "pbkdf2_sha256$260000$salt$base64"
bool django_matches(std::string_view hash, std::string_view password)
{
    auto take = [&] {
        auto end = hash.find('$');
        auto part = hash.substr(0, end);
        hash = end == hash.npos ? std::string_view{} : hash.substr(end + 1);
        return part;
    };
    if (take() != "pbkdf2_sha256") return false;
    auto rounds = parse<int>(take());
    auto salt = take();
    constexpr int ten_million = 10'000'000; // more would stop a worker for longer than a request may take
    if (!rounds || *rounds < 1 || *rounds > ten_million) return false;
    unsigned char key[32];
    PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
        reinterpret_cast<const unsigned char*>(salt.data()), static_cast<int>(salt.size()), *rounds,
        EVP_sha256(), sizeof key, key);
    return equal_secrets(base64_text(key, sizeof key), hash);
}

bool is_numeric(std::string_view password)
{
    return !password.empty() && password.find_first_not_of("0123456789") == password.npos;
}

// Contains, or is contained in, a name or address of four characters or more.
bool is_like(std::string_view password, const std::vector<std::string>& about_the_user)
{
    auto lower = lowered(password);
    return std::any_of(about_the_user.begin(), about_the_user.end(), [&](const std::string& text) {
        auto whole = lowered(text);
        auto name = whole.substr(0, whole.find('@'));
        return name.size() >= 4 && (lower.find(name) != lower.npos || name.find(lower) != name.npos);
    });
}

bool is_guessable(const std::string& password, const std::vector<std::string>& about_the_user)
{
    std::vector<const char*> words;
    for (const auto& text : about_the_user) words.push_back(text.c_str());
    words.push_back(nullptr);
    return ZxcvbnMatch(password.c_str(), words.data(), nullptr) < enough_bits;
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
    if (hash.starts_with("pbkdf2_")) return django_matches(hash, password);
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& dummy_hash()
{
    static const std::string hash = [] {
        unsigned char random[32];
        start_sodium();
        randombytes_buf(random, sizeof random);
        return hash_password({reinterpret_cast<const char*>(random), sizeof random});
    }();
    return hash;
}

bool is_outdated(const std::string& hash)
{
    start_sodium();
    return crypto_pwhash_str_needs_rehash(hash.c_str(), passes, memory) != 0;
}

std::vector<std::string> password_faults(
    std::string_view password, const std::vector<std::string>& about_the_user)
{
    std::vector<std::string> faults;
    if (characters(password) < shortest) faults.emplace_back("Must have at least 8 characters.");
    if (characters(password) > longest) faults.emplace_back("Must have at most 128 characters.");
    if (is_numeric(password)) faults.emplace_back("Must not consist of digits only.");
    if (is_like(password, about_the_user))
        faults.emplace_back("Is too much like your name or e-mail address.");
    else if (is_guessable(std::string(password.substr(0, longest)), about_the_user))
        faults.emplace_back("Is too common or too easy to guess.");
    return faults;
}
