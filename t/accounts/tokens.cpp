// Tokens: what is signed can be read again, and no forged, damaged or borrowed token is worth anything.
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include "lib/auth/tokens.hpp"
#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/store/accounts/sessions.hpp"

namespace {

using namespace std::chrono_literals;

const std::string old_key = "an-older-key-for-tests-of-32-characters",
                  not_ours = "a-key-of-somebody-else-9f3b6c1e77d2a045";

// The parts of a token of ours, to be changed one at a time.
struct Forger {
    Uuid user = new_uuid(), session = new_uuid();
    long long at = std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count();
    std::string key = mac(test_secret_key, "tokens"), kid = fingerprint(test_secret_key).substr(0, 8);

    std::string header() const { return header("\"HS256\"", kid); }
    static std::string header(const std::string& algorithm, const std::string& kid)
    {
        return R"({"alg":)" + algorithm + R"(,"kid":")" + kid + R"(","typ":"JWT"})";
    }

    // The claims, with one of them as the given JSON; as none when that is empty.
    std::string claims(const std::string& name = "", const std::string& json = "") const
    {
        Variables all{{"token_type", R"("access")"}, {"exp", std::to_string(at + 600)},
            {"iat", std::to_string(at)}, {"jti", quoted(new_uuid())}, {"user_id", quoted(user)},
            {"sid", quoted(session)}};
        std::string out;
        for (const auto& [claim, value] : all) {
            const auto& written = claim == name ? json : value;
            if (!written.empty()) out += (out.empty() ? "" : ",") + ('"' + claim + "\":") + written;
        }
        return '{' + out + '}';
    }

    static std::string quoted(const Uuid& id) { return '"' + to_text(id) + '"'; }

    static std::string sign(const std::string& header, const std::string& claims, const std::string& key)
    {
        auto text = base64url(header) + '.' + base64url(claims);
        return text + '.' + base64url(mac(key, text));
    }

