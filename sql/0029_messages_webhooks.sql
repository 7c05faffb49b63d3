-- Addresses of other programs that are told of events, and each time that one was told.
CREATE TABLE webhooks (
    id              uuid CONSTRAINT webhooks_pkey PRIMARY KEY,
    owner           uuid NOT NULL CONSTRAINT webhook_owner REFERENCES users (id) ON DELETE CASCADE,
    url             text NOT NULL CONSTRAINT webhook_url_length CHECK (length(url) BETWEEN 1 AND 2000),
    events          text NOT NULL CONSTRAINT webhook_events_length CHECK (length(events) BETWEEN 1 AND 4000), -- with commas
    description     text NOT NULL DEFAULT '' CONSTRAINT webhook_description_length CHECK (length(description) <= 500),
    secret          text NOT NULL,            -- signs what is sent
    previous_secret text,                     -- signs it, too …
    previous_until  timestamptz,              -- … until then
    is_active       boolean NOT NULL DEFAULT true,
    disabled_reason text NOT NULL DEFAULT '', -- why the board itself turned it off
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhooks_of_owner ON webhooks (owner, created_at, id);
CREATE INDEX webhooks_active   ON webhooks (id) WHERE is_active;

-- Those none of whose deliveries has come to its end well since then.
CREATE TABLE webhook_failures (
    webhook uuid CONSTRAINT webhook_failures_pkey PRIMARY KEY CONSTRAINT failing_webhook REFERENCES webhooks (id) ON DELETE CASCADE,
    since   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE webhook_deliveries (
    id         uuid CONSTRAINT webhook_deliveries_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    once       text NOT NULL CONSTRAINT webhook_deliveries_once UNIQUE,
    webhook    uuid NOT NULL CONSTRAINT delivery_webhook REFERENCES webhooks (id) ON DELETE CASCADE,
    event      uuid,          -- none of a ping
    kind       text NOT NULL, -- "application.submitted"
    body       text NOT NULL, -- what is sent
    state      text NOT NULL DEFAULT 'waiting' CONSTRAINT delivery_state CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts   integer NOT NULL DEFAULT 0,
    status     integer,                 -- of the last answer, if one came
    answer     text NOT NULL DEFAULT '', -- its first 4 kB
    trouble    text NOT NULL DEFAULT '', -- why there was none
    took_ms    integer,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    tried_at   timestamptz
);
CREATE INDEX webhook_deliveries_latest ON webhook_deliveries (webhook, created_at, id);
CREATE INDEX webhook_deliveries_old    ON webhook_deliveries (created_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks, webhook_failures, webhook_deliveries TO jobboard_app;
