-- Keys by which people sign in instead of by a password, each on a device of theirs or in their cloud.
CREATE TABLE passkeys (
    id            uuid CONSTRAINT passkeys_pkey PRIMARY KEY,
    person        uuid NOT NULL CONSTRAINT passkey_person REFERENCES users (id) ON DELETE CASCADE,
    credential_id bytea NOT NULL CONSTRAINT passkeys_credential_key UNIQUE -- how the authenticator calls it
                  CONSTRAINT passkey_credential_length CHECK (octet_length(credential_id) BETWEEN 1 AND 1023),
    public_key    bytea NOT NULL,            -- a COSE_Key
    sign_count    bigint NOT NULL,           -- how often it has signed; 0: it does not count
    name          text NOT NULL CONSTRAINT passkey_name_length CHECK (length(name) BETWEEN 1 AND 100),
    backed_up     boolean NOT NULL,          -- there are copies of it
    transports    text NOT NULL DEFAULT '' CONSTRAINT passkey_transports_length CHECK (length(transports) <= 200), -- with commas
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_used_at  timestamptz
);
CREATE INDEX passkeys_of_person ON passkeys (person, created_at, id);

-- What authenticators are to sign, each once.
CREATE TABLE passkey_challenges (
    challenge  bytea CONSTRAINT passkey_challenges_pkey PRIMARY KEY,
    purpose    text NOT NULL CONSTRAINT passkey_challenge_purpose CHECK (purpose IN ('register', 'sign_in')),
    session    uuid CONSTRAINT passkey_challenge_session REFERENCES sessions (id) ON DELETE CASCADE, -- which alone may answer
    expires_at timestamptz NOT NULL,
    CONSTRAINT passkey_challenge_of_session CHECK ((purpose = 'register') = (session IS NOT NULL))
);
CREATE INDEX passkey_challenges_old        ON passkey_challenges (expires_at);
CREATE INDEX passkey_challenges_of_session ON passkey_challenges (session);

GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys, passkey_challenges TO jobboard_app;
