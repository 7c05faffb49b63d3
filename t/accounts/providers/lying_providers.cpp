// What is asked of a provider, and what is made of what it answers.
#include "t/kit/people.hpp"
#include "t/kit/servers/identity_provider.hpp"

#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"
#include "lib/outside/oidc/fault.hpp"
#include "lib/outside/oidc/providers.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace {

const std::string discovery = "/.well-known/openid-configuration";

struct Asking {
    FakeProvider far;
    std::unique_ptr<IdentityProvider> provider = std::make_unique<IdentityProvider>(far.settings());
    SignInAttempt attempt = new_sign_in_attempt("https://app.example/back");

    // Of which nothing is known yet.
    void ask_anew(const ProviderSettings& settings)
    {
        provider = std::make_unique<IdentityProvider>(settings);
    }
    Identity come_back(const Variables& claims = {})
    {
        return provider->identify(far.code_for(provider->sign_in_url(attempt), claims), attempt);
    }
    // How it fails.
    std::string fault(const std::function<void()>& ask)
    {
        try {
            ask();
            return "none";
        } catch (const ProviderFault& fault) {
            return fault.kind == ProviderFault::refused ? "refused" : "unavailable";
        }
    }
    std::string fault(const Variables& claims = {})
    {
        return fault([&] { come_back(claims); });
    }
    // Of a provider that has been asked nothing yet, and says that of itself.
    std::string fault_when(const std::string& path, FakeProvider::Lie lie)
    {
        far.lie(path, std::move(lie));
        ask_anew(far.settings());
        auto out = fault();
        far.be_honest();
        return out;
    }
    // What it says of itself, with something else in it.
    std::string document(const std::string& name, const std::string& value) const
    {
        Variables all{{"issuer", far.issuer()}, {"authorization_endpoint", far.issuer() + "/authorize"},
            {"token_endpoint", far.issuer() + "/token"}, {"jwks_uri", far.issuer() + "/keys"},
            {"id_token_signing_alg_values_supported", R"(=["ES256"])"}};
        std::erase_if(all, [&](const auto& member) { return member.first == name; });
        all.emplace_back(name, value);
        return object(all);
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(lying_providers, Asking)

BOOST_AUTO_TEST_CASE(the_browser_is_sent_with_all_that_the_code_is_tied_to)
{
    auto url = provider->sign_in_url(attempt);
    BOOST_TEST(
        url.starts_with(far.issuer() + "/authorize?tenant=1&response_type=code&client_id=the%20board&"));
    BOOST_TEST(
        url.find("&redirect_uri=https%3A%2F%2Fapp.example%2Fback&scope=openid%20email%20profile&state=" +
                 attempt.state + "&nonce=" + attempt.nonce + "&code_challenge=") != url.npos);
    BOOST_TEST(url.ends_with("&code_challenge_method=S256"));
    BOOST_TEST(url.find(attempt.verifier) == url.npos);
    auto other = new_sign_in_attempt("");
    BOOST_TEST(attempt.state.size() == 64u);
    BOOST_TEST(
        (attempt.state != other.state && attempt.nonce != other.nonce && attempt.verifier != other.verifier));
    BOOST_TEST((attempt.state != attempt.nonce && attempt.nonce != attempt.verifier));
}

BOOST_AUTO_TEST_CASE(who_comes_back_is_known_by_the_token)
{
    auto who = come_back();
    BOOST_TEST(who.subject == "subject-1");
    BOOST_TEST(who.email == "eve@provider.example");
    BOOST_TEST(who.email_verified);
    come_back();
    BOOST_TEST(far.asked(discovery) == 1);
    BOOST_TEST(far.asked("/keys") == 1);
    BOOST_TEST(far.asked("/token") == 2);
    BOOST_TEST(far.asked("/userinfo") == 0);
}

BOOST_AUTO_TEST_CASE(an_address_that_the_token_lacks_is_asked_for)
{
    far.lie("/userinfo", {200, R"({"sub":"subject-1","email":"ann@other.example","email_verified":true})"});
    BOOST_TEST(come_back({{"email", ""}}).email == "ann@other.example");
    far.lie("/userinfo", {200, R"({"sub":"subject-2","email":"ann@other.example","email_verified":true})"});
    BOOST_TEST(fault({{"email", ""}}) == "refused");
    far.lie("/userinfo", {200, "<html>"});
    BOOST_TEST(fault({{"email", ""}}) == "unavailable");
    far.be_honest();
    BOOST_TEST(come_back({{"email", ""}}).email == ""); // it knows none
    BOOST_TEST(come_back().email == "eve@provider.example");
    BOOST_TEST(far.asked("/userinfo") == 4);
}

BOOST_AUTO_TEST_CASE(tokens_that_are_not_for_us_are_refused)
{
    for (const auto& claim :
        Variables{{"iss", "https://other.example"}, {"aud", "other"}, {"nonce", "another"}, {"nonce", ""},
            {"exp", "=1000"}, {"nbf", "=99999999999"}, {"iat", "=99999999999"}, {"sub", ""}})
        BOOST_TEST(fault({claim}) == "refused", claim.first);
    BOOST_TEST(fault() == "none");
    auto url = provider->sign_in_url(attempt);
    auto other = new_sign_in_attempt(attempt.redirect_uri);
    for (auto nonce : {attempt.nonce, other.nonce}) {
        other.nonce = nonce; // the verifier alone is another one
        BOOST_TEST(fault([&] { provider->identify(far.code_for(url), other); }) == "refused");
    }
    BOOST_TEST(fault([&] { provider->identify("nonsense", attempt); }) == "refused");
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_known_is_asked_for_once)
{
    come_back();
    far.take_key(new_p256_key(), "key-2");
    come_back();
    BOOST_TEST(far.asked("/keys") == 2);
    far.take_key(new_p256_key(), "key-3", false);
    for (int i = 0; i < 5; ++i) BOOST_TEST(fault() == "refused");
    BOOST_TEST(far.asked("/keys") == 2); // not again within a minute
}

BOOST_AUTO_TEST_CASE(a_key_that_was_exchanged_under_its_name_is_asked_for_too)
{
    come_back();
    far.take_key(EvpKey(EVP_RSA_gen(2048)), "key-1");
    come_back();
    BOOST_TEST(far.asked("/keys") == 2);
}

BOOST_AUTO_TEST_CASE(a_key_that_was_never_published_signs_nobody_in)
{
    far.take_key(new_p256_key(), "key-1", false);
    BOOST_TEST(fault() == "refused");
    BOOST_TEST(far.asked("/keys") == 1); // they had just been asked for
}

BOOST_AUTO_TEST_CASE(nonsense_is_nobodys_fault_but_the_providers)
{
    auto huge = R"({"issuer":")" + far.issuer() + R"(","x":")" + std::string(2 << 20, 'x') + "\"}";
    for (const auto& path : {discovery, std::string("/keys"), std::string("/token")})
        for (const auto& lie : {FakeProvider::Lie{200, "<html>"}, {200, ""}, {200, "[]"}, {200, "{}"},
                 {500, "{}"}, {503, ""}, {302, ""}, {404, "{}"}, {429, R"({"error":"slow_down"})"},
                 {200, huge}, {200, std::string(20'000, '[')}})
            BOOST_TEST(fault_when(path, lie) == "unavailable",
                path << ' ' << lie.status << ' ' << lie.body.substr(0, 20));
    for (auto error : {"invalid_client", "unauthorized_client", "unsupported_grant_type"}) // the operator's
        BOOST_TEST(fault_when("/token", {401, object({{"error", error}})}) == "unavailable", error);
    for (auto error : {"invalid_grant", "invalid_request", "access_denied"})
        BOOST_TEST(fault_when("/token", {400, object({{"error", error}})}) == "refused", error);
}

BOOST_AUTO_TEST_CASE(a_document_that_leads_elsewhere_is_not_believed)
{
    auto kind = [&](const std::string& name, const std::string& value) {
        return fault_when(discovery, {200, document(name, value)});
    };
    BOOST_TEST(kind("more", "x") == "none");
    BOOST_TEST(kind("issuer", far.issuer() + '/') == "unavailable");
    BOOST_TEST(kind("issuer", "https://accounts.google.com") == "unavailable");
    for (auto name : {"authorization_endpoint", "token_endpoint", "jwks_uri"})
        for (auto value : {"", "x", "http://10.0.0.1/", "http://id.example/", "file:///etc/passwd", "=7",
                 "javascript://x/%0aalert(1)", "https://user:password@id.example/"})
            BOOST_TEST(kind(name, value) == "unavailable", name << ' ' << value);
    BOOST_TEST(kind("id_token_signing_alg_values_supported", R"(=["none","HS256"])") == "unavailable");
    BOOST_TEST(
        kind("id_token_signing_alg_values_supported", R"(=["RS256"])") == "refused"); // it signs by another
}

BOOST_AUTO_TEST_CASE(one_that_lets_people_wait_is_left_alone_for_a_while)
{
    provider->sign_in_url(attempt);
    auto code = far.code_for(provider->sign_in_url(attempt));
    far.lie("/token", {.body = "", .silent = true});
    auto spend = [&] { provider->identify(code, attempt); };
    BOOST_TEST(fault(spend) == "unavailable");
    for (int i = 0; i < 5; ++i) BOOST_TEST(fault(spend) == "unavailable");
    BOOST_TEST(far.asked("/token") == 1);
}

BOOST_AUTO_TEST_CASE(one_that_is_away_is_asked_again)
{
    auto settings = far.settings();
    settings.issuer = "http://127.0.0.1:1";
    ask_anew(settings);
    for (int i = 0; i < 3; ++i) BOOST_TEST(fault() == "unavailable");
    BOOST_TEST(fault_when(discovery, {500, ""}) == "unavailable");
    BOOST_TEST(fault() == "none");
}

// As LinkedIn does: no PKCE, no nonce, the secret in the body.
BOOST_AUTO_TEST_CASE(what_a_provider_cannot_do_is_left_out)
{
    auto settings = far.settings();
    settings.pkce = settings.nonce = settings.basic = false;
    ask_anew(settings);
    far.lie(discovery, {200, document("more", "x")});
    BOOST_TEST(provider->sign_in_url(attempt).find("code_challenge") == std::string::npos);
    BOOST_TEST(come_back({{"nonce", ""}}).subject == "subject-1");
    BOOST_TEST(fault({{"nonce", "another"}}) == "refused");
    BOOST_TEST(far.asked("with a secret in the body") == 2);
    // How it says that it wants the secret counts for more.
    far.lie(
        discovery, {200, document("token_endpoint_auth_methods_supported", R"(=["client_secret_basic"])")});
    ask_anew(settings);
    BOOST_TEST(fault() == "none");
    BOOST_TEST(far.asked("with a secret in the body") == 2);
    far.lie(
        discovery, {200, document("token_endpoint_auth_methods_supported", R"(=["client_secret_post"])")});
    ask_anew(far.settings());
    BOOST_TEST(fault() == "none");
    BOOST_TEST(far.asked("with a secret in the body") == 3);
}

BOOST_AUTO_TEST_CASE(settings_are_looked_through)
{
    auto read = [](const std::string& json) { return read_providers(Secret(json)); };
    auto rest = std::string(R"("client_id":"board","client_secret":"s")");
    BOOST_TEST(read("").empty());
    BOOST_TEST(read("[]").empty());
    auto all = read(R"([{"name":"google",)" + rest + R"(},{"name":"linkedin",)" + rest +
                    R"(},{"name":"own","issuer":"http://localhost:9/x","label":"Ours","scopes":"openid",)" +
                    rest + "}]");
    BOOST_TEST_REQUIRE(all.size() == 3u);
    BOOST_TEST(all[0].issuer + ' ' + all[0].label == "https://accounts.google.com Google");
    BOOST_TEST((all[0].pkce && all[0].nonce && all[0].basic));
    BOOST_TEST(all[1].issuer + ' ' + all[1].label == "https://www.linkedin.com/oauth LinkedIn");
    BOOST_TEST((!all[1].pkce && !all[1].nonce && !all[1].basic));
    BOOST_TEST(
        all[2].issuer + ' ' + all[2].label + ' ' + all[2].scopes == "http://localhost:9/x Ours openid");
    auto one = [&](const std::string& members) { return "[{" + members + rest + "}]"; };
    const std::vector<std::string> refused{"x", "{}", "[7]", "[{}]", one(""), one(R"("name":"own",)"),
        one(R"("name":"Own","issuer":"https://x.example",)"),
        one(R"("name":"own","issuer":"http://id.example",)"),
        one(R"("name":"own","issuer":"ftp://id.example",)"), one(R"("name":"google","scopes":"email",)"),
        one(R"("name":"google","key":"x",)"), one(R"("name":"google","label":"",)"), one(R"("name":7,)"),
        R"([{"name":"google","client_id":"board"}])", R"([{"name":"google","client_secret":"s"}])",
        R"([{"name":"google",)" + rest + R"(},{"name":"google",)" + rest + "}]"};
    for (const auto& bad : refused) BOOST_CHECK_THROW(read(bad), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
