-- What people are told of what happened: on the board, by mail and by push. It follows from events, and nobody is told
-- twice of one.
CREATE TABLE notifications (
    id          uuid CONSTRAINT notifications_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    event       uuid NOT NULL,
    person      uuid NOT NULL CONSTRAINT notification_person REFERENCES users (id) ON DELETE CASCADE,
    kind        text NOT NULL CONSTRAINT notification_kind CHECK
                (kind IN ('job_application', 'application_update', 'new_job', 'message', 'interview', 'system')),
    title       text NOT NULL,
    message     text NOT NULL,
    priority    smallint NOT NULL CONSTRAINT notification_priority CHECK (priority BETWEEN 0 AND 3), -- 0: low
    read_at     timestamptz,
    action_url  text NOT NULL DEFAULT '',
    object_kind text NOT NULL,
    object_id   uuid NOT NULL,
    facts       jsonb NOT NULL DEFAULT '{}',
    for_digest  boolean NOT NULL DEFAULT false, -- goes into the next mail that tells several
    created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT notifications_once UNIQUE (event, person)
);
CREATE INDEX notifications_of_person ON notifications (person, created_at, id);
CREATE INDEX notifications_unread    ON notifications (person, created_at, id) WHERE read_at IS NULL;
CREATE INDEX notifications_to_digest ON notifications (person, created_at) WHERE for_digest;

CREATE TABLE notification_preferences (
    person uuid CONSTRAINT notification_preferences_pkey PRIMARY KEY
           CONSTRAINT preferences_person REFERENCES users (id) ON DELETE CASCADE,
    in_app_job_applications    boolean NOT NULL DEFAULT true,
    in_app_application_updates boolean NOT NULL DEFAULT true,
    in_app_new_jobs            boolean NOT NULL DEFAULT true,
    in_app_messages            boolean NOT NULL DEFAULT true,
    in_app_interviews          boolean NOT NULL DEFAULT true,
    in_app_system              boolean NOT NULL DEFAULT true,
    email_job_applications     boolean NOT NULL DEFAULT true,
    email_application_updates  boolean NOT NULL DEFAULT true,
    email_new_jobs             boolean NOT NULL DEFAULT true,
    email_messages             boolean NOT NULL DEFAULT true,
    email_interviews           boolean NOT NULL DEFAULT true,
    email_system               boolean NOT NULL DEFAULT true,
    push_job_applications      boolean NOT NULL DEFAULT true,
    push_application_updates   boolean NOT NULL DEFAULT true,
    push_new_jobs              boolean NOT NULL DEFAULT true,
    push_messages              boolean NOT NULL DEFAULT true,
    push_interviews            boolean NOT NULL DEFAULT true,
    push_system                boolean NOT NULL DEFAULT true,
    notification_frequency     text NOT NULL DEFAULT 'immediate'
        CONSTRAINT notification_frequency_known CHECK (notification_frequency IN ('immediate', 'daily', 'weekly')),
    quiet_from  time, -- nobody is disturbed from then …
    quiet_until time, -- … until then, on the person's clock
    time_zone   text NOT NULL DEFAULT '', -- as the IANA names it; empty: the board's
    CONSTRAINT quiet_hours_whole CHECK ((quiet_from IS NULL) = (quiet_until IS NULL) AND quiet_from <> quiet_until)
);

-- When somebody may be disturbed: now, or when the quiet hours that it is in have ended.
CREATE FUNCTION undisturbed_from(quiet_from time, quiet_until time, zone text) RETURNS timestamptz
    LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN quiet_from IS NULL THEN now()
                WHEN quiet_from < quiet_until AND (t.clock < quiet_from OR t.clock >= quiet_until) THEN now()
                WHEN quiet_from > quiet_until AND t.clock < quiet_from AND t.clock >= quiet_until THEN now()
                ELSE (t.day + CASE WHEN t.clock < quiet_until THEN 0 ELSE 1 END + quiet_until)
                     AT TIME ZONE coalesce(nullif(zone, ''), current_setting('jobboard.time_zone')) END
      FROM (SELECT l.at::time AS clock, l.at::date AS day
              FROM (SELECT now() AT TIME ZONE coalesce(nullif(zone, ''), current_setting('jobboard.time_zone')) AS at) l) t
$$;

-- What was so when something happened: fields that it changed as they became then, whatever they have become since; and
-- beside a status a member of its name, which templates can ask for.
CREATE FUNCTION facts_then(facts jsonb, changes jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT f.then || coalesce(jsonb_build_object(f.then ->> 'status', 'yes'), '{}')
      FROM (SELECT facts || coalesce((SELECT jsonb_object_agg(key, value -> 1) FROM jsonb_each(changes)
                                       WHERE facts ? key), '{}') AS then) f
     WHERE f.then ->> 'status' IS NOT NULL
    UNION ALL
    SELECT facts WHERE facts ->> 'status' IS NULL
$$;

CREATE TABLE mails (
    id         uuid CONSTRAINT mails_pkey PRIMARY KEY DEFAULT gen_random_uuid(), -- in its Message-ID, too
    once       text NOT NULL CONSTRAINT mails_once UNIQUE, -- of one event one mail to a person
    event      uuid,
    person     uuid CONSTRAINT mail_person REFERENCES users (id) ON DELETE CASCADE,
    address    text NOT NULL,
    template   text NOT NULL,
    facts      jsonb NOT NULL DEFAULT '{}', -- what the template is filled with
    subject    text NOT NULL DEFAULT '',    -- as it was sent, and so the next two
    body_text  text NOT NULL DEFAULT '',
    body_html  text NOT NULL DEFAULT '',
    state      text NOT NULL DEFAULT 'queued' CONSTRAINT mail_state CHECK
               (state IN ('queued', 'sent', 'delivered', 'bounced', 'complained', 'failed')),
    attempts   integer NOT NULL DEFAULT 0,
    answer     text NOT NULL DEFAULT '', -- what the server said last
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    sent_at    timestamptz
);
CREATE INDEX mails_latest     ON mails (created_at, id);
CREATE INDEX mails_of_person  ON mails (person, created_at, id);
CREATE INDEX mails_of_address ON mails (lower(address), created_at);
CREATE INDEX mails_sent       ON mails (sent_at) WHERE sent_at IS NOT NULL;

-- Addresses that get no more mail: of a hard bounce or a complaint.
CREATE TABLE mail_blocks (
    address    text CONSTRAINT mail_blocks_pkey PRIMARY KEY, -- in lower case
    reason     text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

GRANT SELECT, INSERT, UPDATE, DELETE ON notifications, notification_preferences, mails, mail_blocks TO jobboard_app;
