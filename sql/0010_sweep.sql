-- The kinds of hashes that passwords are kept as, and what finds rows that have had their time.

-- What precedes salt and hash: the algorithm and its costs. Nothing of accounts without a password.
CREATE FUNCTION password_kind(hash text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT coalesce(substring(hash FROM
        '^(pbkdf2_sha256\$[0-9]{1,8}|\$argon2id\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+)\$'), '')
$$;
CREATE INDEX users_password_kind ON users (password_kind(password_hash));

-- Sessions by the time they were or will be over, whichever comes first.
CREATE INDEX sessions_over ON sessions (least(ended_at, expires_at));
CREATE INDEX refresh_tokens_used ON refresh_tokens (used_at) WHERE used_at IS NOT NULL;
CREATE INDEX users_with_picture ON users (profile_picture) WHERE profile_picture IS NOT NULL;
