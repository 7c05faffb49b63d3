#include "job_counts.hpp"

#include "lib/db/batches.hpp"

#include <fmt/format.h>

namespace {

// How many jobs a word is in that counts as common.
constexpr int common_word = 20'000;

struct Due {
    std::string question;
    static constexpr auto fields = std::tuple{field("question", &Due::question)};
};

// Each step runs only if the one before says so: counting half a million matches takes a second. What a
// search of a common word finds is not even counted up to a thousand when other conditions narrow it, for
// that means to look at every job with that word.
// Keeps what is over a thousand or expected.
long long count_and_keep(Sql& sql, const store::JobConditions& c)
{
    auto params = c.params;
    bool narrowed = c.asked.matching && !c.only_search;
    params.push_back(arg("searched", narrowed ? c.asked.matching : std::nullopt));
    params.push_back(arg("question", std::string_view(c.question)));
    params.push_back(arg("pattern", std::string_view(c.pattern)));
    params.push_back(arg("pattern_values", std::string_view(store::values_of(c))));
    // What an index can search, it is to search: a limit would tempt the planner to walk all jobs instead.
    auto found = fmt::format("(SELECT FROM jobs j WHERE {}{})", c.where, c.asked.matching ? " OFFSET 0" : "");
    auto text = fmt::format(R"(
        WITH common AS MATERIALIZED (
                 SELECT :searched::text IS NOT NULL AND jobs_expected(
                     'j.search @@ %1$L::tsquery',
                     jsonb_build_array(:searched::text)) > {1} AS held),
             few AS MATERIALIZED (
                 SELECT count(*) AS n FROM (SELECT FROM {0} j WHERE NOT (SELECT held FROM common) LIMIT 1001) first),
             guess AS MATERIALIZED (
                 SELECT jobs_expected(:pattern, :pattern_values::jsonb) AS n
                   FROM few, common WHERE few.n > 1000 OR common.held),
             many AS MATERIALIZED (SELECT count(*) AS n FROM (
                     SELECT FROM {0} j
                      WHERE (SELECT n FROM guess) <= 10000 AND NOT (SELECT held FROM common) LIMIT 20001) more),
             found AS MATERIALIZED (
                 SELECT CASE WHEN few.n <= 1000 AND NOT common.held THEN few.n
                             WHEN many.n BETWEEN 1 AND 20000 THEN many.n
                             ELSE greatest(few.n, many.n, guess.n) END AS n,
                        many.n BETWEEN 1 AND 20000 AS exact, common.held AS common
                   FROM few CROSS JOIN common CROSS JOIN many LEFT JOIN guess ON true),
             kept AS (
                 INSERT INTO kept_counts (question, conditions, vals, exact, rows)
                 SELECT :question, :pattern, :pattern_values::jsonb, exact, n FROM found WHERE n > 1000 OR common
                     ON CONFLICT (question) DO UPDATE
                        SET rows = excluded.rows, exact = excluded.exact, counted_at = now(), asked = false)
        SELECT n AS count FROM found)",
        found, common_word);
    return sql.all_once<Count>(text, params)[0].count;
}

} // namespace

long long store::count_jobs(Sql& sql, const JobConditions& c)
{
    if (c.plain)
        return sql
            .one<Count>(
                "SELECT coalesce(sum(active), 0)::bigint AS count FROM job_counts WHERE category_id IS NULL")
            ->count;
    if (!c.categories.empty())
        return sql
            .one<Count>("SELECT coalesce(sum(active), 0)::bigint AS count FROM job_counts "
                        "WHERE category_id = ANY (:categories::uuid[])",
                {arg("categories", std::string_view(c.categories))})
            ->count;
    if (c.known) return *c.known;

    try {
        return count_and_keep(sql, c);
    } catch (const DatabaseError& error) {
        if (error.sqlstate != given_up) throw;
    }
    return sql
        .one<Count>("SELECT jobs_expected(:pattern, :pattern_values::jsonb) AS count",
            {arg("pattern", std::string_view(c.pattern)),
                arg("pattern_values", std::string_view(values_of(c)))})
        ->count;
}

bool store::recount(Sql& sql)
{
    auto due = sql.one<Due>("SELECT question FROM kept_counts WHERE NOT exact OR asked "
                            "ORDER BY exact, counted_at LIMIT 1");
    if (!due) return false;
    auto question = arg("question", std::string_view(due->question));
    try {
        sql.change(
            "UPDATE kept_counts SET rows = jobs_counted(conditions, vals), exact = true, asked = false, "
            "counted_at = now() WHERE question = :question",
            {question});
    } catch (const DatabaseError& error) {
        if (error.lost) throw;
        sql.change(
            "DELETE FROM kept_counts WHERE question = :question", {question}); // lest it is tried for ever
    }
    return true;
}

long long store::sweep_counts(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM kept_counts WHERE question = ANY (ARRAY(
            SELECT question FROM kept_counts WHERE counted_at < now() - interval '5 minutes'
             LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
}
