// Tokens: what is believed and what is not.
#include "board.hpp"

#include "../lib/auth/tokens.hpp"
#include "../lib/base/crypto.hpp"
#include "../lib/base/text.hpp"

namespace {

const std::string secret = "a-secret-of-at-least-thirty-two-characters";

Token token(TokenType type = TokenType::access)
{
    auto at = std::chrono::floor<std::chrono::seconds>(now());
    return {type, new_uuid(), new_uuid(), new_uuid(), at, at + std::chrono::hours(1)};
}

bool valid(const TokenKeys& keys, std::string_view text, TokenType wanted = TokenType::access)
{
    return std::holds_alternative<Token>(keys.verify(text, wanted, now()));
}

// A token with any header and claims, signed as ours are with the key of `by`.
std::string forged(
    const std::string& header, const std::string& claims, const std::string& by = test_secret_key)
{
    auto part = base64url(header) + "." + base64url(claims);
    return part + "." + base64url(mac(mac(by, "tokens"), part));
}

std::string header_of(const std::string& text)
{
    return *base64url_decoded(std::string_view(text).substr(0, text.find('.')));
}

std::string replaced(std::string text, std::string_view what, std::string_view with)
{
    return text.replace(text.find(what), what.size(), with);
}

} // namespace

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(a_token_says_what_was_signed)
{
    TokenKeys keys({secret});
    auto before = token();
    auto after = std::get<Token>(keys.verify(keys.sign(before), TokenType::access, now()));
    BOOST_TEST((after.user == before.user && after.session == before.session && after.id == before.id));
    BOOST_TEST((after.issued == before.issued && after.expires == before.expires));
    BOOST_TEST(!valid(keys, keys.sign(token(TokenType::refresh))));
    BOOST_TEST(valid(keys, keys.sign(token(TokenType::refresh)), TokenType::refresh));
}

BOOST_AUTO_TEST_CASE(an_expired_token_is_told_from_a_bad_one)
{
    TokenKeys keys({secret});
    auto text = keys.sign(token());
    auto later = keys.verify(text, TokenType::access, now() + std::chrono::hours(2));
    BOOST_TEST((std::get<TokenFault>(later) == TokenFault::expired));
    BOOST_TEST(!valid(TokenKeys({secret + "x"}), text));
}

BOOST_AUTO_TEST_CASE(a_new_key_signs_and_older_ones_still_verify)
{
    TokenKeys old_keys({secret}), both({"another-secret-of-thirty-two-characters-", secret});
    BOOST_TEST(valid(both, old_keys.sign(token())));
    BOOST_TEST(!valid(old_keys, both.sign(token())));
}

BOOST_AUTO_TEST_CASE(any_changed_byte_is_noticed)
{
    TokenKeys keys({secret});
    auto text = keys.sign(token());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto other = text;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(!valid(keys, other), i);
        BOOST_TEST(!valid(keys, text.substr(0, i)), i);
    }
    for (auto more : {".", "=", " ", "A", "..", ".AAAA"}) BOOST_TEST(!valid(keys, text + more), more);
}

BOOST_AUTO_TEST_CASE(forged_tokens_are_refused_through_the_whole_board)
{
    auto good = board().token_for("ann", "user");
    BOOST_TEST(board().bearer(good).get("/api/v1/auth/me/").status == 200);
    auto header = header_of(good),
         claims = *base64url_decoded(good.substr(good.find('.') + 1, good.rfind('.') - good.find('.') - 1));
    std::vector<std::string> bad{"", ".", "..", "a.b.c", good + good, good.substr(0, good.rfind('.') + 1),
        "e30.e30.e30", replaced(good, ".", ".."),
        forged(header, claims, "another-key-of-thirty-two-characters----")};
    for (auto other : {R"({"alg":"none"})", R"({"alg":"none","typ":"JWT"})", R"({"alg":"HS256"})",
             R"({"alg":"RS256","typ":"JWT"})", R"({"alg":"HS512","typ":"JWT"})",
             R"({"alg":"HS256","kid":"../../dev/null","typ":"JWT"})",
             R"({"alg":"HS256","kid":"' OR 1=1","typ":"JWT"})", R"({"alg":"ES256","jwk":{}})", "{}", "",
             "null", "[]"}) {
        bad.push_back(forged(other, claims));
        bad.push_back(base64url(other) + "." + base64url(claims) + ".");
    }
    for (auto name : {"token_type", "exp", "iat", "jti", "user_id", "sid"}) {
        bad.push_back(forged(header, replaced(claims, name, "other")));
        bad.push_back(forged(header,
            replaced(claims, std::string("\"") + name + "\":", std::string("\"") + name + "\":null,\"x\":")));
    }
    for (auto [what, with] :
        {std::pair{"\"access\"", "\"refresh\""}, {"\"access\"", "\"admin\""}, {"\"access\"", "7"}})
        bad.push_back(forged(header, replaced(claims, what, with)));
    for (auto odd : {"{}", "[]", "null", "7", "", "{", "{\"a\":1,\"a\":2}"})
        bad.push_back(forged(header, odd));
    for (auto odd : {" ", "%41", "=", "\"", "+", "/"})
        bad.push_back(replaced(good, ".", std::string(odd) + "."));
    BOOST_TEST(bad.size() >= 60u);
    for (const auto& text : bad) {
        auto reply = board().bearer(text).get("/api/v1/auth/me/");
        BOOST_TEST(reply.status == 401, text);
        BOOST_TEST(reply.header("www-authenticate") == "Bearer realm=\"api\"");
    }
}

BOOST_AUTO_TEST_SUITE_END()
