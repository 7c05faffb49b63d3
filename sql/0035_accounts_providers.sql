-- Who signs in by other providers: who they are there, and those who are on their way there and back.
CREATE TABLE oauth_accounts (
    id           uuid CONSTRAINT oauth_accounts_pkey PRIMARY KEY,
    person       uuid NOT NULL CONSTRAINT oauth_account_person REFERENCES users (id) ON DELETE CASCADE,
    provider     text NOT NULL,          -- as OIDC_PROVIDERS names it
    subject      text NOT NULL CONSTRAINT oauth_account_subject_length CHECK (octet_length(subject) BETWEEN 1 AND 255),
    email        text NOT NULL DEFAULT '', -- as the provider last said
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    CONSTRAINT oauth_accounts_subject UNIQUE (provider, subject),
    CONSTRAINT oauth_accounts_once UNIQUE (person, provider)
);

CREATE TABLE oauth_states (
    digest       text CONSTRAINT oauth_states_pkey PRIMARY KEY, -- of what the browser comes back with
    provider     text NOT NULL,
    person       uuid CONSTRAINT oauth_state_person REFERENCES users (id) ON DELETE CASCADE, -- who asked, if anybody is known
    nonce        text NOT NULL,
    verifier     text NOT NULL,          -- sealed
    redirect_uri text NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX oauth_states_old ON oauth_states (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON oauth_accounts, oauth_states TO jobboard_app;
