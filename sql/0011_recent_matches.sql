-- Search finds the newest matches of a word without reading all of them: beside its words, the index knows the periods
-- a job was created in, and a list of words that are to be met in some periods skips all others.

-- The periods that a time lies in: of 1, 4, 16, ... 16384 hours (two years), counted from 1970. 2^27 hours are 15,000
-- years, so each is a number of its own.
CREATE FUNCTION periods_of(at timestamptz) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT ARRAY[            floor(date_part('epoch', at AT TIME ZONE 'UTC') / 3600)::int,
                 (1 << 27) + floor(date_part('epoch', at AT TIME ZONE 'UTC') / 14400)::int,
                 (2 << 27) + floor(date_part('epoch', at AT TIME ZONE 'UTC') / 57600)::int,
                 (3 << 27) + floor(date_part('epoch', at AT TIME ZONE 'UTC') / 230400)::int,
                 (4 << 27) + floor(date_part('epoch', at AT TIME ZONE 'UTC') / 921600)::int,
                 (5 << 27) + floor(date_part('epoch', at AT TIME ZONE 'UTC') / 3686400)::int,
                 (6 << 27) + floor(date_part('epoch', at AT TIME ZONE 'UTC') / 14745600)::int,
                 (7 << 27) + floor(date_part('epoch', at AT TIME ZONE 'UTC') / 58982400)::int]
$$;

-- Apart, so that an index alone can count the public's matches.
DROP INDEX jobs_search;
CREATE INDEX jobs_active_search ON jobs USING gin (search, periods_of(created_at)) WITH (fastupdate = off)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_other_search  ON jobs USING gin (search, periods_of(created_at)) WITH (fastupdate = off)
    WHERE status <> 'active' OR deleted_at IS NOT NULL;

-- The newest `most` jobs j that meet conditions, most relevant first for `asked`, and how many there are: exact up to
-- `most` + 1, at least so many beyond. Conditions are a pattern of format() as for jobs_expected. Looks into the last
-- two of short periods first, and only then into longer ones.
CREATE FUNCTION ranked_jobs(pattern text, vals jsonb, asked text, most integer, deleted_too boolean,
                            OUT matches integer, OUT ids uuid[]) LANGUAGE plpgsql STABLE AS $$
DECLARE
    too_many CONSTANT integer := 5000; -- to sort; so common a word is soon met on the way from the newest job back
    conditions text := format(pattern, VARIADIC ARRAY(SELECT jsonb_array_elements_text(vals)));
    query      tsquery := websearch_to_tsquery('jobs', spell_names(asked));
    oldest     timestamptz;
    newest     timestamptz;
    sample     timestamptz; -- when a job was created that some hundred newer ones follow
    length     integer;     -- of the periods: 4^length hours; 8 is all time
    last       integer;
BEGIN
    SELECT min(created_at), max(created_at) INTO oldest, newest FROM jobs WHERE deleted_at IS NULL;
    SELECT created_at INTO sample FROM jobs WHERE status = 'active' AND deleted_at IS NULL
     ORDER BY created_at DESC, id DESC OFFSET 400 LIMIT 1;
    length := CASE WHEN deleted_too OR sample IS NULL THEN 8
                   ELSE least(8, ceil(log(4, greatest(1, extract(epoch FROM newest - sample) / 3600)))) END;
    LOOP
        IF length < 8 AND newest - oldest < make_interval(hours => (4 ^ length)::int) THEN length := 8; END IF;
        last := (periods_of(newest))[length + 1];
        EXECUTE format($query$
            WITH met AS MATERIALIZED (SELECT j.id, j.created_at, j.search FROM jobs j WHERE %s %s),
                 near AS MATERIALIZED (SELECT * FROM met ORDER BY created_at DESC, id DESC LIMIT $2)
            SELECT (SELECT count(*) FROM met),
                   CASE WHEN $3 OR (SELECT count(*) FROM met) > $2
                        THEN ARRAY(SELECT id FROM near ORDER BY ts_rank_cd(search, $1) DESC, created_at DESC, id DESC)
                   END $query$,
            conditions,
            CASE WHEN length > 8 OR deleted_too THEN 'ORDER BY j.created_at DESC, j.id DESC LIMIT ' || most + 1
                 WHEN length = 8 THEN 'LIMIT ' || too_many
                 ELSE format('AND periods_of(j.created_at) && ''{%s, %s}'' LIMIT %s', last - 1, last, too_many) END)
           INTO matches, ids USING query, most, length >= 8;
        EXIT WHEN matches < too_many AND (length >= 8 OR matches > most) OR length > 8 OR deleted_too;
        length := CASE WHEN matches = too_many THEN 9
                       WHEN matches < 3 THEN 8
                       ELSE least(8, length + greatest(1, ceil(log(4, 1.2 * most / matches)))) END;
    END LOOP;
END $$;
