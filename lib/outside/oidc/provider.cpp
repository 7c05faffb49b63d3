#include "provider.hpp"

#include "fault.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/json.hpp"
#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <openssl/sha.h>

using namespace std::chrono_literals;

namespace {

// Four requests at most for one sign-in, so that a worker is done before its deadline.
constexpr auto longest_request = 2s;
constexpr std::size_t longest_answer = 256 << 10;
// For how long what a provider says of itself is believed, how often its keys may be asked for out of turn,
// and for how long it is left alone after it let somebody wait in vain.
constexpr std::chrono::seconds good_for = 1h, between_keys = 1min, rest = 10s;
constexpr auto in_vain = 1s;

using Kind = JsonValue::Kind;

[[noreturn]] void is_away(const std::string& why)
{
    throw ProviderFault(ProviderFault::unavailable, why);
}

JsonValue object_in(std::string_view json)
{
    try {
        auto document = parse_json(json);
        if (document.kind == Kind::object) return document;
    } catch (const JsonError&) {
    }
    is_away("it answers nonsense");
}

std::string text_of(const JsonValue& object, std::string_view name)
{
    const auto* found = object.member(name);
    return found && found->kind == Kind::text ? found->text : "";
}

std::vector<std::string> texts_of(const JsonValue& object, std::string_view name)
{
    std::vector<std::string> out;
    if (const auto* found = object.member(name))
        for (const auto& item : found->items)
            if (item.kind == Kind::text) out.push_back(item.text);
    return out;
}

using Form = std::vector<std::pair<std::string, std::string>>;

std::string form_text(const Form& fields)
{
    std::string out;
    for (const auto& [name, value] : fields)
        out += fmt::format("{}{}={}", out.empty() ? "" : "&", name, percent_encoded(value));
    return out;
}

std::string challenge_of(const std::string& verifier)
{
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(reinterpret_cast<const unsigned char*>(verifier.data()), verifier.size(),
        reinterpret_cast<unsigned char*>(digest.data()));
    return base64url(digest);
}

// Whether a refusal is about the code, and not about what the operator has set.
bool is_about_the_code(const OutboundAnswer& answer)
{
    if (answer.status != 400 && answer.status != 401 && answer.status != 403) return false;
    auto error = text_of(object_in(answer.body), "error");
    return !error.empty() && error != "invalid_client" && error != "unauthorized_client" &&
           error != "unsupported_grant_type" && error != "temporarily_unavailable" && error != "server_error";
}

} // namespace

struct IdentityProvider::Metadata {
    std::string authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint;
    std::vector<std::string> algorithms;
    bool basic = true; // the client shows its secret in a header
};

struct IdentityProvider::Tokens {
    std::string id_token, access_token;
};

bool is_provider_address(std::string_view text)
{
    auto url = parse_url(text);
    if (!url || !url->user.empty() || !url->fragment.empty()) return false;
    bool near = url->host == "localhost" || url->host == "127.0.0.1" || url->host == "[::1]";
    return url->scheme == "https" || (url->scheme == "http" && near);
}

SignInAttempt new_sign_in_attempt(std::string redirect_uri)
{
    constexpr std::size_t bytes = 32;
    return {random_hex(bytes), random_hex(bytes), random_hex(bytes), std::move(redirect_uri)};
}

IdentityProvider::IdentityProvider(ProviderSettings settings)
    : own(std::move(settings)),
      client(OutboundOptions{
          .connecting = longest_request, .whole = longest_request, .longest_body = longest_answer})
{
}

IdentityProvider::~IdentityProvider() = default;

// One that lets people wait would hold the workers that others sign in by, too.
OutboundAnswer IdentityProvider::ask(const OutboundRequest& request)
{
    if (now() < rests_until) is_away("it did not answer a moment ago");
    auto answer = client.send(request);
    bool failed = !answer.trouble.empty() || answer.status >= 500;
    if (failed && answer.took >= in_vain) rests_until = now() + rest;
    if (failed || answer.status == 429)
        is_away(fmt::format("{}: {} {}", request.url, answer.trouble, answer.status));
    return answer;
}

std::string IdentityProvider::get(const std::string& url, const std::string& access_token)
{
    OutboundRequest request{.url = url, .headers = {{"Accept", "application/json"}}};
    if (!access_token.empty()) request.headers.emplace_back("Authorization", "Bearer " + access_token);
    auto answer = ask(request);
    if (!answer.well()) is_away(fmt::format("{}: {}", url, answer.status));
    return std::move(answer.body);
}

