// Argon2id by libsodium, Django's PBKDF2 by OpenSSL, guessability by zxcvbn.
#include "passwords.hpp"

#include "names.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/scalar.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <map>
#include <openssl/evp.h>
#include <optional>
#include <sodium.h>
#include <stdexcept>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <utility>
#include <zxcvbn.h>

namespace {

constexpr std::size_t longest = 128, shortest = 8;
// zxcvbn measures a password by the bits of the guesses it withstands: what it rates 0 or 1 ("very weak",
// "weak") falls to a million of them.
constexpr double enough_bits = 19.93;
// How much of a password and of what is known of its owner may be the same, as Django measures it.
constexpr double too_alike = 0.7;

constexpr std::string_view common_passwords[] = {
#include "common_passwords.inc"
};

Turns& turns()
{
    static Turns ours;
    return ours;
}

void start_sodium()
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
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
    return base64({reinterpret_cast<const char*>(key), sizeof key});
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

// Unicode NFC: what was typed as one sign or as two is one password.
std::string composed(std::string_view password)
{
    UErrorCode error = U_ZERO_ERROR;
    static const auto* composing = icu::Normalizer2::getNFCInstance(error);
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    if (composing)
        composing->normalizeUTF8(
            0, {password.data(), static_cast<int32_t>(password.size())}, sink, nullptr, error);
    if (U_FAILURE(error)) throw std::runtime_error("the Unicode data is missing");
    return out;
}

bool matches(const std::string& hash, std::string_view password)
{
    start_sodium();
    if (hash.starts_with("pbkdf2_")) return django_matches(hash, password);
    auto turn = turns().take();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool is_numeric(std::string_view password)
{
    return !password.empty() && password.find_first_not_of("0123456789") == password.npos;
}

std::u16string folded(std::string_view text)
{
    auto name = folded_name(text);
    auto wide = icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
    return {wide.getBuffer(), static_cast<std::size_t>(wide.length())};
}

// Twice the characters that both have, in whatever order, of all that both have: Python's
// SequenceMatcher.quick_ratio.
double likeness(const std::u16string& one, const std::u16string& other)
{
    if (one.empty() || other.empty()) return 0;
    std::map<char16_t, long long> left;
    for (auto c : other) ++left[c];
    auto both = std::count_if(one.begin(), one.end(), [&](auto c) { return left[c]-- > 0; });
    return 2.0 * static_cast<double>(both) / static_cast<double>(one.size() + other.size());
}

// The whole, and what is between signs: of "ann.lee@example.com" also "ann", "lee", "example" and "com".
std::vector<std::string> parts_of(const std::string& about)
{
    std::vector<std::string> out{about};
    std::string word;
    for (unsigned char c : about + ' ') {
        if (std::isalnum(c) || c >= 0x80 || c == '_') word += static_cast<char>(c);
        else if (!word.empty()) out.push_back(std::exchange(word, {}));
    }
    return out;
}

bool is_like(std::string_view password, const std::vector<std::string>& about_the_user)
{
    auto whole = folded(password);
    return std::any_of(about_the_user.begin(), about_the_user.end(), [&](const std::string& about) {
        auto parts = parts_of(about);
        return std::any_of(parts.begin(), parts.end(),
            [&](const auto& part) { return likeness(whole, folded(part)) >= too_alike; });
    });
}

// In any case of letters.
bool is_common(std::string_view password)
{
    static const auto lines = [] {
        std::vector<std::string_view> out;
        for (auto rest : common_passwords)
            for (auto end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
                out.push_back(rest.substr(0, end));
                rest.remove_prefix(end + 1);
            }
        return out;
    }();
    return std::binary_search(lines.begin(), lines.end(), folded_name(password)) ||
           std::binary_search(lines.begin(), lines.end(), lowered(password));
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

bool is_composed(std::string_view password)
{
    return composed(password) == password;
}

std::string hash_password(std::string_view typed, const HashCost& cost)
{
    start_sodium();
    auto password = composed(typed);
    auto turn = turns().take();
    char hash[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str_alg(hash, password.data(), password.size(), cost.passes, cost.memory,
            crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("no memory to hash a password with");
    return hash;
}

bool password_matches(const std::string& hash, std::string_view typed)
{
    auto password = composed(typed);
    return matches(hash, password) || (password != typed && matches(hash, typed));
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
    auto forms = is_composed(password) ? 1 : 2; // as in password_matches
    for (int i = 0; i < forms && left > 0; ++i) pbkdf2(password, "salt", left);
}

bool is_outdated(const std::string& hash, const HashCost& cost)
{
    start_sodium();
    return crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory) != 0;
}

std::vector<Said> password_faults(std::string_view typed, const std::vector<std::string>& about_the_user)
{
    auto password = composed(typed);
    std::vector<Said> faults;
    if (characters(password) < shortest) faults.push_back({"too_few_characters"_s, {{"min", shortest}}});
    if (characters(password) > longest) faults.push_back({"too_many_characters"_s, {{"max", longest}}});
    if (is_numeric(password)) faults.emplace_back("password.only_digits"_s);
    if (is_like(password, about_the_user)) faults.emplace_back("password.like_yours"_s);
    else if (is_common(password) || is_guessable(password.substr(0, longest), about_the_user))
        faults.emplace_back("password.too_common"_s);
    return faults;
}
