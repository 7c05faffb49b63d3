-- Search finds the newest matches of a word without reading all of them: beside its words, the index knows the periods
-- a job was created in, and a list of words that are to be met in some periods skips all others.

-- The periods that a time lies in: of 225 seconds (16 an hour), four times as long, and so on up to two years, counted
-- from 1970. 2^27 of the shortest are 900 years, so each is a number of its own.
CREATE FUNCTION periods_of(at timestamptz) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    n bigint := floor(extract(epoch FROM at) / 225);
BEGIN
    RETURN ARRAY[            n,         (1 << 27) + n / 4,    (2 << 27) + n / 16,    (3 << 27) + n / 64,
                 (4 << 27) + n / 256,   (5 << 27) + n / 1024, (6 << 27) + n / 4096,  (7 << 27) + n / 16384,
                 (8 << 27) + n / 65536, (9 << 27) + n / 262144];
END $$;

-- Apart, since hardly anybody searches what is not active.
DROP INDEX jobs_search;
CREATE INDEX jobs_active_search ON jobs USING gin (search, periods_of(created_at)) WITH (fastupdate = off)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_other_search  ON jobs USING gin (search, periods_of(created_at)) WITH (fastupdate = off)
    WHERE status <> 'active' OR deleted_at IS NOT NULL;

-- The newest `most` jobs j that meet conditions, most relevant first for `asked`, and how many there are: exact up to
-- `most` + 1, at least so many beyond. Conditions are a pattern of format() as for jobs_expected, or null for the active
-- jobs that `asked` finds, whose plan is kept. Looks into the last two of short periods first, and only then into longer
-- ones.
CREATE FUNCTION ranked_jobs(pattern text, vals jsonb, asked text, most integer, deleted_too boolean,
                            OUT matches integer, OUT ids uuid[]) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    too_many CONSTANT integer := 2000; -- to sort; so common a word is soon met on the way from the newest job back
    all_time CONSTANT integer := 10;
    query      tsquery := websearch_to_tsquery('jobs', spell_names(asked));
    conditions text;
    oldest     timestamptz;
    newest     timestamptz;
    sample     timestamptz; -- when a job was created that some hundred newer ones follow
    length     integer;     -- of the periods: 225 * 4^length seconds
    periods    integer[];
BEGIN
    SELECT min(created_at), max(created_at) INTO oldest, newest FROM jobs WHERE deleted_at IS NULL;
    SELECT created_at INTO sample FROM jobs WHERE status = 'active' AND deleted_at IS NULL
     ORDER BY created_at DESC, id DESC OFFSET 400 LIMIT 1;
    length := CASE WHEN deleted_too OR sample IS NULL THEN all_time
                   ELSE least(all_time, ceil(log(4, greatest(1, extract(epoch FROM newest - sample) / 225)))) END;
    LOOP
        IF length < all_time AND extract(epoch FROM newest - oldest) < 225 * 4 ^ length THEN length := all_time; END IF;
        periods := ARRAY[(periods_of(newest))[length + 1], (periods_of(newest))[length + 1] - 1];
        IF pattern IS NULL AND length < all_time THEN
            WITH met AS MATERIALIZED (
                     SELECT id, created_at, search FROM jobs
                      WHERE status = 'active' AND deleted_at IS NULL AND search @@ query
                        AND periods_of(created_at) && periods LIMIT too_many),
                 near AS MATERIALIZED (SELECT * FROM met ORDER BY created_at DESC, id DESC LIMIT most)
            SELECT (SELECT count(*) FROM met),
                   CASE WHEN (SELECT count(*) FROM met) > most
                        THEN ARRAY(SELECT id FROM near ORDER BY ts_rank_cd(search, query) DESC, created_at DESC, id DESC)
                   END
              INTO matches, ids;
        ELSE
            conditions := coalesce(format(pattern, VARIADIC ARRAY(SELECT jsonb_array_elements_text(vals))),
                                   'j.status = ''active'' AND j.deleted_at IS NULL AND j.search @@ $1');
            EXECUTE format($query$
                WITH met AS MATERIALIZED (SELECT j.id, j.created_at, j.search FROM jobs j WHERE %s %s),
                     near AS MATERIALIZED (SELECT * FROM met ORDER BY created_at DESC, id DESC LIMIT $2)
                SELECT (SELECT count(*) FROM met),
                       CASE WHEN $3 OR (SELECT count(*) FROM met) > $2
                            THEN ARRAY(SELECT id FROM near
                                        ORDER BY ts_rank_cd(search, $1) DESC, created_at DESC, id DESC) END $query$,
                conditions,
                CASE WHEN length > all_time OR deleted_too
                     THEN 'ORDER BY j.created_at DESC, j.id DESC LIMIT ' || most + 1
                     WHEN length = all_time THEN 'LIMIT ' || too_many
                     ELSE format('AND periods_of(j.created_at) && %L LIMIT %s', periods, too_many) END)
               INTO matches, ids USING query, most, length >= all_time;
        END IF;
        EXIT WHEN length > all_time OR deleted_too
               OR matches < too_many AND (length = all_time OR matches > most);
        length := CASE WHEN matches = too_many THEN all_time + 1
                       WHEN matches < 3 THEN all_time
                       ELSE least(all_time, length + greatest(1, ceil(log(4, 2.0 * most / matches)))) END;
    END LOOP;
END $$;
