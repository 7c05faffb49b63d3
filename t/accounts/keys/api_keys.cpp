// API keys: made, changed and ended by their owners, used by programs.
#include "keys.hpp"

#include <set>

namespace {

constexpr auto everything = R"(["read","write"])";

// The name of a field of each of some answers, sorted.
std::multiset<std::string> all_of(Json list, std::string_view member)
{
    auto texts = each(list, member);
    return {texts.begin(), texts.end()};
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(api_keys, Keys)

BOOST_AUTO_TEST_CASE(a_key_is_shown_once_and_only_its_digest_is_kept)
{
    auto reply = ann.send("POST", keys_path, json_type,
        R"({"name":" Import ","scopes":["jobs:read","jobs:read","write"],"allowed_ips":["192.0.2.7/32","2001:DB8::/32"],)"
        R"("rate_limit":100000,"expires_at":"2099-01-01T00:00:00.7Z"})");
    auto key = made(reply);
    auto json = reply.json();
    BOOST_TEST(
        keys(json) ==
        "id, prefix, user, user_name, name, scopes, allowed_ips, rate_limit, expires_at, is_active, key, "
        "last_used_at, previous_expires_at, is_expired, is_valid, created_at, updated_at");
    BOOST_TEST(key.text.size() == 55u);
    BOOST_TEST(key.text.starts_with(json["prefix"].text() + '_'));
    BOOST_TEST(json["name"].text() == "Import");
    BOOST_TEST(json["user"].text() == to_text(ann_id));
    BOOST_TEST(json["user_name"].text() == "ann");
    BOOST_TEST(json["scopes"].size() == 2u);
    BOOST_TEST(json["allowed_ips"][0].text() == "192.0.2.7");
    BOOST_TEST(json["allowed_ips"][1].text() == "2001:db8::/32");
    BOOST_TEST(json["expires_at"].text() == "2099-01-01T00:00:00Z");
    BOOST_TEST(json["is_valid"].text() == "true");
    BOOST_TEST(json["last_used_at"].is_null());
    BOOST_TEST(reply.header("location").ends_with(keys_path + key.id + '/'));
    auto read = ann.get(keys_path + key.id + '/');
    BOOST_TEST(!read.json().has("key"));
    BOOST_TEST(ann.get(keys_path).body.find(key.text) == std::string::npos);
    BOOST_TEST(value(sql, "SELECT string_agg(k::text || e::text, ' ') AS value FROM api_keys k, events e")
                   .find(key.text.substr(12)) == std::string::npos);
    BOOST_TEST(value(sql, "SELECT (digest ~ '^[0-9a-f]{64}$')::text AS value FROM api_keys") == "true");
    // What was read can be sent back, and changes nothing.
    auto put = ann.send("PUT", keys_path + key.id + '/', json_type, read.body);
    BOOST_TEST(put.status == 200, put.body);
    BOOST_TEST(put.body == read.body);
    BOOST_TEST(
        value(sql, "SELECT count(*)::text AS value FROM events WHERE kind = 'api_key.updated'") == "0");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused_by_field)
{
    auto refused = [&](const std::string& body) { return ann.send("POST", keys_path, json_type, body); };
    check_invalid(refused("{}"), "name, scopes");
    check_invalid(refused(R"({"name":"x","scopes":[]})"), "scopes");
    for (auto scope : {"jobs", "jobs:", "JOBS:read", "jobs:delete", "auth:read", "account:write",
             "nothing:read", "*", "read,write"})
        check_invalid(refused(fmt::format(R"({{"name":"x","scopes":["read","{}"]}})", scope)), "scopes");
    for (auto address :
        {"192.0.2.7/24", "192.0.2", "unix:", "jobs.example", "192.0.2.7,192.0.2.8", "::/129", ""})
        check_invalid(
            refused(fmt::format(R"({{"name":"x","scopes":["read"],"allowed_ips":["{}"]}})", address)),
            "allowed_ips");
    for (auto limit : {"0", "100001", "-1", "\"many\""})
        check_invalid(
            refused(fmt::format(R"({{"name":"x","scopes":["read"],"rate_limit":{}}})", limit)), "rate_limit");
    check_invalid(
        refused(R"({"name":"x","scopes":["read"],"expires_at":"2020-01-01T00:00:00Z"})"), "expires_at");
    auto key = make(ann, everything);
    check_invalid(patch(ann, key, {{"scopes", R"(=["nothing:read"])"}}), "scopes");
    check_invalid(patch(ann, key, {{"expires_at", "2020-01-01T00:00:00Z"}}), "expires_at");
    BOOST_TEST(patch(ann, key, {{"name", "Other"}}).json()["name"].text() == "Other");
    for (auto hours : {-1, 169}) check_invalid(rotate(ann, key, hours), "overlap_hours");
}

BOOST_AUTO_TEST_CASE(it_acts_as_its_owner_in_either_header)
{
    auto key = make(ann, everything);
    auto with = [&](const Variables& headers) { return board.anonymous().get(auth + "me/", headers); };
    for (const Variables& headers : {Variables{{"X-API-Key", key.text}},
             {{"Authorization", "ApiKey " + key.text}}, {{"authorization", "apikey  " + key.text}}})
        BOOST_TEST(with(headers).json()["username"].text() == "ann");
    // It is nobody's token, and a token is no key; two at once are none.
    check_refused(with({{"Authorization", "Bearer " + key.text}}), 401, "token_not_valid");
    auto token = board.token_for("ann", "user");
    check_refused(with({{"X-API-Key", token}}), 401, "api_key_not_valid");
    check_refused(with({{"X-API-Key", key.text}, {"Authorization", "Bearer " + token}}), 400, "malformed");
    check_refused(with({{"X-API-Key", key.text}, {"Authorization", "ApiKey " + key.text}}), 400, "malformed");
    // What the body proves, and pages, do not look at it.
    auto login = board.anonymous().send("POST", auth + "login/", {{"X-API-Key", "bad"}, json_type[0]},
        object({{"username", "ann"}, {"password", good_password}}));
    BOOST_TEST(login.status == 200, login.body);
    BOOST_TEST(board.anonymous().get("/admin/", {{"X-API-Key", key.text}}).status ==
               board.anonymous().get("/admin/").status);
    BOOST_TEST(board.anonymous().get("/health/", {{"X-API-Key", "bad"}}).status == 200);
}

BOOST_AUTO_TEST_CASE(what_it_writes_says_that_a_key_did)
{
    auto acme = board.employer("acme");
    auto key = make(acme, R"(["webhooks:write"])");
    auto reply = holder(key.text).send("POST", "/api/v1/webhooks/", json_type,
        R"({"url":"https://hooks.example/x","events":["job.created"]})");
    BOOST_TEST_REQUIRE(reply.status == 201, reply.body);
    auto entry = board.admin().get("/api/v1/audit/logs/?event=webhook.created");
    auto first = entry.json()["results"][0];
    BOOST_TEST(first["metadata"]["came_by"].text() == "key");
    BOOST_TEST(first["user_name"].text() == "acme");
    auto by_token = board.admin().get("/api/v1/audit/logs/?event=api_key.created");
    BOOST_TEST(by_token.json()["results"][0]["metadata"]["came_by"].text() == "api");
}

BOOST_AUTO_TEST_CASE(one_that_is_no_good_is_refused_where_nobody_need_be_known_too)
{
    auto good = make(ann, everything), off = make(ann, everything), revoked = make(ann, everything),
         expired = make(ann, everything), deleted = make(ann, everything), bobs = MadeKey{};
    account("bob", "user");
    auto bob = board.user("bob");
    bobs = make(bob, everything);
    patch(ann, off, {{"is_active", "=false"}});
    ann.send("POST", keys_path + revoked.id + "/revoke/");
    sql.change("UPDATE api_keys SET expires_at = now() WHERE id = :id::uuid", {arg("id", expired.id)});
    BOOST_TEST(ann.send("DELETE", keys_path + deleted.id + '/').status == 204);
    sql.change("UPDATE users SET is_active = false WHERE username = 'bob'");
    auto altered = good.text;
    altered.back() = altered.back() == 'A' ? 'B' : 'A';
    BOOST_TEST(status_of(good.text) == 200);
    for (const auto& text :
        {off.text, revoked.text, expired.text, deleted.text, bobs.text, altered, std::string(),
            std::string("jb_"), good.text + "x", good.text.substr(0, 54), std::string(5000, 'x')})
        check_refused(holder(text).get("/api/v1/jobs/"), 401, "api_key_not_valid");
    auto shown = ann.get(keys_path + expired.id + '/').json();
    BOOST_TEST(shown["is_expired"].text() == "true");
    BOOST_TEST(shown["is_valid"].text() == "false");
    // Switched off, it comes back; revoked it does not.
    BOOST_TEST(patch(ann, off, {{"is_active", "=true"}}).status == 200);
    BOOST_TEST(status_of(off.text) == 200);
    check_invalid(patch(ann, revoked, {{"is_active", "=true"}}), "is_active");
    BOOST_TEST(patch(ann, revoked, {{"name", "Old"}}).status == 200);
    BOOST_TEST(ann.send("POST", keys_path + revoked.id + "/revoke/").status == 200); // and is told once
    BOOST_TEST(
        value(sql, "SELECT count(*)::text AS value FROM events WHERE kind = 'api_key.revoked'") == "1");
    for (const auto* key : {&revoked, &expired}) check_refused(rotate(ann, *key, 0), 409, "api_key_ended");
    sql.change("UPDATE users SET is_active = true WHERE username = 'bob'");
    BOOST_TEST(status_of(bobs.text) == 200);
}

BOOST_AUTO_TEST_CASE(rotated_both_texts_are_good_until_the_overlap_ends)
{
    auto key = make(ann, everything);
    auto next = made(rotate(ann, key, 2));
    BOOST_TEST(next.id == key.id);
    BOOST_TEST(next.text != key.text);
    for (const auto& text : {key.text, next.text}) BOOST_TEST(status_of(text) == 200);
    check_refused(rotate(ann, key, 1), 409, "api_key_overlaps"); // which would end the first one too soon
    sql.change("UPDATE api_keys SET previous_until = now()");
    BOOST_TEST(status_of(key.text) == 401);
    BOOST_TEST(status_of(next.text) == 200);
    BOOST_TEST(ann.get(keys_path + key.id + '/').json()["previous_expires_at"].is_null());
    auto third = made(rotate(ann, key, 24)), last = made(rotate(ann, key, 0)); // at once, whatever overlaps
    for (const auto* old : {&key, &next, &third}) BOOST_TEST(status_of(old->text) == 401);
    BOOST_TEST(status_of(last.text) == 200);
    auto pair = made(rotate(ann, key, 24));
    ann.send("POST", keys_path + key.id + "/revoke/");
    for (const auto& text : {last.text, pair.text}) BOOST_TEST(status_of(text) == 401);
}

BOOST_AUTO_TEST_CASE(revoked_while_it_is_rotated_no_text_is_left)
{
    Variables headers{json_type[0], {"Authorization", "Bearer " + board.token_for("ann", "user")}};
    for (int round = 0; round < 3; ++round) {
        auto key = make(ann, everything);
        auto answers = at_once(board, 6, [&](HttpClient& client, int i) {
            auto path = keys_path + key.id + (i % 2 ? "/revoke/" : "/rotate/");
            return client.send("POST", path, headers, R"({"overlap_hours":0})");
        });
        BOOST_TEST(status_of(key.text) == 401);
        for (const auto& answer : answers) {
            Reply reply(answer);
            BOOST_TEST((reply.status == 200 || reply.status == 409), reply.body);
            if (reply.status == 200 && reply.json().has("key"))
                BOOST_TEST(status_of(reply.json()["key"].text()) == 401);
        }
    }
    auto key = make(ann, everything);
    int rotated = 0;
    for (const auto& answer : at_once(board, 4, [&](HttpClient&client, int) {
             return client.send("POST", keys_path + key.id + "/rotate/", headers, R"({"overlap_hours":1})");
         }))
        rotated += answer.status == 200;
    BOOST_TEST(rotated == 1);
    BOOST_TEST(status_of(key.text) == 200);
}

BOOST_AUTO_TEST_CASE(nobody_has_more_than_fifty)
{
    sql.change("INSERT INTO api_keys (id, owner, name, prefix, digest, scopes) SELECT gen_random_uuid(), "
               ":ann::uuid, "
               "'x', 'jb_', n::text, 'read' FROM generate_series(1, 49) n",
        {arg("ann", ann_id)});
    Variables headers{json_type[0], {"Authorization", "Bearer " + board.token_for("ann", "user")}};
    std::multiset<int> statuses;
    for (const auto& answer : at_once(board, 4, [&](HttpClient&client, int) {
             return client.send("POST", keys_path, headers, R"({"name":"x","scopes":["read"]})");
         }))
        statuses.insert(answer.status);
    BOOST_TEST((statuses == std::multiset<int>{201, 400, 400, 400}));
}

BOOST_AUTO_TEST_CASE(who_has_not_shown_lately_who_they_are_sends_the_password)
{
    auto key = make(ann, everything);
    sql.change("UPDATE sessions SET proven_at = now() - interval '11 minutes'");
    auto body = [](const std::string& password) {
        return R"({"name":"x","scopes":["read"],"password":")" + password + "\"}";
    };
    check_refused(ann.send("POST", keys_path, json_type, R"({"name":"x","scopes":["read"]})"), 403,
        "reauthentication_required");
    check_refused(rotate(ann, key, 0), 403, "reauthentication_required");
    check_invalid(ann.send("POST", keys_path, json_type, body("wrong")), "password");
    BOOST_TEST(status_of(key.text) == 200);
    auto reply = ann.send("POST", keys_path, json_type, body(good_password));
    BOOST_TEST(reply.status == 201, reply.body);
    BOOST_TEST(rotate(ann, key, 0).status == 200); // shown now
}

BOOST_AUTO_TEST_CASE(admins_see_everybodys_and_act_as_nobody)
{
    auto key = make(ann, everything);
    auto root = board.admin(), bob = board.user("bob");
    auto own = make(root, R"(["read"])");
    BOOST_TEST(bob.get(keys_path).json()["count"].text() == "0");
    BOOST_TEST((all_of(root.get(keys_path).json()["results"], "user_name") ==
                std::multiset<std::string>{"ann", "root"}));
    auto of_ann = root.get(keys_path + "?user=" + to_text(ann_id));
    BOOST_TEST(of_ann.json()["count"].text() == "1");
    check_refused(rotate(root, key, 0), 403, "permission_denied");
    BOOST_TEST(status_of(key.text) == 200);
    BOOST_TEST(root.send("POST", keys_path + key.id + "/revoke/").status == 200);
    BOOST_TEST(status_of(key.text) == 401);
    BOOST_TEST(root.get(keys_path + "?is_active=false").json()["results"][0]["id"].text() == key.id);
    for (auto method : {"GET", "PATCH", "DELETE"})
        check_refused(bob.send(method, keys_path + key.id + '/', json_type, method[0] == 'P' ? "{}" : ""),
            404, "not_found");
}

BOOST_AUTO_TEST_CASE(an_account_that_is_emptied_has_none_left)
{
    auto acme = board.employer("acme");
    auto key = make(acme, everything);
    seed::application(sql, seed::job(sql), ann_id); // of acme's, so that the account is emptied, not gone
    auto path = auth + "users/" + to_text(seed::user(sql)) + '/';
    BOOST_TEST(board.admin().send("DELETE", path).status == 204);
    BOOST_TEST(status_of(key.text) == 401);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM api_keys") == "0");
}

BOOST_AUTO_TEST_CASE(sent_twice_it_is_made_once_and_the_answer_is_kept_sealed)
{
    auto send = [&] {
        return ann.send("POST", keys_path, {json_type[0], {"Idempotency-Key", "mine"}},
            R"({"name":"x","scopes":["read"]})");
    };
    auto first = send(), again = send();
    BOOST_TEST(again.body == first.body);
    BOOST_TEST(again.header("idempotency-replayed") == "true");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM api_keys") == "1");
    BOOST_TEST(value(sql, "SELECT answer AS value FROM idempotency_keys").find("jb_") == std::string::npos);
    // What the version before has kept is open.
    sql.change("UPDATE idempotency_keys SET answer = :answer", {arg("answer", first.body)});
    BOOST_TEST(send().body == first.body);
}

BOOST_AUTO_TEST_CASE(its_last_use_is_written_once_a_minute)
{
    auto key = make(ann, everything);
    auto last = [&] { return value(sql, "SELECT last_used_at::text AS value FROM api_key_uses"); };
    BOOST_TEST(last() == "null");
    auto tag = std::string(ann.get(keys_path + key.id + '/').header("etag"));
    BOOST_TEST(status_of(key.text) == 200);
    BOOST_TEST(last() != "null");
    BOOST_TEST(!ann.get(keys_path + key.id + '/').json()["last_used_at"].is_null());
    // It makes no other version of the key.
    auto changed =
        ann.send("PATCH", keys_path + key.id + '/', {json_type[0], {"If-Match", tag}}, R"({"name":"y"})");
    BOOST_TEST(changed.status == 200, changed.body);
    auto at = [&](const std::string& ago) {
        sql.change("UPDATE api_key_uses SET last_used_at = now() - :ago::interval", {arg("ago", ago)});
        return last();
    };
    auto lately = at("59 seconds");
    BOOST_TEST(status_of(key.text) == 200);
    BOOST_TEST(last() == lately);
    auto before = at("61 seconds");
    BOOST_TEST(status_of(key.text) == 200);
    BOOST_TEST(last() != before);
    // Nobody waits for it, nor fails for it.
    at("2 minutes");
    Sql other(SqlOptions{.connection = Secret(board.connection())});
    Transaction transaction(other);
    other.change("SELECT FROM api_keys FOR UPDATE");
    BOOST_TEST(status_of(key.text) == 200);
    at("2 minutes");
    other.change("SELECT FROM api_key_uses FOR UPDATE");
    BOOST_TEST(status_of(key.text) == 200);
}

BOOST_AUTO_TEST_CASE(its_owner_is_told_of_new_and_rotated_ones)
{
    auto key = make(ann, everything);
    rotate(ann, key, 0);
    BOOST_TEST(eventually([&] {
        return value(sql, "SELECT string_agg(title, ', ' ORDER BY created_at) AS value FROM notifications") ==
               "An API key was made, An API key was rotated";
    }));
    BOOST_TEST(eventually([&] {
        return value(sql, "SELECT string_agg(template, ', ' ORDER BY created_at) AS value FROM mails") ==
               "api_key_created, api_key_rotated";
    }));
}

BOOST_AUTO_TEST_SUITE_END()
