-- Browsers and devices that are told what is new, and what became of each message to one.
CREATE TABLE push_targets (
    id         uuid CONSTRAINT push_targets_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    owner      uuid NOT NULL CONSTRAINT push_target_owner REFERENCES users (id) ON DELETE CASCADE,
    service    text NOT NULL CONSTRAINT push_target_service CHECK (service IN ('web', 'fcm', 'apns')),
    address    text NOT NULL CONSTRAINT push_target_address CHECK (octet_length(address) BETWEEN 1 AND 2000), -- or token
    p256dh     text NOT NULL DEFAULT '', -- keys of a browser, and so the next
    auth       text NOT NULL DEFAULT '',
    name       text NOT NULL DEFAULT '' CONSTRAINT push_target_name CHECK (length(name) <= 100),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(), -- or when it came to this owner
    CONSTRAINT push_targets_once UNIQUE (service, address)
);
CREATE INDEX push_targets_of_owner ON push_targets (owner, created_at, id);

CREATE TABLE push_deliveries (
    id         uuid CONSTRAINT push_deliveries_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    event      uuid NOT NULL,
    person     uuid NOT NULL CONSTRAINT push_delivery_person REFERENCES users (id) ON DELETE CASCADE,
    target     uuid CONSTRAINT push_delivery_target REFERENCES push_targets (id) ON DELETE SET NULL, -- none: it is gone
    service    text NOT NULL,
    title      text NOT NULL,
    message    text NOT NULL,
    action_url text NOT NULL DEFAULT '',
    state      text NOT NULL DEFAULT 'waiting' CONSTRAINT push_delivery_state CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts   integer NOT NULL DEFAULT 0,
    answer     text NOT NULL DEFAULT '', -- what the service said last
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    tried_at   timestamptz,
    CONSTRAINT push_deliveries_once UNIQUE (event, target)
);
CREATE INDEX push_deliveries_of_event  ON push_deliveries (event, person);
CREATE INDEX push_deliveries_of_target ON push_deliveries (target);
CREATE INDEX push_deliveries_of_person ON push_deliveries (person);
CREATE INDEX push_deliveries_old       ON push_deliveries (created_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON push_targets, push_deliveries TO jobboard_app;
