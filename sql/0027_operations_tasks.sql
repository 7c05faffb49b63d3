-- Work that is done later: rows enqueued in the transaction that wants it done, taken by runners. A task that is
-- done by a schedule is one row that comes back with its next time.
CREATE TABLE tasks (
    id          uuid CONSTRAINT tasks_pkey PRIMARY KEY DEFAULT gen_random_uuid(),
    kind        text NOT NULL,
    input       jsonb NOT NULL DEFAULT '{}', -- names what it is about; never a secret
    once        text,                        -- while one waits or runs, there is no other of that kind by this name
    urgency     smallint NOT NULL DEFAULT 1 CONSTRAINT task_urgency CHECK (urgency BETWEEN 0 AND 2), -- 0: first
    far         boolean NOT NULL DEFAULT false, -- asks a far end, and may wait long for its answer
    state       text NOT NULL DEFAULT 'waiting'
                CONSTRAINT task_state CHECK (state IN ('waiting', 'running', 'done', 'dead', 'discarded')),
    due_at      timestamptz NOT NULL DEFAULT now(),
    attempts    integer NOT NULL DEFAULT 0,
    taken       bigint NOT NULL DEFAULT 0, -- how often it was taken: whoever holds an older number has lost it
    runner      integer,                   -- whose advisory lock says that it lives
    leased_until timestamptz,
    trouble     text NOT NULL DEFAULT '',  -- why the last attempt failed
    by_schedule boolean NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    started_at  timestamptz,
    ended_at    timestamptz
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 2000);
CREATE UNIQUE INDEX tasks_once    ON tasks (kind, once) WHERE once IS NOT NULL AND state IN ('waiting', 'running');
CREATE INDEX        tasks_due     ON tasks (urgency, due_at) WHERE state = 'waiting';
CREATE INDEX        tasks_running ON tasks (leased_until) WHERE state = 'running';
CREATE INDEX        tasks_ended   ON tasks (ended_at) WHERE state IN ('done', 'discarded');
CREATE INDEX        tasks_listed  ON tasks (created_at, id);

CREATE SEQUENCE task_runners AS integer CYCLE; -- numbers of runners

GRANT SELECT, INSERT, UPDATE, DELETE ON tasks TO jobboard_app;
GRANT USAGE ON SEQUENCE task_runners TO jobboard_app;
