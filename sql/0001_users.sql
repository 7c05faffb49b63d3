-- Accounts. Names and addresses arrive trimmed, case-folded and NFKC-normalised; the checks keep it so.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE TABLE users (
    id              uuid PRIMARY KEY,
    username        text NOT NULL,
    email           text NOT NULL,
    password_hash   text NOT NULL DEFAULT '!',   -- '!' matches no password: nobody can sign in with one
    first_name      text NOT NULL DEFAULT '',
    last_name       text NOT NULL DEFAULT '',
    role            text NOT NULL DEFAULT 'user',
    phone_number    text,
    bio             text,
    profile_picture text,
    is_active       boolean NOT NULL DEFAULT true,
    email_verified  boolean NOT NULL DEFAULT false,
    date_joined     timestamptz NOT NULL DEFAULT now(),
    last_login      timestamptz,
    CONSTRAINT users_username_form CHECK (username ~ '^[a-z0-9_.]{3,150}$'),
    CONSTRAINT users_email_form    CHECK (email = lower(email) AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'
                                          AND length(email) <= 254),
    CONSTRAINT users_role_known    CHECK (role IN ('user', 'employer', 'admin')),
    CONSTRAINT users_names_length  CHECK (length(first_name) <= 150 AND length(last_name) <= 150),
    CONSTRAINT users_phone_form    CHECK (phone_number ~ '^\+[0-9]{9,15}$'),
    CONSTRAINT users_bio_length    CHECK (length(bio) <= 500)
);
CREATE UNIQUE INDEX users_username_key ON users (username);
CREATE UNIQUE INDEX users_email_key    ON users (email);
CREATE INDEX users_newest ON users (date_joined DESC, id DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON users TO jobboard_app;
