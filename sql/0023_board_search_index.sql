-- Jobs are indexed by the words of search_vector. What an update of a large board takes is nearly all in this one: it makes
-- the column anew, about a millisecond a job, and meanwhile nobody reads jobs. spell_names, ranked_jobs and the configuration
-- jobs stay for programs that have not been replaced yet.

DROP INDEX jobs_active_search, jobs_other_search;
ALTER TABLE jobs DROP COLUMN search,
    ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (search_vector(title, requirements, description)) STORED;
SET LOCAL maintenance_work_mem = '256MB';
CREATE INDEX jobs_active_search ON jobs USING gin (search, periods_of(created_at)) WITH (fastupdate = off)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_other_search  ON jobs USING gin (search, periods_of(created_at)) WITH (fastupdate = off)
    WHERE status <> 'active' OR deleted_at IS NOT NULL;
DELETE FROM kept_counts;

-- How far back the newest of a search are looked for at first: all jobs lie between the two, and some hundred newer ones
-- follow within the last two periods of that length (225 * 4^length seconds).
CREATE TYPE job_span AS (oldest timestamptz, newest timestamptz, length integer);
CREATE FUNCTION jobs_span() RETURNS job_span LANGUAGE plpgsql STABLE AS $$
DECLARE
    span   job_span;
    sample timestamptz;
BEGIN
    SELECT min(created_at), max(created_at) INTO span.oldest, span.newest FROM jobs WHERE deleted_at IS NULL;
    SELECT created_at INTO sample FROM jobs WHERE status = 'active' AND deleted_at IS NULL
     ORDER BY created_at DESC, id DESC OFFSET 400 LIMIT 1;
    span.length := least(10, ceil(log(4, greatest(1, extract(epoch FROM span.newest - sample) / 225))));
    RETURN span;
END $$;

-- The newest `most` jobs j that meet conditions and are found by `query`, newest first, and how many there are: exact up to
-- `most`, at least so many beyond. Conditions are a pattern of format() as for jobs_expected, or null for the active jobs
-- that the query finds, whose plan is kept. Looks into the last two of short periods first, and only then into longer ones;
-- `straight` if the conditions leave few jobs or find deleted ones: then into all at once.
CREATE FUNCTION newest_jobs(pattern text, vals jsonb, query tsquery, most integer, straight boolean, span job_span,
                            OUT matches integer, OUT ids uuid[]) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    too_many CONSTANT integer := greatest(2000, 2 * most); -- to sort; so common a word is soon met on the way back from the newest
    all_time CONSTANT integer := 10;
    conditions text := coalesce(format(pattern, VARIADIC ARRAY(SELECT jsonb_array_elements_text(vals))),
                                'j.status = ''active'' AND j.deleted_at IS NULL');
    oldest     timestamptz := span.oldest;
    newest     timestamptz := span.newest;
    length     integer     := CASE WHEN straight OR span.length IS NULL THEN all_time ELSE span.length END;
    periods    integer[];
BEGIN
    LOOP
        IF length < all_time AND extract(epoch FROM newest - oldest) < 225 * 4 ^ length THEN length := all_time; END IF;
        periods := ARRAY[(periods_of(newest))[length + 1], (periods_of(newest))[length + 1] - 1];
        IF pattern IS NULL AND length < all_time THEN
            WITH met AS MATERIALIZED (
                     SELECT id, created_at FROM jobs
                      WHERE status = 'active' AND deleted_at IS NULL AND search @@ query
                        AND periods_of(created_at) && periods LIMIT too_many)
            SELECT (SELECT count(*) FROM met),
                   CASE WHEN (SELECT count(*) FROM met) > most
                        THEN ARRAY(SELECT id FROM met ORDER BY created_at DESC, id DESC LIMIT most) END
              INTO matches, ids;
        ELSE
            EXECUTE format($query$
                WITH met AS MATERIALIZED (SELECT j.id, j.created_at FROM jobs j WHERE %s AND j.search @@ $1 %s)
                SELECT (SELECT count(*) FROM met),
                       CASE WHEN $3 OR (SELECT count(*) FROM met) > $2
                            THEN ARRAY(SELECT id FROM met ORDER BY created_at DESC, id DESC LIMIT $2) END $query$,
                conditions,
                CASE WHEN length > all_time OR straight
                     THEN 'ORDER BY j.created_at DESC, j.id DESC LIMIT ' || most + 1
                     WHEN length = all_time THEN 'LIMIT ' || too_many
                     ELSE format('AND periods_of(j.created_at) && %L LIMIT %s', periods, too_many) END)
               INTO matches, ids USING query, most, length >= all_time;
        END IF;
        EXIT WHEN length > all_time OR straight
               OR matches < too_many AND (length = all_time OR matches > most);
        length := CASE WHEN matches = too_many THEN all_time + 1
                       WHEN matches < 3 THEN all_time
                       ELSE least(all_time, length + greatest(1, ceil(log(4, 2.0 * most / matches)))) END;
    END LOOP;
END $$;

-- The best `most` jobs for what search_asked made of a question: those with the very words in the title, then those with
-- other forms of them there, both newest first, then the newest of all others, ranked by the words that are in the title
-- and by ts_rank_cd. `matches` as for newest_jobs.
CREATE FUNCTION best_jobs(pattern text, vals jsonb, matching tsquery, in_title tsquery, titled tsquery, some_in_title tsquery,
                          most integer, straight boolean, OUT matches integer, OUT ids uuid[])
LANGUAGE plpgsql STABLE AS $$
DECLARE
    span     CONSTANT job_span := jobs_span();
    more     integer := 0;
    more_ids uuid[];
BEGIN
    SELECT n.matches, n.ids INTO matches, ids FROM newest_jobs(pattern, vals, in_title, most, straight, span) n;
    IF matches > most THEN
        SELECT n.matches, n.ids INTO more, ids FROM newest_jobs(pattern, vals, titled, most, straight, span) n;
        IF more < most THEN
            SELECT n.ids INTO more_ids FROM newest_jobs(pattern, vals, in_title && !!titled, most - more, straight, span) n;
        END IF;
    ELSE
        IF matches > 0 THEN
            SELECT array_agg(j.id ORDER BY j.search @@ titled DESC, j.created_at DESC, j.id DESC)
              INTO ids FROM jobs j WHERE j.id = ANY (best_jobs.ids);
        END IF;
        IF matching <> in_title THEN
            SELECT n.matches, n.ids INTO more, more_ids
              FROM newest_jobs(pattern, vals, matching && !!in_title, greatest(1, most - matches), straight, span) n;
            matches := matches + more;
            SELECT array_agg(j.id ORDER BY CASE WHEN numnode(in_title) > 1 THEN ts_rank(j.search, some_in_title) END DESC, ts_rank_cd(j.search, matching) DESC,
                                           j.created_at DESC, j.id DESC)
              INTO more_ids FROM jobs j WHERE j.id = ANY (more_ids);
        END IF;
    END IF;
    ids := (ids || more_ids)[1:most];
END $$;
