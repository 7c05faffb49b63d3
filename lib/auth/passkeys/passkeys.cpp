#include "passkeys.hpp"

#include "cbor.hpp"
#include "public_key.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/json.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <openssl/sha.h>

namespace {

using Kind = CborValue::Kind;

void insist(bool holds, PasskeyFault fault)
{
    if (!holds) throw PasskeyError{fault};
}

std::string sha256(std::string_view text)
{
    std::string out(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
        reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

// --- What the browser says

struct ClientData {
    std::string type, challenge, origin;
    bool cross_origin = false;
};

const std::string* text_in(const JsonValue& object, std::string_view name)
{
    const auto* value = object.member(name);
    return value && value->kind == JsonValue::Kind::text ? &value->text : nullptr;
}

std::optional<ClientData> read_client_data(std::string_view text)
try {
    auto json = parse_json(text);
    const auto *type = text_in(json, "type"), *challenge = text_in(json, "challenge"),
               *origin = text_in(json, "origin");
    auto bytes = challenge ? base64url_decoded(*challenge) : std::nullopt;
    if (!type || !bytes || !origin) return std::nullopt;
    const auto* cross = json.member("crossOrigin");
    if (cross && cross->kind != JsonValue::Kind::boolean) return std::nullopt;
    return ClientData{*type, *bytes, *origin, cross && cross->text == "true"};
} catch (const JsonError&) {
    return std::nullopt;
}

void check_client_data(
    std::string_view text, std::string_view type, const RelyingParty& party, std::string_view challenge)
{
    auto data = read_client_data(text);
    insist(data.has_value(), PasskeyFault::client_data);
    insist(data->type == type, PasskeyFault::type);
    insist(equal_secrets(data->challenge, challenge), PasskeyFault::challenge);
    bool ours = std::find(party.origins.begin(), party.origins.end(), data->origin) != party.origins.end();
    insist(ours, PasskeyFault::origin);
    insist(!data->cross_origin, PasskeyFault::cross_origin);
}

// --- What the authenticator says

// Its data: the hash of the site's id, flags, a counter, and what the flags tell of.
constexpr std::size_t flags_at = 32, count_at = 33, fixed_size = 37, aaguid_size = 16,
                      longest_credential_id = 1023;
constexpr unsigned present = 1u << 0, verified = 1u << 2, may_be_backed_up = 1u << 3, backed_up = 1u << 4,
                   has_credential = 1u << 6, has_extensions = 1u << 7;

struct AuthenticatorData {
    std::string_view rp_id_hash, rest; // rest: behind the counter
    unsigned flags = 0;
    std::uint32_t sign_count = 0;
    bool has(unsigned flag) const { return (flags & flag) != 0; }
};

// Of so many bytes, the highest first.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size)
{
    std::uint32_t out = 0;
    for (char c : bytes.substr(at, size)) out = out << 8 | static_cast<unsigned char>(c);
    return out;
}

std::string_view taken(std::string_view& bytes, std::size_t size, PasskeyFault fault)
{
    insist(bytes.size() >= size, fault);
    auto out = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return out;
}

AuthenticatorData checked_data(std::string_view bytes, const RelyingParty& party)
{
    insist(bytes.size() >= fixed_size, PasskeyFault::authenticator);
    AuthenticatorData out{.rp_id_hash = bytes.substr(0, flags_at),
        .rest = bytes.substr(fixed_size),
        .flags = static_cast<unsigned char>(bytes[flags_at]),
        .sign_count = number_at(bytes, count_at, 4)};
    insist(out.rp_id_hash == sha256(party.id), PasskeyFault::relying_party);
    insist(out.has(present), PasskeyFault::not_present);
    insist(out.has(verified), PasskeyFault::not_verified);
    insist(out.has(may_be_backed_up) || !out.has(backed_up), PasskeyFault::backup);
    return out;
}

// Extensions are for what nobody asked for here: they need only be sound, and nothing may follow.
void check_end(const AuthenticatorData& data, std::string_view rest)
{
    if (data.has(has_extensions)) insist(take_cbor_map(rest).has_value(), PasskeyFault::authenticator);
    insist(rest.empty(), PasskeyFault::authenticator);
}

PasskeyCredential credential_in(const AuthenticatorData& data)
{
    insist(data.has(has_credential), PasskeyFault::credential);
    auto rest = data.rest;
    taken(rest, aaguid_size, PasskeyFault::authenticator);
    auto size = number_at(taken(rest, 2, PasskeyFault::authenticator), 0, 2);
    insist(size >= 1 && size <= longest_credential_id, PasskeyFault::credential);
    auto id = taken(rest, size, PasskeyFault::authenticator);
    auto from_key = rest;
    insist(PublicKey::take(rest).has_value(), PasskeyFault::key);
    check_end(data, rest);
    auto key = from_key.substr(0, from_key.size() - rest.size());
    return {std::string(id), std::string(key), data.sign_count, data.has(backed_up)};
}

// The authenticator's data in an attestation object, whose statement is not relied on: whoever attests could
// only say which make of authenticator it is. Statements of no format have nothing in them.
std::string attested_data(std::string_view object)
{
    auto map = take_cbor_map(object);
    insist(map && object.empty(), PasskeyFault::attestation);
    const auto *format = find(*map, "fmt", Kind::text), *statement = find(*map, "attStmt", Kind::map),
               *data = find(*map, "authData", Kind::bytes);
    insist(format && !format->text.empty() && statement && data, PasskeyFault::attestation);
    insist(format->text != "none" || statement->members == 0, PasskeyFault::attestation);
    return data->text;
}

} // namespace

std::optional<std::string> challenge_in(std::string_view client_data)
{
    auto data = read_client_data(client_data);
    return data ? std::optional(data->challenge) : std::nullopt;
}

PasskeyCredential verify_registration(
    const PasskeyRegistration& answer, const RelyingParty& party, std::string_view challenge)
{
    check_client_data(answer.client_data, "webauthn.create", party, challenge);
    auto bytes = attested_data(answer.attestation_object);
    return credential_in(checked_data(bytes, party));
}

PasskeyUse verify_assertion(const PasskeyAssertion& answer, const RelyingParty& party,
    std::string_view challenge, const PasskeyCredential& known)
{
    check_client_data(answer.client_data, "webauthn.get", party, challenge);
    auto data = checked_data(answer.authenticator_data, party);
    insist(!data.has(has_credential), PasskeyFault::authenticator);
    check_end(data, data.rest);
    std::string_view kept = known.public_key;
    auto key = PublicKey::take(kept);
    insist(key && kept.empty(), PasskeyFault::key);
    insist(key->has_signed(answer.authenticator_data + sha256(answer.client_data), answer.signature),
        PasskeyFault::signature);
    bool counts = known.sign_count > 0 || data.sign_count > 0;
    insist(!counts || data.sign_count > known.sign_count, PasskeyFault::counter);
    return {data.sign_count, data.has(backed_up)};
}
