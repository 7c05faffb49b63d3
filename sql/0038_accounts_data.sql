-- What people may ask of their own data: what they agreed to, a copy of all of it, and its end.

-- What somebody agreed to, or no longer does: rows are added and read, never changed.
CREATE TABLE consents (
    id         uuid CONSTRAINT consents_pkey PRIMARY KEY,
    person     uuid NOT NULL CONSTRAINT consent_person REFERENCES users (id) ON DELETE CASCADE,
    purpose    text NOT NULL CONSTRAINT consent_purpose_length CHECK (length(purpose) BETWEEN 1 AND 100),
    version    text NOT NULL CONSTRAINT consent_version_length CHECK (length(version) BETWEEN 1 AND 50),
    granted    boolean NOT NULL,
    address    text NOT NULL, -- where they said it from
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX consents_of_person ON consents (person, created_at, id);
GRANT SELECT, INSERT ON consents TO jobboard_app;

CREATE TABLE data_exports (
    id         uuid CONSTRAINT data_exports_pkey PRIMARY KEY,
    person     uuid NOT NULL CONSTRAINT data_export_person REFERENCES users (id) ON DELETE CASCADE,
    state      text NOT NULL DEFAULT 'waiting' CONSTRAINT data_export_state CHECK (state IN ('waiting', 'ready', 'failed')),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ready_at   timestamptz,
    expires_at timestamptz,
    file       text, -- its key in the storage
    bytes      bigint,
    sha256     text,
    CONSTRAINT data_export_whole CHECK ((state = 'ready') = (file IS NOT NULL AND expires_at IS NOT NULL))
);
CREATE UNIQUE INDEX data_exports_waiting ON data_exports (person) WHERE state = 'waiting';
CREATE INDEX data_exports_of_person ON data_exports (person, created_at);
CREATE INDEX data_exports_old       ON data_exports (created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON data_exports TO jobboard_app;

-- When somebody is erased who has asked for it.
ALTER TABLE users ADD erase_at timestamptz;
CREATE INDEX users_to_erase ON users (erase_at) WHERE erase_at IS NOT NULL;

-- The letter of somebody who was erased is gone with the file.
ALTER TABLE applications DROP CONSTRAINT applications_letter_length;
ALTER TABLE applications ADD CONSTRAINT applications_letter_length
    CHECK (length(cover_letter) BETWEEN 1 AND 50000 OR cover_letter = '' AND resume = '');
