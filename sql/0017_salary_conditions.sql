-- Salaries are asked for as the orders have them: see jobs_active_salary_min_down and the others.
DROP INDEX jobs_active_location_salary;
CREATE INDEX jobs_active_location_salary ON jobs (location_id, coalesce(salary_min, -1))
    INCLUDE (created_at, id, salary_max, job_type) WHERE status = 'active' AND deleted_at IS NULL;