    std::string with_claims(const std::string& claims) const { return sign(header(), claims, key); }
    std::string with_claim(const std::string& name, const std::string& json) const
    {
        return with_claims(claims(name, json));
    }
    std::string with_header(const std::string& header) const { return sign(header, claims(), key); }
    std::string good() const { return with_claims(claims()); }
};

struct Forgery {
    std::string about, token, code = "token_not_valid";
};
using Forgeries = std::vector<Forgery>;

// No signature, or one of another kind, whatever the header says of it.
void add_algorithms(Forgeries& out, const Forger& f)
{
    for (std::string name : {"none", "None", "NONE", "nOnE"}) {
        auto text = base64url(f.header('"' + name + '"', f.kid)) + '.' + base64url(f.claims()) + '.';
        out.push_back({"unsigned, " + name, text});
    }
    out.push_back({"unsigned, without kid",
        base64url(R"({"alg":"none","typ":"JWT"})") + '.' + base64url(f.claims()) + '.'});
    for (std::string json : {"\"none\"", "\"HS384\"", "\"HS512\"", "\"RS256\"", "\"ES256\"", "\"PS256\"",
             "\"EdDSA\"", "\"hs256\"", "\"\"", "null", "256", "[\"HS256\"]"})
        out.push_back({"alg " + json, f.with_header(f.header(json, f.kid))});
    out.push_back({"without alg", f.with_header(R"({"kid":")" + f.kid + R"(","typ":"JWT"})")});
    out.push_back({"RS256 with the key's name as the public key",
        Forger::sign(f.header("\"RS256\"", f.kid), f.claims(), f.kid)});
}

// Names of keys that lead elsewhere, and headers that bring a key along.
void add_keys(Forgeries& out, const Forger& f)
{
    out.push_back({"no kid", f.with_header(R"({"alg":"HS256","typ":"JWT"})")});
    for (std::string kid : {"", "/dev/null", "../../../../dev/null", "' OR '1'='1", "0", "\\u0000", "*"})
        out.push_back({"kid " + kid, Forger::sign(f.header("\"HS256\"", kid), f.claims(), "")});
    out.push_back({"kid that selects its key",
        Forger::sign(f.header("\"HS256\"", "x' UNION SELECT 'key"), f.claims(), "key")});
    auto theirs = mac(not_ours, "tokens");
    out.push_back({"another's key by its name",
        Forger::sign(f.header("\"HS256\"", fingerprint(not_ours).substr(0, 8)), f.claims(), theirs)});
    out.push_back({"another's key by our name", Forger::sign(f.header(), f.claims(), theirs)});
    for (std::string key :
        {test_secret_key, std::string(), std::string("secret"), std::string("tokens"), f.kid})
        out.push_back({"key " + key, Forger::sign(f.header(), f.claims(), key)});
    auto more = [&](const std::string& member) {
        auto header = f.header();
        return header.substr(0, header.size() - 1) + ',' + member + '}';
    };
    for (std::string member :
        {R"("jku":"https://evil.example/keys")", R"("x5u":"https://evil.example/x")", R"("crit":["exp"])",
            R"("jwk":{"kty":"oct","k":"a2V5"})", R"("b64":false)", R"("zip":"DEF")", R"("alg":"none")"})
        out.push_back({"header with " + member, f.with_header(more(member))});
    out.push_back({"header with a space", f.with_header(' ' + f.header())});
    out.push_back({"header that is no JSON", f.with_header("HS256")});
}

void add_claims(Forgeries& out, const Forger& f)
{
    for (auto claim : {"token_type", "exp", "iat", "jti", "user_id", "sid"}) {
        out.push_back({std::string("without ") + claim, f.with_claim(claim, "")});
        for (auto json : {"null", "true", "[]", "{}", "\"\"", "\"x\"", "1.5"})
            out.push_back({std::string(claim) + ' ' + json, f.with_claim(claim, json)});
    }
    for (auto type : {"\"refresh\"", "\"admin\"", "\"ACCESS\"", "\"access \"", "0"})
        out.push_back({std::string("token_type ") + type, f.with_claim("token_type", type)});
    for (auto claim : {"exp", "iat"}) {
        auto text = '"' + std::to_string(f.at + (claim[0] == 'e' ? 600 : 0)) + '"';
        out.push_back({std::string(claim) + " as text", f.with_claim(claim, text)});
        out.push_back({std::string(claim) + " beyond numbers", f.with_claim(claim, "99999999999999999999")});
        out.push_back({std::string(claim) + " as a power", f.with_claim(claim, "1e99")});
    }
    out.push_back({"issued in an hour", f.with_claim("iat", std::to_string(f.at + 3600))});
    out.push_back({"user_id of SQL", f.with_claim("user_id", "\"' OR true --\"")});
    auto twice = f.claims();
    out.push_back(
        {"a claim twice", f.with_claims(twice.substr(0, twice.size() - 1) + ",\"exp\":9999999999}")});
    for (std::string claims : {"", "{}", "[]", "null", "x", "{", "\"access\"", "\xff\xfe"})
        out.push_back({"claims " + claims, f.with_claims(claims)});
    out.push_back({"claims without end", f.with_claims(std::string(500, '[') + std::string(500, ']'))});
}

// Damage to a good token.
void add_forms(Forgeries& out, const Forger& f)
{
    auto good = f.good();
    auto first = good.find('.'), last = good.rfind('.');
    auto header = good.substr(0, first), body = good.substr(first + 1, last - first - 1),
         signature = good.substr(last + 1);
    auto changed = [](std::string text, std::size_t at) {
        text[at] = text[at] == 'A' ? 'B' : 'A';
        return text;
    };
    auto nudged = good; // the same bytes if the unused bits of the last digit were ignored
    static const std::string digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    nudged.back() = digits[digits.find(nudged.back()) | 1];
    for (const auto& [about, token] : Variables{{"no dot", "x"}, {"one dot", header + '.' + body},
             {"dots only", ".."}, {"more dots", "....."}, {"no signature", header + '.' + body + '.'},
             {"no claims", header + ".." + signature}, {"no header", '.' + body + '.' + signature},
             {"a dot before", '.' + good}, {"a dot after", good + '.'}, {"a part after", good + ".e30"},
             {"five parts", good + '.' + signature + '.' + signature}, {"text after", good + "A"},
             {"the last byte missing", good.substr(0, good.size() - 1)}, {"padding", good + '='},
             {"the last digit's unused bits", nudged}, {"signature changed", changed(good, last + 5)},
             {"claims changed", changed(good, first + 20)}, {"header changed", changed(good, 9)},
             {"signature of another token", header + '.' + base64url(f.claims("sid", "1")) + '.' + signature},
             {"plus in the signature", header + '.' + body + ".+" + signature.substr(1)},
             {"percent", header + "%2E" + body + "%2E" + signature}, {"in quotes", '"' + good + '"'},
             {"a space inside", header + ". " + body + '.' + signature}, {"twice", good + ' ' + good},
             {"with a comma", good + ','}, {"bearer again", "Bearer " + good},
             {"very long", good + std::string(3000, 'A')},
             {"long claims", f.with_claim("jti", '"' + std::string(3000, 'a') + '"')},
             {"as an object", R"({"payload":")" + body + R"(","signature":")" + signature + "\"}"}})
        out.push_back({about, token});
}

