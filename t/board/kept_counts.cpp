// Counts of long lists: kept, taken anew behind the requests, and forgotten.
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

#include "lib/store/board/job_counts.hpp"

namespace {

constexpr int many = 1200;

struct KeptCounts : EmptyBoard {
    KeptCounts() { seed::jobs(sql, many); }

    std::string count() { return api.get("/api/v1/jobs/?job_type=full-time").json()["count"].text(); }
    std::string kept(const std::string& column)
    {
        return value(
            sql, "SELECT coalesce(string_agg(" + column + "::text, ' '), '') AS value FROM kept_counts");
    }
    void age(const std::string& by)
    {
        sql.change("UPDATE kept_counts SET counted_at = now() - interval '" + by + "'");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(kept_counts, KeptCounts)

BOOST_AUTO_TEST_CASE(one_is_good_for_two_minutes_and_renewed_while_asked_for)
{
    BOOST_TEST(count() == std::to_string(many));
    BOOST_TEST(kept("exact") == "true");
    sql.change("DELETE FROM jobs WHERE id IN (SELECT id FROM jobs LIMIT 100)");
    BOOST_TEST(count() == std::to_string(many));
    BOOST_TEST(!store::recount(sql)); // young
    age("70 s");
    BOOST_TEST(!store::recount(sql)); // nobody asked
    BOOST_TEST(count() == std::to_string(many));
    BOOST_TEST(kept("asked") == "true");
    BOOST_TEST(store::recount(sql));
    BOOST_TEST(!store::recount(sql));
    BOOST_TEST(count() == std::to_string(many - 100));
    sql.change("DELETE FROM jobs WHERE id IN (SELECT id FROM jobs LIMIT 50)");
    age("121 s");
    BOOST_TEST(count() == std::to_string(many - 150));
}

BOOST_AUTO_TEST_CASE(what_the_planner_expects_is_made_exact)
{
    BOOST_TEST(count() == std::to_string(many));
    sql.change("UPDATE kept_counts SET rows = 30000, exact = false");
    BOOST_TEST(count() == "30000");
    BOOST_TEST(store::recount(sql));
    BOOST_TEST(count() == std::to_string(many));
    BOOST_TEST(kept("exact") == "true");
}

BOOST_AUTO_TEST_CASE(the_longest_lists_are_counted_behind_the_request)
{
    seed::jobs(sql, 22'000);
    sql.script("ANALYZE jobs");
    auto first = std::stoi(count());
    BOOST_TEST(first > 10'000);
    BOOST_TEST(kept("exact") == "false");
    BOOST_TEST(store::recount(sql));
    BOOST_TEST(count() == std::to_string(many + 22'000));
}

BOOST_AUTO_TEST_CASE(one_that_cannot_be_taken_is_forgotten)
{
    count();
    sql.change("UPDATE kept_counts SET conditions = 'nonsense', exact = false");
    BOOST_TEST(store::recount(sql));
    BOOST_TEST(kept("question") == "");
    BOOST_TEST(count() == std::to_string(many));
}

BOOST_AUTO_TEST_SUITE_END()
