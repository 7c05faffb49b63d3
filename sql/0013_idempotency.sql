-- Answers to requests that are made once, however often they are sent: written in the transaction of what they did.
CREATE TABLE idempotency_keys (
    user_id    uuid NOT NULL,
    key        text NOT NULL,
    request    text NOT NULL,    -- a digest of what was asked for
    status     integer,          -- of the answer
    answer     text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT idempotency_keys_key PRIMARY KEY (user_id, key),
    CONSTRAINT idempotency_keys_of_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX idempotency_keys_old ON idempotency_keys (created_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_keys TO jobboard_app;