Forgeries forgeries(const Forger& f)
{
    Forgeries out;
    add_algorithms(out, f);
    add_keys(out, f);
    add_claims(out, f);
    add_forms(out, f);
    for (auto exp : {f.at - 1, f.at - 100'000, 0LL, -1LL})
        out.push_back({"expired", f.with_claim("exp", std::to_string(exp)), "token_expired"});
    return out;
}

// Somebody who is really signed in, so that nothing but the token can be at fault.
struct Target : EmptyBoard {
    Forger forger;
    Target()
    {
        forger.user = seed::user(sql, {.username = "ann"});
        forger.session = seed::session(sql, forger.user);
    }
    Reply me(const std::string& token) { return board.bearer(token).get(auth + "me/"); }
};

bool is_good(const TokenKeys& keys, const std::string& token)
{
    return std::holds_alternative<Token>(keys.verify(token, TokenType::access, now()));
}

} // namespace

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(what_is_signed_can_be_read)
{
    TokenKeys keys({test_secret_key});
    auto at = std::chrono::floor<std::chrono::seconds>(now());
    Token token{TokenType::refresh, new_uuid(), new_uuid(), new_uuid(), at, at + 60s};
    auto text = keys.sign(token);
    auto read = std::get<Token>(keys.verify(text, TokenType::refresh, at));
    BOOST_TEST((read.id == token.id && read.user == token.user && read.session == token.session));
    BOOST_TEST((read.issued == token.issued && read.expires == token.expires));
    BOOST_TEST((read.type == TokenType::refresh));

    BOOST_TEST((std::get<TokenFault>(keys.verify(text, TokenType::access, at)) == TokenFault::not_valid));
    BOOST_TEST(std::holds_alternative<Token>(keys.verify(text, TokenType::refresh, at + 59s)));
    BOOST_TEST(
        (std::get<TokenFault>(keys.verify(text, TokenType::refresh, at + 60s)) == TokenFault::expired));
    // Clocks of several hosts may differ, but not by minutes.
    BOOST_TEST(std::holds_alternative<Token>(keys.verify(text, TokenType::refresh, at - 50s)));
    BOOST_TEST(
        (std::get<TokenFault>(keys.verify(text, TokenType::refresh, at - 90s)) == TokenFault::not_valid));
}

BOOST_AUTO_TEST_CASE(any_changed_byte_is_noticed)
{
    TokenKeys keys({test_secret_key});
    auto good = Forger().good();
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto other = good;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        BOOST_TEST(!is_good(keys, other), i);
        BOOST_TEST(!is_good(keys, good.substr(0, i)), i);
    }
}

