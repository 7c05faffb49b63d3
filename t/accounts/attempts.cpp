// Guessing passwords: the delays that grow, for accounts that exist and for those that do not, and the
// owner's way past them.
#include "t/kit/people.hpp"

#include "lib/base/text.hpp"
#include "lib/db/rows.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>

namespace {

struct Number {
    long long number = 0;
    static constexpr auto fields = std::tuple{field("number", &Number::number)};
};

struct Guessing : People {
    long long number(std::string_view query) { return sql.one<Number>(query)->number; }
    long long failures()
    {
        return number(
            "SELECT sum(failures)::bigint AS number FROM sign_in_attempts WHERE bucket LIKE 'account %'");
    }

    Reply guess(const std::string& name, const std::string& password = "a wrong guess")
    {
        return sign_in(name, password);
    }
    // What the counters see when so long has passed.
    void let_pass(long long seconds)
    {
        sql.change("UPDATE sign_in_attempts SET last_at = last_at - :s::int * interval '1 second', "
                   "blocked_until = blocked_until - :s2::int * interval '1 second'",
            {arg("s", seconds), arg("s2", seconds)});
    }
    // The answers to so many guesses one after the other.
    std::vector<std::string> answers(const std::string& name, int count)
    {
        std::vector<std::string> out;
        for (int i = 0; i < count; ++i) {
            auto reply = guess(name);
            out.push_back(fmt::format("{} {}", reply.status, reply.json()["code"].text()));
        }
        return out;
    }
    // Whoever must wait now waits long enough for whatever else a test does.
    void hold_blocks()
    {
        sql.change("UPDATE sign_in_attempts SET blocked_until = now() + interval '20 minutes' "
                   "WHERE blocked_until > last_at",
            {});
    }
    void block(const std::string& name)
    {
        for (int i = 0; i < 10; ++i) BOOST_TEST_REQUIRE(guess(name).status == 401);
        hold_blocks();
        BOOST_TEST_REQUIRE(guess(name).status == 429);
    }
    // The seconds that the last failure has cost.
    long long delay()
    {
        return number("SELECT extract(epoch FROM blocked_until - last_at)::bigint AS number "
                      "FROM sign_in_attempts WHERE bucket LIKE 'account %'");
    }
};

long long seconds_to_wait(const Reply& reply)
{
    check_refused(reply, 429, "too_many_attempts");
    auto seconds = parse<long long>(reply.header("retry-after"));
    BOOST_TEST_REQUIRE(seconds.has_value());
    return *seconds;
}

// "device=…", as a browser sends it back.
Variables device_of(const Reply& reply)
{
    std::string cookie(reply.header("set-cookie"));
    return {{"Cookie", cookie.substr(0, cookie.find(';'))}};
}

// A person at a device they have signed in with.
struct Owner : Guessing {
    Uuid ann = account("ann");
    Reply first = sign_in("ann");
    Variables device = device_of(first);

