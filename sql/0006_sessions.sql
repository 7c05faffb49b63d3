-- Signed-in sessions, and what guards the way in.

-- An account that cannot be deleted whole, because jobs name it, is emptied and marked instead.
ALTER TABLE users ADD COLUMN deleted_at timestamptz;
CREATE INDEX users_by_role ON users (role, date_joined DESC, id DESC) WHERE deleted_at IS NULL;

-- Somebody must be able to administer. The lock makes two admins who remove each other take turns.
CREATE FUNCTION users_keep_an_admin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('users_keep_an_admin'));
    IF NOT EXISTS (SELECT FROM users WHERE role = 'admin' AND is_active AND deleted_at IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'no active admin would be left', CONSTRAINT = 'users_last_admin';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER users_keep_an_admin_updated AFTER UPDATE OF role, is_active, deleted_at ON users
    FOR EACH ROW WHEN (OLD.role = 'admin' AND OLD.is_active AND (NEW.role <> 'admin' OR NOT NEW.is_active))
    EXECUTE FUNCTION users_keep_an_admin();
CREATE TRIGGER users_keep_an_admin_deleted AFTER DELETE ON users
    FOR EACH ROW WHEN (OLD.role = 'admin' AND OLD.is_active) EXECUTE FUNCTION users_keep_an_admin();

-- One row for each sign-in. Its refresh tokens form a family that ends with it.
CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL,
    device       text NOT NULL,          -- as the client describes itself
    address      text NOT NULL,          -- where it signed in or was last refreshed
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,   -- however often it is refreshed
    ended_at     timestamptz,
    CONSTRAINT sessions_of_user       FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT sessions_device_length CHECK (length(device) <= 200)
);
CREATE INDEX sessions_of_user ON sessions (user_id, last_used_at DESC) WHERE ended_at IS NULL;

-- A refresh token is known by its jti alone; the token itself is derived and stored nowhere.
CREATE TABLE refresh_tokens (
    id         uuid PRIMARY KEY,
    session_id uuid NOT NULL,
    issued_at  timestamptz NOT NULL,
    used_at    timestamptz,              -- when its successor was issued
    CONSTRAINT refresh_tokens_of_session FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

-- Guesses of passwords, by account, device or address. They outlast a restart of anything else, so that
-- restarting is no way around them.
CREATE TABLE sign_in_attempts (
    bucket        text PRIMARY KEY,
    failures      integer NOT NULL,
    last_at       timestamptz NOT NULL,
    blocked_until timestamptz NOT NULL
);
CREATE INDEX sign_in_attempts_old ON sign_in_attempts (last_at);

-- Failures fade one by one.
CREATE FUNCTION failures_left(failures integer, last_at timestamptz, forget_seconds integer) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT greatest(0, failures - floor(extract(epoch FROM now() - last_at) / forget_seconds)::integer)
$$;

-- None for the first ones, then doubling from a second to the longest.
CREATE FUNCTION sign_in_delay(failures integer, free integer, longest_seconds integer) RETURNS interval
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN failures < free THEN interval '0'
           ELSE least(longest_seconds, power(2, least(failures - free, 30))) * interval '1 second' END
$$;

-- Budgets of requests that hold without Redis: when each would be whole again.
CREATE TABLE rate_slots (
    key      text PRIMARY KEY,
    whole_at timestamptz NOT NULL
);
CREATE INDEX rate_slots_old ON rate_slots (whole_at);

-- One request off a budget (GCRA). The row is locked, so that of many requests at once each sees the ones
-- before it.
CREATE FUNCTION take_rate_slot(asked text, budget bigint, seconds integer,
    OUT allowed boolean, OUT remaining bigint, OUT whole_ms bigint, OUT retry_ms bigint) LANGUAGE plpgsql AS $$
DECLARE
    step   double precision := seconds::double precision / budget;
    ahead  double precision;
BEGIN
    INSERT INTO rate_slots (key, whole_at) VALUES (asked, clock_timestamp()) ON CONFLICT DO NOTHING;
    SELECT greatest(0, extract(epoch FROM whole_at - clock_timestamp())) INTO ahead
      FROM rate_slots WHERE key = asked FOR UPDATE;
    allowed := ahead + step <= seconds + 0.000001;
    IF allowed THEN
        ahead := ahead + step;
        UPDATE rate_slots SET whole_at = clock_timestamp() + ahead * interval '1 second' WHERE key = asked;
    END IF;
    remaining := greatest(0, floor((seconds - ahead) / step + 0.0001));
    whole_ms := ceil(ahead * 1000);
    retry_ms := CASE WHEN allowed THEN 0 ELSE ceil((ahead + step - seconds) * 1000) END;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, refresh_tokens, sign_in_attempts, rate_slots TO jobboard_app;
