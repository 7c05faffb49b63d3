#include "job_changes.hpp"

void store::add_job(Sql& sql, const Uuid& id, const Uuid& employer, const JobText& job)
{
    sql.change(R"(
        INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, location_id,
                          job_type, salary_min, salary_max, status, application_deadline, is_featured)
        VALUES (:id::uuid, :employer::uuid, :category::uuid, :title, :description, :requirements, :location, 0,
                :job_type, :salary_min::numeric, :salary_max::numeric, :status, :application_deadline::date,
                :is_featured::boolean)
    )",
        args_of(job, {arg("id", id), arg("employer", employer)}));
}

std::optional<JobText> store::lock_job(Sql& sql, const Uuid& id, const Viewer& viewer)
{
    return sql.one<JobText>(R"(
        SELECT category_id AS category, title, description, requirements, location, job_type, salary_min, salary_max,
               status, application_deadline, is_featured
          FROM jobs
         WHERE id = :id::uuid AND deleted_at IS NULL AND (employer_id = :viewer::uuid OR :admin::boolean)
           FOR UPDATE
    )",
        {arg("id", id), arg("viewer", viewer.id), arg("admin", viewer.admin)});
}

void store::change_job(Sql& sql, const Uuid& id, const JobText& job)
{
    sql.change(R"(
        UPDATE jobs
           SET category_id = :category::uuid, title = :title, description = :description,
               requirements = :requirements, location = :location, job_type = :job_type,
               salary_min = :salary_min::numeric, salary_max = :salary_max::numeric, status = :status,
               application_deadline = :application_deadline::date, is_featured = :is_featured::boolean
         WHERE id = :id::uuid
    )",
        args_of(job, {arg("id", id)}));
}

bool store::delete_job(Sql& sql, const Uuid& id, const Viewer& viewer)
{
    return sql.change(R"(
        UPDATE jobs SET deleted_at = now()
         WHERE id = :id::uuid AND deleted_at IS NULL AND (employer_id = :viewer::uuid OR :admin::boolean)
    )",
               {arg("id", id), arg("viewer", viewer.id), arg("admin", viewer.admin)}) == 1;
}