    Reply come_with(
        const Variables& cookie, const std::string& password = good_password, const std::string& name = "ann")
    {
        auto headers = json_type;
        headers.insert(headers.end(), cookie.begin(), cookie.end());
        return somebody().send(
            "POST", auth + "login/", headers, object({{"username", name}, {"password", password}}));
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(attempts, Guessing)

BOOST_AUTO_TEST_CASE(delays_double_from_a_second_to_twenty_minutes)
{
    account("ann");
    for (int i = 0; i < 10; ++i) check_refused(guess("ann"), 401, "invalid_credentials");
    for (long long expected : {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1200, 1200}) {
        BOOST_TEST(delay() == expected);
        if (expected >= 8) { // a shorter one may be over by now
            auto wait = seconds_to_wait(guess("ann"));
            BOOST_TEST((wait <= expected && wait >= expected - 4), wait << ", not " << expected);
        }
        let_pass(expected);
        check_refused(guess("ann"), 401, "invalid_credentials");
    }
}

BOOST_AUTO_TEST_CASE(a_right_password_is_refused_while_blocked_and_nothing_tells_them_apart)
{
    account("ann");
    block("ann");
    auto wrong = guess("ann"), right = sign_in("ann");
    BOOST_TEST(right.status == 429);
    BOOST_TEST(right.body == wrong.body);
    BOOST_TEST(right.header("set-cookie") == "");
    let_pass(1200);
    BOOST_TEST(sign_in("ann").status == 200);
}

BOOST_AUTO_TEST_CASE(an_account_can_be_guessed_at_a_hundred_times_a_day_at_most)
{
    account("ann");
    long long guesses = 0, elapsed = 0;
    for (constexpr long long day = 86'400; elapsed < day;) {
        auto reply = guess("ann"); // from another network each time
        if (reply.status == 401) {
            ++guesses;
            continue;
        }
        auto wait = seconds_to_wait(reply);
        let_pass(wait);
        elapsed += wait;
    }
    BOOST_TEST(guesses <= 100);
    BOOST_TEST(guesses > 50); // a person with a bad memory gets in some day
}

BOOST_AUTO_TEST_CASE(failures_fade_one_by_one)
{
    account("ann");
    block("ann");
    auto before = failures();
    let_pass(3 * 1800);
    BOOST_TEST(guess("ann").status == 401);
    BOOST_TEST(failures() == before - 3 + 1);
    let_pass(100 * 1800);
    BOOST_TEST(guess("ann").status == 401);
    BOOST_TEST(failures() == 1);
}

BOOST_AUTO_TEST_CASE(a_success_takes_its_own_count_back)
{
    account("ann");
    for (int i = 0; i < 3; ++i) guess("ann");
    BOOST_TEST(sign_in("ann").status == 200);
    BOOST_TEST(failures() == 3);
}

BOOST_AUTO_TEST_CASE(accounts_that_do_not_exist_behave_the_same)
{
    account("ann");
    auto known = answers("ann", 10), unknown = answers("nobody.here", 10);
    BOOST_TEST(known == unknown, boost::test_tools::per_element());
    hold_blocks();
    auto ann = guess("ann"), nobody = guess("nobody.here");
    BOOST_TEST(std::abs(seconds_to_wait(ann) - seconds_to_wait(nobody)) <= 1);
    BOOST_TEST(ann.body == nobody.body);
    let_pass(1200);
    ann = guess("ann"), nobody = guess("nobody.here");
    check_refused(ann, 401, "invalid_credentials");
    BOOST_TEST(ann.body == nobody.body);
    BOOST_TEST(ann.headers.size() == nobody.headers.size());
    BOOST_TEST(number("SELECT count(DISTINCT failures) AS number FROM sign_in_attempts "
                      "WHERE bucket LIKE 'account %'") == 1);
}

BOOST_AUTO_TEST_CASE(inactive_accounts_behave_the_same)
{
    auto ann = account("ann");
    sql.change("UPDATE users SET is_active = false WHERE id = :id::uuid", {arg("id", ann)});
    for (int i = 0; i < 10; ++i) check_refused(sign_in("ann"), 401, "invalid_credentials");
    hold_blocks();
    check_refused(sign_in("ann"), 429, "too_many_attempts");
}

BOOST_AUTO_TEST_CASE(all_spellings_are_one_name)
{
    account("ann");
    for (auto name : {"ann", "ANN", " ann ", "ａｎｎ"}) BOOST_TEST(guess(name).status == 401);
    BOOST_TEST(failures() == 4);
    BOOST_TEST(number("SELECT count(*) AS number FROM sign_in_attempts WHERE bucket LIKE 'account %'") == 1);
}

// Otherwise blocking the one would tell that the other belongs to it.
BOOST_AUTO_TEST_CASE(name_and_address_are_two)
{
    account("ann");
    block("ann");
    check_refused(guess("ann@secret.example"), 401, "invalid_credentials");
    BOOST_TEST(sign_in("ann@secret.example").status == 200);
    BOOST_TEST(sign_in("ann").status == 429);
}

BOOST_AUTO_TEST_CASE(one_network_cannot_try_many_accounts)
{
    auto from = [&](const std::string& address, int number) {
        Api api{board.address(), {{"X-Forwarded-For", address}}};
        return send(api, "POST", "login/",
            {{"username", fmt::format("victim{}", number)}, {"password", "password1"}});
    };
    for (int i = 0; i < 30; ++i) BOOST_TEST(from(i % 2 ? "192.0.2.1" : "::ffff:192.0.2.1", i).status == 401);
    sql.change("UPDATE sign_in_attempts SET blocked_until = now() + interval '30 seconds' WHERE bucket LIKE "
               "'network %'",
        {});
    BOOST_TEST(seconds_to_wait(from("192.0.2.1", 100)) <= 30);
    BOOST_TEST(from("192.0.2.2", 101).status == 401);
    // An attempt that its network was refused says nothing against the account.
    BOOST_TEST(number("SELECT count(*) AS number FROM sign_in_attempts WHERE bucket LIKE 'account %'") == 31);
}

BOOST_AUTO_TEST_CASE(one_network_can_try_a_hundred_accounts_an_hour_at_most)
{
    long long guesses = 0, elapsed = 0;
    for (int i = 0; elapsed < 3600; ++i) {
        Api api{board.address(), {{"X-Forwarded-For", "192.0.2.1"}}};
        auto reply = send(
            api, "POST", "login/", {{"username", fmt::format("victim{}", i)}, {"password", "password1"}});
        if (reply.status == 401) {
            ++guesses;
            continue;
        }
        auto wait = seconds_to_wait(reply);
        let_pass(wait);
        elapsed += wait;
    }
    BOOST_TEST(guesses <= 100);
    BOOST_TEST(guesses >= 30);
}

BOOST_AUTO_TEST_CASE(one_network_of_ipv6_is_64_bits)
{
    for (auto address : {"2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::1", "2001:db8:0:1::1"}) {
        Api api{board.address(), {{"X-Forwarded-For", address}}};
        send(api, "POST", "login/", {{"username", address}, {"password", "password1"}});
    }
    BOOST_TEST(number("SELECT count(*) AS number FROM sign_in_attempts WHERE bucket LIKE 'network %'") == 2);
    BOOST_TEST(
        number("SELECT max(failures) AS number FROM sign_in_attempts WHERE bucket LIKE 'network %'") == 3);
}

BOOST_AUTO_TEST_CASE(guesses_at_the_old_password_count_for_their_session)
{
    account("ann");
    auto api = board.user("ann"), elsewhere = board.user("ann");
    auto change = [&](Api& who, const std::string& old) {
        return send(who, "POST", "change-password/",
            {{"old_password", old}, {"new_password", "another fine horse"},
                {"new_password2", "another fine horse"}});
    };
    for (int i = 0; i < 10; ++i) check_invalid(change(api, "a wrong guess"), "old_password");
    hold_blocks();
    BOOST_TEST(seconds_to_wait(change(api, good_password)) > 0);
    BOOST_TEST(sign_in("ann").status == 200);
    block("ann"); // by strangers, who keep nobody from what is their own
    BOOST_TEST(change(elsewhere, good_password).status == 200);
}

BOOST_FIXTURE_TEST_CASE(the_owner_gets_in_during_an_attack, Owner)
{
    BOOST_TEST_REQUIRE(first.status == 200, first.body);
    auto cookie = std::string(first.header("set-cookie"));
    for (auto part : {"device=", "; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=31536000"})
        BOOST_TEST(cookie.find(part) != std::string::npos, cookie);
    block("ann");
    BOOST_TEST(come_with({}).status == 429);
    auto reply = come_with(device);
    BOOST_TEST(reply.status == 200, reply.body);
    BOOST_TEST(reply.header("set-cookie") == ""); // the device is known already
    BOOST_TEST(guess("ann").status == 429);       // and the attacker is where they were
    for (int i = 0; i < 100; ++i) {
        BOOST_TEST(guess("ann").status == 429);
        BOOST_TEST(come_with(device).status == 200);
    }
}

BOOST_FIXTURE_TEST_CASE(a_known_device_has_a_budget_of_its_own, Owner)
{
    for (int i = 0; i < 10; ++i) BOOST_TEST(come_with(device, "a wrong guess").status == 401);
    hold_blocks();
    BOOST_TEST(come_with(device).status == 429);
    BOOST_TEST(come_with({}).status == 200); // the account was not attacked
}

BOOST_FIXTURE_TEST_CASE(devices_cannot_be_made_up_or_borrowed, Owner)
{
    account("bob");
    auto of_bob = device_of(sign_in("bob"));
    block("ann");
    auto value = device[0].second;
    auto last = value.back() == 'A' ? 'B' : 'A';
    for (const auto& cookie : {of_bob[0].second, value.substr(0, value.size() - 1), value + 'A',
             value.substr(0, value.size() - 1) + last, value.substr(0, value.find('.') + 1),
             value.substr(0, value.find('.')), std::string("device="), std::string("device=."),
             "device=" + to_text(new_uuid()) + value.substr(value.find('.')), "Device" + value.substr(6)})
        BOOST_TEST(come_with({{"Cookie", cookie}}).status == 429, cookie);
    BOOST_TEST(come_with({{"Cookie", "theme=dark; " + value + "; x=y"}}).status == 200);
}

BOOST_FIXTURE_TEST_CASE(clients_without_cookies_say_their_device, Owner)
{
    auto known = first.json()["device"].text();
    BOOST_TEST("device=" + known == device[0].second);
    block("ann");
    auto come = [&](const std::string& said) {
        auto api = somebody();
        return send(
            api, "POST", "login/", {{"username", "ann"}, {"password", good_password}, {"device", said}});
    };
    auto reply = come(known);
    BOOST_TEST_REQUIRE(reply.status == 200, reply.body);
    BOOST_TEST(reply.json()["device"].text() == known);
    for (const auto& wrong : {std::string(), known + "A", known.substr(1), std::string("x")})
        BOOST_TEST(come(wrong).status == 429, wrong);
}

BOOST_FIXTURE_TEST_CASE(a_device_is_known_until_the_password_changes, Owner)
{
    const std::string fresh = "another fine horse";
    auto me = board.bearer(first.json()["access"].text());
    BOOST_TEST(send(me, "POST", "change-password/",
                   {{"old_password", good_password}, {"new_password", fresh}, {"new_password2", fresh}})
                   .status == 200);
    block("ann");
    BOOST_TEST(come_with(device, fresh).status == 429);
    let_pass(1200);
    BOOST_TEST(come_with(device, fresh).header("set-cookie") != "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(attempts_at_once)

BOOST_FIXTURE_TEST_CASE(parallel_guesses_are_counted_exactly, BusyBoard)
{
    auto answers = at_once(board, 50, [](HttpClient& client, int number) {
        Variables headers = json_type;
        headers.emplace_back("X-Forwarded-For", fmt::format("10.9.{}.1", number));
        return client.send("POST", auth + "login/", headers,
            object({{"username", "ann"}, {"password", fmt::format("guess number {}", number)}}));
    });
    std::map<int, long long> statuses;
    for (const auto& answer : answers) ++statuses[answer.status];
    auto counted = board.sql().one<Number>(
        "SELECT failures::bigint AS number FROM sign_in_attempts WHERE bucket LIKE 'account %'");
    BOOST_TEST(statuses[401] + statuses[429] == 50);
    BOOST_TEST(statuses[401] == counted->number);
    // Ten are free; after that a second must pass before each, so that a slow machine may see one or two.
    BOOST_TEST(statuses[401] >= 10);
    BOOST_TEST(statuses[401] <= 13);
}

BOOST_FIXTURE_TEST_CASE(counters_outlive_every_process, BusyBoard)
{
    Variables headers = json_type;
    auto body = object({{"username", "ann"}, {"password", "a wrong guess"}});
    auto guess = [&] { return board.outsider().send("POST", auth + "login/", headers, body); };
    for (int i = 0; i < 10; ++i) BOOST_TEST_REQUIRE(guess().status == 401);
    board.sql().change("UPDATE sign_in_attempts SET blocked_until = now() + interval '20 minutes'", {});
    auto workers = board.workers();
    for (auto worker : workers) kill(worker, SIGKILL);
    auto replaced = [&] {
        auto now = board.workers();
        return now.size() == workers.size() && std::none_of(now.begin(), now.end(), [&](pid_t pid) {
            return std::find(workers.begin(), workers.end(), pid) != workers.end();
        });
    };
    BOOST_TEST_REQUIRE(eventually(replaced));
    check_refused(guess(), 429, "too_many_attempts");
}

BOOST_AUTO_TEST_SUITE_END()
