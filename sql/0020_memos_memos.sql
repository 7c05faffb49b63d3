-- Memos: texts that somebody keeps for themselves.
CREATE TABLE memos (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL CONSTRAINT memos_owner_exists REFERENCES users (id) ON DELETE CASCADE,
    text text NOT NULL CONSTRAINT memos_text_length CHECK (length(text) BETWEEN 1 AND 500),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT memos_once UNIQUE (owner_id, text)
);
CREATE INDEX memos_of_owner ON memos (owner_id, created_at, id);
GRANT SELECT, INSERT, UPDATE, DELETE ON memos TO jobboard_app;
