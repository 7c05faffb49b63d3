-- Visits of jobs. Whoever reads a job adds a row here and locks nothing; once a second one process adds them up. The
-- tables point at no job by constraint, since that would lock it.
CREATE TABLE job_visits (
    job_id  uuid NOT NULL,         -- or what was asked for as one
    visitor uuid NOT NULL,         -- a keyed digest of who it was: the same for the same, and names nobody
    viewer  uuid,                  -- who it was, if signed in, to tell the employer; gone within a second
    at      timestamptz NOT NULL DEFAULT now()
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_threshold = 1000000);

-- Who has been counted, once for each half hour.
CREATE TABLE job_visitors (
    half_hour timestamptz NOT NULL,
    job_id    uuid NOT NULL,
    visitor   uuid NOT NULL,
    CONSTRAINT job_visitors_once PRIMARY KEY (half_hour, job_id, visitor)
);

-- The board's day that a moment belongs to.
CREATE FUNCTION board_day(at timestamptz) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (at AT TIME ZONE coalesce(nullif(current_setting('jobboard.time_zone', true), ''), 'UTC'))::date
$$;

-- What the visits of a day added up to, in the board's time zone.
CREATE TABLE job_views (
    job_id uuid NOT NULL,
    day    date NOT NULL,
    views  bigint NOT NULL,
    CONSTRAINT job_views_key PRIMARY KEY (job_id, day)
) WITH (fillfactor = 70);
CREATE INDEX job_views_day ON job_views (day) INCLUDE (views);

GRANT SELECT, INSERT, DELETE ON job_visits, job_visitors TO jobboard_app;
GRANT SELECT, INSERT, UPDATE ON job_views TO jobboard_app;

-- Counts of long lists are made exact behind the request that first asked for them, and again while somebody asks.
ALTER TABLE kept_counts
    ADD COLUMN conditions text,                             -- what was counted, as a pattern of format()
    ADD COLUMN vals       jsonb,                            -- and the texts that it takes
    ADD COLUMN exact      boolean NOT NULL DEFAULT true,
    ADD COLUMN asked      boolean NOT NULL DEFAULT false;   -- since it grew old
CREATE INDEX kept_counts_due ON kept_counts (exact, counted_at) WHERE NOT exact OR asked;

-- How many jobs j meet conditions, exactly; takes as long as it takes.
CREATE FUNCTION jobs_counted(pattern text, vals jsonb) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
    n bigint;
BEGIN
    EXECUTE 'SELECT count(*) FROM jobs j WHERE '
        || format(pattern, VARIADIC ARRAY(SELECT jsonb_array_elements_text(vals))) INTO n;
    RETURN n;
END $$;
