// What a key may be used for, from where and how often; and what that costs.
#include "keys.hpp"

#include "app/areas.hpp"
#include "lib/auth/api_keys.hpp"
#include "lib/base/text.hpp"
#include "lib/web/callers/scopes.hpp"
#include "t/whole/every_endpoint.hpp"

#include <algorithm>
#include <filesystem>

namespace {

// A key straight in the database, with one scope; its text.
std::string key_with(Sql& sql, const Uuid& owner, const std::string& scope)
{
    auto key = new_api_key();
    sql.change("INSERT INTO api_keys (id, owner, name, prefix, digest, scopes) VALUES (gen_random_uuid(), "
               ":owner::uuid, "
               ":scope, :prefix, :digest, :scope)",
        {arg("owner", owner), arg("scope", scope), arg("prefix", key.prefix), arg("digest", key.digest)});
    return key.text;
}

struct EveryUse : EveryEndpoint {
    Uuid root = seed::user(sql, {.username = "root", .role = "admin"});
    Api holder(const std::string& text) const { return {board.address(), {{"X-API-Key", text}}}; }
};

// How many statements the request of that id took, by the log.
std::string statements_of(const Board& board, const std::string& request)
{
    std::string line;
    auto there = [&] {
        auto log = board.log();
        auto at = log.find(request);
        if (at == log.npos || log.find('\n', at) == log.npos) return false;
        line = log.substr(at, log.find('\n', at) - at);
        return true;
    };
    BOOST_TEST_REQUIRE(eventually(there), request);
    auto at = line.find("\"sql\":");
    BOOST_TEST_REQUIRE(at != line.npos, line);
    return line.substr(at, line.find(',', at) - at);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(api_key_scopes, EveryUse)

BOOST_AUTO_TEST_CASE(a_scope_opens_what_it_names_and_nothing_else)
{
    int opened = 0, closed = 0;
    for (const auto& scope : key_scopes(areas())) {
        auto api = holder(key_with(sql, root, scope));
        for (const auto& o : all) BOOST_TEST_CONTEXT(scope << " for " << o.name())
            {
                if (o.endpoint->needs.proof == Proof::none) continue;
                bool reads = o.verb() == "GET";
                auto reply = api.send(o.verb(), o.target, json_body, reads ? "" : "{}");
                auto code = reply.status == 403 ? reply.json()["code"].text() : "";
                auto wanted = key_scope(*o.endpoint);
                BOOST_TEST((code == "not_by_key") == !wanted);
                if (!wanted) continue;
                bool enough = wanted->empty() || scope == *wanted || scope == (reads ? "read" : "write");
                BOOST_TEST((code == "scope_missing") == !enough, reply.body);
                BOOST_TEST(reply.status != 401);
                if (!enough) BOOST_TEST(reply.json()["detail"].text().find(*wanted) != std::string::npos);
                ++(enough ? opened : closed);
            }
        // Some scopes deleted what others are tried on, their owner never.
        BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM users WHERE username = 'root'") == "1");
    }
    BOOST_TEST(opened > 100);
    BOOST_TEST(closed > 1000);
}

BOOST_AUTO_TEST_CASE(passwords_factors_keys_and_sessions_are_never_opened)
{
    auto api = holder(key_with(sql, root, "read,write,account:read"));
    int closed = 0;
    for (const auto& o : all) {
        bool of_profile = o.target.starts_with(auth + "profile/");
        if (!o.target.starts_with(auth) || of_profile || o.endpoint->needs.proof == Proof::none) continue;
        auto reply = api.send(o.verb(), o.target, json_body, o.verb() == "GET" ? "" : "{}");
        bool own_account = o.target == auth + "me/" && o.verb() == "GET";
        if (own_account) BOOST_TEST(reply.status == 200);
        else check_error(reply, 403, "not_by_key");
        closed += !own_account;
    }
    BOOST_TEST(closed > 20);
    check_error(api.send("POST", "/api/v1/notifications/stream/ticket/", json_body, "{}"), 403, "not_by_key");
    check_error(holder(key_with(sql, root, "jobs:read")).get(auth + "me/"), 403, "scope_missing");
}

BOOST_AUTO_TEST_CASE(a_key_that_is_no_good_is_refused_everywhere)
{
    auto forged = holder(new_api_key().text);
    each_one([&](const Sample& o, Api&) {
        if (o.endpoint->needs.proof == Proof::none) return;
        auto reply = forged.send(o.verb(), o.target, json_body, o.verb() == "GET" ? "" : "{}");
        check_error(reply, 401, "api_key_not_valid");
        BOOST_TEST(reply.header("www-authenticate").starts_with("Bearer"));
    });
}

BOOST_AUTO_TEST_CASE(a_key_never_does_more_than_its_owner)
{
    auto ann = seed::user(sql, {.username = "ann", .role = "user"});
    auto api = holder(key_with(sql, ann, "read,write"));
    for (const auto& o : all) {
        const auto& needs = o.endpoint->needs;
        if (needs.who != Who::granted || grants_of(Role::user).has(needs.grant) || !key_scope(*o.endpoint))
            continue;
        check_error(api.send(o.verb(), o.target), 403, "permission_denied");
    }
}

BOOST_AUTO_TEST_CASE(documents_name_every_scope)
{
    auto page = text_of(std::filesystem::path("docs/scopes.md"));
    for (const auto& scope : key_scopes(areas()))
        BOOST_TEST(page.find("| `" + scope + "` |") != page.npos, scope);
    for (const auto& o : all) {
        auto scope = key_scope(*o.endpoint);
        if (!scope || scope->empty()) continue;
        auto row = page.find("| `" + *scope + "` |");
        auto names = page.substr(row, page.find('\n', row) - row);
        BOOST_TEST(names.find('`' + std::string(o.endpoint->name) + '`') != names.npos, o.name());
    }
    auto openapi = api.get("/api/v1/openapi.json");
    BOOST_TEST(openapi.json()["components"]["securitySchemes"]["apiKey"]["name"].text() == "X-API-Key");
    auto read = openapi.json()["paths"]["/api/v1/jobs/"]["get"];
    BOOST_TEST(read["x-scope"].text() == "jobs:read");
    BOOST_TEST(!openapi.json()["paths"]["/api/v1/auth/api-keys/"]["get"].has("x-scope"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(api_key_use, Keys)

BOOST_AUTO_TEST_CASE(it_is_good_from_its_addresses_alone)
{
    auto key =
        make(ann, R"(["read"])", {{"allowed_ips", R"(=["192.0.2.0/24","2001:db8:1::/48","198.51.100.7"])"}});
    for (auto address :
        {"192.0.2.1", "192.0.2.255", "2001:db8:1:ffff::9", "198.51.100.7", "::ffff:192.0.2.9"})
        BOOST_TEST(status_of(key.text, address) == 200, address);
    for (auto address : {"192.0.3.1", "2001:db8:2::1", "198.51.100.8", "::1"})
        check_refused(holder(key.text, address).get("/api/v1/jobs/"), 403, "address_not_allowed");
    // What a client says of itself does not count.
    Api liar(board.address(),
        {{"X-API-Key", key.text}, {"X-Forwarded-For", "192.0.3.1"}, {"X-Real-IP", "192.0.2.1"}});
    BOOST_TEST(liar.get("/api/v1/jobs/").status == 403);
    BOOST_TEST(patch(ann, key, {{"allowed_ips", "=[]"}}).status == 200);
    BOOST_TEST(status_of(key.text, "192.0.3.1") == 200);
}

BOOST_AUTO_TEST_CASE(it_has_a_budget_of_its_own)
{
    auto narrow = make(ann, R"(["read"])", {{"rate_limit", "=3"}}), wide = make(ann, R"(["read"])");
    for (int left : {2, 1, 0}) {
        auto reply = holder(narrow.text).get("/api/v1/jobs/");
        BOOST_TEST(reply.status == 200);
        BOOST_TEST(reply.header("ratelimit-limit") == "3");
        BOOST_TEST(reply.header("ratelimit-remaining") == std::to_string(left));
    }
    auto refused = holder(narrow.text).get("/api/v1/categories/"); // whatever it asks for
    check_refused(refused, 429, "rate_limited");
    auto wait = parse<int>(refused.header("retry-after"));
    BOOST_TEST((wait && *wait >= 1 && *wait <= 20), refused.header("retry-after"));
    BOOST_TEST(status_of(wide.text) == 200);
    BOOST_TEST(ann.get("/api/v1/jobs/").status == 200);
    BOOST_TEST(patch(ann, narrow, {{"rate_limit", "=null"}}).status == 200);
    BOOST_TEST(status_of(narrow.text) == 200);
}

BOOST_AUTO_TEST_CASE(a_wide_budget_of_its_own_does_not_lift_the_boards)
{
    Board limited(Variables{{"RATE_LIMIT_PERCENT", "5"}});
    auto key = key_with(limited.sql(), seed::user(limited.sql()), "read");
    auto limit = [&](const std::string& own) {
        limited.sql().change("UPDATE api_keys SET rate_limit = :own::int", {arg("own", own)});
        auto reply = limited.anonymous().get("/api/v1/jobs/", {{"X-API-Key", key}});
        return std::string(reply.header("ratelimit-limit"));
    };
    BOOST_TEST(limit("100000") == "15"); // a twentieth of what is declared
    BOOST_TEST(limit("4") == "4");       // which the board's percentage does not scale
}

BOOST_AUTO_TEST_CASE(looking_it_up_is_one_statement_as_of_a_token)
{
    auto root = board.admin();
    auto keys_of_both = {std::pair(make(ann, R"(["read"])").text, board.token_for("ann", "user")),
        {make(root, R"(["read"])").text, board.token_for("root", "admin")}};
    int number = 0;
    auto cost = [&](const Variables& who) {
        auto id = fmt::format("counted-{}-{}", getpid(), ++number);
        auto headers = who;
        headers.emplace_back("X-Request-ID", id);
        BOOST_TEST(board.anonymous().get("/api/v1/notifications/unread_count/", headers).status == 200);
        return statements_of(board, id);
    };
    for (bool listed : {false, true}) {
        if (listed)
            sql.change("INSERT INTO ip_whitelist (id, ip_address) VALUES (gen_random_uuid(), '0.0.0.0/0')");
        for (const auto& [key, token] : keys_of_both) {
            Variables from{{"X-Forwarded-For", "192.0.2.1"}};
            auto with = [&](const char* name, const std::string& text) {
                return Variables{from[0], {name, text}};
            };
            cost(with("X-API-Key", key)); // notes its use
            BOOST_TEST(cost(with("X-API-Key", key)) == cost(with("Authorization", "Bearer " + token)));
        }
    }
}

BOOST_AUTO_TEST_CASE(kept_answers_are_for_nobody_with_a_key)
{
    Board cached(Variables{{"CACHE", "on"}});
    for (int i = 0; i < 4; ++i) BOOST_TEST(cached.anonymous().get("/api/v1/categories/").status == 200);
    auto bad = cached.anonymous().get("/api/v1/categories/", {{"X-API-Key", "bad"}});
    BOOST_TEST(bad.status == 401);
    auto vary = cached.anonymous().get("/api/v1/categories/");
    BOOST_TEST(vary.header("vary").find("X-API-Key") != std::string_view::npos);
}

BOOST_AUTO_TEST_SUITE_END()
