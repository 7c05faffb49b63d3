-- Where visitors and applicants come from: what a link says, or the site that led there.
ALTER TABLE job_visits ADD source text NOT NULL DEFAULT '';
ALTER TABLE job_visitors ADD source text NOT NULL DEFAULT '';

-- By day and source; what has none is told apart by its being missing here.
CREATE TABLE job_sources (
    job_id uuid   NOT NULL CONSTRAINT job_source_job REFERENCES jobs (id) ON DELETE CASCADE,
    day    date   NOT NULL,
    source text   NOT NULL,
    views  bigint NOT NULL,
    CONSTRAINT job_sources_pkey PRIMARY KEY (job_id, day, source)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON job_sources TO jobboard_app;

ALTER TABLE applications ADD source text NOT NULL DEFAULT '' CONSTRAINT applications_source_length CHECK (length(source) <= 100);
