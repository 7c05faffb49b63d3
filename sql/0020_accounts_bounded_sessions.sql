-- One person has a hundred open sessions at most, and a hundred ended ones are remembered: ending them all, or the
-- account, is short work then. Devices are known to an account for as long as its password stays.
ALTER TABLE users ADD COLUMN password_version bigint NOT NULL DEFAULT 0;

UPDATE sessions SET ended_at = now()
  FROM (SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY last_used_at DESC, id DESC) AS place
          FROM sessions WHERE ended_at IS NULL) latest
 WHERE sessions.id = latest.id AND latest.place > 100;
DELETE FROM sessions
 USING (SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY ended_at DESC) AS place
          FROM sessions WHERE ended_at IS NOT NULL) latest
 WHERE sessions.id = latest.id AND latest.place > 100;

CREATE INDEX sessions_ended_of_user ON sessions (user_id, ended_at DESC) WHERE ended_at IS NOT NULL;
CREATE INDEX refresh_tokens_spent ON refresh_tokens (session_id, used_at DESC) WHERE used_at IS NOT NULL;
