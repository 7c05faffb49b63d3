-- Who told somebody else of a job, and how.
CREATE TABLE job_shares (
    id          uuid CONSTRAINT job_shares_pkey PRIMARY KEY,
    owner       uuid NOT NULL CONSTRAINT job_share_owner REFERENCES users (id) ON DELETE CASCADE,
    job         uuid NOT NULL CONSTRAINT job_share_job REFERENCES jobs (id) ON DELETE CASCADE,
    method      text NOT NULL CONSTRAINT job_share_method
                     CHECK (method IN ('email', 'link', 'linkedin', 'twitter', 'facebook', 'whatsapp', 'other')),
    shared_with text NOT NULL CONSTRAINT job_shared_with_length CHECK (length(shared_with) <= 254),
    message     text NOT NULL CONSTRAINT job_share_message_length CHECK (length(message) <= 1000),
    shared_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT job_share_to_somebody CHECK (method <> 'email' OR shared_with <> '')
);
CREATE INDEX job_shares_of_owner ON job_shares (owner, shared_at, id);
CREATE INDEX job_shares_of_job   ON job_shares (job);

GRANT SELECT, INSERT, UPDATE, DELETE ON job_shares TO jobboard_app;