const IdentityProvider::Metadata& IdentityProvider::metadata()
{
    if (metadata_kept && now() - metadata_at < good_for) return *metadata_kept;
    auto base = std::string_view(own.issuer);
    if (base.ends_with('/')) base.remove_suffix(1);
    auto document = object_in(get(std::string(base) + "/.well-known/openid-configuration"));
    if (text_of(document, "issuer") != own.issuer) is_away("it says that it is another issuer");

    Metadata found{text_of(document, "authorization_endpoint"), text_of(document, "token_endpoint"),
        text_of(document, "jwks_uri"), text_of(document, "userinfo_endpoint"),
        texts_of(document, "id_token_signing_alg_values_supported"), own.basic};
    for (const auto* address : {&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri})
        if (!is_provider_address(*address)) is_away("it names an address that nobody should call");
    if (!is_provider_address(found.userinfo_endpoint)) found.userinfo_endpoint.clear();
    if (found.algorithms.empty()) found.algorithms.emplace_back("RS256"); // which all have to know
    std::erase_if(found.algorithms, [](const auto& name) { return !is_public_key_algorithm(name); });
    if (found.algorithms.empty()) is_away("it signs by no algorithm that others can verify");
    auto ways = texts_of(document, "token_endpoint_auth_methods_supported");
    if (!ways.empty()) found.basic = std::ranges::find(ways, "client_secret_basic") != ways.end();

    metadata_kept = std::make_unique<Metadata>(std::move(found));
    metadata_at = now();
    return *metadata_kept;
}

const KeySet& IdentityProvider::keys()
{
    if (keys_kept && now() - keys_at < good_for) return *keys_kept;
    auto found = KeySet::read(get(metadata().jwks_uri));
    if (!found) is_away("its keys are nonsense");
    keys_kept = std::move(found);
    keys_at = now();
    return *keys_kept;
}

std::string IdentityProvider::sign_in_url(const SignInAttempt& attempt)
{
    const auto& endpoint = metadata().authorization_endpoint;
    Form query{{"response_type", "code"}, {"client_id", own.client_id},
        {"redirect_uri", attempt.redirect_uri}, {"scope", own.scopes}, {"state", attempt.state},
        {"nonce", attempt.nonce}};
    if (own.pkce) {
        query.emplace_back("code_challenge", challenge_of(attempt.verifier));
        query.emplace_back("code_challenge_method", "S256");
    }
    return endpoint + (endpoint.find('?') == endpoint.npos ? '?' : '&') + form_text(query);
}

IdentityProvider::Tokens IdentityProvider::exchange(const std::string& code, const SignInAttempt& attempt)
{
    const auto& about = metadata();
    OutboundRequest request{.method = "POST",
        .url = about.token_endpoint,
        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}}};
    Form form{{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", attempt.redirect_uri}};
    if (own.pkce) form.emplace_back("code_verifier", attempt.verifier);
    const auto& secret = own.client_secret.reveal();
    if (about.basic) // each part is encoded as in a form before (RFC 6749, 2.3.1)
        request.headers.emplace_back("Authorization",
            "Basic " + base64(percent_encoded(own.client_id) + ':' + percent_encoded(secret)));
    else form.insert(form.end(), {{"client_id", own.client_id}, {"client_secret", secret}});
    request.body = form_text(form);

    auto answer = ask(request);
    if (is_about_the_code(answer)) throw ProviderFault(ProviderFault::refused, "it refuses the code");
    if (!answer.well()) is_away(fmt::format("{}: {}", request.url, answer.status));
    auto document = object_in(answer.body);
    Tokens out{text_of(document, "id_token"), text_of(document, "access_token")};
    if (out.id_token.empty()) is_away("it gives no id_token");
    return out;
}

// Keys change now and then: one that is not known is asked for, but not for every token that somebody makes
// up.
std::string IdentityProvider::verified(const std::string& id_token)
{
    const auto& algorithms = metadata().algorithms;
    bool fresh = !keys_kept || now() - keys_at >= good_for;
    if (auto claims = keys().verified(id_token, algorithms)) return *claims;
    if (!fresh && now() - keys_again_at >= between_keys) {
        keys_again_at = now();
        keys_kept.reset();
        if (auto claims = keys().verified(id_token, algorithms)) return *claims;
    }
    throw ProviderFault(ProviderFault::refused, "the id_token is signed by no key of the provider");
}

Identity IdentityProvider::identify(const std::string& code, const SignInAttempt& attempt)
{
    auto tokens = exchange(code, attempt);
    auto out =
        identity_in(verified(tokens.id_token), {own.issuer, own.client_id, attempt.nonce, own.nonce, now()});
    const auto& more = metadata().userinfo_endpoint;
    if (!out.email.empty() || more.empty() || tokens.access_token.empty()) return out;
    // Providers may keep what the scopes ask for to this endpoint.
    return identity_in_userinfo(get(more, tokens.access_token), out.subject);
}
