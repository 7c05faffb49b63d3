// Second factors: an app's codes, recovery codes, and sign-ins that wait for one of them.
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include "lib/auth/factors/totp.hpp"
#include "lib/auth/key_ring.hpp"

namespace {

using namespace std::chrono_literals;

struct Factored : People {
    Api ann = board.bearer(signed_in());
    Secret seed;
    std::vector<std::string> recovery;

    std::string signed_in()
    {
        account("ann");
        auto reply = sign_in("ann");
        BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
        return reply.json()["access"].text();
    }
    Secret kept_seed(const std::string& column)
    {
        auto id = value(sql, "SELECT id::text AS value FROM users WHERE username = 'ann'");
        auto opened = KeyRing({test_secret_key})
                          .open(value(sql, "SELECT " + column + " AS value FROM totp_factors"), "totp " + id);
        BOOST_TEST_REQUIRE(opened.has_value());
        return Secret(*opened);
    }
    void set_up()
    {
        auto begun = send(ann, "POST", "2fa/totp/", {});
        BOOST_TEST_REQUIRE(begun.status == 200, begun.body);
        seed = kept_seed("pending");
        BOOST_TEST(begun.json()["secret"].text() == shown_totp_seed(seed));
        auto confirmed = send(ann, "POST", "2fa/totp/confirm/", {{"code", totp_code(seed, now() - 30s)}});
        BOOST_TEST_REQUIRE(confirmed.status == 200, confirmed.body);
        auto codes = confirmed.json()["recovery_codes"];
        for (std::size_t i = 0; i < codes.size(); ++i) recovery.push_back(codes[i].text());
    }
    std::string challenge()
    {
        auto reply = sign_in("ann");
        check_refused(reply, 401, "second_factor_required");
        return reply.json()["challenge"].text();
    }
    Reply step(const Variables& members)
    {
        auto api = somebody();
        return send(api, "POST", "login/second-factor/", members);
    }
    std::string code() { return totp_code(seed, now()); }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(second_factor, Factored)

BOOST_AUTO_TEST_CASE(an_app_is_set_up_and_signing_in_asks_for_its_code)
{
    auto now_there = [&](const std::string& name) {
        auto reply = ann.get(auth + "2fa/");
        return reply.json()[name].text();
    };
    BOOST_TEST(now_there("enabled") == "false");
    set_up();
    BOOST_TEST(recovery.size() == 10u);
    BOOST_TEST(now_there("enabled") == "true");
    BOOST_TEST(now_there("totp") == "true");
    BOOST_TEST(now_there("recovery_codes_left") == "10");
    BOOST_TEST(now_there("required") == "false");

    auto waits = challenge();
    auto in = step({{"challenge", waits}, {"code", code()}});
    BOOST_TEST_REQUIRE(in.status == 200, in.body);
    BOOST_TEST(in.json()["user"]["username"].text() == "ann");
    BOOST_TEST(board.bearer(in.json()["access"].text()).get(auth + "me/").status == 200);
    check_refused(step({{"challenge", waits}, {"recovery_code", recovery[0]}}), 401, "challenge_not_valid");
}

BOOST_AUTO_TEST_CASE(a_code_is_taken_once_and_only_about_its_time)
{
    set_up();
    auto spent = code();
    BOOST_TEST(step({{"challenge", challenge()}, {"code", spent}}).status == 200);
    check_refused(step({{"challenge", challenge()}, {"code", spent}}), 401, "code_not_valid");
    for (auto away : {-90s, 90s, -86'400s})
        check_refused(step({{"challenge", challenge()}, {"code", totp_code(seed, now() + away)}}), 401,
            "code_not_valid");
    for (const std::string bad : {"", "12345", "1234567", "abcdef", "-12345", "12 456"})
        BOOST_TEST(step({{"challenge", challenge()}, {"code", bad}}).status >= 400, bad);
}

BOOST_AUTO_TEST_CASE(of_many_who_come_with_one_code_at_once_one_is_let_in)
{
    set_up();
    std::vector<std::string> challenges;
    for (int i = 0; i < 6; ++i) challenges.push_back(challenge());
    auto shown = code();
    auto all = at_once(board, 6, [&](HttpClient& client, int i) {
        return client.send("POST", auth + "login/second-factor/", json_type,
            object({{"challenge", challenges[static_cast<std::size_t>(i)]}, {"code", shown}}));
    });
    int in = 0;
    for (const auto& one : all) in += one.status == 200;
    BOOST_TEST(in == 1);
}

BOOST_AUTO_TEST_CASE(a_recovery_code_lets_in_once_however_it_is_typed)
{
    set_up();
    auto typed = recovery[3];
    std::erase(typed, '-');
    for (char& c : typed) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    BOOST_TEST(step({{"challenge", challenge()}, {"recovery_code", typed}}).status == 200);
    check_refused(step({{"challenge", challenge()}, {"recovery_code", recovery[3]}}), 401, "code_not_valid");
    BOOST_TEST(ann.get(auth + "2fa/").json()["recovery_codes_left"].text() == "9");
    auto anew = send(ann, "POST", "2fa/recovery-codes/", {});
    BOOST_TEST_REQUIRE(anew.status == 200, anew.body);
    check_refused(step({{"challenge", challenge()}, {"recovery_code", recovery[4]}}), 401, "code_not_valid");
    BOOST_TEST(step({{"challenge", challenge()}, {"recovery_code", anew.json()["recovery_codes"][0].text()}})
                   .status == 200);
    BOOST_TEST(
        value(sql, "SELECT count(*)::text AS value FROM recovery_codes WHERE digest LIKE '%-%'") == "0");
}

BOOST_AUTO_TEST_CASE(five_tries_end_a_challenge_and_guessing_meets_growing_delays)
{
    set_up();
    auto waits = challenge();
    for (int i = 0; i < 5; ++i)
        check_refused(step({{"challenge", waits}, {"code", "000000"}}), 401, "code_not_valid");
    check_refused(step({{"challenge", waits}, {"code", code()}}), 401, "challenge_not_valid");
    int delayed = 0;
    for (int i = 0; i < 8 && !delayed; ++i)
        delayed = step({{"challenge", challenge()}, {"code", "000000"}}).status == 429;
    BOOST_TEST(delayed == 1);
    check_refused(step({{"challenge", "nonsense"}, {"code", code()}}), 401, "challenge_not_valid");
}

BOOST_AUTO_TEST_CASE(a_new_password_and_time_end_a_challenge)
{
    set_up();
    auto waits = challenge();
    sql.change("UPDATE factor_challenges SET expires_at = now()");
    check_refused(step({{"challenge", waits}, {"code", code()}}), 401, "challenge_not_valid");
    auto before = challenge();
    sql.change("UPDATE users SET password_version = password_version + 1");
    check_refused(step({{"challenge", before}, {"code", code()}}), 401, "challenge_not_valid");
}

BOOST_AUTO_TEST_CASE(a_device_that_is_remembered_is_not_asked)
{
    set_up();
    auto in = step({{"challenge", challenge()}, {"code", code()}, {"remember_device", "=true"}});
    BOOST_TEST_REQUIRE(in.status == 200);
    auto device = in.json()["device"].text();
    auto api = somebody();
    BOOST_TEST(
        send(api, "POST", "login/", {{"username", "ann"}, {"password", good_password}, {"device", device}})
            .status == 200);
    auto other = in.json()["device"].text();
    other[0] = other[0] == 'a' ? 'b' : 'a';
    check_refused(
        send(api, "POST", "login/", {{"username", "ann"}, {"password", good_password}, {"device", other}}),
        401, "second_factor_required");
    BOOST_TEST(send(ann, "DELETE", "2fa/totp/", {}).status == 204);
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM trusted_devices") == "0");
    BOOST_TEST(sign_in("ann").status == 200);
    BOOST_TEST(send(ann, "DELETE", "2fa/totp/", {}).status == 404);
    check_invalid(send(ann, "POST", "2fa/recovery-codes/", {}), "non_field_errors");
}

BOOST_AUTO_TEST_CASE(what_changes_a_factor_asks_again_who_it_is)
{
    set_up();
    sql.change("UPDATE sessions SET proven_at = now() - interval '11 minutes'");
    for (const std::string path : {"2fa/totp/", "2fa/recovery-codes/"}) {
        check_refused(send(ann, "POST", path, {}), 403, "reauthentication_required");
        check_invalid(send(ann, "POST", path, {{"password", "a wrong horse 9"}}), "password");
    }
    check_refused(send(ann, "DELETE", "2fa/totp/", {}), 403, "reauthentication_required");
    BOOST_TEST(send(ann, "POST", "2fa/recovery-codes/", {{"password", good_password}}).status == 200);
    BOOST_TEST(send(ann, "POST", "2fa/recovery-codes/", {}).status == 200); // shown for ten minutes
}

BOOST_AUTO_TEST_CASE(a_seed_counts_only_once_it_is_confirmed)
{
    check_invalid(send(ann, "POST", "2fa/totp/confirm/", {{"code", "123456"}}), "code");
    BOOST_TEST(send(ann, "POST", "2fa/totp/", {}).status == 200);
    check_invalid(send(ann, "POST", "2fa/totp/confirm/", {{"code", "12345"}}), "code");
    BOOST_TEST(sign_in("ann").status == 200);
    set_up();
    auto first = seed;
    BOOST_TEST(send(ann, "POST", "2fa/totp/", {}).status == 200); // another app, not yet confirmed
    BOOST_TEST(step({{"challenge", challenge()}, {"code", totp_code(first, now())}}).status == 200);
}

BOOST_AUTO_TEST_CASE(the_seed_is_nowhere_in_the_clear)
{
    set_up();
    BOOST_TEST(value(sql, "SELECT count(*)::text AS value FROM totp_factors WHERE sealed LIKE '%" +
                              shown_totp_seed(seed) + "%'") == "0");
}

// What a new key in front seals, the older ones need not open any more.
BOOST_AUTO_TEST_CASE(seeds_move_to_a_new_key)
{
    set_up();
    auto id = value(sql, "SELECT id::text AS value FROM users WHERE username = 'ann'");
    const std::string fresh = "a-fresh-key-for-tests-of-32-characters";
    auto rotated = board.call({"keys", "rotate"}, {{"JOBBOARD_DATA_KEYS", fresh + "," + test_secret_key}});
    BOOST_TEST(rotated.status == 0, rotated.out);
    BOOST_TEST(rotated.out.find("sealed 1 anew") != std::string::npos, rotated.out);
    auto sealed = value(sql, "SELECT sealed AS value FROM totp_factors");
    BOOST_TEST((KeyRing({fresh}).open(sealed, "totp " + id) == seed.reveal()));
    auto again = board.call({"keys", "rotate"}, {{"JOBBOARD_DATA_KEYS", fresh}});
    BOOST_TEST(again.out.find("sealed 0 anew") != std::string::npos, again.out);
    BOOST_TEST(board.call({"keys", "rotate"}, {{"JOBBOARD_DATA_KEYS", test_secret_key}}).status != 0); // lost
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(second_factor_asked)

BOOST_AUTO_TEST_CASE(whom_the_board_asks_for_one_can_do_nothing_else_when_its_time_is_up)
{
    Board strict(
        Variables{{"REQUIRE_SECOND_FACTOR", "employers_and_admins"}, {"SECOND_FACTOR_GRACE_DAYS", "2"}});
    auto& sql = strict.sql();
    auto boss = strict.employer("acme"), ann = strict.user("ann"), root = strict.admin();
    auto status = [&](Api& who) { return who.get(auth + "sessions/").status; };
    BOOST_TEST(status(boss) == 200); // nobody has asked yet
    sql.change("UPDATE users SET factor_asked_at = now() - interval '1 day'");
    BOOST_TEST(status(boss) == 200);
    sql.change("UPDATE users SET factor_asked_at = now() - interval '3 days'");
    check_refused(boss.get(auth + "sessions/"), 403, "second_factor_missing");
    check_refused(root.get(auth + "users/"), 403, "second_factor_missing");
    BOOST_TEST(status(ann) == 200);
    BOOST_TEST(boss.get(auth + "me/").status == 200);
    BOOST_TEST(boss.get(auth + "2fa/").json()["required"].text() == "true");
    BOOST_TEST(People::send(boss, "POST", "2fa/totp/", {}).status == 200);
    auto id = value(sql, "SELECT id::text AS value FROM users WHERE username = 'acme'");
    auto seed = KeyRing({test_secret_key})
                    .open(value(sql, "SELECT pending AS value FROM totp_factors"), "totp " + id);
    BOOST_TEST_REQUIRE(seed.has_value());
    BOOST_TEST(
        People::send(boss, "POST", "2fa/totp/confirm/", {{"code", totp_code(Secret(*seed), now())}}).status ==
        200);
    BOOST_TEST(status(boss) == 200);
}

BOOST_AUTO_TEST_SUITE_END()

// By the vectors of RFC 6238, whose codes have eight digits: the last six of them.
BOOST_AUTO_TEST_SUITE(totp)

BOOST_AUTO_TEST_CASE(codes_are_those_of_the_standard)
{
    Secret seed("12345678901234567890");
    BOOST_TEST(totp_code(seed, Time(59s)) == "287082");
    BOOST_TEST(totp_code(seed, Time(1'111'111'109s)) == "081804");
    BOOST_TEST(totp_code(seed, Time(20'000'000'000s)) == "353130");
    BOOST_TEST((totp_step(seed, "287082", Time(59s)) == 1));
    BOOST_TEST((totp_step(seed, "287082", Time(89s)) == 1));
    BOOST_TEST(!totp_step(seed, "287082", Time(120s)));
    BOOST_TEST(shown_totp_seed(seed) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    BOOST_TEST(
        totp_address(seed, "Jobs & Co", "ann").starts_with("otpauth://totp/Jobs%20%26%20Co:ann?secret=GEZD"));
    BOOST_TEST(qr_svg("x").starts_with("<svg "));
    BOOST_CHECK_THROW(qr_svg(std::string(5000, 'x')), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
