// Signing in and out through the whole stack: tokens, their rotation, and the sessions they belong to.
#include "t/kit/people.hpp"

#include "lib/store/accounts/users.hpp"

#include <algorithm>
#include <set>

namespace {

struct Sessions : People {
    Reply refresh(const std::string& token)
    {
        auto api = somebody();
        return send(api, "POST", "refresh/", {{"refresh", token}});
    }
    Reply refresh(const Reply& with_tokens) { return refresh(with_tokens.json()["refresh"].text()); }

    Reply signed_in(const std::string& name)
    {
        auto reply = sign_in(name);
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        return reply;
    }
    Api holder(const Reply& with_tokens) { return board.bearer(with_tokens.json()["access"].text()); }
    // The id of the session that the tokens belong to.
    std::string current(const Reply& with_tokens)
    {
        auto list = holder(with_tokens).get(auth + "sessions/");
        auto at = list.json()[0]["current"].text() == "true" ? 0u : 1u;
        return list.json()[at]["id"].text();
    }
    int status_of(const Reply& with_tokens) { return holder(with_tokens).get(auth + "me/").status; }
};

// What an answer tells apart from its time and its number.
std::string told(const Reply& reply)
{
    auto out = std::to_string(reply.status) + '\n';
    for (const auto& [name, text] : reply.headers)
        if (name != "date" && name != "x-request-id" && !name.starts_with("ratelimit-"))
            out += name + ": " + text + '\n';
    return out + reply.body;
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(sessions, Sessions)

BOOST_AUTO_TEST_CASE(one_signs_in_by_name_or_address)
{
    auto id = account("ann", "employer");
    BOOST_TEST(value(sql, "SELECT last_login::text AS value FROM users") == "null");
    for (std::string name : {"ann", "ANN", "ann@secret.example", " Ann@Secret.Example "}) {
        auto reply = signed_in(name);
        BOOST_TEST(keys(reply.json()) == "access, refresh, user, device");
        BOOST_TEST(reply.json()["user"]["id"].text() == to_text(id));
        BOOST_TEST(reply.json()["user"]["role"].text() == "employer");
        BOOST_TEST(!reply.json()["user"]["last_login"].is_null());
        BOOST_TEST(reply.header("cache-control") == "no-store");
        auto me = holder(reply).get(auth + "me/");
        BOOST_TEST(me.body == reply.body.substr(reply.body.find("{\"id\""), me.body.size()));
        BOOST_TEST(
            value(sql, "SELECT (now() - last_login < interval '1 minute')::text AS value FROM users") ==
            "true");
    }
}

BOOST_AUTO_TEST_CASE(a_refused_sign_in_does_not_tell_why)
{
    account("ann"), account("sleeper"), account("locked");
    sql.change("UPDATE users SET is_active = false WHERE username = 'sleeper'", {});
    sql.change("UPDATE users SET password_hash = '!' WHERE username = 'locked'", {});
    auto wrong = sign_in("ann", "wrong");
    check_refused(wrong, 401, "invalid_credentials");
    for (const auto& other : {sign_in("nobody"), sign_in("nobody@secret.example"), sign_in("sleeper"),
             sign_in("sleeper", "wrong"), sign_in("locked"), sign_in("locked", "!"), sign_in("' OR 1=1 --"),
             sign_in("ann", good_password + " "), sign_in("ann@secret.example", "x")})
        BOOST_TEST(told(other) == told(wrong));
    BOOST_TEST(value(sql, "SELECT count(last_login)::text AS value FROM users") == "0");
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM sessions") == "0");
    auto api = somebody();
    check_invalid(send(api, "POST", "login/", {}), "username, password");
}

BOOST_AUTO_TEST_CASE(a_password_from_django_is_good_and_hashed_anew)
{
    account("ann");
    const std::string hash = "pbkdf2_sha256$1000$c2FsdHk$jvipn+raLUm8ZZCcZOiuKnP/Ju/x9jZy6zBOHfbbstw=";
    sql.change("UPDATE users SET password_hash = :hash", {arg("hash", std::string_view(hash))});
    auto kept = [&] { return value(sql, "SELECT password_hash AS value FROM users"); };
    check_refused(sign_in("ann", "wrong"), 401, "invalid_credentials");
    BOOST_TEST(kept() == hash);
    signed_in("ann");
    auto fresh = kept();
    BOOST_TEST(fresh.starts_with("$argon2id$"));
    signed_in("ann");
    BOOST_TEST(kept() == fresh);
    check_refused(sign_in("ann", "wrong"), 401, "invalid_credentials");
}

BOOST_AUTO_TEST_CASE(a_password_hashed_at_another_cost_is_hashed_anew)
{
    account("ann");
    auto kept = [&] { return value(sql, "SELECT password_hash AS value FROM users"); };
    auto change = [&](const HashCost& cost) {
        auto hash = hash_password(good_password, cost);
        sql.change("UPDATE users SET password_hash = :hash", {arg("hash", std::string_view(hash))});
        return hash;
    };
    for (const auto& cost :
        {HashCost{.passes = 2, .memory = 1 << 20}, HashCost{.passes = 1, .memory = 2 << 20}}) {
        auto before = change(cost);
        check_refused(sign_in("ann", "wrong"), 401, "invalid_credentials");
        BOOST_TEST(kept() == before);
        signed_in("ann");
        BOOST_TEST(kept() != before);
        BOOST_TEST(kept().starts_with("$argon2id$v=19$m=1024,t=1,p=1$"), kept());
        signed_in("ann");
    }
}

BOOST_AUTO_TEST_CASE(all_kinds_of_hashes_in_use_are_known)
{
    account("ann"), account("bob");
    BOOST_TEST(joined(store::password_kinds(sql)) == "$argon2id$v=19$m=1024,t=1,p=1");
    auto keep = [&](const std::string& name, std::string_view hash) {
        auto id = account(name);
        sql.change("UPDATE users SET password_hash = :hash WHERE id = :id::uuid",
            {arg("hash", hash), arg("id", id)});
    };
    keep("locked", "!"), keep("odd", "pbkdf2_sha256$many$salt$x"),
        keep("huge", "pbkdf2_sha256$123456789$s$x");
    keep("imported", "pbkdf2_sha256$260000$salt$x"), keep("later", "pbkdf2_sha256$600000$salt$x");
    keep("imported_too", "pbkdf2_sha256$260000$tlas$y");
    BOOST_TEST(joined(store::password_kinds(sql)) ==
               "$argon2id$v=19$m=1024,t=1,p=1, pbkdf2_sha256$260000, pbkdf2_sha256$600000");
    sql.change("DELETE FROM users", {});
    BOOST_TEST(store::password_kinds(sql).empty());
}

BOOST_AUTO_TEST_CASE(refreshing_rotates_both_tokens)
{
    account("ann");
    auto first = signed_in("ann"), second = refresh(first), third = refresh(second);
    BOOST_TEST_REQUIRE(third.status == 200, third.body);
    BOOST_TEST(keys(third.json()) == "access, refresh");
    std::set<std::string> tokens;
    for (const auto* reply : {&first, &second, &third})
        for (auto kind : {"access", "refresh"}) tokens.insert(reply->json()[kind].text());
    BOOST_TEST(tokens.size() == 6u);
    for (const auto* reply : {&first, &second, &third}) BOOST_TEST(status_of(*reply) == 200);
    BOOST_TEST(holder(third).get(auth + "sessions/").json().size() == 1u);
}

BOOST_AUTO_TEST_CASE(refreshing_again_within_seconds_answers_the_same)
{
    account("ann");
    auto first = signed_in("ann"), second = refresh(first), again = refresh(first);
    BOOST_TEST_REQUIRE(again.status == 200, again.body);
    BOOST_TEST(again.json()["refresh"].text() == second.json()["refresh"].text());
    BOOST_TEST(refresh(second).status == 200);
}

BOOST_AUTO_TEST_CASE(parallel_refreshes_get_the_same_successor)
{
    account("ann");
    auto token = signed_in("ann").json()["refresh"].text();
    for (int round = 1; round <= 5; ++round) {
        auto body = object({{"refresh", token}});
        auto answers = at_once(board, 50,
            [&](HttpClient& client, int) { return client.send("POST", auth + "refresh/", json_type, body); });
        std::set<std::string> successors;
        for (auto& answer : answers) {
            Reply reply(answer);
            BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
            successors.insert(reply.json()["refresh"].text());
            BOOST_TEST(status_of(reply) == 200);
        }
        BOOST_TEST(successors.size() == 1u);
        BOOST_TEST(
            value(sql, "SELECT count(*)::text AS value FROM refresh_tokens") == std::to_string(round + 1));
        token = *successors.begin();
    }
    BOOST_TEST(refresh(token).status == 200);
}

BOOST_AUTO_TEST_CASE(a_spent_token_used_after_its_successor_ends_the_family)
{
    account("ann");
    auto other = signed_in("ann"), first = signed_in("ann"), second = refresh(first), third = refresh(second);
    BOOST_TEST_REQUIRE(third.status == 200);
    check_refused(refresh(first), 401, "token_revoked");
    check_refused(refresh(third), 401, "token_revoked");
    check_refused(refresh(second), 401, "token_revoked");
    check_refused(holder(third).get(auth + "me/"), 401, "token_revoked");
    BOOST_TEST(status_of(other) == 200); // another family
    BOOST_TEST(refresh(other).status == 200);
}

// Older clients keep the first one; a mobile client may have lost the answer.
BOOST_AUTO_TEST_CASE(a_spent_token_gives_the_same_successor_until_that_is_used)
{
    account("ann");
    auto first = signed_in("ann"), second = refresh(first);
    sql.change(
        "UPDATE refresh_tokens SET used_at = used_at - interval '3 days' WHERE used_at IS NOT NULL", {});
    for (int i = 0; i < 3; ++i) {
        auto again = refresh(first);
        BOOST_TEST_REQUIRE(again.status == 200, again.body);
        BOOST_TEST(status_of(again) == 200);
    }
    BOOST_TEST(refresh(second).status == 200);
    check_refused(refresh(first), 401, "token_revoked");
    BOOST_TEST(status_of(second) == 401);
}

BOOST_AUTO_TEST_CASE(a_hundred_spent_tokens_are_remembered_and_older_ones_end_the_family)
{
    account("ann");
    auto first = signed_in("ann"), latest = first;
    for (int i = 0; i < 103; ++i) latest = refresh(latest);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM refresh_tokens") == "101");
    BOOST_TEST(status_of(latest) == 200);
    check_refused(refresh(first), 401, "token_revoked");
    BOOST_TEST(status_of(latest) == 401);
}

BOOST_AUTO_TEST_CASE(one_person_has_a_hundred_sessions_at_most)
{
    account("ann");
    auto first = signed_in("ann");
    for (int i = 0; i < 100; ++i) signed_in("ann");
    auto last = signed_in("ann");
    check_refused(holder(first).get(auth + "me/"), 401, "token_revoked");
    BOOST_TEST(holder(last).get(auth + "sessions/").json().size() == 100u);
    auto ended = "SELECT count(*)::text AS value FROM sessions WHERE ended_at IS NOT NULL";
    BOOST_TEST(value(sql, ended) == "2");
    sql.change("INSERT INTO sessions (id, user_id, device, address, expires_at, ended_at) "
               "SELECT gen_random_uuid(), id, '', '', now(), now() FROM users, generate_series(1, 200)",
        {});
    signed_in("ann");
    BOOST_TEST(value(sql, ended) == "100");
}

BOOST_AUTO_TEST_CASE(tokens_of_one_kind_are_none_of_the_other)
{
    account("ann");
    auto tokens = signed_in("ann");
    check_refused(refresh(tokens.json()["access"].text()), 401, "token_not_valid");
    check_refused(board.bearer(tokens.json()["refresh"].text()).get(auth + "me/"), 401, "token_not_valid");
    for (std::string junk : {"x", "a.b.c", "..", "=null"}) {
        auto reply = refresh(junk);
        if (junk[0] == '=') check_invalid(reply, "refresh");
        else check_refused(reply, 401, "token_not_valid");
    }
    auto api = somebody();
    check_invalid(send(api, "POST", "refresh/", {}), "refresh");
    BOOST_TEST(status_of(tokens) == 200);
}

BOOST_AUTO_TEST_CASE(signing_out_ends_the_family_at_once)
{
    account("ann");
    auto first = signed_in("ann"), other = signed_in("ann"), second = refresh(first);
    auto api = holder(second);
    auto reply = send(api, "POST", "logout/", {{"refresh", second.json()["refresh"].text()}});
    BOOST_TEST(reply.status == 204);
    BOOST_TEST(reply.body == "");
    for (const auto* tokens : {&first, &second}) {
        check_refused(holder(*tokens).get(auth + "me/"), 401, "token_revoked");
        check_refused(refresh(*tokens), 401, "token_revoked");
    }
    check_refused(send(api, "POST", "logout/", {}), 401, "token_revoked");
    BOOST_TEST(status_of(other) == 200);
    auto rest = holder(other);
    BOOST_TEST(rest.send("POST", auth + "logout/").status == 204); // no body is as good
    BOOST_TEST(status_of(other) == 401);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM sessions WHERE ended_at IS NULL") == "0");
}

BOOST_AUTO_TEST_CASE(nobody_signs_somebody_else_out)
{
    account("ann"), account("bob");
    auto ann = signed_in("ann"), bob = signed_in("bob");
    auto api = holder(ann);
    check_invalid(send(api, "POST", "logout/", {{"refresh", bob.json()["refresh"].text()}}), "refresh");
    check_invalid(send(api, "POST", "logout/", {{"refresh", "x"}}), "refresh");
    BOOST_TEST(status_of(bob) == 200);
    BOOST_TEST(refresh(bob).status == 200);
    BOOST_TEST(status_of(ann) == 200); // a refusal changes nothing
}

BOOST_AUTO_TEST_CASE(open_sessions_are_listed_with_their_device)
{
    account("ann"), account("bob");
    signed_in("bob");
    Api phone{board.address(), {{"X-Forwarded-For", "198.51.100.7"}, {"User-Agent", "Phone/1.0 (söme)"}}};
    auto there = send(phone, "POST", "login/", {{"username", "ann"}, {"password", good_password}});
    BOOST_TEST_REQUIRE(there.status == 200);
    auto here = signed_in("ann");
    auto list = holder(here).get(auth + "sessions/");
    BOOST_TEST_REQUIRE(list.json().size() == 2u);
    auto mine = list.json()[0], other = list.json()[1];
    BOOST_TEST(keys(mine) == "id, device, address, created_at, last_used_at, expires_at, current");
    BOOST_TEST(mine["current"].text() == "true");
    BOOST_TEST(other["current"].text() == "false");
    BOOST_TEST(other["device"].text() == "Phone/1.0 (söme)");
    BOOST_TEST(other["address"].text() == "198.51.100.7");
    refresh(there); // from elsewhere
    auto later = holder(here).get(auth + "sessions/");
    BOOST_TEST(later.json()[0]["id"].text() == other["id"].text()); // latest use first
    BOOST_TEST(later.json()[0]["address"].text() != "198.51.100.7");
}

BOOST_AUTO_TEST_CASE(one_session_can_be_ended)
{
    account("ann");
    auto there = signed_in("ann"), here = signed_in("ann");
    auto api = holder(here);
    auto id = current(there);
    auto reply = api.send("DELETE", auth + "sessions/" + id + '/');
    BOOST_TEST(reply.status == 204);
    BOOST_TEST(reply.body == "");
    check_refused(holder(there).get(auth + "me/"), 401, "token_revoked");
    check_refused(refresh(there), 401, "token_revoked");
    BOOST_TEST(api.get(auth + "sessions/").json().size() == 1u);
    check_refused(api.send("DELETE", auth + "sessions/" + id + '/'), 404, "not_found");

    auto own = api.get(auth + "sessions/").json()[0]["id"].text();
    BOOST_TEST(api.send("DELETE", auth + "sessions/" + own + '/').status == 204);
    check_refused(api.get(auth + "me/"), 401, "token_revoked");
}

BOOST_AUTO_TEST_CASE(nobody_ends_somebody_elses_session)
{
    account("ann"), account("bob");
    auto bob = signed_in("bob");
    auto id = holder(bob).get(auth + "sessions/").json()[0]["id"].text();
    auto ann = holder(signed_in("ann")), root = board.admin();
    for (auto* other : {&ann, &root}) {
        check_refused(other->send("DELETE", auth + "sessions/" + id + '/'), 404, "not_found");
        BOOST_TEST(other->send("DELETE", auth + "sessions/").status == 204);
    }
    BOOST_TEST(status_of(bob) == 200);
    BOOST_TEST(refresh(bob).status == 200);
}

BOOST_AUTO_TEST_CASE(all_other_sessions_can_be_ended)
{
    account("ann");
    auto one = signed_in("ann"), two = signed_in("ann"), here = signed_in("ann");
    auto api = holder(here);
    BOOST_TEST(api.send("DELETE", auth + "sessions/").status == 204);
    for (const auto* other : {&one, &two}) {
        check_refused(holder(*other).get(auth + "me/"), 401, "token_revoked");
        check_refused(refresh(*other), 401, "token_revoked");
    }
    BOOST_TEST(api.get(auth + "sessions/").json().size() == 1u);
    BOOST_TEST(refresh(here).status == 200);
}

BOOST_AUTO_TEST_CASE(a_session_ends_in_time_however_often_it_is_refreshed)
{
    account("ann");
    auto tokens = refresh(signed_in("ann"));
    sql.change("UPDATE sessions SET expires_at = now()", {});
    check_refused(holder(tokens).get(auth + "me/"), 401, "token_revoked");
    check_refused(refresh(tokens), 401, "token_revoked");
}

BOOST_AUTO_TEST_CASE(who_is_not_active_cannot_go_on)
{
    account("ann");
    auto tokens = signed_in("ann");
    sql.change("UPDATE users SET is_active = false", {});
    check_refused(holder(tokens).get(auth + "me/"), 401, "user_inactive");
    check_refused(refresh(tokens), 401, "user_inactive");
    sql.change("UPDATE users SET is_active = true", {});
    BOOST_TEST(status_of(tokens) == 200);
    BOOST_TEST(refresh(tokens).status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
