// Signing in by passkeys through the whole stack, and what nobody can do with them.
#include "passkey_people.hpp"
#include "t/kit/seed.hpp"

#include "lib/store/accounts/factors/passkeys.hpp"

#include <algorithm>

BOOST_FIXTURE_TEST_SUITE(passkey_sign_in, Passkeys)

BOOST_AUTO_TEST_CASE(one_signs_in_as_with_a_password)
{
    auto a = added();
    auto with_password = People::sign_in("ann");
    BOOST_TEST_REQUIRE(with_password.status == 200);
    auto reply = sign_in(a);
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    BOOST_TEST(keys(reply.json()) == keys(with_password.json()));
    BOOST_TEST(reply.json()["user"]["id"].text() == to_text(ann));
    BOOST_TEST(!reply.json()["user"]["last_login"].is_null());
    BOOST_TEST(reply.header("cache-control") == "no-store");
    auto session = board.bearer(reply.json()["access"].text());
    BOOST_TEST(session.get(auth + "me/").status == 200);
    BOOST_TEST(session.send("POST", options_at, json_type, "{}").status == 200); // she has shown who she is
    auto api = somebody();
    BOOST_TEST(send(api, "POST", "refresh/", {{"refresh", reply.json()["refresh"].text()}}).status == 200);
    BOOST_TEST(count("events WHERE kind = 'user.signed_in' AND actor_name = 'ann'") == "2");
    BOOST_TEST(!her.get(passkeys_at).json()["results"][0]["last_used_at"].is_null());

    // The device is known: nobody else's guesses lock it out.
    auto device = reply.json()["device"].text();
    auto cookie = std::string(reply.header("set-cookie"));
    BOOST_TEST(cookie.starts_with("device=" + device + ';'));
    auto again = somebody().send("POST", sign_in_at,
        {{"Content-Type", "application/json"}, {"Cookie", "device=" + device}},
        object({{"credential", '=' + a.assertion_json(sign_in_challenge())}}));
    BOOST_TEST(again.json()["device"].text() == device);
}

BOOST_AUTO_TEST_CASE(each_algorithm_signs_in)
{
    for (auto algorithm : cose_algorithms) {
        Authenticator a{.key = SoftKey(algorithm),
            .id = "credential of " + std::to_string(static_cast<int>(algorithm)),
            .user_handle = handle_of(ann)};
        BOOST_TEST(add(her, a, challenge_for(her)).status == 201);
        for (int i = 0; i < 2; ++i) BOOST_TEST(sign_in(a).status == 200); // it does not count
    }
}

BOOST_AUTO_TEST_CASE(a_challenge_is_good_once)
{
    auto a = added();
    auto challenge = sign_in_challenge();
    BOOST_TEST(answer(a.assertion_json(challenge)).status == 200);
    check_nobody(answer(a.assertion_json(challenge)));
    auto refused = sign_in_challenge(); // also for an answer that was refused
    auto thief = authenticator();
    check_nobody(answer(thief.assertion_json(refused)));
    check_nobody(answer(a.assertion_json(refused)));

    auto registering = challenge_for(her);
    BOOST_TEST(add(her, authenticator("two"), registering).status == 201);
    check_invalid(add(her, authenticator("three"), registering), "credential");
    BOOST_TEST(count("passkey_challenges") == "0");

    Variables again{json_type[0], {"Idempotency-Key", "the-same"}}; // whose answer was lost
    auto body = object({{"name", "Lost"},
        {"credential", '=' + authenticator("four").registration_json(challenge_for(her))}});
    auto first = her.send("POST", passkeys_at, again, body),
         second = her.send("POST", passkeys_at, again, body);
    BOOST_TEST(first.status == 201);
    BOOST_TEST(second.status == 201);
    BOOST_TEST(second.body == first.body);
}

