-- What the admin pages need: sessions in a browser, links that set a new password, and who changed what there.

-- A session that began on the sign-in page; proven_at is when its password was last asked for.
CREATE TABLE admin_sessions (
    session_id uuid PRIMARY KEY CONSTRAINT admin_sessions_of_session REFERENCES sessions (id) ON DELETE CASCADE,
    proven_at  timestamptz NOT NULL DEFAULT now()
);

-- Each link works once. Only a digest of its secret is kept.
CREATE TABLE password_resets (
    digest     text PRIMARY KEY,
    user_id    uuid NOT NULL CONSTRAINT password_resets_of_user REFERENCES users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX password_resets_of_user ON password_resets (user_id);

CREATE TABLE admin_changes (
    id         bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT admin_changes_pkey PRIMARY KEY,
    resource   text NOT NULL,
    object_id  uuid NOT NULL,
    changed_by uuid CONSTRAINT admin_changes_by REFERENCES users (id) ON DELETE SET NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    what       text NOT NULL
);
CREATE INDEX admin_changes_in_order ON admin_changes (object_id, id);
CREATE INDEX admin_changes_of_person ON admin_changes (changed_by) WHERE changed_by IS NOT NULL;

-- The list of jobs by title.
CREATE INDEX jobs_by_title ON jobs (title, id) WHERE deleted_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON admin_sessions, password_resets TO jobboard_app;
GRANT SELECT, INSERT ON admin_changes TO jobboard_app;
