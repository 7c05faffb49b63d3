// Tokens of providers: who has signed them, and whether they are for us and of this time.
#include "t/kit/people.hpp"
#include "t/kit/servers/identity_provider.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/outside/oidc/fault.hpp"
#include "lib/outside/push/jwt.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>

namespace {

const Time at{std::chrono::seconds(1'800'000'000)};
const std::vector<std::string> usual{"RS256", "ES256"};
const ExpectedToken expected{"https://id.example", "board", "a nonce", true, at};

EvpKey new_rsa_key(unsigned bits = 2048)
{
    return EvpKey(EVP_RSA_gen(bits));
}

std::string seconds(long long more)
{
    return '=' + std::to_string(at.time_since_epoch() / std::chrono::seconds(1) + more);
}

// Claims that are as they should be but for those; "" leaves one out.
std::string claims(const Variables& changes = {})
{
    Variables all{{"iss", "https://id.example"}, {"aud", "board"}, {"sub", "subject"}, {"nonce", "a nonce"},
        {"exp", seconds(300)}, {"iat", seconds(0)}};
    for (const auto& [name, value] : changes) {
        std::erase_if(all, [&name = name](const auto& claim) { return claim.first == name; });
        if (!value.empty()) all.emplace_back(name, value);
    }
    return object(all);
}

bool is_refused(const std::string& text, const ExpectedToken& wanted = expected)
{
    try {
        identity_in(text, wanted);
        return false;
    } catch (const ProviderFault& fault) {
        return fault.kind == ProviderFault::refused;
    }
}

KeySet key_set(const std::string& keys)
{
    return KeySet::read(R"({"keys":[)" + keys + "]}").value();
}

// Not signed at all, or by whatever stands there.
std::string token(const std::string& header, const std::string& payload, const std::string& signature = "")
{
    return base64url(header) + '.' + base64url(payload) + '.' + base64url(signature);
}

// A JWK with more members.
std::string with(std::string jwk, const std::string& more)
{
    jwk.pop_back();
    return jwk + ',' + more + '}';
}

} // namespace

BOOST_AUTO_TEST_SUITE(id_tokens)

BOOST_AUTO_TEST_CASE(claims_for_us_and_of_this_time_are_believed)
{
    auto who = identity_in(claims({{"email", "ann@example.org"}, {"email_verified", "=true"},
                               {"name", "Ann Lee"}, {"given_name", "Ann"}, {"family_name", "Lee"}}),
        expected);
    BOOST_TEST(who.subject == "subject");
    BOOST_TEST(who.email == "ann@example.org");
    BOOST_TEST(who.email_verified);
    BOOST_TEST(who.name + who.given_name + who.family_name == "Ann LeeAnnLee");
    for (const auto& fine : {claims({{"aud", R"(=["board"])"}}),
             claims({{"aud", R"(=["other","board"])"}, {"azp", "board"}}), claims({{"azp", "board"}}),
             claims({{"exp", seconds(-59)}}), claims({{"iat", seconds(60)}}), claims({{"nbf", seconds(60)}}),
             claims({{"iat", seconds(0) + ".25"}}), claims({{"sub", std::string(255, 's')}})})
        BOOST_TEST(!is_refused(fine), fine);
    BOOST_TEST(identity_in(claims({{"email_verified", "true"}}), expected).email_verified);
    for (auto no : {"=false", "yes", "=1", "=\"false\"", "=null"})
        BOOST_TEST(!identity_in(claims({{"email_verified", no}}), expected).email_verified, no);
}

BOOST_AUTO_TEST_CASE(claims_for_others_or_of_another_time_are_refused)
{
    for (const auto& bad :
        Variables{{"iss", "https://id.example/"}, {"iss", "https://ID.example"}, {"iss", ""},
            {"iss", R"(=["https://id.example"])"}, {"aud", "other"}, {"aud", ""}, {"aud", "=[]"},
            {"aud", R"(=["other"])"}, {"aud", R"(=["board","other"])"}, {"aud", R"(={"board":"board"})"},
            {"azp", "other"}, {"azp", "=7"}, {"nonce", "another"}, {"nonce", ""}, {"nonce", "=null"},
            {"exp", seconds(-60)}, {"exp", ""}, {"exp", "1800000300"}, {"exp", "=null"}, {"exp", "=1e999"},
            {"iat", seconds(61)}, {"iat", ""}, {"iat", "=[]"}, {"nbf", seconds(61)}, {"nbf", "soon"},
            {"sub", ""}, {"sub", "=7"}, {"sub", "=\"\""}, {"sub", std::string(256, 's')}})
        BOOST_TEST(is_refused(claims({bad})), bad.first << ' ' << bad.second.substr(0, 40));
    BOOST_TEST(is_refused(claims({{"aud", R"(=["board","other"])"}, {"azp", "other"}})));
    for (auto nonsense : {"", "[]", "7", "{", R"({"sub":"a","sub":"b"})"}) BOOST_TEST(is_refused(nonsense));
}

BOOST_AUTO_TEST_CASE(a_nonce_that_is_not_wanted_may_be_missing_but_not_wrong)
{
    auto without = expected;
    without.nonce_wanted = false;
    BOOST_TEST(!is_refused(claims({{"nonce", ""}}), without));
    BOOST_TEST(!is_refused(claims(), without));
    BOOST_TEST(is_refused(claims({{"nonce", "another"}}), without));
}

BOOST_AUTO_TEST_CASE(userinfo_is_of_the_same_person_alone)
{
    BOOST_TEST(identity_in_userinfo(R"({"sub":"a","email":"a@b.example"})", "a").email == "a@b.example");
    auto kind = [](const std::string& json) {
        try {
            identity_in_userinfo(json, "a");
        } catch (const ProviderFault& fault) {
            return static_cast<int>(fault.kind);
        }
        return -1;
    };
    BOOST_TEST(kind(R"({"sub":"b"})") == static_cast<int>(ProviderFault::refused));
    BOOST_TEST(kind("{}") == static_cast<int>(ProviderFault::refused));
    BOOST_TEST(kind("<html>") == static_cast<int>(ProviderFault::unavailable));
}

BOOST_AUTO_TEST_CASE(what_a_published_key_has_signed_is_verified)
{
    auto elliptic = new_p256_key(), rsa = new_rsa_key();
    auto keys = key_set(jwk_of(elliptic, "e") + ',' + jwk_of(rsa, "r"));
    BOOST_TEST((keys.verified(signed_jwt(elliptic, "e", claims()), usual) == claims()));
    BOOST_TEST((keys.verified(signed_jwt(rsa, "r", claims()), usual) == claims()));
    // Which key it is may be left out where there is one alone of its kind.
    BOOST_TEST((keys.verified(signed_jwt(rsa, "", claims()), usual) == claims()));
    auto two = key_set(jwk_of(elliptic, "e") + ',' + jwk_of(new_p256_key(), "f"));
    BOOST_TEST(!two.verified(signed_jwt(elliptic, "", claims()), usual));
    // Nothing else of a set hinders those that are known.
    auto mixed =
        key_set(R"({"kty":"OKP","crv":"Ed25519","x":"AA","kid":"o"},7,{},{"kty":"RSA","n":"","e":""},)" +
                with(jwk_of(elliptic, "e"), R"("use":"sig","alg":"ES256","key_ops":["verify"])"));
    BOOST_TEST((mixed.verified(signed_jwt(elliptic, "e", claims()), usual) == claims()));
}

BOOST_AUTO_TEST_CASE(what_others_have_signed_is_not)
{
    auto elliptic = new_p256_key(), rsa = new_rsa_key();
    auto keys = key_set(jwk_of(elliptic, "e") + ',' + jwk_of(rsa, "r"));
    auto good = signed_jwt(rsa, "r", claims());
    for (const auto& bad :
        {signed_jwt(new_rsa_key(), "r", claims()), signed_jwt(new_p256_key(), "e", claims()),
            signed_jwt(rsa, "unknown", claims()), signed_jwt(rsa, "e", claims()),
            signed_jwt(elliptic, "r", claims()), good + 'A', good.substr(0, good.size() - 8), good + ".x",
            "x." + good, good.substr(0, good.rfind('.')), good.substr(0, good.rfind('.') + 1),
            token(R"({"alg":"RS256","kid":"r"})", claims(), "signature"), std::string(), std::string(".."),
            std::string("a.b.c")})
        BOOST_TEST(!keys.verified(bad, usual), bad.substr(0, 60));
    auto first = good.find('.'), second = good.rfind('.');
    auto other = good.substr(0, first + 1) + base64url(claims({{"sub", "admin"}})) + good.substr(second);
    BOOST_TEST(!keys.verified(other, usual));
}

BOOST_AUTO_TEST_CASE(the_algorithm_is_not_the_tokens_to_choose)
{
    auto rsa = new_rsa_key(), elliptic = new_p256_key();
    auto jwk = jwk_of(rsa, "r");
    auto keys = key_set(jwk);
    const std::vector<std::string> everything{"none", "None", "HS256", "RS256", "ES256", ""};
    for (auto header :
        {R"({"alg":"none","kid":"r"})", R"({"alg":"None","kid":"r"})", R"({"alg":"","kid":"r"})",
            R"({"kid":"r"})", R"({"alg":["RS256"],"kid":"r"})", R"({"alg":"none"})"})
        for (const auto& list : {usual, everything})
            BOOST_TEST(!keys.verified(token(header, claims()), list), header);
    // The public key as if it were a shared secret, in whatever form.
    for (const auto& secret : {jwk, with(jwk, R"("alg":"HS256")"), point_of(elliptic)}) {
        auto text = base64url(R"({"alg":"HS256","kid":"r"})") + '.' + base64url(claims());
        BOOST_TEST(!keys.verified(text + '.' + base64url(mac(secret, text)), everything));
    }
    auto symmetric = key_set(R"({"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0","kid":"r"})");
    auto text = base64url(R"({"alg":"HS256","kid":"r"})") + '.' + base64url(claims());
    BOOST_TEST(
        !symmetric.verified(text + '.' + base64url(mac("secret-secret-secret-secret", text)), everything));
    // What the provider does not say it uses, or its key is not for.
    BOOST_TEST(!keys.verified(signed_jwt(rsa, "r", claims()), {"ES256"}));
    BOOST_TEST(!keys.verified(signed_jwt(rsa, "r", claims()), {}));
    for (auto purpose : {R"("use":"enc")", R"("alg":"PS256")", R"("key_ops":["encrypt"])"})
        BOOST_TEST(!key_set(with(jwk, purpose)).verified(signed_jwt(rsa, "r", claims()), usual), purpose);
    BOOST_TEST(is_public_key_algorithm("RS256"));
    for (auto name : {"none", "HS256", "HS384", "HS512", "", "rs256", "EdDSA"})
        BOOST_TEST(!is_public_key_algorithm(name), name);
}

BOOST_AUTO_TEST_CASE(weak_keys_and_what_is_no_set_are_not_taken)
{
    auto weak = new_rsa_key(1024);
    BOOST_TEST(!key_set(jwk_of(weak, "r")).verified(signed_jwt(weak, "r", claims()), usual));
    for (auto nonsense : {"", "{}", "[]", "<html>", R"({"keys":{}})", R"({"keys":"x"})"})
        BOOST_TEST(!KeySet::read(nonsense), nonsense);
    BOOST_TEST(KeySet::read(R"({"keys":[]})").has_value());
}

// RFC 7515, 4.1.11: what a header says must be understood, and is not, refuses it.
BOOST_AUTO_TEST_CASE(a_token_that_wants_more_than_is_known_is_refused)
{
    auto rsa = new_rsa_key();
    auto keys = key_set(jwk_of(rsa, "r"));
    auto signed_with = [&](const std::string& header) {
        auto text = base64url(header) + '.' + base64url(claims());
        std::string signature(256, '\0');
        auto size = signature.size();
        std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, rsa.get());
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
            reinterpret_cast<const unsigned char*>(text.data()), text.size());
        return text + '.' + base64url(signature);
    };
    BOOST_TEST(keys.verified(signed_with(R"({"alg":"RS256","kid":"r"})"), usual).has_value());
    for (auto header : {R"({"alg":"RS256","kid":"r","crit":["b64"],"b64":false})",
             R"({"alg":"RS256","kid":"r","crit":["exp"]})", R"({"alg":"RS256","alg":"RS256","kid":"r"})",
             R"({"alg":"RS256","kid":7})"})
        BOOST_TEST(!keys.verified(signed_with(header), usual), header);
}

BOOST_AUTO_TEST_SUITE_END()
