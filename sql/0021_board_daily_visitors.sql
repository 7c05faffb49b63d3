-- A visitor of a job counts once a day of the board, not once each half hour. Who has been counted so far is forgotten.
TRUNCATE job_visitors;
ALTER TABLE job_visitors DROP CONSTRAINT job_visitors_once, DROP COLUMN half_hour, ADD COLUMN day date NOT NULL;
ALTER TABLE job_visitors ADD CONSTRAINT job_visitors_once PRIMARY KEY (day, job_id, visitor);

-- When a day of the board begins, for comparing with moments by an index.
CREATE FUNCTION board_day_start(day date) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT day::timestamp AT TIME ZONE coalesce(nullif(current_setting('jobboard.time_zone', true), ''), 'UTC')
$$;
