-- Where admins may come from: from everywhere while no row is active.
CREATE TABLE ip_whitelist (
    id          uuid CONSTRAINT ip_whitelist_pkey PRIMARY KEY,
    ip_address  text NOT NULL CONSTRAINT ip_whitelist_address UNIQUE -- an address or a network, as it is written shortest
                CONSTRAINT ip_whitelist_is_network CHECK (ip_address::cidr IS NOT NULL),
    description text NOT NULL DEFAULT '' CONSTRAINT ip_whitelist_description_length CHECK (length(description) <= 500),
    is_active   boolean NOT NULL DEFAULT true,
    created_by  uuid CONSTRAINT ip_whitelist_creator REFERENCES users (id) ON DELETE SET NULL, -- none: a command on the host
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ip_whitelist_latest ON ip_whitelist (created_at, id);
CREATE INDEX ip_whitelist_of_creator ON ip_whitelist (created_by);
GRANT SELECT, INSERT, UPDATE, DELETE ON ip_whitelist TO jobboard_app;
