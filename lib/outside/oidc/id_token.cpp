#include "id_token.hpp"

#include "fault.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/json.hpp"

#include <algorithm>

namespace {

using Kind = JsonValue::Kind;

constexpr std::size_t longest_subject = 255;

[[noreturn]] void refuse(const std::string& why)
{
    throw ProviderFault(ProviderFault::refused, why);
}

JsonValue object_in(std::string_view json, ProviderFault::Kind otherwise)
{
    try {
        auto document = parse_json(json);
        if (document.kind == Kind::object) return document;
    } catch (const JsonError&) {
    }
    throw ProviderFault(otherwise, "what should be claims is no object");
}

std::string text_of(const JsonValue& claims, std::string_view name)
{
    const auto* found = claims.member(name);
    return found && found->kind == Kind::text ? found->text : "";
}

// Some providers send it as text.
bool is_true(const JsonValue& claims, std::string_view name)
{
    const auto* found = claims.member(name);
    return found && (found->kind == Kind::boolean || found->kind == Kind::text) && found->text == "true";
}

// Seconds since 1970, which may have decimal places.
std::optional<double> time_of(const JsonValue& claims, std::string_view name)
{
    const auto* found = claims.member(name);
    if (!found) return std::nullopt;
    double out = 0;
    const auto& text = found->text;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (found->kind != Kind::number || error != std::errc() || end != text.data() + text.size())
        refuse(std::string(name) + " is no time");
    return out;
}

void check_times(const JsonValue& claims, Time now)
{
    auto at = std::chrono::duration<double>(now.time_since_epoch()).count();
    auto skew = static_cast<double>(clock_skew.count());
    auto expires = time_of(claims, "exp"), issued = time_of(claims, "iat"), begins = time_of(claims, "nbf");
    if (!expires || !issued) refuse("it has no exp or no iat");
    if (*expires <= at - skew) refuse("it has expired");
    if (*issued > at + skew || (begins && *begins > at + skew)) refuse("its time has not come");
}

void check_audience(const JsonValue& claims, const std::string& client)
{
    const auto* audience = claims.member("aud");
    if (!audience) refuse("it has no aud");
    bool several = audience->kind == Kind::list && audience->items.size() > 1;
    bool ours = audience->kind == Kind::text && audience->text == client;
    if (audience->kind == Kind::list)
        ours = std::ranges::any_of(
            audience->items, [&](const auto& a) { return a.kind == Kind::text && a.text == client; });
    if (!ours) refuse("aud is another client");
    if ((several || claims.member("azp")) && text_of(claims, "azp") != client)
        refuse("azp is another client");
}

Identity identity_of(const JsonValue& claims)
{
    Identity out{text_of(claims, "sub"), text_of(claims, "email"), is_true(claims, "email_verified"),
        text_of(claims, "name"), text_of(claims, "given_name"), text_of(claims, "family_name")};
    if (out.subject.empty() || out.subject.size() > longest_subject) refuse("sub is missing or too long");
    return out;
}

} // namespace

Identity identity_in(std::string_view json, const ExpectedToken& expected)
{
    auto claims = object_in(json, ProviderFault::refused);
    if (text_of(claims, "iss") != expected.issuer) refuse("iss is another issuer");
    check_audience(claims, expected.client_id);
    check_times(claims, expected.now);
    bool has_nonce = claims.member("nonce");
    if ((expected.nonce_wanted || has_nonce) && !equal_secrets(text_of(claims, "nonce"), expected.nonce))
        refuse("nonce is another one");
    return identity_of(claims);
}

Identity identity_in_userinfo(std::string_view json, const std::string& subject)
{
    auto out = identity_of(object_in(json, ProviderFault::unavailable));
    if (out.subject != subject) refuse("userinfo is of somebody else");
    return out;
}
