-- What is known of an application's file: whether a scanner found it clean, and what can be read in it. Whoever does
-- that work takes rows that are due, and puts the time off at which somebody else may: see `jobboard read-files`.
CREATE TABLE resume_files (
    application_id uuid PRIMARY KEY,
    scan           text NOT NULL DEFAULT 'waiting',
    finding        text,                              -- what the scanner called it
    reading        text NOT NULL DEFAULT 'waiting',
    content        text,                              -- its text
    thumbnail      text,                              -- key of its first page's picture in the storage
    attempts       integer NOT NULL DEFAULT 0,        -- to read it; who dies of a file leaves a trace here
    due_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT resume_files_of_application FOREIGN KEY (application_id) REFERENCES applications (id) ON DELETE CASCADE,
    CONSTRAINT resume_files_scan_known     CHECK (scan IN ('waiting', 'clean', 'infected')),
    CONSTRAINT resume_files_reading_known  CHECK (reading IN ('waiting', 'read', 'unprocessable'))
);
INSERT INTO resume_files (application_id) SELECT id FROM applications;
CREATE INDEX resume_files_to_scan   ON resume_files (due_at) WHERE scan = 'waiting';
CREATE INDEX resume_files_to_read   ON resume_files (due_at) WHERE reading = 'waiting';
CREATE INDEX resume_files_thumbnail ON resume_files (thumbnail) WHERE thumbnail IS NOT NULL;

CREATE FUNCTION applications_have_files() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO resume_files (application_id) SELECT id FROM changed;
    RETURN NULL;
END $$;
CREATE TRIGGER applications_have_files AFTER INSERT ON applications REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION applications_have_files();

GRANT SELECT, INSERT, UPDATE, DELETE ON resume_files TO jobboard_app;
