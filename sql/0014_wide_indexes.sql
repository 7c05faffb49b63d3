-- Each order of active jobs with all that a filter asks for: a combination that few jobs meet is then found, and counted,
-- in the index alone, at a tenth of the cost of looking at the jobs.
DROP INDEX jobs_active_newest, jobs_active_salary_min_up, jobs_active_salary_min_down, jobs_active_salary_max_up,
           jobs_active_salary_max_down;
CREATE INDEX jobs_active_newest ON jobs (created_at DESC, id DESC)
    INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_salary_min_up ON jobs (coalesce(salary_min, 100000000), id)
    INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured, created_at)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_salary_min_down ON jobs (coalesce(salary_min, -1) DESC, id DESC)
    INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured, created_at)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_salary_max_up ON jobs (coalesce(salary_max, 100000000), id)
    INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured, created_at)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_salary_max_down ON jobs (coalesce(salary_max, -1) DESC, id DESC)
    INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured, created_at)
    WHERE status = 'active' AND deleted_at IS NULL;