BOOST_AUTO_TEST_CASE(forgeries_are_refused_by_themselves)
{
    Forger forger;
    TokenKeys keys({test_secret_key});
    BOOST_TEST_REQUIRE(is_good(keys, forger.good()));
    auto all = forgeries(forger);
    BOOST_TEST(all.size() >= 60u);
    for (const auto& forgery : all) {
        auto verified = keys.verify(forgery.token, TokenType::access, now());
        BOOST_TEST_REQUIRE(std::holds_alternative<TokenFault>(verified), forgery.about);
        auto expected = forgery.code == "token_expired" ? TokenFault::expired : TokenFault::not_valid;
        BOOST_TEST((std::get<TokenFault>(verified) == expected), forgery.about);
    }
}

BOOST_FIXTURE_TEST_CASE(forgeries_are_refused_through_the_whole_stack, Target)
{
    BOOST_TEST_REQUIRE(me(forger.good()).status == 200);
    for (const auto& forgery : forgeries(forger)) {
        BOOST_TEST_CONTEXT(forgery.about)
        {
            auto reply = me(forgery.token);
            check_refused(reply, 401, forgery.code);
            BOOST_TEST(reply.header("www-authenticate") == "Bearer realm=\"api\"");
        }
    }
    BOOST_TEST(me(forger.good()).status == 200);
}

BOOST_FIXTURE_TEST_CASE(refresh_tokens_are_forged_in_vain_too, Target)
{
    auto spend = [&](const std::string& token) {
        return board.anonymous().send("POST", auth + "refresh/", json_type, object({{"refresh", token}}));
    };
    check_refused(spend(forger.good()), 401, "token_not_valid"); // an access token
    auto refresh = forger.with_claim("token_type", "\"refresh\"");
    check_refused(spend(refresh), 401, "token_revoked"); // well signed, but not known: as if spent long ago
    int bad = 0;
    for (const auto& forgery : forgeries(forger)) {
        if (!is_clean_text(forgery.token)) continue;
        auto reply = spend(forgery.token);
        BOOST_TEST((reply.status == 401 || (reply.status == 400 && reply.json().has("refresh"))),
            forgery.about << ": " << reply.status);
        ++bad;
    }
    BOOST_TEST(bad >= 60);
}

BOOST_FIXTURE_TEST_CASE(well_signed_tokens_of_nobody_are_refused, Target)
{
    auto other = seed::user(sql, {.username = "bob"});
    for (const auto& [claim, id] : {std::pair{"user_id", new_uuid()}, {"sid", new_uuid()}, {"user_id", other},
             {"sid", seed::session(sql, other)}})
        BOOST_TEST_CONTEXT(claim)
    check_refused(me(forger.with_claim(claim, Forger::quoted(id))), 401, "token_not_valid");
}

BOOST_FIXTURE_TEST_CASE(a_token_is_worth_what_its_account_and_session_are, Target)
{
    auto token = forger.good();
    sql.change("UPDATE users SET is_active = false", {});
    check_refused(me(token), 401, "user_inactive");
    sql.change("UPDATE users SET is_active = true", {});
    BOOST_TEST(me(token).status == 200);
    sql.change("UPDATE sessions SET ended_at = now()", {});
    check_refused(me(token), 401, "token_revoked");
    sql.change("UPDATE sessions SET ended_at = NULL, expires_at = now()", {});
    check_refused(me(token), 401, "token_revoked");
}

BOOST_FIXTURE_TEST_CASE(who_calls_costs_one_statement, Target)
{
    auto job = "/api/v1/jobs/" + to_text(seed::job(sql)) + "/";
    auto statements = [&](Api api) {
        auto id = "count-" + to_text(new_uuid());
        BOOST_TEST_REQUIRE(api.get(job, {{"X-Request-ID", id}}).status == 200);
        std::string line, mark = "\"sql\":";
        auto logged = [&] {
            auto log = board.log();
            auto at = log.find(id);
            line = at == log.npos ? "" : log.substr(at, log.find('\n', at) - at);
            return line.find(mark) != line.npos;
        };
        BOOST_TEST_REQUIRE(eventually(logged));
        return std::stoi(line.substr(line.find(mark) + mark.size()));
    };
    BOOST_TEST(statements(board.bearer(forger.good())) == statements(board.anonymous()) + 1);
}

