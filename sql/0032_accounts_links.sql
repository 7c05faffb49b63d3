-- Links that are sent by mail and work once: to set a new password, and to show that an address is somebody's. They
-- take the place of those that admins made, which lasted a day.
DROP TABLE password_resets;

CREATE TABLE one_time_links (
    id         uuid CONSTRAINT one_time_links_pkey PRIMARY KEY,
    person     uuid NOT NULL CONSTRAINT one_time_links_person REFERENCES users (id) ON DELETE CASCADE,
    purpose    text NOT NULL CONSTRAINT one_time_links_purpose CHECK
               (purpose IN ('password_reset', 'email_verification', 'email_change', 'email_change_undo')),
    address    text NOT NULL,                                    -- where it goes
    digest     text NOT NULL CONSTRAINT one_time_links_digest UNIQUE, -- of its secret, which nobody keeps …
    sealed     text,                                             -- … but for this, until its mail is sent
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX one_time_links_of_person ON one_time_links (person, purpose);
CREATE INDEX one_time_links_expiring  ON one_time_links (expires_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON one_time_links TO jobboard_app;

-- The address that somebody wants to have from when they follow the link that was sent there.
ALTER TABLE users ADD pending_email text
    CONSTRAINT users_pending_email_form CHECK (pending_email = lower(pending_email) AND length(pending_email) <= 254);
