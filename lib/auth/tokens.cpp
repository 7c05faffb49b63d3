#include "tokens.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/json.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

using namespace std::chrono;

namespace {

constexpr std::size_t longest_token = 2048;

long long unix_seconds(Time t)
{
    return duration_cast<seconds>(t.time_since_epoch()).count();
}

template <class T>
std::optional<T> claim(const JsonValue& claims, std::string_view name, JsonValue::Kind kind)
{
    const auto* value = claims.member(name);
    if (!value || value->kind != kind) return std::nullopt;
    return parse<T>(value->text);
}

std::optional<Token> token_of(const JsonValue& claims)
{
    using Kind = JsonValue::Kind;
    auto type = claim<TokenType>(claims, "token_type", Kind::text);
    auto id = claim<Uuid>(claims, "jti", Kind::text), user = claim<Uuid>(claims, "user_id", Kind::text);
    auto session = claim<Uuid>(claims, "sid", Kind::text);
    auto issued = claim<long long>(claims, "iat", Kind::number),
         expires = claim<long long>(claims, "exp", Kind::number);
    if (!type || !id || !user || !session || !issued || !expires) return std::nullopt;
    return Token{*type, *id, *user, *session, Time{seconds{*issued}}, Time{seconds{*expires}}};
}

std::optional<Token> parse_claims(std::string_view encoded)
{
    auto text = base64url_decoded(encoded);
    if (!text) return std::nullopt;
    try {
        return token_of(parse_json(*text));
    } catch (const JsonError&) {
        return std::nullopt;
    }
}

} // namespace

TokenKeys::TokenKeys(const std::vector<std::string>& secrets)
{
    for (const auto& secret : secrets) {
        auto header =
            fmt::format(R"({{"alg":"HS256","kid":"{}","typ":"JWT"}})", fingerprint(secret).substr(0, 8));
        keys.push_back({mac(secret, "tokens"), base64url(header)});
    }
}

std::string TokenKeys::sign(const Token& t) const
{
    auto claims = fmt::format(
        R"({{"token_type":"{}","exp":{},"iat":{},"jti":"{}","user_id":"{}","sid":"{}"}})", name_of(t.type),
        unix_seconds(t.expires), unix_seconds(t.issued), to_text(t.id), to_text(t.user), to_text(t.session));
    auto signed_part = keys[0].header + "." + base64url(claims);
    return signed_part + "." + base64url(mac(keys[0].secret, signed_part));
}

std::variant<Token, TokenFault> TokenKeys::verify(std::string_view text, TokenType wanted, Time at) const
{
    auto first = text.find('.'), last = text.rfind('.');
    if (text.size() > longest_token || first == text.npos || first == last) return TokenFault::not_valid;
    auto header = text.substr(0, first);
    auto key = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.header == header; });
    auto signature = base64url_decoded(text.substr(last + 1));
    if (key == keys.end() || !signature) return TokenFault::not_valid;
    if (!equal_secrets(mac(key->secret, text.substr(0, last)), *signature)) return TokenFault::not_valid;

    auto token = parse_claims(text.substr(first + 1, last - first - 1));
    if (!token || token->type != wanted || token->issued > at + minutes{1}) return TokenFault::not_valid;
    if (token->expires <= at) return TokenFault::expired;
    return *token;
}

Uuid TokenKeys::successor_of(const Uuid& id) const
{
    auto bytes = mac(keys[0].secret, "successor " + to_text(id));
    Uuid out;
    std::copy_n(bytes.begin(), out.bytes.size(), out.bytes.begin());
    out.bytes[6] = static_cast<std::uint8_t>((out.bytes[6] & 0x0f) | 0x80); // version 8: derived (RFC 9562)
    out.bytes[8] = static_cast<std::uint8_t>((out.bytes[8] & 0x3f) | 0x80);
    return out;
}
