// When the server goes while it commits, nobody can tell which came first, and the client is told just that.
#include "t/admin/desk.hpp"

#include <fmt/format.h>
#include <future>

namespace {

// What is written waits at its COMMIT, for a lock that the test holds.
struct Committing {
    Board board{Variables{{"LOCK_TIMEOUT_MS", "20000"}, {"STATEMENT_TIMEOUT_MS", "20000"}}};
    Sql& sql = board.sql();

    Committing()
    {
        sql.script("CREATE FUNCTION wait_at_commit() RETURNS trigger LANGUAGE plpgsql AS "
                   "'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END'");
        for (auto table : {"jobs", "users", "sessions"})
            sql.script(
                fmt::format("CREATE CONSTRAINT TRIGGER wait_at_commit AFTER INSERT OR UPDATE ON {} "
                            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_at_commit()",
                    table));
    }

    // Ends the server's process that waits there.
    bool end_the_one_that_commits() const
    {
        return eventually([&] {
            return value(sql, "SELECT count(pg_terminate_backend(pid))::text AS value FROM pg_stat_activity "
                              "WHERE datname = current_database() AND wait_event = 'advisory'") == "1";
        });
    }

    Reply lost_at_commit(const std::function<Reply()>& send) const
    {
        sql.all<Held>("SELECT pg_advisory_lock(4711) IS NOT NULL AS held");
        auto sent = std::async(std::launch::async, send);
        BOOST_TEST(end_the_one_that_commits());
        sql.all<Held>("SELECT pg_advisory_unlock(4711) AS held");
        return sent.get();
    }

    struct Held {
        bool held = false;
        static constexpr auto fields = std::tuple{field("held", &Held::held)};
    };
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(commits, Committing)

BOOST_AUTO_TEST_CASE(a_lost_answer_of_a_commit_is_an_unknown_outcome_everywhere)
{
    auto boss = board.employer("acme"), ann = board.user("ann");
    auto body = R"({"title":"New","description":"D.","requirements":"R.","category":")" +
                to_text(seed::category(sql)) + R"(","location":"Vienna"})";
    auto job = to_text(seed::job(sql));
    auto hash = hash_password(good_password, test_hash_cost);
    sql.change("UPDATE users SET password_hash = :hash", {arg("hash", std::string_view(hash))});
    const std::pair<std::string_view, std::function<Reply()>> all[] = {
        {"POST", [&] { return boss.send("POST", "/api/v1/jobs/", json_type, body); }},
        {"PATCH",
            [&] { return boss.send("PATCH", "/api/v1/jobs/" + job + '/', json_type, R"({"title":"Old"})"); }},
        {"DELETE", [&] { return boss.send("DELETE", "/api/v1/jobs/" + job + '/'); }},
        {"own account",
            [&] { return ann.send("PATCH", auth + "me/update/", json_type, R"({"bio":"Me."})"); }},
        {"sign-in",
            [&] {
                return board.anonymous().send("POST", auth + "login/", json_type,
                    object({{"username", "ann"}, {"password", good_password}}));
            }},
        {"password",
            [&] {
                return ann.send("POST", auth + "change-password/", json_type,
                    object({{"old_password", good_password}, {"new_password", "another fine horse 7"},
                        {"new_password2", "another fine horse 7"}}));
            }},
    };
    for (const auto& [what, send] : all) BOOST_TEST_CONTEXT(what)
    check_refused(lost_at_commit(send), 503, "outcome_unknown");
}

BOOST_AUTO_TEST_SUITE_END()
