-- What an application keeps of the posting and of its file, who decided about it, and the orders it is listed in.
ALTER TABLE applications
    ADD COLUMN resume_kind           text,       -- what the file is, by its content
    ADD COLUMN resume_bytes          bigint,
    ADD COLUMN resume_sha256         text,       -- of the file, in hexadecimal
    ADD COLUMN employer_id           uuid,       -- of the job, which never changes hands
    ADD COLUMN job_title             text,       -- the posting as it was when somebody applied
    ADD COLUMN job_employer_username text,
    ADD COLUMN job_employer_name     text,
    ADD COLUMN job_location          text,
    ADD COLUMN job_salary_min        numeric(10,2),
    ADD COLUMN job_salary_max        numeric(10,2);

UPDATE applications a
   SET resume_kind = 'pdf', resume_bytes = 0, resume_sha256 = '', employer_id = j.employer_id, job_title = j.title,
       job_employer_username = u.username,
       job_employer_name = coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username),
       job_location = j.location, job_salary_min = j.salary_min, job_salary_max = j.salary_max
  FROM jobs j JOIN users u ON u.id = j.employer_id
 WHERE j.id = a.job_id;

ALTER TABLE applications
    ALTER COLUMN resume_kind           SET NOT NULL,
    ALTER COLUMN resume_bytes          SET NOT NULL,
    ALTER COLUMN resume_sha256         SET NOT NULL,
    ALTER COLUMN employer_id           SET NOT NULL,
    ALTER COLUMN job_title             SET NOT NULL,
    ALTER COLUMN job_employer_username SET NOT NULL,
    ALTER COLUMN job_employer_name     SET NOT NULL,
    ALTER COLUMN job_location          SET NOT NULL,
    ADD CONSTRAINT applications_resume_known CHECK (resume_kind IN ('pdf', 'doc', 'docx'));

CREATE FUNCTION applications_keep_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT j.employer_id, j.title, u.username,
           coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username),
           j.location, j.salary_min, j.salary_max
      INTO NEW.employer_id, NEW.job_title, NEW.job_employer_username, NEW.job_employer_name,
           NEW.job_location, NEW.job_salary_min, NEW.job_salary_max
      FROM jobs j JOIN users u ON u.id = j.employer_id
     WHERE j.id = NEW.job_id;
    RETURN NEW;
END $$;
CREATE TRIGGER applications_keep_posting BEFORE INSERT ON applications
    FOR EACH ROW EXECUTE FUNCTION applications_keep_posting();

CREATE INDEX applications_of_employer        ON applications (employer_id, applied_at DESC, id DESC);
-- Read forwards for an order by status, and backwards for the newest of one status.
CREATE INDEX applications_of_employer_status ON applications (employer_id, status, applied_at, id);
CREATE INDEX applications_status             ON applications (status, applied_at, id);
-- Which files of the storage are somebody's.
CREATE INDEX applications_resume             ON applications (resume);

-- Every decision, as it was taken.
CREATE TABLE application_history (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id uuid NOT NULL,
    changed_by     uuid,                         -- nothing once that account is gone
    changed_at     timestamptz NOT NULL DEFAULT now(),
    from_status    text NOT NULL,
    to_status      text NOT NULL,
    CONSTRAINT application_history_of_application FOREIGN KEY (application_id) REFERENCES applications (id) ON DELETE CASCADE,
    CONSTRAINT application_history_by             FOREIGN KEY (changed_by) REFERENCES users (id) ON DELETE SET NULL,
    CONSTRAINT application_history_changes        CHECK (from_status <> to_status)
);
CREATE INDEX application_history_in_order ON application_history (application_id, id);
CREATE INDEX application_history_of_person ON application_history (changed_by) WHERE changed_by IS NOT NULL;

GRANT SELECT, INSERT ON application_history TO jobboard_app;
