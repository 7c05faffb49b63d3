-- Second factors: a seed that an authenticator app shares, codes for when it is lost, and sign-ins that wait for one.
CREATE TABLE totp_factors (
    person    uuid CONSTRAINT totp_factors_pkey PRIMARY KEY
              CONSTRAINT totp_factors_person REFERENCES users (id) ON DELETE CASCADE,
    sealed    text,                      -- the seed, sealed; NULL: none is confirmed
    pending   text,                      -- one that waits to be confirmed
    last_step bigint NOT NULL DEFAULT 0, -- of the last code that was taken: none before it is
    made_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT totp_factors_something CHECK (sealed IS NOT NULL OR pending IS NOT NULL)
);

CREATE TABLE recovery_codes (
    person uuid NOT NULL CONSTRAINT recovery_codes_person REFERENCES users (id) ON DELETE CASCADE,
    digest text NOT NULL,
    CONSTRAINT recovery_codes_pkey PRIMARY KEY (person, digest)
);

-- A right password that waits for the second factor.
CREATE TABLE factor_challenges (
    digest           text CONSTRAINT factor_challenges_pkey PRIMARY KEY,
    person           uuid NOT NULL CONSTRAINT factor_challenges_person REFERENCES users (id) ON DELETE CASCADE,
    password_version bigint NOT NULL, -- a new password ends it
    device           text NOT NULL,   -- known to the account, or empty
    tries            smallint NOT NULL DEFAULT 0,
    expires_at       timestamptz NOT NULL
);
CREATE INDEX factor_challenges_of_person ON factor_challenges (person);
CREATE INDEX factor_challenges_expiring  ON factor_challenges (expires_at);

-- Devices that are not asked for the second factor.
CREATE TABLE trusted_devices (
    person     uuid NOT NULL CONSTRAINT trusted_devices_person REFERENCES users (id) ON DELETE CASCADE,
    device     uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    CONSTRAINT trusted_devices_pkey PRIMARY KEY (person, device)
);
CREATE INDEX trusted_devices_expiring ON trusted_devices (expires_at);

-- When somebody was first asked for a second factor that the board wants of them.
ALTER TABLE users ADD factor_asked_at timestamptz;

GRANT SELECT, INSERT, UPDATE, DELETE ON totp_factors, recovery_codes, factor_challenges, trusted_devices TO jobboard_app;