BOOST_FIXTURE_TEST_CASE(the_scheme_is_bearer_in_any_case, Target)
{
    auto token = forger.good();
    for (std::string value : {"Bearer " + token, "bearer " + token, "BEARER   " + token + "  "})
        BOOST_TEST(api.get(auth + "me/", {{"Authorization", value}}).status == 200, value.substr(0, 8));
    for (std::string value :
        {"Basic " + token, "Token " + token, std::string("Bearer"), token, "Bearer:" + token})
        check_refused(api.get(auth + "me/", {{"Authorization", value}}), 401, "not_authenticated");
    check_refused(api.get(auth + "me/", {{"Authorization", "Bearer "}}), 401, "not_authenticated");
    check_refused(api.get(auth + "me/?access_token=" + token + "&token=" + token), 401, "not_authenticated");
    check_refused(api.get(auth + "me/", {{"Cookie", "access=" + token}}), 401, "not_authenticated");
}

BOOST_AUTO_TEST_CASE(up_to_three_keys_verify_and_the_first_signs)
{
    TokenKeys before({old_key}), between({test_secret_key, old_key}), after({test_secret_key});
    Token token{TokenType::access, new_uuid(), new_uuid(), new_uuid(), now(), now() + 60s};
    BOOST_TEST(is_good(between, before.sign(token)));
    BOOST_TEST(is_good(between, after.sign(token)));
    BOOST_TEST(between.sign(token) == after.sign(token));
    BOOST_TEST(!is_good(after, before.sign(token)));
    BOOST_TEST(is_good(TokenKeys({not_ours, test_secret_key, old_key}), before.sign(token)));
}

BOOST_AUTO_TEST_CASE(a_new_key_signs_nobody_out)
{
    Board board(
        Variables{{"SECRET_KEY", old_key}, {"PREVIOUS_SECRET_KEYS", not_ours + ',' + test_secret_key}});
    // A sign-in of the time before, with the refresh token it was given.
    auto user = seed::user(board.sql(), {.username = "ann"}), session = seed::session(board.sql(), user);
    auto id = new_uuid();
    store::add_refresh_token(board.sql(), id, session, now());
    TokenKeys before({test_secret_key});
    auto access = before.sign({TokenType::access, new_uuid(), user, session, now(), now() + 60s});
    auto refresh = before.sign({TokenType::refresh, id, user, session, now(), now() + 60s});

    BOOST_TEST(board.bearer(access).get(auth + "me/").status == 200);
    auto renewed =
        board.anonymous().send("POST", auth + "refresh/", json_type, object({{"refresh", refresh}}));
    BOOST_TEST_REQUIRE(renewed.status == 200, renewed.body);
    auto token = renewed.json()["access"].text();
    BOOST_TEST(is_good(TokenKeys({old_key}), token));
    BOOST_TEST(!is_good(before, token));
    BOOST_TEST(board.bearer(token).get(auth + "me/").status == 200);
}

BOOST_AUTO_TEST_CASE(four_keys_are_refused_at_start)
{
    auto keys = not_ours + ',' + std::string(40, 'y') + ',' + std::string(40, 'z');
    auto done =
        run({jobboard(), "serve"}, {{"JOBBOARD_ENV_FILE", ""}, {"JOBBOARD_SECRET_KEY", test_secret_key},
                                       {"JOBBOARD_PREVIOUS_SECRET_KEYS", keys}});
    BOOST_TEST(done.status != 0);
    BOOST_TEST(done.out.find("JOBBOARD_PREVIOUS_SECRET_KEYS may hold two keys at most.") != std::string::npos,
        done.out);
}

BOOST_AUTO_TEST_SUITE_END()
