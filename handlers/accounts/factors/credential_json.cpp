#include "credential_json.hpp"

#include "lib/base/text.hpp"

namespace {

constexpr std::size_t most_transports = 8, longest_transport = 20;

std::optional<std::string> bytes_in(const JsonValue* object, std::string_view name)
{
    const auto* value = object ? object->member(name) : nullptr;
    if (!value || value->kind != JsonValue::Kind::text) return std::nullopt;
    return base64url_decoded(value->text);
}

// The id of a credential, which it has once in base64url and once, in browsers, as bytes.
std::optional<std::string> id_in(const JsonValue& credential)
{
    const auto* type = credential.member("type");
    bool is_key = type && type->kind == JsonValue::Kind::text && type->text == "public-key";
    auto id = bytes_in(&credential, "id");
    bool same = !credential.member("rawId") || bytes_in(&credential, "rawId") == id;
    return is_key && same ? id : std::nullopt;
}

bool is_transport(const JsonValue& value)
{
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz-";
    return value.kind == JsonValue::Kind::text && !value.text.empty() &&
           value.text.size() <= longest_transport &&
           value.text.find_first_not_of(letters) == std::string::npos;
}

// A hint for browsers only: what cannot be one is left out.
std::string transports_in(const JsonValue& response)
{
    std::string out;
    const auto* list = response.member("transports");
    if (!list) return out;
    for (std::size_t i = 0; i < std::min(list->items.size(), most_transports); ++i)
        if (is_transport(list->items[i])) out += (out.empty() ? "" : ",") + list->items[i].text;
    return out;
}

} // namespace

bool Scalar<CredentialJson>::parse(std::string_view in, CredentialJson& out)
try {
    out.object = parse_json(in);
    return out.object.kind == JsonValue::Kind::object;
} catch (const JsonError&) {
    return false;
}

reading::Wrong from_text(std::string_view text, const Rules&, CredentialJson& out)
{
    if (Scalar<CredentialJson>::parse(text, out)) return std::nullopt;
    return "passkey.not_json"_s;
}

reading::Wrong from_json(const JsonValue& value, const Rules& rules, CredentialJson& out)
{
    if (value.kind != JsonValue::Kind::object) return from_text(value.text, rules, out);
    out.object = value;
    return std::nullopt;
}

std::optional<SentRegistration> registration_in(const CredentialJson& sent)
{
    const auto* response = sent.object.member("response");
    auto id = id_in(sent.object), client_data = bytes_in(response, "clientDataJSON"),
         object = bytes_in(response, "attestationObject");
    if (!id || !client_data || !object) return std::nullopt;
    return SentRegistration{*id, {*client_data, *object}, transports_in(*response)};
}

std::optional<SentAssertion> assertion_in(const CredentialJson& sent)
{
    const auto* response = sent.object.member("response");
    auto id = id_in(sent.object), client_data = bytes_in(response, "clientDataJSON"),
         data = bytes_in(response, "authenticatorData"), signature = bytes_in(response, "signature");
    if (!id || !client_data || !data || !signature) return std::nullopt;
    auto handle = bytes_in(response, "userHandle").value_or("");
    return SentAssertion{*id, handle, {*client_data, *data, *signature}};
}
