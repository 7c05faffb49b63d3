-- What happened: a row for each fact, written by the statement of the change itself. Rows are added and read, never
-- changed or removed: the application's role may do no more. Months are partitions, so that old ones can be put away.
CREATE TABLE events (
    id           uuid NOT NULL DEFAULT gen_random_uuid(),
    number       bigint GENERATED ALWAYS AS IDENTITY, -- in the order of writing
    at           timestamptz NOT NULL DEFAULT now(),
    tx           xid8 NOT NULL DEFAULT pg_current_xact_id(),
    kind         text NOT NULL,            -- "job.updated"
    did          text NOT NULL,            -- create, update, delete, login, logout
    subject_kind text NOT NULL,            -- "job"
    subject      uuid NOT NULL,
    subject_name text NOT NULL,            -- what it was called then
    changes      jsonb,                    -- {"title": ["Cook", "Chef"]}; none where all of it is new or gone
    came_by      text NOT NULL,            -- how the actor came: api, page, command, upkeep …
    actor        uuid,                     -- the person, if any; no foreign key: accounts come and go
    actor_name   text NOT NULL,            -- what they were called then
    request      text NOT NULL DEFAULT '', -- the request's id
    method       text NOT NULL DEFAULT '',
    path         text NOT NULL DEFAULT '',
    address      text NOT NULL DEFAULT '',
    agent        text NOT NULL DEFAULT '',
    CONSTRAINT events_pkey PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE TABLE events_otherwise PARTITION OF events DEFAULT; -- of months that nobody has made a partition for

CREATE INDEX events_by_id      ON events (id);
CREATE INDEX events_of_subject ON events (subject, at, id);
CREATE INDEX events_of_actor   ON events (actor, at, id) WHERE actor IS NOT NULL;
CREATE INDEX events_of_kind    ON events (kind, at, id);
CREATE INDEX events_in_order   ON events (tx, number);

-- {"field": [before, after]} of those members that differ.
CREATE FUNCTION changed_members(before jsonb, after jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(b.key, jsonb_build_array(b.value, a.value)), '{}')
      FROM jsonb_each(before) b JOIN jsonb_each(after) a USING (key) WHERE a.value <> b.value
$$;

-- Makes the partitions of the next months, as far as they are missing. Of a month that has begun without one, the rows
-- stay where they are.
CREATE FUNCTION make_event_months(ahead integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
DECLARE
    month timestamp;
    name  text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('event months'));
    FOR i IN 1..ahead LOOP
        month := date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i);
        name := 'events_' || to_char(month, 'YYYY_MM');
        IF to_regclass(name) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)', name,
                           month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION make_event_months(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_event_months(integer) TO jobboard_app;

-- The order in which everybody follows what happened: without gaps, and never an event before one that was there. Each
-- link holds the digest of the one before and of its event, so that what was changed, removed or put elsewhere shows.
CREATE TABLE event_chain (
    place    bigint CONSTRAINT event_chain_pkey PRIMARY KEY, -- 1, 2, 3 …
    event    uuid NOT NULL,
    number   bigint NOT NULL,
    event_at timestamptz NOT NULL,
    tx       xid8 NOT NULL,
    digest   bytea NOT NULL
);
CREATE UNIQUE INDEX event_chain_event ON event_chain (event);

-- What the digest of an event is taken of.
CREATE FUNCTION event_text(e events) RETURNS text LANGUAGE sql STABLE SET timezone = 'UTC' AS $$
    SELECT json_build_array(e.id, e.at, e.kind, e.did, e.subject_kind, e.subject, e.subject_name, e.changes, e.came_by,
                            e.actor, e.actor_name, e.request, e.method, e.path, e.address, e.agent)::text
$$;

-- Gives events their places, at most so many; answers how many got one. Only those of transactions before the oldest
-- that still runs: none that a slower transaction is still writing can come to stand before a place already given.
CREATE FUNCTION chain_events(at_most integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    head event_chain;
    e    events;
    done bigint := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('event chain'));
    SELECT * INTO head FROM event_chain ORDER BY place DESC LIMIT 1;
    IF NOT FOUND THEN
        head := (0, gen_random_uuid(), 0, now(), '0', '');
    ELSIF head.tx >= pg_snapshot_xmax(pg_current_snapshot()) THEN
        head.tx := '0'; -- restored into a server that counts transactions from the beginning
        head.number := 0;
    END IF;
    FOR e IN SELECT * FROM events
              WHERE (tx, number) > (head.tx, head.number)
                AND tx < pg_snapshot_xmin(pg_current_snapshot())
                AND NOT EXISTS (SELECT FROM event_chain c WHERE c.event = events.id)
              ORDER BY tx, number LIMIT at_most LOOP
        head := (head.place + 1, e.id, e.number, e.at, e.tx, sha256(head.digest || convert_to(event_text(e), 'UTF8')));
        INSERT INTO event_chain VALUES (head.*);
        done := done + 1;
    END LOOP;
    RETURN done;
END $$;

-- The first place, from that one on, whose event or digest is not as it was, if any; and the last that is.
CREATE FUNCTION broken_event_link(from_place bigint, at_most integer) RETURNS TABLE (place bigint, seen bigint)
    LANGUAGE plpgsql AS $$
DECLARE
    link   record;
    digest bytea;
BEGIN
    seen := from_place - 1;
    SELECT c.digest INTO digest FROM event_chain c WHERE c.place = seen;
    digest := coalesce(digest, '');
    FOR link IN SELECT c.place AS at_place, c.digest AS kept, e AS event, e.id IS NULL AS gone
                  FROM event_chain c LEFT JOIN events e ON e.id = c.event AND e.at = c.event_at
                 WHERE c.place >= from_place ORDER BY c.place LIMIT at_most LOOP
        IF link.at_place <> seen + 1 OR link.gone
           OR link.kept <> sha256(digest || convert_to(event_text(link.event), 'UTF8')) THEN
            place := seen + 1;
            RETURN NEXT;
            RETURN;
        END IF;
        seen := link.at_place;
        digest := link.kept;
    END LOOP;
    place := NULL;
    RETURN NEXT;
END $$;

GRANT SELECT, INSERT ON events, event_chain TO jobboard_app;

-- What was written of changes until now. The tables stay for programs of the version before.
INSERT INTO events (at, kind, did, subject_kind, subject, subject_name, changes, came_by, actor, actor_name)
SELECT h.changed_at, 'application.decided', 'update', 'application', h.application_id, a.job_title,
       jsonb_build_object('status', jsonb_build_array(h.from_status, h.to_status)), 'api', h.changed_by,
       coalesce(u.username, '')
  FROM application_history h JOIN applications a ON a.id = h.application_id LEFT JOIN users u ON u.id = h.changed_by
 ORDER BY h.id;
INSERT INTO events (at, kind, did, subject_kind, subject, subject_name, changes, came_by, actor, actor_name)
SELECT c.changed_at,
       k.name || CASE c.what WHEN 'added' THEN '.created' WHEN 'deleted' THEN '.deleted' ELSE '.updated' END,
       CASE c.what WHEN 'added' THEN 'create' WHEN 'deleted' THEN 'delete' ELSE 'update' END, k.name, c.object_id, '',
       NULL, 'page', c.changed_by, coalesce(u.username, '')
  FROM admin_changes c
  JOIN (VALUES ('jobs', 'job'), ('users', 'user'), ('categories', 'category'), ('applications', 'application'))
       k (resource, name) ON k.resource = c.resource
  LEFT JOIN users u ON u.id = c.changed_by
 ORDER BY c.id;
