-- When whoever has a session last showed who they are: by signing in, or by their password. Of every session, not only
-- those on the pages.
ALTER TABLE sessions ADD proven_at timestamptz NOT NULL DEFAULT now();
UPDATE sessions SET proven_at = created_at;
UPDATE sessions s SET proven_at = a.proven_at FROM admin_sessions a WHERE a.session_id = s.id;
ALTER TABLE admin_sessions DROP proven_at;
