// A password that changes while somebody signs in with the old one: nothing of the old one lives on.
#include "t/kit/people.hpp"

#include "lib/auth/passwords.hpp"

#include <future>

namespace {

const std::string other_password = "another fine horse 7";

// A board that waits for locks, however busy the machine is.
Board& patient_board()
{
    static Board board(
        Variables{{"SLOW_WORKERS", "4"}, {"RATE_LIMIT_PERCENT", "0"}, {"LOCK_TIMEOUT_MS", "20000"},
            {"STATEMENT_TIMEOUT_MS", "20000"}, {"IDLE_TRANSACTION_TIMEOUT_MS", "20000"}});
    return board;
}

struct Races {
    Board& board = patient_board();
    Sql& sql = board.sql();
    Races() { empty_tables(sql); }

    Reply send(const std::string& path, const Variables& members, const std::string& token = "") const
    {
        Variables headers = json_type;
        headers.emplace_back("X-Forwarded-For", People::fresh_address());
        if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
        return Reply(HttpClient(board.address()).send("POST", auth + path, headers, object(members)));
    }
    Reply sign_in(const std::string& password) const
    {
        return send("login/", {{"username", "ann"}, {"password", password}});
    }
    Reply change(const std::string& token, const std::string& to) const
    {
        return send("change-password/",
            {{"old_password", good_password}, {"new_password", to}, {"new_password2", to}}, token);
    }
    void keep_as(const std::string& hash) const
    {
        sql.change("UPDATE users SET password_hash = :hash WHERE username = 'ann'",
            {arg("hash", std::string_view(hash))});
    }
    void make_ann() const
    {
        board.token_for("ann", "user");
        sql.change("DELETE FROM sign_in_attempts");
        keep_as(hash_password(good_password, test_hash_cost));
    }
    std::string access(const Reply& signed_in) const { return signed_in.json()["access"].text(); }
    int me(const std::string& token) const { return board.bearer(token).get(auth + "me/").status; }
    std::string kept() const
    {
        return value(sql, "SELECT password_hash AS value FROM users WHERE username = 'ann'");
    }
    bool one_is_being_tried() const
    {
        return value(sql, "SELECT coalesce(max(failures), 0)::text AS value FROM sign_in_attempts") != "0";
    }
};

// A hash of another cost, so high that to compare it takes about a second.
std::string slow_hash(const std::string& password)
{
    return hash_password(password, {.passes = 24, .memory = 64 << 20});
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(password_races, Races)

BOOST_AUTO_TEST_CASE(of_two_changes_at_once_one_wins)
{
    for (int round = 0; round < 5; ++round) {
        make_ann();
        auto first = access(sign_in(good_password)), second = access(sign_in(good_password));
        auto one = std::async(std::launch::async, [&] { return change(first, other_password); });
        auto other = change(second, "a third good horse 9");
        auto mine = one.get().status;
        std::pair statuses(std::min(mine, other.status), std::max(mine, other.status));
        // The other's session has ended by then, or its old password is none any more.
        BOOST_TEST(statuses.first == 200);
        BOOST_TEST((statuses.second == 400 || statuses.second == 401), statuses.second);
        auto old = sign_in(good_password).status;
        BOOST_TEST(old == 401);
        empty_tables(sql);
    }
}

// Both have looked at the old password before either writes.
BOOST_AUTO_TEST_CASE(the_old_password_is_compared_again_where_it_is_written)
{
    make_ann();
    auto token = access(sign_in(good_password)), beside = access(sign_in(good_password));
    sql.begin();
    sql.change("SELECT FROM users WHERE username = 'ann' FOR UPDATE");
    auto waits = [&](int count) {
        return eventually([&] {
            sql.change(
                "SELECT pg_stat_clear_snapshot()"); // a transaction goes on seeing who was there at first
            return value(sql, "SELECT count(*)::text AS value FROM pg_stat_activity "
                              "WHERE datname = current_database() AND wait_event_type = 'Lock'") ==
                   std::to_string(count);
        });
    };
    auto one = std::async(std::launch::async, [&] { return change(token, other_password); });
    auto two = std::async(std::launch::async, [&] { return change(beside, "a third good horse 9"); });
    BOOST_TEST(waits(2));
    sql.rollback();
    auto a = one.get(), b = two.get();
    BOOST_TEST(std::min(a.status, b.status) == 200);
    const auto& loser = a.status == 200 ? b : a;
    BOOST_TEST(loser.status == 400);
    check_invalid(loser, "old_password");
    BOOST_TEST(sign_in(a.status == 200 ? other_password : "a third good horse 9").status == 200);
}

BOOST_AUTO_TEST_CASE(a_sign_in_that_still_compares_the_old_password_leaves_nothing)
{
    make_ann();
    auto token = access(sign_in(good_password));
    sql.change("DELETE FROM sign_in_attempts");
    keep_as(slow_hash(good_password)); // which a sign-in would write anew in today's way, too
    auto late = std::async(std::launch::async, [&] { return sign_in(good_password); });
    BOOST_TEST(eventually([&] { return one_is_being_tried(); }));
    keep_as(hash_password(good_password, test_hash_cost));
    BOOST_TEST_REQUIRE(change(token, other_password).status == 200);
    auto after_change = kept();

    auto reply = late.get();
    check_refused(reply, 401, "invalid_credentials");
    BOOST_TEST(kept() == after_change);
    BOOST_TEST(sign_in(good_password).status == 401);
    BOOST_TEST(sign_in(other_password).status == 200);
}

BOOST_AUTO_TEST_CASE(whoever_signed_in_with_the_old_password_is_out_once_the_change_has_answered)
{
    for (int round = 0; round < 10; ++round) {
        make_ann();
        auto token = access(sign_in(good_password));
        std::vector<std::future<Reply>> late;
        for (int i = 0; i < 4; ++i)
            late.push_back(std::async(std::launch::async, [&] { return sign_in(good_password); }));
        auto changed = change(token, other_password);
        BOOST_TEST_REQUIRE(changed.status == 200);
        for (auto& one : late) {
            auto reply = one.get();
            if (reply.status == 200) BOOST_TEST(me(access(reply)) == 401);
            else BOOST_TEST(reply.status == 401);
        }
        BOOST_TEST(me(access(changed)) == 200);
        BOOST_TEST(sign_in(good_password).status == 401);
        empty_tables(sql);
    }
}

BOOST_AUTO_TEST_SUITE_END()
