#include "providers.hpp"

#include "lib/base/json.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <fmt/ranges.h>
#include <stdexcept>

namespace {

using Kind = JsonValue::Kind;

constexpr std::string_view members[] = {"name", "issuer", "client_id", "client_secret", "label", "scopes"};

// LinkedIn repeats no nonce, refuses clients that send a verifier of PKCE, and takes the secret in the body
// alone, which its discovery document does not say.
constexpr std::string_view linkedin_issuer = "https://www.linkedin.com/oauth";

struct Preset {
    std::string_view name, label, issuer;
};
constexpr Preset presets[] = {
    {"google", "Google", "https://accounts.google.com"},
    {"linkedin", "LinkedIn", linkedin_issuer},
};

[[noreturn]] void refuse(const std::string& why)
{
    throw std::invalid_argument(why);
}

bool is_name(std::string_view text)
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    return !text.empty() && text.size() <= 50 && text.find_first_not_of(letters) == text.npos;
}

// A text of one provider; `otherwise` when it is not there.
std::string text_of(const JsonValue& object, std::string_view name, std::string_view otherwise)
{
    const auto* found = object.member(name);
    if (!found) return std::string(otherwise);
    if (found->kind != Kind::text || trimmed(found->text).empty())
        refuse(fmt::format("must have a text as \"{}\" of each provider", name));
    return std::string(trimmed(found->text));
}

void check(const ProviderSettings& one)
{
    if (!is_name(one.name))
        refuse("must give each provider a name of 1 to 50 small letters, digits, - and _");
    if (!is_provider_address(one.issuer))
        refuse(
            fmt::format("must give the provider {} an issuer that begins with https://, or with http:// on "
                        "this host",
                one.name));
    if (one.client_id.empty() || one.client_secret.empty())
        refuse(fmt::format("must give the provider {} a client_id and a client_secret", one.name));
    if ((' ' + one.scopes + ' ').find(" openid ") == std::string::npos)
        refuse(fmt::format("must have openid among the scopes of the provider {}", one.name));
}

ProviderSettings read_provider(const JsonValue& value)
{
    if (value.kind != Kind::object) refuse("must be a JSON list of objects");
    for (const auto& member : value.members)
        if (std::ranges::find(members, member.name) == std::end(members))
            refuse(fmt::format(
                "has the member \"{}\": those of a provider are {}", member.name, fmt::join(members, ", ")));
    auto name = text_of(value, "name", "");
    auto preset = std::ranges::find(presets, name, &Preset::name);
    if (preset == std::end(presets)) preset = nullptr;
    ProviderSettings out{.name = name,
        .label = text_of(value, "label", preset ? preset->label : name),
        .issuer = text_of(value, "issuer", preset ? preset->issuer : ""),
        .client_id = text_of(value, "client_id", ""),
        .client_secret = Secret(text_of(value, "client_secret", ""))};
    out.scopes = text_of(value, "scopes", out.scopes);
    if (out.issuer == linkedin_issuer) out.pkce = out.nonce = out.basic = false;
    check(out);
    return out;
}

} // namespace

std::vector<ProviderSettings> read_providers(const Secret& json)
{
    std::vector<ProviderSettings> out;
    if (json.empty()) return out;
    JsonValue list;
    try {
        list = parse_json(json.reveal());
    } catch (const JsonError&) {
        refuse("must be JSON, or file:/path with that");
    }
    if (list.kind != Kind::list) refuse("must be a JSON list of objects");
    for (const auto& value : list.items) {
        auto one = read_provider(value);
        if (std::ranges::find(out, one.name, &ProviderSettings::name) != out.end())
            refuse(fmt::format("has two providers with the name {}", one.name));
        out.push_back(std::move(one));
    }
    return out;
}

IdentityProvider* IdentityProviders::find(std::string_view name) const
{
    auto found = std::ranges::find(all, name, [](const auto& one) { return one->settings().name; });
    return found == all.end() ? nullptr : found->get();
}

bool IdentityProviders::lets_return_to(std::string_view address) const
{
    return std::ranges::find(redirects, address) != redirects.end();
}

std::string IdentityProviders::names() const
{
    std::string out;
    for (const auto& one : all) out += (out.empty() ? "" : ",") + one->settings().name;
    return out;
}

IdentityProviders identity_providers(const Secret& setting, std::vector<std::string> redirects)
{
    IdentityProviders out{{}, std::move(redirects)};
    for (auto& one : read_providers(setting))
        out.all.push_back(std::make_shared<IdentityProvider>(std::move(one)));
    return out;
}
