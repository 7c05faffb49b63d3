#include "job_changes.hpp"

namespace {

struct Open {
    bool open = false;
    static constexpr auto fields = std::tuple{field("open", &Open::open)};
};

} // namespace

void store::add_job(Sql& sql, const Uuid& id, const Uuid& employer, const JobText& job)
{
    static const auto adding = telling(job_created, R"(
        INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, location_id,
                          job_type, salary_min, salary_max, status, application_deadline, is_featured)
        VALUES (:id::uuid, :employer::uuid, :category::uuid, :title, :description, :requirements, :location, 0,
                :job_type, :salary_min::numeric, :salary_max::numeric, :status, :application_deadline::date,
                :is_featured::boolean)
        RETURNING id, title, NULL::jsonb)");
    tell(sql, adding, args_of(job, {arg("id", id), arg("employer", employer)}));
}

namespace {

const std::string job_text = R"(
    SELECT category_id AS category, title, description, requirements, location, job_type, salary_min, salary_max,
           status, application_deadline, is_featured
      FROM jobs
     WHERE id = :id::uuid AND deleted_at IS NULL AND )" +
                             store::owned_by_caller("employer_id");

} // namespace

std::optional<JobText> store::find_job_text(Sql& sql, const Uuid& id, const Scope& scope)
{
    return sql.one<JobText>(job_text, args_of(scope, {arg("id", id)}));
}

std::optional<JobText> store::lock_job(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const std::string text = job_text + " FOR UPDATE";
    return sql.one<JobText>(text, args_of(scope, {arg("id", id)}));
}

void store::change_job(Sql& sql, const Uuid& id, const JobText& before, const JobText& after)
{
    static const std::string changing = R"(
        UPDATE jobs
           SET category_id = :category::uuid, title = :title, description = :description,
               requirements = :requirements, location = :location, job_type = :job_type,
               salary_min = :salary_min::numeric, salary_max = :salary_max::numeric, status = :status,
               application_deadline = :application_deadline::date, is_featured = :is_featured::boolean
         WHERE id = :id::uuid
        RETURNING id, title, :changes::jsonb)";
    static const auto updated = telling(job_updated, changing), published = telling(job_published, changing),
                      closed = telling(job_closed, changing);
    const auto& what = before.status == after.status       ? updated
                       : after.status == JobStatus::active ? published
                       : after.status == JobStatus::closed ? closed
                                                           : updated;
    tell(sql, what, args_of(after, {arg("id", id), arg("changes", changes_of(before, after))}));
}

bool store::delete_job(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const auto deleting = telling(
        job_deleted, "UPDATE jobs SET deleted_at = now() WHERE id = :id::uuid AND deleted_at IS NULL AND " +
                         store::owned_by_caller("employer_id") + " RETURNING id, title, NULL::jsonb");
    return tell(sql, deleting, args_of(scope, {arg("id", id)})) == 1;
}

void store::delete_jobs_of(Sql& sql, const Uuid& employer)
{
    static const auto deleting = telling(job_deleted,
        "UPDATE jobs SET deleted_at = now() WHERE employer_id = :employer::uuid AND deleted_at IS NULL "
        "RETURNING id, title, NULL::jsonb");
    tell(sql, deleting, {arg("employer", employer)});
}

bool store::move_jobs(Sql& sql, const Uuid& from, const Uuid& to)
{
    auto outside = sql.one<Count>(R"(
        SELECT count(*) AS count FROM categories WHERE id = :to::uuid AND NOT ancestors @> ARRAY[:from::uuid]
    )",
                          {arg("to", to), arg("from", from)})
                       ->count;
    if (outside == 0) return false;
    static const auto moving = telling(job_updated, R"(
        UPDATE jobs SET category_id = :to::uuid
          FROM (SELECT id, category_id FROM jobs
                 WHERE category_id IN (SELECT id FROM categories WHERE ancestors @> ARRAY[:from::uuid])
                   FOR UPDATE) before
         WHERE jobs.id = before.id
        RETURNING jobs.id, title,
                  jsonb_build_object('category', jsonb_build_array(before.category_id, jobs.category_id)))");
    tell(sql, moving, {arg("to", to), arg("from", from)});
    return true;
}

long long store::close_expired_jobs(Sql& sql, int at_most)
{
    static const auto closing = telling(job_closed, R"(
        UPDATE jobs SET status = 'closed'
         WHERE id IN (SELECT id FROM jobs
                       WHERE status = 'active' AND deleted_at IS NULL AND application_deadline IS NOT NULL
                         AND application_deadline < board_today()
                       ORDER BY application_deadline LIMIT :at_most::int
                         FOR UPDATE SKIP LOCKED)
        RETURNING id, title, '{"status": ["active", "closed"]}'::jsonb)");
    return tell(sql, closing, {arg("at_most", at_most)});
}

bool store::job_is_open(Sql& sql, const std::optional<Date>& deadline)
{
    return sql.one<Open>("SELECT job_is_open(:deadline::date) AS open", {arg("deadline", deadline)})->open;
}

store::JobReferences store::check_references(
    Sql& sql, const Uuid& category, const std::optional<Date>& deadline)
{
    return *sql.one<JobReferences>(R"(
        SELECT EXISTS (SELECT FROM categories WHERE id = :category::uuid) AS category,
               job_is_open(:deadline::date) AS open
    )",
        {arg("category", category), arg("deadline", deadline)});
}