BOOST_AUTO_TEST_CASE(a_challenge_is_for_its_purpose_its_session_and_five_minutes)
{
    auto a = added();
    check_nobody(answer(a.assertion_json(challenge_for(her))));
    check_invalid(add(her, authenticator("two"), sign_in_challenge()), "credential");
    auto hers = challenge_for(her);
    auto elsewhere = board.user("ann"), bob = board.user("bob");
    check_invalid(add(elsewhere, authenticator("two"), hers), "credential");
    check_invalid(add(bob, authenticator("two"), hers), "credential");
    BOOST_TEST(add(her, authenticator("two"), hers).status == 201);

    auto early = sign_in_challenge(), late = challenge_for(her);
    sql.change("UPDATE passkey_challenges SET expires_at = expires_at - interval '299 seconds'");
    BOOST_TEST(answer(a.assertion_json(early)).status == 200);
    early = sign_in_challenge();
    sql.change("UPDATE passkey_challenges SET expires_at = expires_at - interval '300 seconds'");
    check_nobody(answer(a.assertion_json(early)));
    check_invalid(add(her, authenticator("three"), late), "credential");
    BOOST_TEST(count("passkeys") == "2");
}

BOOST_AUTO_TEST_CASE(whatever_is_wrong_with_an_answer_the_refusal_is_the_same)
{
    auto a = added();
    auto spoiled = [&](auto&& spoil) {
        Authenticator other = a;
        spoil(other);
        check_nobody(sign_in(other));
    };
    spoiled([](Authenticator& o) { o.origin = "https://evil.example"; });
    spoiled([](Authenticator& o) { o.rp_id = "evil.example"; });
    spoiled([](Authenticator& o) { o.type = "webauthn.create"; });
    spoiled([](Authenticator& o) { o.more_client_data = R"(,"crossOrigin":true)"; });
    spoiled([](Authenticator& o) { o.flags = Authenticator::present; });
    spoiled([](Authenticator& o) { o.flags = Authenticator::verified; });
    spoiled([](Authenticator& o) { o.key = SoftKey(CoseAlgorithm::es256); });
    spoiled([](Authenticator& o) { o.id = "nobody has this"; });
    spoiled([](Authenticator& o) { o.id = ""; });
    spoiled([](Authenticator& o) { o.user_handle = ""; });
    spoiled([&](Authenticator& o) { o.user_handle = handle_of(account("bob")); });
    spoiled([](Authenticator& o) { o.extensions = "x"; });
    check_nobody(
        answer(R"({"id":"AA","type":"public-key","response":{"clientDataJSON":"","authenticatorData":"",)"
               R"("signature":""}})"));
    sql.change("UPDATE users SET is_active = false WHERE username = 'ann'");
    check_nobody(sign_in(a));
    sql.change("UPDATE users SET is_active = true WHERE username = 'ann'");
    BOOST_TEST(
        value(sql, "SELECT max(sign_count)::text AS value FROM passkeys") == "0"); // nothing was counted
    BOOST_TEST(count("sessions WHERE device <> 'a test'") == "0");
    BOOST_TEST(sign_in(a).status == 200);
}

BOOST_AUTO_TEST_CASE(a_counter_that_goes_back_is_refused)
{
    auto a = added();
    BOOST_TEST(sign_in(a).status == 200);
    BOOST_TEST(sign_in(a).status == 200);
    auto copy = a;
    BOOST_TEST(sign_in(a).status == 200);
    check_nobody(sign_in(copy)); // it counts as far as the other has
    copy.count = 0;
    check_nobody(sign_in(copy));
    copy.counts = false;
    check_nobody(sign_in(copy));
    BOOST_TEST(value(sql, "SELECT sign_count::text AS value FROM passkeys") == "3");
    BOOST_TEST(sign_in(a).status == 200);
}

