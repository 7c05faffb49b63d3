-- Applications: at most one of a person to a job. The figures of the job follow by trigger.
CREATE TABLE applications (
    id           uuid PRIMARY KEY,
    job_id       uuid NOT NULL,
    applicant_id uuid NOT NULL,
    cover_letter text NOT NULL,
    resume       text NOT NULL,          -- key of the file in the storage
    resume_name  text NOT NULL,          -- what its owner called it
    status       text NOT NULL DEFAULT 'pending',
    applied_at   timestamptz NOT NULL DEFAULT now(),
    reviewed_at  timestamptz,
    notes        text,
    CONSTRAINT applications_job_exists       FOREIGN KEY (job_id) REFERENCES jobs (id),
    CONSTRAINT applications_applicant_exists FOREIGN KEY (applicant_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT applications_letter_length    CHECK (length(cover_letter) BETWEEN 1 AND 50000),
    CONSTRAINT applications_notes_length     CHECK (length(notes) <= 50000),
    CONSTRAINT applications_status_known     CHECK (status IN ('pending', 'reviewed', 'accepted', 'rejected')),
    CONSTRAINT applications_review_dated     CHECK ((status = 'pending') = (reviewed_at IS NULL))
);
CREATE UNIQUE INDEX applications_once         ON applications (job_id, applicant_id);
CREATE INDEX applications_of_applicant        ON applications (applicant_id, applied_at DESC, id DESC);
CREATE INDEX applications_of_job              ON applications (job_id, applied_at DESC, id DESC);
CREATE INDEX applications_newest              ON applications (applied_at DESC, id DESC);

CREATE FUNCTION applications_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE job_figures f SET application_count = application_count + c.n
      FROM (SELECT job_id, count(*) * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END AS n
              FROM changed GROUP BY job_id ORDER BY job_id) c
     WHERE f.job_id = c.job_id;
    RETURN NULL;
END $$;

CREATE TRIGGER applications_added AFTER INSERT ON applications REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION applications_counted();
CREATE TRIGGER applications_removed AFTER DELETE ON applications REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION applications_counted();

GRANT SELECT, INSERT, UPDATE, DELETE ON applications TO jobboard_app;
