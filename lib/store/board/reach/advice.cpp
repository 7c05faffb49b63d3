#include "advice.hpp"

std::vector<SimilarJob> store::similar_jobs(
    Sql& sql, const Uuid& job, const std::optional<Uuid>& caller, int at_most)
{
    static const std::string text = R"(
        WITH one AS (
                 SELECT * FROM jobs WHERE id = :job::uuid AND status = 'active' AND deleted_at IS NULL),
             near AS (
                 (SELECT n.id FROM one CROSS JOIN LATERAL (
                      SELECT j.id FROM jobs j
                       WHERE j.category_id = one.category_id AND j.status = 'active' AND j.deleted_at IS NULL
                       ORDER BY j.created_at DESC, j.id DESC LIMIT 300) n)
                  UNION
                 (SELECT unnest(b.ids) FROM one
                        CROSS JOIN LATERAL search_asked(regexp_replace(one.title, '[^[:alnum:]+#. ]', ' ', 'g')) a
                        CROSS JOIN LATERAL best_jobs(NULL, '[]'::jsonb, a.titled, a.in_title, a.titled, a.some_in_title,
                                                     100, false) b
                  WHERE a.titled IS NOT NULL)),
             scored AS (
                 SELECT j.id, j.created_at,
                        round(60 * similarity(lower(j.title), lower(one.title))
                            + CASE WHEN j.location_id = one.location_id THEN 20 ELSE 0 END
                            + CASE WHEN j.job_type = one.job_type THEN 10 ELSE 0 END
                            + CASE WHEN coalesce(j.salary_min, j.salary_max) IS NOT NULL
                                    AND coalesce(one.salary_min, one.salary_max) IS NOT NULL
                                    AND numrange(j.salary_min, j.salary_max, '[]')
                                        && numrange(one.salary_min, one.salary_max, '[]') THEN 10 ELSE 0 END)::int
                            AS similarity
                   FROM one CROSS JOIN near JOIN jobs j ON j.id = near.id
                  WHERE j.id <> one.id)
        SELECT )" + job_columns_for_caller +
                                    R"(, page.similarity
          FROM (SELECT * FROM scored ORDER BY similarity DESC, created_at DESC, id DESC LIMIT :at_most::int) page
               JOIN jobs j ON j.id = page.id)" +
                                    job_joins +
                                    " ORDER BY page.similarity DESC, page.created_at DESC, page.id DESC";
    return sql.all<SimilarJob>(text, {arg("job", job), arg("caller", caller), arg("at_most", at_most)});
}

std::vector<AdvisedJob> store::recommend_jobs(Sql& sql, const Uuid& person, int at_most)
{
    static const std::string text = R"(
        WITH known AS MATERIALIZED (
                 (SELECT job_id AS job, applied_at AS at FROM applications
                   WHERE applicant_id = :caller::uuid ORDER BY applied_at DESC LIMIT 100)
                  UNION ALL
                 (SELECT job, created_at FROM saved_jobs WHERE owner = :caller::uuid
                   ORDER BY created_at DESC LIMIT 100)),
             liked AS MATERIALIZED (
                 SELECT j.category_id AS category FROM known k JOIN jobs j ON j.id = k.job
                  GROUP BY 1 ORDER BY max(k.at) DESC LIMIT 10),
             skilled AS MATERIALIZED (
                 SELECT s.name, a.matching FROM (
                     SELECT name FROM profile_skills WHERE owner = :caller::uuid
                      ORDER BY array_position(ARRAY['expert', 'advanced', 'intermediate', 'beginner'], level), name
                      LIMIT 20) s
                        CROSS JOIN LATERAL search_asked(regexp_replace(s.name, '["-]', ' ', 'g')) a
                  WHERE a.matching IS NOT NULL),
             held AS MATERIALIZED (
                 SELECT position FROM profile_work_history WHERE owner = :caller::uuid
                  ORDER BY is_current DESC, start_date DESC LIMIT 5),
             near AS (
                 (SELECT n.id FROM liked l CROSS JOIN LATERAL (
                      SELECT j.id FROM jobs j
                       WHERE j.category_id = l.category AND j.status = 'active' AND j.deleted_at IS NULL
                       ORDER BY j.created_at DESC, j.id DESC LIMIT 30) n)
                  UNION
                 (SELECT n.id FROM (
                      SELECT j.id, j.search FROM jobs j WHERE j.status = 'active' AND j.deleted_at IS NULL
                       ORDER BY j.created_at DESC, j.id DESC LIMIT 300) n
                   WHERE EXISTS (SELECT FROM skilled s WHERE n.search @@ s.matching))
                  UNION
                 (SELECT n.id FROM (
                      SELECT j.id, j.title FROM jobs j WHERE j.status = 'active' AND j.deleted_at IS NULL
                       ORDER BY j.created_at DESC, j.id DESC LIMIT 300) n
                   WHERE EXISTS (SELECT FROM held h WHERE similarity(lower(n.title), lower(h.position)) > 0.4))),
             judged AS (
                 SELECT j.id, j.created_at, s.skills, s.count,
                        EXISTS (SELECT FROM liked l WHERE l.category = j.category_id) AS known_category,
                        coalesce((SELECT h.position FROM held h
                                   WHERE similarity(lower(j.title), lower(h.position)) > 0.4
                                   ORDER BY similarity(lower(j.title), lower(h.position)) DESC LIMIT 1), '') AS position
                   FROM near JOIN jobs j ON j.id = near.id
                        CROSS JOIN LATERAL (
                            SELECT coalesce(string_agg(s.name, ', ' ORDER BY s.name), '') AS skills, count(*) AS count
                              FROM skilled s WHERE j.search @@ s.matching) s
                  WHERE j.employer_id <> :caller::uuid
                    AND NOT EXISTS (SELECT FROM applications a
                                     WHERE a.applicant_id = :caller::uuid AND a.job_id = j.id)),
             scored AS (
                 SELECT *, (least(60, 15 * count) + CASE WHEN known_category THEN 25 ELSE 0 END
                          + CASE WHEN position <> '' THEN 20 ELSE 0 END)::int AS score
                   FROM judged)
        SELECT )" + job_columns_for_caller +
                                    R"(, page.score, page.skills, page.known_category, page.position
          FROM (SELECT * FROM scored WHERE score > 0
                 ORDER BY score DESC, created_at DESC, id DESC LIMIT :at_most::int) page
               JOIN jobs j ON j.id = page.id)" +
                                    job_joins +
                                    " ORDER BY page.score DESC, page.created_at DESC, page.id DESC";
    return sql.all<AdvisedJob>(text, {arg("caller", person), arg("at_most", at_most)});
}
