-- What programs send instead of signing in: of each key there is only a digest.
CREATE TABLE api_keys (
    id              uuid CONSTRAINT api_keys_pkey PRIMARY KEY,
    owner           uuid NOT NULL CONSTRAINT api_key_owner REFERENCES users (id) ON DELETE CASCADE,
    name            text NOT NULL CONSTRAINT api_key_name_length CHECK (length(name) BETWEEN 1 AND 100),
    prefix          text NOT NULL, -- what it begins with, for people
    digest          text NOT NULL CONSTRAINT api_keys_digest UNIQUE, -- SHA-256
    previous_digest text CONSTRAINT api_keys_previous_digest UNIQUE, -- of the one before, which is good, too …
    previous_until  timestamptz,                                     -- … until then
    scopes          text NOT NULL CONSTRAINT api_key_scopes_length CHECK (length(scopes) BETWEEN 1 AND 4000), -- with commas
    allowed_ips     text NOT NULL DEFAULT '' CONSTRAINT api_key_addresses_length CHECK (length(allowed_ips) <= 4000), -- with commas
    rate_limit      integer CONSTRAINT api_key_rate_limit CHECK (rate_limit BETWEEN 1 AND 100000), -- requests a minute
    expires_at      timestamptz,
    is_active       boolean NOT NULL DEFAULT true,
    revoked_at      timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT api_key_revoked_for_good CHECK (revoked_at IS NULL OR NOT is_active)
);
CREATE INDEX api_keys_of_owner ON api_keys (owner, created_at, id);
CREATE INDEX api_keys_latest   ON api_keys (created_at, id);

-- Beside them, so that using a key neither changes it nor waits for whoever does.
CREATE TABLE api_key_uses (
    key          uuid CONSTRAINT api_key_uses_pkey PRIMARY KEY CONSTRAINT used_api_key REFERENCES api_keys (id) ON DELETE CASCADE,
    last_used_at timestamptz -- to the minute
);
GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys, api_key_uses TO jobboard_app;
