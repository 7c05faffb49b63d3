// Argon2id by libsodium, Django's PBKDF2 by OpenSSL, guessability by zxcvbn.
#include "passwords.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/scalar.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <openssl/evp.h>
#include <optional>
#include <sodium.h>
#include <stdexcept>
#include <zxcvbn.h>

namespace {

constexpr std::size_t longest = 128, shortest = 8;
// zxcvbn measures a password by the bits of the guesses it withstands. Common ones stay below this, also
// when decorated as people do ("welcome1", "P@ssw0rd", "admin123").
constexpr double enough_bits = 13;

Turns& turns()
{
    static Turns ours;
    return ours;
}

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

// The text up to the next '$', which is taken off together with it.
std::string_view take_part(std::string_view& hash)
{
    auto end = hash.find('$');
    auto part = hash.substr(0, end);
    hash = end == hash.npos ? std::string_view{} : hash.substr(end + 1);
    return part;
}

// Of a hash of Django's, "pbkdf2_sha256$260000$salt$base64": its rounds, taken off with what is before them.
std::optional<int> take_rounds(std::string_view& hash)
{
    if (take_part(hash) != "pbkdf2_sha256") return std::nullopt;
    auto rounds = parse<int>(take_part(hash));
    constexpr int ten_million = 10'000'000; // more would stop a worker for longer than a request may take
    return rounds && *rounds >= 1 && *rounds <= ten_million ? rounds : std::nullopt;
}

std::string pbkdf2(std::string_view password, std::string_view salt, int rounds)
{
    auto turn = turns().take();
    unsigned char key[32];
    PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
        reinterpret_cast<const unsigned char*>(salt.data()), static_cast<int>(salt.size()), rounds,
        EVP_sha256(), sizeof key, key);
    return base64_text(key, sizeof key);
}

bool django_matches(std::string_view hash, std::string_view password)
{
    auto rounds = take_rounds(hash);
    if (!rounds) return false;
    auto salt = take_part(hash);
    return equal_secrets(pbkdf2(password, salt, *rounds), hash);
}

// No password's: sixteen bytes of salt and thirty-two of hash that are all zero.
constexpr std::string_view nobodys = "$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

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

void limit_hashing(Turns limit)
{
    turns() = std::move(limit);
}

std::string hash_password(std::string_view password, const HashCost& cost)
{
    start_sodium();
    auto turn = turns().take();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password.data(), password.size(), cost.passes, cost.memory,
            crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("no memory to hash a password with");
    return hash;
}

bool password_matches(const std::string& hash, std::string_view password)
{
    start_sodium();
    if (hash.starts_with("pbkdf2_")) return django_matches(hash, password);
    auto turn = turns().take();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void hash_in_other_ways(std::span<const std::string> kinds, std::string_view own, std::string_view password)
{
    int most = 0;
    for (const auto& kind : kinds) {
        std::string_view rest = kind;
        if (auto rounds = take_rounds(rest)) most = std::max(most, *rounds);
        else if (!own.starts_with(kind + '$')) password_matches(kind + std::string(nobodys), password);
    }
    auto left = most - take_rounds(own).value_or(0);
    if (left > 0) pbkdf2(password, "salt", left);
}

bool is_outdated(const std::string& hash, const HashCost& cost)
{
    start_sodium();
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory) != 0;
}

std::vector<Said> password_faults(std::string_view password, const std::vector<std::string>& about_the_user)
{
    std::vector<Said> faults;
    if (characters(password) < shortest) faults.push_back({"too_few_characters"_s, {{"min", shortest}}});
    if (characters(password) > longest) faults.push_back({"too_many_characters"_s, {{"max", longest}}});
    if (is_numeric(password)) faults.emplace_back("password.only_digits"_s);
    if (is_like(password, about_the_user)) faults.emplace_back("password.like_yours"_s);
    else if (is_guessable(std::string(password.substr(0, longest)), about_the_user))
        faults.emplace_back("password.too_common"_s);
    return faults;
}