BOOST_AUTO_TEST_CASE(a_removed_passkey_and_a_deleted_account_sign_nobody_in)
{
    auto a = added();
    BOOST_TEST(her.send("DELETE", passkeys_at + id_of_only_one() + '/').status == 204);
    check_nobody(sign_in(a));
    for (const std::string boss : {"boss", "acme"}) {
        auto id = account(boss, "employer");
        auto api = board.employer(boss);
        Authenticator theirs{.id = "of " + boss, .user_handle = handle_of(id)};
        BOOST_TEST(add(api, theirs, challenge_for(api)).status == 201);
        if (boss == "acme") // the row of whoever has jobs that others have applied for stays
            seed::application(sql, seed::job(sql, {.employer = id}), ann);
        BOOST_TEST(board.admin().send("DELETE", auth + "users/" + to_text(id) + '/').status == 204);
        check_nobody(sign_in(theirs));
    }
    BOOST_TEST(count("passkeys") == "0");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(passkey_races)

// Of many answers at once to one challenge one is taken.
BOOST_FIXTURE_TEST_CASE(a_challenge_has_one_winner, BusyBoard)
{
    auto& sql = board.sql();
    auto ann = board.user("ann");
    auto person = seed::user(sql, {.username = "ann"});
    Authenticator a{.id = "of ann", .user_handle = handle_of(person)};
    BOOST_TEST_REQUIRE(add(ann, a, challenge_for(ann)).status == 201);
    auto anybody = board.anonymous();
    for (int round = 0; round < 5; ++round) {
        auto asked = anybody.send("POST", sign_in_options_at, json_type, "{}");
        auto body = object({{"credential", '=' + a.assertion_json(asked.json()["challenge"].text())}});
        auto answers = at_once(board, 8,
            [&](HttpClient& client, int) { return client.send("POST", sign_in_at, json_type, body); });
        auto with = [&](int status) {
            return std::count_if(
                answers.begin(), answers.end(), [&](const HttpAnswer& one) { return one.status == status; });
        };
        BOOST_TEST(with(200) == 1);
        BOOST_TEST(with(401) == 7);
    }
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM events WHERE kind = 'user.signed_in'") == "5");
}

// Of signatures with one and the same count one is taken, though each answers a challenge of its own.
BOOST_FIXTURE_TEST_CASE(a_count_has_one_winner, BusyBoard)
{
    auto ann = board.user("ann");
    auto person = seed::user(board.sql(), {.username = "ann"});
    Authenticator a{.id = "of ann", .user_handle = handle_of(person), .counts = true};
    BOOST_TEST_REQUIRE(add(ann, a, challenge_for(ann)).status == 201);
    std::vector<std::string> bodies;
    auto anybody = board.anonymous();
    for (int i = 0; i < 8; ++i) {
        auto copy = a;
        auto asked = anybody.send("POST", sign_in_options_at, json_type, "{}");
        bodies.push_back(
            object({{"credential", '=' + copy.assertion_json(asked.json()["challenge"].text())}}));
    }
    auto answers = at_once(board, 8, [&](HttpClient& client, int i) {
        return client.send("POST", sign_in_at, json_type, bodies[static_cast<std::size_t>(i)]);
    });
    BOOST_TEST(std::count_if(
                   answers.begin(), answers.end(), [](const auto& one) { return one.status == 200; }) == 1);
}

BOOST_FIXTURE_TEST_CASE(an_account_has_at_most_twenty, BusyBoard)
{
    auto& sql = board.sql();
    auto token = board.token_for("ann", "user");
    auto ann = board.bearer(token);
    auto begin = [&](int i) {
        Authenticator a{.id = "credential " + std::to_string(i)};
        return object({{"name", "x"}, {"credential", '=' + a.registration_json(challenge_for(ann))}});
    };
    for (int i = 0; i < 18; ++i)
        BOOST_TEST_REQUIRE(ann.send("POST", passkeys_at, json_type, begin(i)).status == 201);
    std::vector<std::string> bodies;
    for (int i = 18; i < 24; ++i) bodies.push_back(begin(i));
    auto headers = json_type;
    headers.emplace_back("Authorization", "Bearer " + token);
    auto answers = at_once(board, 6, [&](HttpClient& client, int i) {
        return client.send("POST", passkeys_at, headers, bodies[static_cast<std::size_t>(i)]);
    });
    BOOST_TEST(std::count_if(
                   answers.begin(), answers.end(), [](const auto& one) { return one.status == 201; }) == 2);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM passkeys") == "20");
    check_invalid(ann.send("POST", options_at, json_type, "{}"), "non_field_errors");
}

BOOST_AUTO_TEST_SUITE_END()
