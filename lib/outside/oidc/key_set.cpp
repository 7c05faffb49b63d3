#include "key_set.hpp"

#include "lib/base/json.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <jansson.h>
// It wants to know what json_t is.
#include <cjose/cjose.h>
#include <fmt/format.h>

namespace {

constexpr std::size_t least_rsa_bits = 2048;

// What an algorithm wants of a key.
struct Algorithm {
    std::string_view name, kind, curve;
};
constexpr Algorithm algorithms_known[] = {
    {"RS256", "RSA", ""},
    {"RS384", "RSA", ""},
    {"RS512", "RSA", ""},
    {"PS256", "RSA", ""},
    {"PS384", "RSA", ""},
    {"PS512", "RSA", ""},
    {"ES256", "EC", "P-256"},
    {"ES384", "EC", "P-384"},
    {"ES512", "EC", "P-521"},
};

const Algorithm* find_algorithm(std::string_view name)
{
    auto found = std::ranges::find(algorithms_known, name, &Algorithm::name);
    return found == std::end(algorithms_known) ? nullptr : found;
}

// A text of an object; empty when there is none.
std::string text_of(const JsonValue& object, std::string_view name)
{
    const auto* found = object.member(name);
    return found && found->kind == JsonValue::Kind::text ? found->text : "";
}

bool is_for_signatures(const JsonValue& key)
{
    auto use = text_of(key, "use");
    if (!use.empty() && use != "sig") return false;
    const auto* operations = key.member("key_ops");
    return !operations ||
           std::ranges::any_of(operations->items, [](const auto& o) { return o.text == "verify"; });
}

// Its public half, as JSON that holds nothing else.
std::string public_half(const JsonValue& key, const std::string& kind)
{
    auto member = [&](std::string_view name) {
        return fmt::format(R"(,"{}":{})", name, json_text(text_of(key, name)));
    };
    auto rest = kind == "RSA" ? member("n") + member("e") : member("crv") + member("x") + member("y");
    return fmt::format(R"({{"kty":"{}"{}}})", kind, rest);
}

struct Header {
    std::string algorithm;
    std::optional<std::string> key;
};

// Nothing for one that says what has to be understood, and is not.
std::optional<Header> read_header(std::string_view encoded)
{
    auto bytes = base64url_decoded(encoded);
    if (!bytes) return std::nullopt;
    try {
        auto header = parse_json(*bytes);
        if (header.kind != JsonValue::Kind::object || header.member("crit")) return std::nullopt;
        const auto* key = header.member("kid");
        if (key && key->kind != JsonValue::Kind::text) return std::nullopt;
        return Header{text_of(header, "alg"), key ? std::optional(key->text) : std::nullopt};
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

using Token = std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)>;

std::optional<std::string> payload_if_signed_by(const cjose_jwk_t* key, std::string_view text)
{
    cjose_err ignored;
    Token token(cjose_jws_import(text.data(), text.size(), &ignored), cjose_jws_release);
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    if (!token || !cjose_jws_verify(token.get(), key, &ignored) ||
        !cjose_jws_get_plaintext(token.get(), &bytes, &size, &ignored))
        return std::nullopt;
    return std::string(reinterpret_cast<const char*>(bytes), size);
}

} // namespace

bool is_public_key_algorithm(std::string_view name)
{
    return find_algorithm(name);
}

std::optional<KeySet::Key> KeySet::read_key(const JsonValue& value)
{
    auto kind = text_of(value, "kty");
    if ((kind != "RSA" && kind != "EC") || !is_for_signatures(value)) return std::nullopt;
    auto json = public_half(value, kind);
    cjose_err ignored;
    std::shared_ptr<cjose_jwk_t> key(cjose_jwk_import(json.data(), json.size(), &ignored),
        [](cjose_jwk_t* k) { k ? cjose_jwk_release(k) : false; });
    if (!key || (kind == "RSA" && cjose_jwk_get_keysize(key.get(), &ignored) < least_rsa_bits))
        return std::nullopt;
    return Key{text_of(value, "kid"), kind, text_of(value, "crv"), text_of(value, "alg"), std::move(key)};
}

std::optional<KeySet> KeySet::read(std::string_view json)
{
    try {
        auto document = parse_json(json);
        const auto* list = document.member("keys");
        if (!list || list->kind != JsonValue::Kind::list) return std::nullopt;
        KeySet out;
        for (const auto& value : list->items)
            if (auto key = read_key(value)) out.keys.push_back(std::move(*key));
        return out;
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

const KeySet::Key* KeySet::find(std::string_view name, const std::optional<std::string>& id) const
{
    const auto* algorithm = find_algorithm(name);
    const Key* found = nullptr;
    for (const auto& key : keys) {
        bool fits = algorithm && key.kind == algorithm->kind && key.curve == algorithm->curve &&
                    (key.algorithm.empty() || key.algorithm == name) && (!id || key.id == *id);
        if (!fits) continue;
        if (found) return nullptr; // which of them, nobody says
        found = &key;
    }
    return found;
}

std::optional<std::string> KeySet::verified(
    std::string_view token, const std::vector<std::string>& algorithms) const
{
    auto header = read_header(token.substr(0, token.find('.')));
    if (!header || std::ranges::count(token, '.') != 2 ||
        std::ranges::find(algorithms, header->algorithm) == algorithms.end())
        return std::nullopt;
    const auto* key = find(header->algorithm, header->key);
    return key ? payload_if_signed_by(key->key.get(), token) : std::nullopt;
}
