-- The planner takes no statistics from partial indexes: without these it believes that a third of all jobs meet any
-- condition on a salary, and walks them all for one that none meets.
CREATE STATISTICS jobs_salary_min ON (coalesce(salary_min, -1)) FROM jobs;
CREATE STATISTICS jobs_salary_max ON (coalesce(salary_max, 100000000)) FROM jobs;
ANALYZE jobs;
