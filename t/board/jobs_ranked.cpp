// Which matches of a search are ranked, and how, against a plain statement over jobs of many years.
#include "t/kit/database.hpp"
#include "t/kit/seed.hpp"

#include "lib/store/board/jobs.hpp"

#include <boost/test/unit_test.hpp>

namespace {

struct Listed {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &Listed::id)};
};

template <class Row> std::vector<std::string> ids(const std::vector<Row>& rows)
{
    std::vector<std::string> out;
    for (const auto& row : rows) out.push_back(to_text(row.id));
    return out;
}

struct Ranked : Db {
    Uuid acme = seed::user(sql), other = seed::user(sql, {.username = "other"});

    // Of every fifth job somebody else is the employer; every seventh is a draft and every eleventh deleted.
    // The words every, tenth and hundredth say how often they stand there, for some jobs twice.
    void jobs(int count, const std::string& age)
    {
        sql.change(fmt::format(R"(
            INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, location_id,
                              status, created_at, deleted_at)
            SELECT gen_random_uuid(), CASE WHEN n % 5 = 0 THEN :other ELSE :acme END::uuid, :category::uuid,
                   CASE WHEN n % 10 = 3 THEN 'tenth' ELSE 'job' END,
                   'every ' || CASE WHEN n % 3 = 0 THEN 'tenth every ' ELSE '' END,
                   CASE WHEN n % 100 = 7 THEN 'hundredth' WHEN n % 500 = 8 THEN 'hundredth hundredth' ELSE 'none' END,
                   'Vienna', 0, CASE WHEN n % 7 = 0 THEN 'draft' ELSE 'active' END,
                   now() - {}, CASE WHEN n % 11 = 0 THEN now() END
              FROM generate_series(1, :count::int) n)",
                       age),
            {arg("acme", acme), arg("other", other), arg("category", seed::category(sql)),
                arg("count", count)});
        sql.script("ANALYZE jobs");
    }

    std::vector<std::string> right(const std::string& word, const std::string& seen)
    {
        return ids(sql.all_once<Listed>(fmt::format(R"(
            WITH met AS (SELECT *, search @@ titled AS very, search @@ in_title AS titular
                           FROM jobs CROSS JOIN search_asked(:word) said WHERE search @@ matching AND {}),
                 best AS (SELECT * FROM met ORDER BY very DESC, titular DESC, created_at DESC, id DESC LIMIT 100)
            SELECT id FROM best
             ORDER BY very DESC, titular DESC, CASE WHEN NOT titular THEN ts_rank(search, some_in_title) END DESC,
                      CASE WHEN NOT titular THEN ts_rank_cd(search, matching) END DESC, created_at DESC, id DESC)",
                                            seen),
            {arg("word", std::string_view(word))}));
    }

    std::vector<std::string> ranked(const std::string& word, const Scope& scope)
    {
        std::vector<std::string> out;
        Window<Job> window{.size = 20};
        for (; window.offset < 100; window.offset += window.size) {
            auto slice = store::list_jobs(sql, sql, {.search = word}, scope, window);
            for (auto& id : ids(slice.rows)) out.push_back(std::move(id));
            if (!slice.after) break;
        }
        return out;
    }

    void check(const std::string& words, const Scope& scope, const std::string& seen)
    {
        for (const auto& word : {"every", "tenth", "hundredth", "every -tenth", "tenth hundredth", "never"}) {
            auto found = ranked(word, scope), expected = right(word, seen);
            BOOST_TEST_CONTEXT(word << ' ' << words)
            BOOST_TEST(found == expected, boost::test_tools::per_element());
        }
    }

    void check_all()
    {
        const std::string active = "status = 'active' AND deleted_at IS NULL";
        check("for anybody", {}, active);
        check("for an employer", {.caller = other, .own = true},
            fmt::format("deleted_at IS NULL AND (status = 'active' OR employer_id = '{}')", to_text(other)));
        check("for an admin", {.caller = acme, .own = true, .everything = true}, "deleted_at IS NULL");
        check("for an admin, with deleted ones",
            {.caller = acme, .own = true, .everything = true, .deleted_too = true}, "true");
    }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(jobs_ranked, Ranked)

BOOST_AUTO_TEST_CASE(of_jobs_that_came_ever_faster)
{
    jobs(8000, "n * n * interval '4 s'"); // the last one eight years ago
    check_all();
}

BOOST_AUTO_TEST_CASE(of_jobs_that_came_all_at_once)
{
    jobs(7000, "interval '1 h'");
    check_all();
}

BOOST_AUTO_TEST_CASE(of_few_jobs_in_long_years)
{
    jobs(300, "n * interval '20 days'");
    check_all();
}

BOOST_AUTO_TEST_CASE(after_a_long_pause)
{
    jobs(3000, "CASE WHEN n < 600 THEN interval '1 h' ELSE interval '9 years' + n * interval '1 h' END");
    check_all();
}

BOOST_AUTO_TEST_SUITE_END()
