#include "visits.hpp"

namespace {

// Waits for no disk.
const std::string add_visit = R"(
            INSERT INTO job_visits (job_id, visitor, viewer, source)
            SELECT id, :visitor::uuid, :caller::uuid, :source FROM jobs
             WHERE id = :id::uuid AND set_config('synchronous_commit', 'off', true) IS NOT NULL)";

} // namespace

std::optional<JobDetail> store::visit_job(Sql& sql, const Uuid& id, const Scope& scope, const Visit& visit)
{
    static const std::string text = "WITH visit AS (" + add_visit + ")\n" + job_by_id();
    return sql.one<JobDetail>(text, ::args_of(visit, job_by_id_params(id, scope)));
}

void store::note_visit(Sql& sql, const Uuid& id, const Scope& scope, const Visit& visit)
{
    sql.change(add_visit, ::args_of(visit, {arg("id", id), arg("caller", scope.caller)}));
}

long long store::add_up_visits(Sql& sql)
{
    auto there = sql.one<Count>("SELECT count(*) AS count FROM (SELECT FROM job_visits LIMIT 1) first");
    if (there->count == 0) return 0;
    return sql
        .one<Count>(R"(
        WITH taken AS (
                 DELETE FROM job_visits
                  WHERE ctid = ANY (ARRAY(SELECT ctid FROM job_visits LIMIT 50000)) RETURNING *),
             counted AS (
                 INSERT INTO job_visitors (day, job_id, visitor, source)
                 SELECT DISTINCT ON (1, 2, 3) board_day(t.at), t.job_id, t.visitor, t.source
                   FROM taken t JOIN jobs j ON j.id = t.job_id
                  WHERE j.status = 'active' AND j.deleted_at IS NULL AND j.employer_id IS DISTINCT FROM t.viewer
                  ORDER BY 1, 2, 3, t.at
                     ON CONFLICT DO NOTHING RETURNING job_id, day, source),
             sources AS (
                 INSERT INTO job_sources AS s (job_id, day, source, views)
                 SELECT job_id, day, source, count(*) FROM counted GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                     ON CONFLICT (job_id, day, source) DO UPDATE SET views = s.views + excluded.views),
             daily AS (
                 INSERT INTO job_views AS v (job_id, day, views)
                 SELECT job_id, day, count(*) FROM counted GROUP BY 1, 2 ORDER BY 1, 2
                     ON CONFLICT (job_id, day) DO UPDATE SET views = v.views + excluded.views),
             added AS (
                 UPDATE job_figures f SET views_count = f.views_count + c.views
                   FROM (SELECT job_id, count(*) AS views FROM counted GROUP BY 1 ORDER BY 1) c
                  WHERE f.job_id = c.job_id)
        SELECT count(*) AS count FROM taken
    )")
        ->count;
}

void store::forget_visitors(Sql& sql)
{
    sql.change("DELETE FROM job_visitors WHERE day < board_day(now()) - 1");
}
