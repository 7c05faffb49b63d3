-- Generated from the migrations by `make schema`; do not edit. Read it to see the tables as they are now.

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

COMMENT ON EXTENSION unaccent IS 'text search dictionary that removes accents';

CREATE TYPE public.job_span AS (
	oldest timestamp with time zone,
	newest timestamp with time zone,
	length integer
);

ALTER TYPE public.job_span OWNER TO jobboard_owner;

CREATE FUNCTION public.applications_counted() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE job_figures f SET application_count = application_count + c.n
      FROM (SELECT job_id, count(*) * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END AS n
              FROM changed GROUP BY job_id ORDER BY job_id) c
     WHERE f.job_id = c.job_id;
    RETURN NULL;
END $$;

ALTER FUNCTION public.applications_counted() OWNER TO jobboard_owner;

CREATE FUNCTION public.applications_have_files() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO resume_files (application_id) SELECT id FROM changed;
    RETURN NULL;
END $$;

ALTER FUNCTION public.applications_have_files() OWNER TO jobboard_owner;

CREATE FUNCTION public.applications_keep_posting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    SELECT j.employer_id, j.title, u.username,
           coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username),
           j.location, j.salary_min, j.salary_max
      INTO NEW.employer_id, NEW.job_title, NEW.job_employer_username, NEW.job_employer_name,
           NEW.job_location, NEW.job_salary_min, NEW.job_salary_max
      FROM jobs j JOIN users u ON u.id = j.employer_id
     WHERE j.id = NEW.job_id;
    RETURN NEW;
END $$;

ALTER FUNCTION public.applications_keep_posting() OWNER TO jobboard_owner;

CREATE FUNCTION public.best_jobs(pattern text, vals jsonb, matching tsquery, in_title tsquery, titled tsquery, some_in_title tsquery, most integer, straight boolean, OUT matches integer, OUT ids uuid[]) RETURNS record
    LANGUAGE plpgsql STABLE
    AS $$
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

ALTER FUNCTION public.best_jobs(pattern text, vals jsonb, matching tsquery, in_title tsquery, titled tsquery, some_in_title tsquery, most integer, straight boolean, OUT matches integer, OUT ids uuid[]) OWNER TO jobboard_owner;

CREATE FUNCTION public.board_day(at timestamp with time zone) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT (at AT TIME ZONE coalesce(nullif(current_setting('jobboard.time_zone', true), ''), 'UTC'))::date
$$;

ALTER FUNCTION public.board_day(at timestamp with time zone) OWNER TO jobboard_owner;

CREATE FUNCTION public.board_day_start(day date) RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT day::timestamp AT TIME ZONE coalesce(nullif(current_setting('jobboard.time_zone', true), ''), 'UTC')
$$;

ALTER FUNCTION public.board_day_start(day date) OWNER TO jobboard_owner;

CREATE FUNCTION public.board_today() RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT (now() AT TIME ZONE coalesce(nullif(current_setting('jobboard.time_zone', true), ''), 'UTC'))::date
$$;

ALTER FUNCTION public.board_today() OWNER TO jobboard_owner;

CREATE FUNCTION public.broken_event_link(from_place bigint, at_most integer) RETURNS TABLE(place bigint, seen bigint)
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.broken_event_link(from_place bigint, at_most integer) OWNER TO jobboard_owner;

CREATE FUNCTION public.categories_carry() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE categories SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
END $$;

ALTER FUNCTION public.categories_carry() OWNER TO jobboard_owner;

CREATE FUNCTION public.categories_place() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    above categories;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('categories'));
    NEW.updated_at := CASE WHEN TG_OP = 'INSERT' THEN NEW.updated_at ELSE now() END;
    IF NEW.parent_id IS NULL THEN
        NEW.ancestors := ARRAY[NEW.id];
        NEW.full_path := NEW.name;
        NEW.depth := 0;
        RETURN NEW;
    END IF;
    SELECT * INTO above FROM categories WHERE id = NEW.parent_id;
    IF NOT FOUND THEN
        RAISE foreign_key_violation USING MESSAGE = 'no such parent', CONSTRAINT = 'categories_parent_exists';
    END IF;
    IF NEW.id = ANY (above.ancestors) THEN
        RAISE check_violation USING MESSAGE = 'a category inside itself', CONSTRAINT = 'categories_no_loop';
    END IF;
    NEW.ancestors := above.ancestors || NEW.id;
    NEW.full_path := above.full_path || ' > ' || NEW.name;
    NEW.depth := above.depth + 1;
    RETURN NEW;
END $$;

ALTER FUNCTION public.categories_place() OWNER TO jobboard_owner;

CREATE FUNCTION public.categories_touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $$;

ALTER FUNCTION public.categories_touch() OWNER TO jobboard_owner;

CREATE FUNCTION public.chain_events(at_most integer) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION public.chain_events(at_most integer) OWNER TO jobboard_owner;

CREATE FUNCTION public.changed_members(before jsonb, after jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT coalesce(jsonb_object_agg(b.key, jsonb_build_array(b.value, a.value)), '{}')
      FROM jsonb_each(before) b JOIN jsonb_each(after) a USING (key) WHERE a.value <> b.value
$$;

ALTER FUNCTION public.changed_members(before jsonb, after jsonb) OWNER TO jobboard_owner;

CREATE FUNCTION public.count_active_jobs(changes jsonb) RETURNS void
    LANGUAGE sql
    AS $$
    INSERT INTO job_counts AS kept (category_id, shard, active)
    SELECT category_id, pg_backend_pid() % 8, sum(change)
      FROM (SELECT (c ->> 'category_id')::uuid AS category_id, (c ->> 'change')::bigint AS change
              FROM jsonb_array_elements(changes) c
             UNION ALL
            SELECT NULL, (c ->> 'change')::bigint FROM jsonb_array_elements(changes) c) each
     GROUP BY category_id HAVING sum(change) <> 0
     ORDER BY category_id
        ON CONFLICT (category_id, shard) DO UPDATE SET active = kept.active + excluded.active
$$;

ALTER FUNCTION public.count_active_jobs(changes jsonb) OWNER TO jobboard_owner;

CREATE FUNCTION public.count_change(changed text) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    free integer;
BEGIN
    SELECT slot INTO free FROM kept_answers WHERE topic = changed ORDER BY slot LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF FOUND THEN
        UPDATE kept_answers SET changes = changes + 1 WHERE topic = changed AND slot = free;
    ELSE
        INSERT INTO kept_answers (topic, changes) VALUES (changed, 1);
    END IF;
END $$;

ALTER FUNCTION public.count_change(changed text) OWNER TO jobboard_owner;

CREATE FUNCTION public.count_change_of() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    topic text;
BEGIN
    FOREACH topic IN ARRAY TG_ARGV LOOP
        PERFORM count_change(topic);
    END LOOP;
    RETURN NULL;
END $$;

ALTER FUNCTION public.count_change_of() OWNER TO jobboard_owner;

CREATE TABLE public.events (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    number bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    kind text NOT NULL,
    did text NOT NULL,
    subject_kind text NOT NULL,
    subject uuid NOT NULL,
    subject_name text NOT NULL,
    changes jsonb,
    came_by text NOT NULL,
    actor uuid,
    actor_name text NOT NULL,
    request text DEFAULT ''::text NOT NULL,
    method text DEFAULT ''::text NOT NULL,
    path text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    agent text DEFAULT ''::text NOT NULL
)
PARTITION BY RANGE (at);

ALTER TABLE public.events OWNER TO jobboard_owner;

CREATE FUNCTION public.event_text(e public.events) RETURNS text
    LANGUAGE sql STABLE
    SET "TimeZone" TO 'UTC'
    AS $$
    SELECT json_build_array(e.id, e.at, e.kind, e.did, e.subject_kind, e.subject, e.subject_name, e.changes, e.came_by,
                            e.actor, e.actor_name, e.request, e.method, e.path, e.address, e.agent)::text
$$;

ALTER FUNCTION public.event_text(e public.events) OWNER TO jobboard_owner;

CREATE FUNCTION public.facts_then(facts jsonb, changes jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT f.then || coalesce(jsonb_build_object(f.then ->> 'status', 'yes'), '{}')
      FROM (SELECT facts || coalesce((SELECT jsonb_object_agg(key, value -> 1) FROM jsonb_each(changes)
                                       WHERE facts ? key), '{}') AS then) f
     WHERE f.then ->> 'status' IS NOT NULL
    UNION ALL
    SELECT facts WHERE facts ->> 'status' IS NULL
$$;

ALTER FUNCTION public.facts_then(facts jsonb, changes jsonb) OWNER TO jobboard_owner;

CREATE FUNCTION public.failures_left(failures integer, last_at timestamp with time zone, forget_seconds integer) RETURNS integer
    LANGUAGE sql STABLE
    AS $$
    SELECT greatest(0, failures - floor(extract(epoch FROM now() - last_at) / forget_seconds)::integer)
$$;

ALTER FUNCTION public.failures_left(failures integer, last_at timestamp with time zone, forget_seconds integer) OWNER TO jobboard_owner;

CREATE FUNCTION public.job_is_open(deadline date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT deadline IS NULL OR deadline >= board_today()
$$;

ALTER FUNCTION public.job_is_open(deadline date) OWNER TO jobboard_owner;

CREATE FUNCTION public.jobs_before_write() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.location <> OLD.location THEN
        SELECT id INTO NEW.location_id FROM locations WHERE name = NEW.location;
        IF NOT FOUND THEN
            INSERT INTO locations (name) VALUES (NEW.location)
                ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id INTO NEW.location_id;
        END IF;
    END IF;
    IF NEW.status = 'active' AND NEW.activated_at IS NULL THEN
        NEW.activated_at := NEW.created_at;
        IF TG_OP = 'UPDATE' THEN NEW.activated_at := now(); END IF;
    END IF;
    IF TG_OP = 'UPDATE' THEN NEW.updated_at := now(); END IF;
    RETURN NEW;
END $$;

ALTER FUNCTION public.jobs_before_write() OWNER TO jobboard_owner;

CREATE FUNCTION public.jobs_counted(pattern text, vals jsonb) RETURNS bigint
    LANGUAGE plpgsql STABLE
    AS $$
DECLARE
    n bigint;
BEGIN
    EXECUTE 'SELECT count(*) FROM jobs j WHERE '
        || format(pattern, VARIADIC ARRAY(SELECT jsonb_array_elements_text(vals))) INTO n;
    RETURN n;
END $$;

ALTER FUNCTION public.jobs_counted(pattern text, vals jsonb) OWNER TO jobboard_owner;

CREATE FUNCTION public.jobs_deleted() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM count_active_jobs(jsonb_agg(jsonb_build_object('category_id', category_id, 'change', -n)))
       FROM (SELECT category_id, count(*) AS n FROM removed
              WHERE status = 'active' AND deleted_at IS NULL GROUP BY category_id) c;
    RETURN NULL;
END $$;

ALTER FUNCTION public.jobs_deleted() OWNER TO jobboard_owner;

CREATE FUNCTION public.jobs_expected(pattern text, vals jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM jobs j WHERE '
        || format(pattern, VARIADIC ARRAY(SELECT jsonb_array_elements_text(vals))) INTO plan;
    RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
END $$;

ALTER FUNCTION public.jobs_expected(pattern text, vals jsonb) OWNER TO jobboard_owner;

CREATE FUNCTION public.jobs_inserted() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO job_figures (job_id) SELECT id FROM added;
    PERFORM count_active_jobs(jsonb_agg(jsonb_build_object('category_id', category_id, 'change', n)))
       FROM (SELECT category_id, count(*) AS n FROM added
              WHERE status = 'active' AND deleted_at IS NULL GROUP BY category_id) c;
    RETURN NULL;
END $$;

ALTER FUNCTION public.jobs_inserted() OWNER TO jobboard_owner;

CREATE FUNCTION public.jobs_searchable(title text, requirements text, description text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT setweight(to_tsvector('public.jobs', public.spell_names(title)), 'A')
        || setweight(to_tsvector('public.jobs', public.spell_names(requirements)), 'B')
        || setweight(to_tsvector('public.jobs', public.spell_names(description)), 'C')
$$;

ALTER FUNCTION public.jobs_searchable(title text, requirements text, description text) OWNER TO jobboard_owner;

CREATE FUNCTION public.jobs_span() RETURNS public.job_span
    LANGUAGE plpgsql STABLE
    AS $$
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

ALTER FUNCTION public.jobs_span() OWNER TO jobboard_owner;

CREATE FUNCTION public.jobs_updated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM count_active_jobs(jsonb_agg(jsonb_build_object('category_id', category_id, 'change', n)))
       FROM (SELECT category_id, sum(change) AS n
               FROM (SELECT category_id, 1 AS change FROM added WHERE status = 'active' AND deleted_at IS NULL
                      UNION ALL
                     SELECT category_id, -1 FROM removed WHERE status = 'active' AND deleted_at IS NULL) each
              GROUP BY category_id HAVING sum(change) <> 0) c;
    RETURN NULL;
END $$;

ALTER FUNCTION public.jobs_updated() OWNER TO jobboard_owner;

CREATE FUNCTION public.make_event_months(ahead integer) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
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

ALTER FUNCTION public.make_event_months(ahead integer) OWNER TO jobboard_owner;

CREATE FUNCTION public.newest_jobs(pattern text, vals jsonb, query tsquery, most integer, straight boolean, span public.job_span, OUT matches integer, OUT ids uuid[]) RETURNS record
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_generic_plan'
    AS $_$
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
END $_$;

ALTER FUNCTION public.newest_jobs(pattern text, vals jsonb, query tsquery, most integer, straight boolean, span public.job_span, OUT matches integer, OUT ids uuid[]) OWNER TO jobboard_owner;

CREATE FUNCTION public.password_kind(hash text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
    SELECT coalesce(substring(hash FROM
        '^(pbkdf2_sha256\$[0-9]{1,8}|\$argon2id\$v=[0-9]+\$m=[0-9]+,t=[0-9]+,p=[0-9]+)\$'), '')
$_$;

ALTER FUNCTION public.password_kind(hash text) OWNER TO jobboard_owner;

CREATE FUNCTION public.periods_of(at timestamp with time zone) RETURNS integer[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
DECLARE
    n bigint := floor(extract(epoch FROM at) / 225);
BEGIN
    RETURN ARRAY[            n,         (1 << 27) + n / 4,    (2 << 27) + n / 16,    (3 << 27) + n / 64,
                 (4 << 27) + n / 256,   (5 << 27) + n / 1024, (6 << 27) + n / 4096,  (7 << 27) + n / 16384,
                 (8 << 27) + n / 65536, (9 << 27) + n / 262144];
END $$;

ALTER FUNCTION public.periods_of(at timestamp with time zone) OWNER TO jobboard_owner;

CREATE FUNCTION public.place_asked() RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT jsonb_object_agg(name, country)
      FROM public.place_countries(), string_to_table(country || ',' || names, ',') name WHERE name <> ''
$$;

ALTER FUNCTION public.place_asked() OWNER TO jobboard_owner;

CREATE FUNCTION public.place_countries() RETURNS TABLE(country text, names text, codes text, parts text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    VALUES ('us', 'usa,united states,united states of america,the united states,america', '', ''),
           ('uk', 'gb,united kingdom,the united kingdom,great britain,britain', 'gbr', 'england,scotland,wales,northern ireland'),
           ('uae', 'united arab emirates', 'ae,are', 'dubai,abu dhabi'), ('australia', '', 'au,aus', ''),
           ('austria', 'osterreich', 'at,aut', ''), ('belgium', 'belgie,belgique', 'be,bel', ''), ('brazil', 'brasil', 'br,bra', ''),
           ('canada', '', 'can', ''), ('china', '', 'cn,chn', ''), ('czechia', 'czech republic', 'cz,cze', ''),
           ('denmark', 'danmark', 'dk,dnk', ''), ('egypt', '', 'eg,egy', ''), ('finland', 'suomi', 'fi,fin', ''),
           ('france', '', 'fr,fra', ''), ('germany', 'deutschland', 'deu', ''), ('greece', '', 'gr,grc', ''),
           ('hong kong', '', 'hk,hkg', ''), ('hungary', '', 'hu,hun', ''), ('india', '', 'ind', ''),
           ('ireland', 'republic of ireland', 'ie,irl', ''), ('italy', 'italia', 'it,ita', ''), ('japan', '', 'jp,jpn', ''),
           ('malaysia', '', 'my,mys', ''), ('mexico', '', 'mx,mex', ''),
           ('netherlands', 'the netherlands,nederland,holland', 'nld', ''), ('new zealand', '', 'nz,nzl', ''),
           ('norway', 'norge', 'nor', ''), ('philippines', 'the philippines', 'ph,phl', ''), ('poland', 'polska', 'pl,pol', ''),
           ('portugal', '', 'pt,prt', ''), ('romania', '', 'ro,rou', ''), ('russia', 'russian federation', 'ru,rus', ''),
           ('singapore', '', 'sg,sgp', ''), ('south africa', '', 'za,zaf', ''), ('south korea', 'korea', 'kr,kor', ''),
           ('spain', 'espana', 'es,esp', ''), ('sweden', 'sverige', 'se,swe', ''),
           ('switzerland', 'schweiz,suisse,svizzera', 'ch,che', ''), ('taiwan', '', 'tw,twn', ''), ('thailand', '', 'th,tha', ''),
           ('turkey', 'turkiye', 'tr,tur', ''), ('ukraine', '', 'ua,ukr', ''), ('vietnam', 'viet nam', 'vn,vnm', '')
$$;

ALTER FUNCTION public.place_countries() OWNER TO jobboard_owner;

CREATE FUNCTION public.place_folded(name text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
DECLARE
    t text := name;
BEGIN
    IF t ~ '[^\u0001-\u007f]' THEN t := public.unaccent('public.unaccent', normalize(t, NFKC)); END IF;
    t := regexp_replace(lower(t), '[''`.\u00ad\u200b\u2060\ufeff]', '', 'g');
    RETURN btrim(regexp_replace(regexp_replace(t, '[\s,;()-]+', ' ', 'g'), ' ?/ ?', '/', 'g'), ' ');
END $$;

ALTER FUNCTION public.place_folded(name text) OWNER TO jobboard_owner;

CREATE FUNCTION public.place_pattern(asked text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
DECLARE
    usual text := coalesce(public.place_usual(asked, public.place_asked()), '');
    part  text := regexp_replace(usual, '([\\%_])', '\\\1', 'g');
BEGIN
    IF usual = '' THEN RETURN CASE WHEN btrim(asked) = '' THEN '%' END; END IF;
    IF public.place_asked() ? usual THEN RETURN '% ' || part || ' %'; END IF;
    RETURN '%' || part || '%';
END $$;

ALTER FUNCTION public.place_pattern(asked text) OWNER TO jobboard_owner;

CREATE FUNCTION public.place_stored() RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT public.place_asked()
        || (SELECT jsonb_object_agg(code, country) FROM public.place_countries(), string_to_table(codes, ',') code WHERE code <> '')
        || (SELECT jsonb_object_agg(part, part || ' ' || country) FROM public.place_countries(), string_to_table(parts, ',') part
             WHERE part <> '')
$$;

ALTER FUNCTION public.place_stored() OWNER TO jobboard_owner;

CREATE FUNCTION public.place_text(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT concat(' ', public.place_folded(name), ' | ',
                  public.place_usual(name, public.place_stored()), ' ')
$$;

ALTER FUNCTION public.place_text(name text) OWNER TO jobboard_owner;

CREATE FUNCTION public.place_usual(name text, named jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT btrim(string_agg(coalesce(named ->> public.place_folded(part), public.place_folded(part)), ' ' ORDER BY at), ' ')
      FROM string_to_table(name, ',') WITH ORDINALITY parts (part, at) WHERE public.place_folded(part) <> ''
$$;

ALTER FUNCTION public.place_usual(name text, named jsonb) OWNER TO jobboard_owner;

CREATE FUNCTION public.ranked_jobs(pattern text, vals jsonb, asked text, most integer, deleted_too boolean, OUT matches integer, OUT ids uuid[]) RETURNS record
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_generic_plan'
    AS $_$
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
END $_$;

ALTER FUNCTION public.ranked_jobs(pattern text, vals jsonb, asked text, most integer, deleted_too boolean, OUT matches integer, OUT ids uuid[]) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_asked(typed text, OUT matching tsquery, OUT loosely tsquery, OUT in_title tsquery, OUT titled tsquery, OUT some_in_title tsquery, OUT only_excludes boolean) RETURNS record
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
#variable_conflict use_column
BEGIN
    WITH piece AS (
             SELECT at, cut[1] <> '' AS excluded, cut[2] IS NOT NULL AS is_phrase, coalesce(cut[2], cut[3]) AS said,
                    cut[1] = '' AND cut[2] IS NULL AND lower(cut[3]) = 'or' AS parts
               FROM regexp_matches(typed, '(-*)(?:"([^"]*)(?:"|$)|([^\s"]+))', 'g') WITH ORDINALITY pieces (cut, at)),
         numbered AS (
             SELECT *, count(*) FILTER (WHERE parts) OVER (ORDER BY at) AS alternative,
                    CASE WHEN excluded OR is_phrase THEN at
                         ELSE -count(*) FILTER (WHERE parts OR excluded OR is_phrase) OVER (ORDER BY at) END AS run
               FROM piece),
         term AS (
             SELECT DISTINCT alternative, excluded, is_phrase, string_agg(said, ' ' ORDER BY at) AS said
               FROM numbered WHERE NOT parts GROUP BY alternative, excluded, is_phrase, run),
         part AS (
             SELECT alternative, excluded, p.*, bool_or(NOT excluded AND NOT only_stops) OVER (PARTITION BY alternative) AS has_words
               FROM term, public.search_part(said, is_phrase) p
              WHERE p.titled IS NOT NULL AND NOT (excluded AND only_stops)),
         alternative AS (
             SELECT bool_and(excluded) AS only_excludes,
                    string_agg('(' || p.matching || ')', ' & ') FILTER (WHERE NOT excluded AND only_stops <> has_words) AS matching,
                    string_agg('(' || p.loosely || ')', ' & ') FILTER (WHERE NOT excluded AND only_stops <> has_words) AS loosely,
                    string_agg('(' || p.in_title || ')', ' & ') FILTER (WHERE NOT excluded AND only_stops <> has_words) AS in_title,
                    string_agg('(' || p.titled || ')', ' & ') FILTER (WHERE NOT excluded) AS titled,
                    string_agg(p.some_in_title, ' | ') FILTER (WHERE NOT excluded) AS some_in_title,
                    coalesce(string_agg(' & !(' || p.matching || ')', '') FILTER (WHERE excluded), '') AS without,
                    coalesce(string_agg(' & !(' || p.matching || ')', '') FILTER (WHERE excluded AND p.matching = p.loosely), '') AS surely
               FROM part p GROUP BY p.alternative)
    SELECT string_agg('(' || a.matching || without || ')', ' | ')::tsquery, string_agg('(' || a.loosely || surely || ')', ' | ')::tsquery,
           string_agg('(' || a.in_title || without || ')', ' | ')::tsquery, string_agg('(' || a.titled || without || ')', ' | ')::tsquery,
           string_agg(a.some_in_title, ' | ')::tsquery, coalesce(bool_or(a.only_excludes), false)
      INTO matching, loosely, in_title, titled, some_in_title, only_excludes
      FROM alternative a;
END $_$;

ALTER FUNCTION public.search_asked(typed text, OUT matching tsquery, OUT loosely tsquery, OUT in_title tsquery, OUT titled tsquery, OUT some_in_title tsquery, OUT only_excludes boolean) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_compounds() RETURNS TABLE(firsts text, seconds text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    VALUES ('angular backbone d3 ember express next node nuxt react svelte vue', 'js'), ('c', 'sharp'), ('objective', 'c'),
           ('dot', 'net'), ('sql', 'server'), ('no my', 'sql'), ('java type', 'script'), ('git', 'hub lab'), ('dev', 'ops'),
           ('big meta', 'data'), ('data', 'base center centre set'), ('block', 'chain'), ('word', 'press'), ('photo', 'shop'),
           ('spring', 'boot'), ('open', 'source'), ('full', 'stack'), ('soft hard firm middle', 'ware'), ('main', 'frame'),
           ('e', 'mail commerce learning business book sports'), ('web', 'site master page shop'), ('smart', 'phone'),
           ('lap desk', 'top'), ('help', 'desk line'), ('hot', 'line'), ('on off', 'line site shore'), ('in', 'house bound store'),
           ('out', 'bound door doors patient sourcing'), ('cyber', 'security'), ('artificial', 'intelligence'),
           ('machine', 'learning'), ('human', 'resources'), ('quality', 'assurance'), ('public', 'relations'), ('r', 'd'),
           ('user', 'interface experience'), ('ph', 'd'), ('front back', 'end office'), ('full part half', 'time'),
           ('over down life real', 'time'), ('long short', 'term'), ('mid entry', 'level'), ('night', 'shift'),
           ('free', 'lance lancer lancing'), ('co', 'founder operative operation ordinator ordination ordinate worker working'),
           ('start set build clean back follow pop', 'up'), ('log check', 'in'), ('check', 'out list'), ('up', 'date selling'),
           ('non', 'profit'), ('pro', 'active'), ('multi', 'media lingual tasking national disciplinary'), ('inter', 'personal'),
           ('cross', 'functional'), ('pre post', 'school sales production'), ('post under', 'graduate'), ('post', 'doc doctoral'),
           ('sub', 'contractor contract'), ('tele', 'sales marketing communications commute'), ('health child after day home', 'care'),
           ('care', 'giver giving taker'), ('child', 'minder'), ('baby', 'sitter sitting'), ('mid', 'wife wives'),
           ('para', 'legal medic'), ('physio psycho radio', 'therapist therapy'), ('x', 'ray'), ('well', 'being'),
           ('house', 'keeper keeping hold work'), ('home', 'maker'), ('book', 'keeper keeping'), ('store shop', 'keeper front'),
           ('shop', 'floor'), ('bar', 'tender keeper man staff'), ('dish', 'washer washing'), ('hair', 'dresser dressing stylist'),
           ('ware', 'house housing'), ('fork', 'lift'), ('stock', 'room taking broker'), ('pipe', 'fitter line'), ('brick', 'layer laying'),
           ('black lock', 'smith'), ('steel wood metal', 'work worker working'), ('ground', 'work worker'), ('tool watch', 'maker'),
           ('trades crafts sales fire', 'man men woman person people'), ('fire', 'fighter fighting'), ('life', 'guard style'),
           ('land', 'scape scaping scaper'), ('live', 'stock'), ('sea', 'food'), ('super', 'market'), ('whole', 'sale saler'),
           ('market work', 'place'), ('work', 'flow force shop load'), ('team', 'work'), ('net', 'work working'), ('pay', 'roll'),
           ('spread', 'sheet'), ('fund', 'raiser raising'), ('stake share', 'holder'), ('head', 'hunter count quarters'),
           ('trouble', 'shooting shooter'), ('feed', 'back'), ('dead', 'line'), ('news', 'paper letter'), ('copy script under', 'writer writing'),
           ('proof', 'reader reading'), ('story', 'board telling teller'), ('video', 'grapher'), ('voice', 'over'), ('class court', 'room'),
           ('text hand note', 'book'), ('air', 'craft line port'), ('rail', 'way road'), ('sky', 'scraper'), ('waste', 'water'),
           ('power', 'point'), ('share', 'point'), ('any every some', 'one'), ('week', 'end day'), ('micro', 'service'),
           ('semi', 'skilled conductor'), ('green', 'house keeper'), ('game', 'play'), ('skill', 'set'), ('police', 'man woman')
$$;

ALTER FUNCTION public.search_compounds() OWNER TO jobboard_owner;

CREATE FUNCTION public.search_firsts() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT array_agg(DISTINCT first) FROM public.search_compounds(), string_to_table(firsts, ' ') first
$$;

ALTER FUNCTION public.search_firsts() OWNER TO jobboard_owner;

CREATE FUNCTION public.search_folded(source text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
DECLARE
    t text := source;
    unspaced CONSTANT text := '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff'
                              '\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff';
BEGIN
    IF t ~ '[^\u0001-\u007f]' THEN
        t := public.unaccent('public.unaccent', normalize(regexp_replace(t, '[\u00ad\u200b\u2060\ufeff]', '', 'g'), NFKC));
        t := regexp_replace(t, '[\u0080-\u00bf\u00d7\u00f7\u02b0-\u036f\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020'
                               '\u3030\u303d\u30fb\ue000-\uf8ff\ufe00-\ufe6f\U0001f000-\U0001faff]+', ' ', 'g');
        t := regexp_replace(t, '[^[:alnum:]\u0001-\u007f]+', '', 'g'); -- marks that the parser takes for blanks
    END IF;
    t := lower(t);
    IF t ~ '[<&]' THEN
        t := regexp_replace(t, '</?[a-z][^<>]*>|&(#\d{1,6}|[a-z]{2,8});', ' ', 'g');
        t := regexp_replace(t, '\m([a-z])&(?=[a-z]\M)', U&'\\1 \E000', 'g');
    END IF;
    IF t ~ '[+#]|\.net' THEN
        t := regexp_replace(t, '\mc\+\+\d*', ' cplusplus ', 'g');
        t := regexp_replace(t, '\m([cf])#', ' \1sharp ', 'g');
        t := regexp_replace(t, '\.net\M', ' dotnet ', 'g');
    END IF;
    IF strpos(t, '-') > 0 THEN
        t := regexp_replace(t, '(?<=[^\u0001-/:-`{-\u007f])-(?=[^\u0001-/:-`{-\u007f])', U&' \E000', 'g');
    END IF;
    t := replace(regexp_replace(t, '[\u0001-\u001f!-/:-@[-`{-\u007f]+', ' ', 'g'), U&'\E000', '_');
    IF t ~ ('[' || unspaced || ']') THEN
        t := (SELECT string_agg(CASE WHEN run[1] IS NULL THEN run[2] ELSE
                                     (SELECT ' ' || string_agg(substr(run[1], at, 2), ' ') || ' '
                                        FROM generate_series(1, length(run[1])) at) END, '')
                FROM regexp_matches(t, '([' || unspaced || ']+)|([^' || unspaced || ']+)', 'g') run);
    END IF;
    RETURN t;
END $$;

ALTER FUNCTION public.search_folded(source text) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_is_pair(first text, second text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT public.search_pairs() ? (first || ' ' || coalesce((ts_lexize('pg_catalog.english_stem', second))[1], second))
$$;

ALTER FUNCTION public.search_is_pair(first text, second text) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_meanings() RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT jsonb_object_agg(spelling || ending, meant)
      FROM public.search_synonyms(), string_to_table(spellings, ' ') spelling, unnest('{"",s}'::text[]) ending
$$;

ALTER FUNCTION public.search_meanings() OWNER TO jobboard_owner;

CREATE FUNCTION public.search_pairs() RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    WITH pair AS (SELECT first, second FROM public.search_compounds(), string_to_table(firsts, ' ') first,
                                            string_to_table(seconds, ' ') second)
    SELECT jsonb_object_agg(first || ' ' || coalesce((ts_lexize('pg_catalog.english_stem', second))[1], second), true) FROM pair
$$;

ALTER FUNCTION public.search_pairs() OWNER TO jobboard_owner;

CREATE FUNCTION public.search_part(source text, is_phrase boolean, OUT matching text, OUT loosely text, OUT in_title text, OUT titled text, OUT some_in_title text, OUT only_stops boolean) RETURNS record
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
#variable_conflict use_column
BEGIN
    SELECT string_agg(step || t.anywhere, '' ORDER BY place), string_agg(t.anywhere, ' & ' ORDER BY place),
           string_agg(step || t.in_title, '' ORDER BY place),
           string_agg(t.titled, CASE WHEN is_phrase THEN ' <-> ' ELSE ' & ' END ORDER BY place),
           string_agg(concat_ws(' | ', t.titled, t.in_title), ' | '), bool_and(t.anywhere IS NULL)
      INTO matching, loosely, in_title, titled, some_in_title, only_stops
      FROM (SELECT *, CASE WHEN first THEN '' WHEN is_phrase THEN ' <' || place - before || '> ' ELSE ' & ' END AS step
              FROM (SELECT *, lag(s.place) OVER same AS before, s.anywhere IS NULL OR lag(s.place) OVER same IS NULL AS first
                      FROM public.search_terms(source, is_phrase) s
                    WINDOW same AS (PARTITION BY s.anywhere IS NULL ORDER BY s.place)) placed) t;
    IF only_stops THEN
        matching := titled; loosely := titled; in_title := titled;
    END IF;
END $$;

ALTER FUNCTION public.search_part(source text, is_phrase boolean, OUT matching text, OUT loosely text, OUT in_title text, OUT titled text, OUT some_in_title text, OUT only_stops boolean) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_spellings() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT array_agg(spelling) FROM jsonb_object_keys(public.search_meanings()) spelling
$$;

ALTER FUNCTION public.search_spellings() OWNER TO jobboard_owner;

CREATE FUNCTION public.search_stem(word text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT (ts_lexize('pg_catalog.english_stem', coalesce(public.search_meanings() ->> word, word)))[1]
$$;

ALTER FUNCTION public.search_stem(word text) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_synonyms() RETURNS TABLE(meant text, spellings text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    VALUES ('cplusplus', 'cpp'), ('objectivec', 'objc'), ('golang', 'golanguage'), ('python', 'python2 python3'),
           ('javascript', 'js ecmascript'), ('typescript', 'ts'), ('html', 'html5'), ('css', 'css3'),
           ('react', 'reactjs'), ('angular', 'angularjs'), ('vue', 'vuejs'), ('node', 'nodejs'), ('next', 'nextjs'),
           ('nuxt', 'nuxtjs'), ('express', 'expressjs'), ('ember', 'emberjs'), ('svelte', 'sveltejs'),
           ('backbone', 'backbonejs'), ('d3', 'd3js'), ('postgresql', 'postgres postgre pgsql'), ('mongodb', 'mongo'),
           ('sqlserver', 'mssql'), ('kubernetes', 'k8s'), ('macos', 'osx'), ('phd', 'doctorate'),
           ('ai', 'artificialintelligence'), ('ml', 'machinelearning'), ('hr', 'humanresources'),
           ('qa', 'qualityassurance'), ('pr', 'publicrelations'), ('ui', 'userinterface'), ('ux', 'userexperience'),
           ('senior', 'sr snr'), ('junior', 'jr jnr'), ('manager', 'mgr'), ('assistant', 'asst'), ('cv', 'resume'),
           ('center', 'centre'), ('theater', 'theatre'), ('program', 'programme'), ('labor', 'labour'),
           ('license', 'licence'), ('organization', 'organisation'), ('optimization', 'optimisation'),
           ('jewelry', 'jewellery'), ('pediatric', 'paediatric'), ('pediatrician', 'paediatrician'),
           ('orthopedic', 'orthopaedic'), ('anesthetist', 'anaesthetist'), ('gynecologist', 'gynaecologist'),
           ('counselor', 'counsellor'), ('truck', 'lorry')
$$;

ALTER FUNCTION public.search_synonyms() OWNER TO jobboard_owner;

CREATE FUNCTION public.search_terms(source text, apart boolean) RETURNS TABLE(place integer, anywhere text, in_title text, titled text)
    LANGUAGE plpgsql IMMUTABLE STRICT ROWS 3 PARALLEL SAFE
    AS $$
#variable_conflict use_column
DECLARE
    words text[] := ARRAY(SELECT word FROM public.search_words(source));
    terms text[] := '{}';
    i     integer := 1;
BEGIN
    WHILE i <= cardinality(words) LOOP
        IF NOT apart AND public.search_is_pair(words[i], words[i + 1]) THEN
            terms := terms || (words[i] || words[i + 1]);
            i := i + 2;
        ELSE
            -- The last letter of a run that has been cut into pairs says nothing new.
            IF i = 1 OR words[i] < U&'\0E00' OR length(words[i]) > 1 OR words[i - 1] NOT LIKE '_' || words[i] THEN
                terms := terms || words[i];
            END IF;
            i := i + 1;
        END IF;
    END LOOP;
    RETURN QUERY
        WITH term AS (
                 SELECT at, word, public.search_stem(word) AS stem, CASE WHEN length(word) = 1 AND word >= U&'\0E00' THEN ':*' ELSE '' END AS rest
                   FROM unnest(terms) WITH ORDINALITY t (word, at)),
             form AS (
                 SELECT at, word AS form, stem, rest FROM term
                  UNION ALL
                 SELECT at, two, public.search_stem(two), ''
                   FROM term, LATERAL (VALUES (terms[at - 1] || word), (word || terms[at + 1])) beside (two)
                  WHERE NOT apart AND stem IS NOT NULL AND two < U&'\0E00'),
             likely AS (
                 SELECT at, form, rest FROM form
                  UNION ALL
                 SELECT at, other, '' FROM term, LATERAL (VALUES (word || 's'), (left(word, -1))) endings (other)
                  WHERE (other > word OR word LIKE '%s') AND public.search_stem(other) = stem)
        SELECT at::integer,
               (SELECT '(' || string_agg(format('''%s''%s', f.stem, f.rest), ' | ') || ')' FROM form f WHERE f.at = t.at AND f.stem IS NOT NULL AND t.stem IS NOT NULL),
               (SELECT '(' || string_agg(format('''^%s''%s', f.stem, f.rest), ' | ') || ')' FROM form f WHERE f.at = t.at AND f.stem IS NOT NULL AND t.stem IS NOT NULL),
               (SELECT '(' || string_agg(format('''=%s''%s', l.form, l.rest), ' | ') || ')' FROM likely l WHERE l.at = t.at)
          FROM term t ORDER BY at;
END $$;

ALTER FUNCTION public.search_terms(source text, apart boolean) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_text(source text, titled boolean) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
BEGIN
    RETURN (
        WITH word AS MATERIALIZED (SELECT * FROM public.search_words(source)),
             more AS (
                 SELECT before || word AS more FROM word
                  WHERE bound OR titled AND before < U&'\0E00' AND word < U&'\0E00'
                     OR before = ANY (public.search_firsts()) AND public.search_is_pair(before, word)
                  UNION ALL
                 SELECT word FROM word WHERE word = ANY (public.search_spellings()))
        SELECT concat_ws(' ', (SELECT string_agg(word, ' ') FROM word),
                              (SELECT string_agg(concat_ws(' ', more, public.search_meanings() ->> more), ' ') FROM more)));
END $$;

ALTER FUNCTION public.search_text(source text, titled boolean) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_title(title text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
BEGIN
    RETURN (
        WITH word AS MATERIALIZED (SELECT * FROM public.search_words(title)),
             form AS (
                 SELECT word AS form, place FROM word
                  UNION ALL
                 SELECT before || word, at FROM word, LATERAL (VALUES (place - 1), (place)) places (at)
                  WHERE before < U&'\0E00' AND word < U&'\0E00')
        SELECT coalesce(string_agg(concat('''=', form, ''':', place, 'A ', '''^' || public.search_stem(form) || ''':' || place || 'A '), ''),
                        '')::tsvector
          FROM form);
END $$;

ALTER FUNCTION public.search_title(title text) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_vector(title text, requirements text, description text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    SELECT setweight(to_tsvector('pg_catalog.english', public.search_text(title, true)), 'A')
        || setweight(to_tsvector('pg_catalog.english', public.search_text(requirements, false)), 'B')
        || setweight(to_tsvector('pg_catalog.english', public.search_text(description, false)), 'C')
        || public.search_title(title)
$$;

ALTER FUNCTION public.search_vector(title text, requirements text, description text) OWNER TO jobboard_owner;

CREATE FUNCTION public.search_words(source text) RETURNS TABLE(place bigint, word text, before text, bound boolean)
    LANGUAGE sql IMMUTABLE ROWS 300 PARALLEL SAFE
    AS $$
    SELECT at, left(ltrim(piece, '_'), 60), left(ltrim(previous, '_'), 60), starts_with(piece, '_')
      FROM (SELECT array_remove(string_to_array(public.search_folded(source), ' '), '') AS all_of OFFSET 0) pieces,
           unnest(all_of, array_prepend(NULL, all_of)) WITH ORDINALITY each (piece, previous, at)
     WHERE piece IS NOT NULL
$$;

ALTER FUNCTION public.search_words(source text) OWNER TO jobboard_owner;

CREATE FUNCTION public.sign_in_delay(failures integer, free integer, longest_seconds integer) RETURNS interval
    LANGUAGE sql IMMUTABLE
    AS $$
    SELECT CASE WHEN failures < free THEN interval '0'
           ELSE least(longest_seconds, power(2, least(failures - free, 30))) * interval '1 second' END
$$;

ALTER FUNCTION public.sign_in_delay(failures integer, free integer, longest_seconds integer) OWNER TO jobboard_owner;

CREATE FUNCTION public.spell_names(source text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
    SELECT CASE WHEN source !~ '[+#]|\.[nNjJ]' THEN source ELSE
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(replace(source, '/', ' '),
            '\mc\+\+(\d*)', 'cplusplus \1', 'gi'),
            '\m([cf])#', '\1sharp', 'gi'),
            '(\w)\.net\M', '\1 dotnet', 'gi'),
            '\.net\M', 'dotnet', 'gi'),
            '\m(node|vue|next|react)\.js\M', '\1js', 'gi') END
$$;

ALTER FUNCTION public.spell_names(source text) OWNER TO jobboard_owner;

CREATE FUNCTION public.take_rate_slot(asked text, budget bigint, seconds integer, OUT allowed boolean, OUT remaining bigint, OUT whole_ms bigint, OUT retry_ms bigint) RETURNS record
    LANGUAGE plpgsql
    AS $$
DECLARE
    step   double precision := seconds::double precision / budget;
    ahead  double precision;
BEGIN
    INSERT INTO rate_slots (key, whole_at) VALUES (asked, clock_timestamp()) ON CONFLICT DO NOTHING;
    SELECT greatest(0, extract(epoch FROM whole_at - clock_timestamp())) INTO ahead
      FROM rate_slots WHERE key = asked FOR UPDATE;
    allowed := ahead + step <= seconds + 0.000001;
    IF allowed THEN
        ahead := ahead + step;
        UPDATE rate_slots SET whole_at = clock_timestamp() + ahead * interval '1 second' WHERE key = asked;
    END IF;
    remaining := greatest(0, floor((seconds - ahead) / step + 0.0001));
    whole_ms := ceil(ahead * 1000);
    retry_ms := CASE WHEN allowed THEN 0 ELSE ceil((ahead + step - seconds) * 1000) END;
END $$;

ALTER FUNCTION public.take_rate_slot(asked text, budget bigint, seconds integer, OUT allowed boolean, OUT remaining bigint, OUT whole_ms bigint, OUT retry_ms bigint) OWNER TO jobboard_owner;

CREATE FUNCTION public.undisturbed_from(quiet_from time without time zone, quiet_until time without time zone, zone text) RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
    SELECT CASE WHEN quiet_from IS NULL THEN now()
                WHEN quiet_from < quiet_until AND (t.clock < quiet_from OR t.clock >= quiet_until) THEN now()
                WHEN quiet_from > quiet_until AND t.clock < quiet_from AND t.clock >= quiet_until THEN now()
                ELSE (t.day + CASE WHEN t.clock < quiet_until THEN 0 ELSE 1 END + quiet_until)
                     AT TIME ZONE coalesce(nullif(zone, ''), current_setting('jobboard.time_zone')) END
      FROM (SELECT l.at::time AS clock, l.at::date AS day
              FROM (SELECT now() AT TIME ZONE coalesce(nullif(zone, ''), current_setting('jobboard.time_zone')) AS at) l) t
$$;

ALTER FUNCTION public.undisturbed_from(quiet_from time without time zone, quiet_until time without time zone, zone text) OWNER TO jobboard_owner;

CREATE FUNCTION public.users_keep_an_admin() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('users_keep_an_admin'));
    IF NOT EXISTS (SELECT FROM users WHERE role = 'admin' AND is_active AND deleted_at IS NULL) THEN
        RAISE check_violation USING MESSAGE = 'no active admin would be left', CONSTRAINT = 'users_last_admin';
    END IF;
    RETURN NULL;
END $$;

ALTER FUNCTION public.users_keep_an_admin() OWNER TO jobboard_owner;

CREATE TEXT SEARCH CONFIGURATION public.jobs (
    PARSER = pg_catalog."default" );

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR asciiword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR word WITH public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR numword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR email WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR url WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR host WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR sfloat WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR version WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR hword_numpart WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR hword_part WITH public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR hword_asciipart WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR numhword WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR asciihword WITH english_stem;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR hword WITH public.unaccent, english_stem;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR url_path WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR file WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR "float" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR "int" WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs
    ADD MAPPING FOR uint WITH simple;

ALTER TEXT SEARCH CONFIGURATION public.jobs OWNER TO jobboard_owner;

CREATE TABLE public.admin_changes (
    id bigint NOT NULL,
    resource text NOT NULL,
    object_id uuid NOT NULL,
    changed_by uuid,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    what text NOT NULL
);

ALTER TABLE public.admin_changes OWNER TO jobboard_owner;

ALTER TABLE public.admin_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.admin_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.admin_sessions (
    session_id uuid NOT NULL
);

ALTER TABLE public.admin_sessions OWNER TO jobboard_owner;

CREATE TABLE public.api_key_uses (
    key uuid NOT NULL,
    last_used_at timestamp with time zone
);

ALTER TABLE public.api_key_uses OWNER TO jobboard_owner;

CREATE TABLE public.api_keys (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    digest text NOT NULL,
    previous_digest text,
    previous_until timestamp with time zone,
    scopes text NOT NULL,
    allowed_ips text DEFAULT ''::text NOT NULL,
    rate_limit integer,
    expires_at timestamp with time zone,
    is_active boolean DEFAULT true NOT NULL,
    revoked_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT api_key_addresses_length CHECK ((length(allowed_ips) <= 4000)),
    CONSTRAINT api_key_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT api_key_rate_limit CHECK (((rate_limit >= 1) AND (rate_limit <= 100000))),
    CONSTRAINT api_key_revoked_for_good CHECK (((revoked_at IS NULL) OR (NOT is_active))),
    CONSTRAINT api_key_scopes_length CHECK (((length(scopes) >= 1) AND (length(scopes) <= 4000)))
);

ALTER TABLE public.api_keys OWNER TO jobboard_owner;

CREATE TABLE public.application_history (
    id bigint NOT NULL,
    application_id uuid NOT NULL,
    changed_by uuid,
    changed_at timestamp with time zone DEFAULT now() NOT NULL,
    from_status text NOT NULL,
    to_status text NOT NULL,
    CONSTRAINT application_history_changes CHECK ((from_status <> to_status))
);

ALTER TABLE public.application_history OWNER TO jobboard_owner;

ALTER TABLE public.application_history ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.application_history_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.applications (
    id uuid NOT NULL,
    job_id uuid NOT NULL,
    applicant_id uuid NOT NULL,
    cover_letter text NOT NULL,
    resume text NOT NULL,
    resume_name text NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    reviewed_at timestamp with time zone,
    notes text,
    resume_kind text NOT NULL,
    resume_bytes bigint NOT NULL,
    resume_sha256 text NOT NULL,
    employer_id uuid NOT NULL,
    job_title text NOT NULL,
    job_employer_username text NOT NULL,
    job_employer_name text NOT NULL,
    job_location text NOT NULL,
    job_salary_min numeric(10,2),
    job_salary_max numeric(10,2),
    source text DEFAULT ''::text NOT NULL,
    CONSTRAINT applications_letter_length CHECK ((((length(cover_letter) >= 1) AND (length(cover_letter) <= 50000)) OR ((cover_letter = ''::text) AND (resume = ''::text)))),
    CONSTRAINT applications_notes_length CHECK ((length(notes) <= 50000)),
    CONSTRAINT applications_resume_known CHECK ((resume_kind = ANY (ARRAY['pdf'::text, 'doc'::text, 'docx'::text]))),
    CONSTRAINT applications_review_dated CHECK (((status = 'pending'::text) = (reviewed_at IS NULL))),
    CONSTRAINT applications_source_length CHECK ((length(source) <= 100)),
    CONSTRAINT applications_status_known CHECK ((status = ANY (ARRAY['pending'::text, 'reviewed'::text, 'accepted'::text, 'rejected'::text])))
);

ALTER TABLE public.applications OWNER TO jobboard_owner;

CREATE TABLE public.categories (
    id uuid NOT NULL,
    name text NOT NULL,
    description text,
    parent_id uuid,
    slug text NOT NULL,
    ancestors uuid[] NOT NULL,
    full_path text NOT NULL,
    depth integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT categories_depth CHECK (((depth >= 0) AND (depth <= 20))),
    CONSTRAINT categories_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT categories_no_own_parent CHECK ((parent_id <> id)),
    CONSTRAINT categories_slug_form CHECK (((slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'::text) AND (length(slug) <= 120)))
);

ALTER TABLE public.categories OWNER TO jobboard_owner;

CREATE TABLE public.consents (
    id uuid NOT NULL,
    person uuid NOT NULL,
    purpose text NOT NULL,
    version text NOT NULL,
    granted boolean NOT NULL,
    address text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT consent_purpose_length CHECK (((length(purpose) >= 1) AND (length(purpose) <= 100))),
    CONSTRAINT consent_version_length CHECK (((length(version) >= 1) AND (length(version) <= 50)))
);

ALTER TABLE public.consents OWNER TO jobboard_owner;

CREATE TABLE public.data_exports (
    id uuid NOT NULL,
    person uuid NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ready_at timestamp with time zone,
    expires_at timestamp with time zone,
    file text,
    bytes bigint,
    sha256 text,
    CONSTRAINT data_export_state CHECK ((state = ANY (ARRAY['waiting'::text, 'ready'::text, 'failed'::text]))),
    CONSTRAINT data_export_whole CHECK (((state = 'ready'::text) = ((file IS NOT NULL) AND (expires_at IS NOT NULL))))
);

ALTER TABLE public.data_exports OWNER TO jobboard_owner;

CREATE TABLE public.event_chain (
    place bigint NOT NULL,
    event uuid NOT NULL,
    number bigint NOT NULL,
    event_at timestamp with time zone NOT NULL,
    tx xid8 NOT NULL,
    digest bytea NOT NULL
);

ALTER TABLE public.event_chain OWNER TO jobboard_owner;

ALTER TABLE public.events ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.events_otherwise (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    number bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    tx xid8 DEFAULT pg_current_xact_id() NOT NULL,
    kind text NOT NULL,
    did text NOT NULL,
    subject_kind text NOT NULL,
    subject uuid NOT NULL,
    subject_name text NOT NULL,
    changes jsonb,
    came_by text NOT NULL,
    actor uuid,
    actor_name text NOT NULL,
    request text DEFAULT ''::text NOT NULL,
    method text DEFAULT ''::text NOT NULL,
    path text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    agent text DEFAULT ''::text NOT NULL
);

ALTER TABLE public.events_otherwise OWNER TO jobboard_owner;

CREATE TABLE public.factor_challenges (
    digest text NOT NULL,
    person uuid NOT NULL,
    password_version bigint NOT NULL,
    device text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE public.factor_challenges OWNER TO jobboard_owner;

CREATE TABLE public.idempotency_keys (
    user_id uuid NOT NULL,
    key text NOT NULL,
    request text NOT NULL,
    status integer,
    answer text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.idempotency_keys OWNER TO jobboard_owner;

CREATE TABLE public.imported_employers (
    company text NOT NULL,
    employer_id uuid NOT NULL
);

ALTER TABLE public.imported_employers OWNER TO jobboard_owner;

CREATE TABLE public.ip_whitelist (
    id uuid NOT NULL,
    ip_address text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ip_whitelist_description_length CHECK ((length(description) <= 500)),
    CONSTRAINT ip_whitelist_is_network CHECK (((ip_address)::cidr IS NOT NULL))
);

ALTER TABLE public.ip_whitelist OWNER TO jobboard_owner;

CREATE TABLE public.job_counts (
    category_id uuid,
    shard integer NOT NULL,
    active bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE public.job_counts OWNER TO jobboard_owner;

CREATE TABLE public.job_figures (
    job_id uuid NOT NULL,
    views_count bigint DEFAULT 0 NOT NULL,
    application_count integer DEFAULT 0 NOT NULL,
    CONSTRAINT job_figures_counts CHECK (((views_count >= 0) AND (application_count >= 0)))
)
WITH (fillfactor='70');

ALTER TABLE public.job_figures OWNER TO jobboard_owner;

CREATE TABLE public.job_shares (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    job uuid NOT NULL,
    method text NOT NULL,
    shared_with text NOT NULL,
    message text NOT NULL,
    shared_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT job_share_message_length CHECK ((length(message) <= 1000)),
    CONSTRAINT job_share_method CHECK ((method = ANY (ARRAY['email'::text, 'link'::text, 'linkedin'::text, 'twitter'::text, 'facebook'::text, 'whatsapp'::text, 'other'::text]))),
    CONSTRAINT job_share_to_somebody CHECK (((method <> 'email'::text) OR (shared_with <> ''::text))),
    CONSTRAINT job_shared_with_length CHECK ((length(shared_with) <= 254))
);

ALTER TABLE public.job_shares OWNER TO jobboard_owner;

CREATE TABLE public.job_sources (
    job_id uuid NOT NULL,
    day date NOT NULL,
    source text NOT NULL,
    views bigint NOT NULL
);

ALTER TABLE public.job_sources OWNER TO jobboard_owner;

CREATE TABLE public.job_views (
    job_id uuid NOT NULL,
    day date NOT NULL,
    views bigint NOT NULL
)
WITH (fillfactor='70');

ALTER TABLE public.job_views OWNER TO jobboard_owner;

CREATE TABLE public.job_visitors (
    job_id uuid NOT NULL,
    visitor uuid NOT NULL,
    day date NOT NULL,
    source text DEFAULT ''::text NOT NULL
);

ALTER TABLE public.job_visitors OWNER TO jobboard_owner;

CREATE TABLE public.job_visits (
    job_id uuid NOT NULL,
    visitor uuid NOT NULL,
    viewer uuid,
    at timestamp with time zone DEFAULT now() NOT NULL,
    source text DEFAULT ''::text NOT NULL
)
WITH (autovacuum_vacuum_scale_factor='0', autovacuum_vacuum_threshold='5000', autovacuum_analyze_threshold='1000000');

ALTER TABLE public.job_visits OWNER TO jobboard_owner;

CREATE TABLE public.jobs (
    id uuid NOT NULL,
    employer_id uuid NOT NULL,
    category_id uuid NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    requirements text NOT NULL,
    location text NOT NULL,
    location_id integer NOT NULL,
    job_type text DEFAULT 'full-time'::text NOT NULL,
    salary_min numeric(10,2),
    salary_max numeric(10,2),
    status text DEFAULT 'draft'::text NOT NULL,
    application_deadline date,
    is_featured boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    activated_at timestamp with time zone,
    deleted_at timestamp with time zone,
    source text,
    source_id text,
    search tsvector GENERATED ALWAYS AS (public.search_vector(title, requirements, description)) STORED NOT NULL,
    CONSTRAINT jobs_description_length CHECK (((length(description) >= 1) AND (length(description) <= 50000))),
    CONSTRAINT jobs_location_length CHECK (((length(location) >= 1) AND (length(location) <= 100))),
    CONSTRAINT jobs_no_return_to_draft CHECK (((status <> 'draft'::text) OR (activated_at IS NULL))),
    CONSTRAINT jobs_requirements_length CHECK (((length(requirements) >= 1) AND (length(requirements) <= 50000))),
    CONSTRAINT jobs_salary_max_range CHECK (((salary_max >= (0)::numeric) AND (salary_max < 'Infinity'::numeric))),
    CONSTRAINT jobs_salary_min_range CHECK (((salary_min >= (0)::numeric) AND (salary_min < 'Infinity'::numeric))),
    CONSTRAINT jobs_salary_order CHECK ((salary_min <= salary_max)),
    CONSTRAINT jobs_source_whole CHECK (((source IS NULL) = (source_id IS NULL))),
    CONSTRAINT jobs_status_known CHECK ((status = ANY (ARRAY['draft'::text, 'active'::text, 'closed'::text]))),
    CONSTRAINT jobs_title_length CHECK (((length(title) >= 1) AND (length(title) <= 200))),
    CONSTRAINT jobs_type_known CHECK ((job_type = ANY (ARRAY['full-time'::text, 'part-time'::text, 'contract'::text, 'internship'::text, 'freelance'::text])))
);

ALTER TABLE public.jobs OWNER TO jobboard_owner;

CREATE TABLE public.kept_answers (
    topic text NOT NULL,
    slot integer NOT NULL,
    changes bigint NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE public.kept_answers OWNER TO jobboard_owner;

ALTER TABLE public.kept_answers ALTER COLUMN slot ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.kept_answers_slot_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE UNLOGGED TABLE public.kept_counts (
    question text NOT NULL,
    rows bigint NOT NULL,
    counted_at timestamp with time zone DEFAULT now() NOT NULL,
    conditions text,
    vals jsonb,
    exact boolean DEFAULT true NOT NULL,
    asked boolean DEFAULT false NOT NULL
);

ALTER TABLE public.kept_counts OWNER TO jobboard_owner;

CREATE TABLE public.locations (
    id integer NOT NULL,
    name text NOT NULL,
    found_by text GENERATED ALWAYS AS (public.place_text(name)) STORED NOT NULL,
    CONSTRAINT locations_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100)))
);

ALTER TABLE public.locations OWNER TO jobboard_owner;

ALTER TABLE public.locations ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.locations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mail_blocks (
    address text NOT NULL,
    reason text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.mail_blocks OWNER TO jobboard_owner;

CREATE TABLE public.mails (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    once text NOT NULL,
    event uuid,
    person uuid,
    address text NOT NULL,
    template text NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    subject text DEFAULT ''::text NOT NULL,
    body_text text DEFAULT ''::text NOT NULL,
    body_html text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    answer text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT mail_state CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'delivered'::text, 'bounced'::text, 'complained'::text, 'failed'::text])))
);

ALTER TABLE public.mails OWNER TO jobboard_owner;

CREATE TABLE public.notification_preferences (
    person uuid NOT NULL,
    in_app_job_applications boolean DEFAULT true NOT NULL,
    in_app_application_updates boolean DEFAULT true NOT NULL,
    in_app_new_jobs boolean DEFAULT true NOT NULL,
    in_app_messages boolean DEFAULT true NOT NULL,
    in_app_interviews boolean DEFAULT true NOT NULL,
    in_app_system boolean DEFAULT true NOT NULL,
    email_job_applications boolean DEFAULT true NOT NULL,
    email_application_updates boolean DEFAULT true NOT NULL,
    email_new_jobs boolean DEFAULT true NOT NULL,
    email_messages boolean DEFAULT true NOT NULL,
    email_interviews boolean DEFAULT true NOT NULL,
    email_system boolean DEFAULT true NOT NULL,
    push_job_applications boolean DEFAULT true NOT NULL,
    push_application_updates boolean DEFAULT true NOT NULL,
    push_new_jobs boolean DEFAULT true NOT NULL,
    push_messages boolean DEFAULT true NOT NULL,
    push_interviews boolean DEFAULT true NOT NULL,
    push_system boolean DEFAULT true NOT NULL,
    notification_frequency text DEFAULT 'immediate'::text NOT NULL,
    quiet_from time without time zone,
    quiet_until time without time zone,
    time_zone text DEFAULT ''::text NOT NULL,
    CONSTRAINT notification_frequency_known CHECK ((notification_frequency = ANY (ARRAY['immediate'::text, 'daily'::text, 'weekly'::text]))),
    CONSTRAINT quiet_hours_whole CHECK ((((quiet_from IS NULL) = (quiet_until IS NULL)) AND (quiet_from <> quiet_until)))
);

ALTER TABLE public.notification_preferences OWNER TO jobboard_owner;

CREATE TABLE public.notifications (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event uuid NOT NULL,
    person uuid NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    message text NOT NULL,
    priority smallint NOT NULL,
    read_at timestamp with time zone,
    action_url text DEFAULT ''::text NOT NULL,
    object_kind text NOT NULL,
    object_id uuid NOT NULL,
    facts jsonb DEFAULT '{}'::jsonb NOT NULL,
    for_digest boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT notification_kind CHECK ((kind = ANY (ARRAY['job_application'::text, 'application_update'::text, 'new_job'::text, 'message'::text, 'interview'::text, 'system'::text]))),
    CONSTRAINT notification_priority CHECK (((priority >= 0) AND (priority <= 3)))
);

ALTER TABLE public.notifications OWNER TO jobboard_owner;

CREATE TABLE public.oauth_accounts (
    id uuid NOT NULL,
    person uuid NOT NULL,
    provider text NOT NULL,
    subject text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT oauth_account_subject_length CHECK (((octet_length(subject) >= 1) AND (octet_length(subject) <= 255)))
);

ALTER TABLE public.oauth_accounts OWNER TO jobboard_owner;

CREATE TABLE public.oauth_states (
    digest text NOT NULL,
    provider text NOT NULL,
    person uuid,
    nonce text NOT NULL,
    verifier text NOT NULL,
    redirect_uri text NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE public.oauth_states OWNER TO jobboard_owner;

CREATE TABLE public.one_time_links (
    id uuid NOT NULL,
    person uuid NOT NULL,
    purpose text NOT NULL,
    address text NOT NULL,
    digest text NOT NULL,
    sealed text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT one_time_links_purpose CHECK ((purpose = ANY (ARRAY['password_reset'::text, 'email_verification'::text, 'email_change'::text, 'email_change_undo'::text])))
);

ALTER TABLE public.one_time_links OWNER TO jobboard_owner;

CREATE TABLE public.passkey_challenges (
    challenge bytea NOT NULL,
    purpose text NOT NULL,
    session uuid,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT passkey_challenge_of_session CHECK (((purpose = 'register'::text) = (session IS NOT NULL))),
    CONSTRAINT passkey_challenge_purpose CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_in'::text])))
);

ALTER TABLE public.passkey_challenges OWNER TO jobboard_owner;

CREATE TABLE public.passkeys (
    id uuid NOT NULL,
    person uuid NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name text NOT NULL,
    backed_up boolean NOT NULL,
    transports text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT passkey_credential_length CHECK (((octet_length(credential_id) >= 1) AND (octet_length(credential_id) <= 1023))),
    CONSTRAINT passkey_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT passkey_transports_length CHECK ((length(transports) <= 200))
);

ALTER TABLE public.passkeys OWNER TO jobboard_owner;

CREATE TABLE public.profile_certifications (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    name text NOT NULL,
    issuer text NOT NULL,
    issued_on date,
    expires_on date,
    url text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profile_certification_dates CHECK ((expires_on >= issued_on)),
    CONSTRAINT profile_certification_issuer_length CHECK ((length(issuer) <= 200)),
    CONSTRAINT profile_certification_name_length CHECK (((length(name) >= 1) AND (length(name) <= 200))),
    CONSTRAINT profile_certification_url CHECK (((url = ''::text) OR ((url ~* '^https?://.'::text) AND (length(url) <= 2000))))
);

ALTER TABLE public.profile_certifications OWNER TO jobboard_owner;

CREATE TABLE public.profile_education (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    institution text NOT NULL,
    degree text NOT NULL,
    field_of_study text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    is_current boolean NOT NULL,
    description text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profile_education_dates CHECK ((end_date >= start_date)),
    CONSTRAINT profile_education_degree_length CHECK (((length(degree) >= 1) AND (length(degree) <= 200))),
    CONSTRAINT profile_education_description_length CHECK ((length(description) <= 5000)),
    CONSTRAINT profile_education_field_length CHECK (((length(field_of_study) >= 1) AND (length(field_of_study) <= 200))),
    CONSTRAINT profile_education_goes_on CHECK (((NOT is_current) OR (end_date IS NULL))),
    CONSTRAINT profile_education_institution_length CHECK (((length(institution) >= 1) AND (length(institution) <= 200)))
);

ALTER TABLE public.profile_education OWNER TO jobboard_owner;

CREATE TABLE public.profile_languages (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    language text NOT NULL,
    level text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profile_language_level CHECK ((level = ANY (ARRAY['A1'::text, 'A2'::text, 'B1'::text, 'B2'::text, 'C1'::text, 'C2'::text, 'native'::text]))),
    CONSTRAINT profile_language_tag CHECK ((language ~ '^[A-Za-z0-9-]{2,35}$'::text))
);

ALTER TABLE public.profile_languages OWNER TO jobboard_owner;

CREATE TABLE public.profile_portfolio (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    url text NOT NULL,
    technologies text NOT NULL,
    start_date date,
    end_date date,
    is_featured boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profile_project_dates CHECK ((end_date >= start_date)),
    CONSTRAINT profile_project_description_length CHECK (((length(description) >= 1) AND (length(description) <= 5000))),
    CONSTRAINT profile_project_technologies_length CHECK ((length(technologies) <= 500)),
    CONSTRAINT profile_project_title_length CHECK (((length(title) >= 1) AND (length(title) <= 200))),
    CONSTRAINT profile_project_url CHECK (((url = ''::text) OR ((url ~* '^https?://.'::text) AND (length(url) <= 2000))))
);

ALTER TABLE public.profile_portfolio OWNER TO jobboard_owner;

CREATE TABLE public.profile_skills (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    name text NOT NULL,
    level text NOT NULL,
    years_of_experience integer,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profile_skill_level CHECK ((level = ANY (ARRAY['beginner'::text, 'intermediate'::text, 'advanced'::text, 'expert'::text]))),
    CONSTRAINT profile_skill_name_length CHECK (((length(name) >= 1) AND (length(name) <= 100))),
    CONSTRAINT profile_skill_years CHECK (((years_of_experience >= 0) AND (years_of_experience <= 80)))
);

ALTER TABLE public.profile_skills OWNER TO jobboard_owner;

CREATE TABLE public.profile_social_links (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    platform text NOT NULL,
    url text NOT NULL,
    is_public boolean NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profile_social_link_platform CHECK ((platform = ANY (ARRAY['linkedin'::text, 'github'::text, 'twitter'::text, 'facebook'::text, 'instagram'::text, 'website'::text, 'other'::text]))),
    CONSTRAINT profile_social_link_url CHECK (((url ~* '^https?://.'::text) AND (length(url) <= 2000)))
);

ALTER TABLE public.profile_social_links OWNER TO jobboard_owner;

CREATE TABLE public.profile_work_history (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    company text NOT NULL,
    "position" text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    is_current boolean NOT NULL,
    description text NOT NULL,
    location text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profile_work_company_length CHECK (((length(company) >= 1) AND (length(company) <= 200))),
    CONSTRAINT profile_work_dates CHECK ((end_date >= start_date)),
    CONSTRAINT profile_work_description_length CHECK ((length(description) <= 5000)),
    CONSTRAINT profile_work_goes_on CHECK (((NOT is_current) OR (end_date IS NULL))),
    CONSTRAINT profile_work_location_length CHECK ((length(location) <= 200)),
    CONSTRAINT profile_work_position_length CHECK (((length("position") >= 1) AND (length("position") <= 200)))
);

ALTER TABLE public.profile_work_history OWNER TO jobboard_owner;

CREATE TABLE public.push_deliveries (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event uuid NOT NULL,
    person uuid NOT NULL,
    target uuid,
    service text NOT NULL,
    title text NOT NULL,
    message text NOT NULL,
    action_url text DEFAULT ''::text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    answer text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    tried_at timestamp with time zone,
    CONSTRAINT push_delivery_state CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);

ALTER TABLE public.push_deliveries OWNER TO jobboard_owner;

CREATE TABLE public.push_targets (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    owner uuid NOT NULL,
    service text NOT NULL,
    address text NOT NULL,
    p256dh text DEFAULT ''::text NOT NULL,
    auth text DEFAULT ''::text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT push_target_address CHECK (((octet_length(address) >= 1) AND (octet_length(address) <= 2000))),
    CONSTRAINT push_target_name CHECK ((length(name) <= 100)),
    CONSTRAINT push_target_service CHECK ((service = ANY (ARRAY['web'::text, 'fcm'::text, 'apns'::text])))
);

ALTER TABLE public.push_targets OWNER TO jobboard_owner;

CREATE TABLE public.rate_slots (
    key text NOT NULL,
    whole_at timestamp with time zone NOT NULL
);

ALTER TABLE public.rate_slots OWNER TO jobboard_owner;

CREATE TABLE public.recovery_codes (
    person uuid NOT NULL,
    digest text NOT NULL
);

ALTER TABLE public.recovery_codes OWNER TO jobboard_owner;

CREATE TABLE public.refresh_tokens (
    id uuid NOT NULL,
    session_id uuid NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

ALTER TABLE public.refresh_tokens OWNER TO jobboard_owner;

CREATE TABLE public.resume_files (
    application_id uuid NOT NULL,
    scan text DEFAULT 'waiting'::text NOT NULL,
    finding text,
    reading text DEFAULT 'waiting'::text NOT NULL,
    content text,
    thumbnail text,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT resume_files_reading_known CHECK ((reading = ANY (ARRAY['waiting'::text, 'read'::text, 'unprocessable'::text]))),
    CONSTRAINT resume_files_scan_known CHECK ((scan = ANY (ARRAY['waiting'::text, 'clean'::text, 'infected'::text])))
);

ALTER TABLE public.resume_files OWNER TO jobboard_owner;

CREATE TABLE public.saved_answers (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    question_key text NOT NULL,
    answer text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT saved_answer_key_length CHECK (((length(question_key) >= 1) AND (length(question_key) <= 200))),
    CONSTRAINT saved_answer_length CHECK (((length(answer) >= 1) AND (length(answer) <= 10000)))
);

ALTER TABLE public.saved_answers OWNER TO jobboard_owner;

CREATE TABLE public.saved_jobs (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    job uuid NOT NULL,
    notes text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT saved_job_notes_length CHECK ((length(notes) <= 5000))
);

ALTER TABLE public.saved_jobs OWNER TO jobboard_owner;

CREATE TABLE public.schema_migrations (
    version integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.schema_migrations OWNER TO jobboard_owner;

CREATE TABLE public.sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    device text NOT NULL,
    address text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    proven_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sessions_device_length CHECK ((length(device) <= 200))
);

ALTER TABLE public.sessions OWNER TO jobboard_owner;

CREATE TABLE public.sign_in_attempts (
    bucket text NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    blocked_until timestamp with time zone NOT NULL
);

ALTER TABLE public.sign_in_attempts OWNER TO jobboard_owner;

CREATE SEQUENCE public.task_runners
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
    CYCLE;

ALTER TABLE public.task_runners OWNER TO jobboard_owner;

CREATE TABLE public.tasks (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    input jsonb DEFAULT '{}'::jsonb NOT NULL,
    once text,
    urgency smallint DEFAULT 1 NOT NULL,
    far boolean DEFAULT false NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    taken bigint DEFAULT 0 NOT NULL,
    runner integer,
    leased_until timestamp with time zone,
    trouble text DEFAULT ''::text NOT NULL,
    by_schedule boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    CONSTRAINT task_state CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'dead'::text, 'discarded'::text]))),
    CONSTRAINT task_urgency CHECK (((urgency >= 0) AND (urgency <= 2)))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.01', autovacuum_vacuum_threshold='2000');

ALTER TABLE public.tasks OWNER TO jobboard_owner;

CREATE TABLE public.totp_factors (
    person uuid NOT NULL,
    sealed text,
    pending text,
    last_step bigint DEFAULT 0 NOT NULL,
    made_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT totp_factors_something CHECK (((sealed IS NOT NULL) OR (pending IS NOT NULL)))
);

ALTER TABLE public.totp_factors OWNER TO jobboard_owner;

CREATE TABLE public.trusted_devices (
    person uuid NOT NULL,
    device uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE public.trusted_devices OWNER TO jobboard_owner;

CREATE TABLE public.user_preferences (
    person uuid NOT NULL,
    email_job_alerts boolean NOT NULL,
    email_newsletter boolean NOT NULL,
    alert_frequency text NOT NULL,
    profile_visibility text NOT NULL,
    resume_visibility text NOT NULL,
    show_email boolean NOT NULL,
    show_phone boolean NOT NULL,
    show_location boolean NOT NULL,
    locale text NOT NULL,
    CONSTRAINT alert_frequency_known CHECK ((alert_frequency = ANY (ARRAY['immediate'::text, 'daily'::text, 'weekly'::text]))),
    CONSTRAINT profile_visibility_known CHECK ((profile_visibility = ANY (ARRAY['public'::text, 'employers'::text, 'private'::text]))),
    CONSTRAINT resume_visibility_known CHECK ((resume_visibility = ANY (ARRAY['public'::text, 'employers'::text, 'private'::text]))),
    CONSTRAINT user_locale_length CHECK ((length(locale) <= 35))
);

ALTER TABLE public.user_preferences OWNER TO jobboard_owner;

CREATE TABLE public.users (
    id uuid NOT NULL,
    username text NOT NULL,
    email text NOT NULL,
    password_hash text DEFAULT '!'::text NOT NULL,
    first_name text DEFAULT ''::text NOT NULL,
    last_name text DEFAULT ''::text NOT NULL,
    role text DEFAULT 'user'::text NOT NULL,
    phone_number text,
    bio text,
    profile_picture text,
    is_active boolean DEFAULT true NOT NULL,
    email_verified boolean DEFAULT false NOT NULL,
    date_joined timestamp with time zone DEFAULT now() NOT NULL,
    last_login timestamp with time zone,
    deleted_at timestamp with time zone,
    password_version bigint DEFAULT 0 NOT NULL,
    pending_email text,
    factor_asked_at timestamp with time zone,
    erase_at timestamp with time zone,
    CONSTRAINT users_bio_length CHECK ((length(bio) <= 500)),
    CONSTRAINT users_email_form CHECK (((email = lower(email)) AND (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'::text) AND (length(email) <= 254))),
    CONSTRAINT users_names_length CHECK (((length(first_name) <= 150) AND (length(last_name) <= 150))),
    CONSTRAINT users_pending_email_form CHECK (((pending_email = lower(pending_email)) AND (length(pending_email) <= 254))),
    CONSTRAINT users_phone_form CHECK ((phone_number ~ '^\+[0-9]{9,15}$'::text)),
    CONSTRAINT users_role_known CHECK ((role = ANY (ARRAY['user'::text, 'employer'::text, 'admin'::text]))),
    CONSTRAINT users_username_form CHECK ((username ~ '^[a-z0-9_.]{3,150}$'::text))
);

ALTER TABLE public.users OWNER TO jobboard_owner;

CREATE TABLE public.webhook_deliveries (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    once text NOT NULL,
    webhook uuid NOT NULL,
    event uuid,
    kind text NOT NULL,
    body text NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    status integer,
    answer text DEFAULT ''::text NOT NULL,
    trouble text DEFAULT ''::text NOT NULL,
    took_ms integer,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    tried_at timestamp with time zone,
    CONSTRAINT delivery_state CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text])))
);

ALTER TABLE public.webhook_deliveries OWNER TO jobboard_owner;

CREATE TABLE public.webhook_failures (
    webhook uuid NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.webhook_failures OWNER TO jobboard_owner;

CREATE TABLE public.webhooks (
    id uuid NOT NULL,
    owner uuid NOT NULL,
    url text NOT NULL,
    events text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    secret text NOT NULL,
    previous_secret text,
    previous_until timestamp with time zone,
    is_active boolean DEFAULT true NOT NULL,
    disabled_reason text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT webhook_description_length CHECK ((length(description) <= 500)),
    CONSTRAINT webhook_events_length CHECK (((length(events) >= 1) AND (length(events) <= 4000))),
    CONSTRAINT webhook_url_length CHECK (((length(url) >= 1) AND (length(url) <= 2000)))
);

ALTER TABLE public.webhooks OWNER TO jobboard_owner;

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_otherwise DEFAULT;

ALTER TABLE ONLY public.admin_changes
    ADD CONSTRAINT admin_changes_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.admin_sessions
    ADD CONSTRAINT admin_sessions_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY public.api_key_uses
    ADD CONSTRAINT api_key_uses_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_digest UNIQUE (digest);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_previous_digest UNIQUE (previous_digest);

ALTER TABLE ONLY public.application_history
    ADD CONSTRAINT application_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consents_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.data_exports
    ADD CONSTRAINT data_exports_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.event_chain
    ADD CONSTRAINT event_chain_pkey PRIMARY KEY (place);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (at, id);

ALTER TABLE ONLY public.events_otherwise
    ADD CONSTRAINT events_otherwise_pkey PRIMARY KEY (at, id);

ALTER TABLE ONLY public.factor_challenges
    ADD CONSTRAINT factor_challenges_pkey PRIMARY KEY (digest);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_key PRIMARY KEY (user_id, key);

ALTER TABLE ONLY public.imported_employers
    ADD CONSTRAINT imported_employers_pkey PRIMARY KEY (company);

ALTER TABLE ONLY public.ip_whitelist
    ADD CONSTRAINT ip_whitelist_address UNIQUE (ip_address);

ALTER TABLE ONLY public.ip_whitelist
    ADD CONSTRAINT ip_whitelist_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job_counts
    ADD CONSTRAINT job_counts_key UNIQUE NULLS NOT DISTINCT (category_id, shard);

ALTER TABLE ONLY public.job_figures
    ADD CONSTRAINT job_figures_pkey PRIMARY KEY (job_id);

ALTER TABLE ONLY public.job_shares
    ADD CONSTRAINT job_shares_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.job_sources
    ADD CONSTRAINT job_sources_pkey PRIMARY KEY (job_id, day, source);

ALTER TABLE ONLY public.job_views
    ADD CONSTRAINT job_views_key PRIMARY KEY (job_id, day);

ALTER TABLE ONLY public.job_visitors
    ADD CONSTRAINT job_visitors_once PRIMARY KEY (day, job_id, visitor);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kept_answers
    ADD CONSTRAINT kept_answers_key PRIMARY KEY (topic, slot);

ALTER TABLE ONLY public.kept_counts
    ADD CONSTRAINT kept_counts_pkey PRIMARY KEY (question);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_name_key UNIQUE (name);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.mail_blocks
    ADD CONSTRAINT mail_blocks_pkey PRIMARY KEY (address);

ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_once UNIQUE (once);

ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.notification_preferences
    ADD CONSTRAINT notification_preferences_pkey PRIMARY KEY (person);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_once UNIQUE (event, person);

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notifications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.oauth_accounts
    ADD CONSTRAINT oauth_accounts_once UNIQUE (person, provider);

ALTER TABLE ONLY public.oauth_accounts
    ADD CONSTRAINT oauth_accounts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.oauth_accounts
    ADD CONSTRAINT oauth_accounts_subject UNIQUE (provider, subject);

ALTER TABLE ONLY public.oauth_states
    ADD CONSTRAINT oauth_states_pkey PRIMARY KEY (digest);

ALTER TABLE ONLY public.one_time_links
    ADD CONSTRAINT one_time_links_digest UNIQUE (digest);

ALTER TABLE ONLY public.one_time_links
    ADD CONSTRAINT one_time_links_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_pkey PRIMARY KEY (challenge);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_credential_key UNIQUE (credential_id);

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_certifications
    ADD CONSTRAINT profile_certifications_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_education
    ADD CONSTRAINT profile_education_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_languages
    ADD CONSTRAINT profile_languages_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_portfolio
    ADD CONSTRAINT profile_portfolio_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_skills
    ADD CONSTRAINT profile_skills_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_social_links
    ADD CONSTRAINT profile_social_links_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.profile_work_history
    ADD CONSTRAINT profile_work_history_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.push_deliveries
    ADD CONSTRAINT push_deliveries_once UNIQUE (event, target);

ALTER TABLE ONLY public.push_deliveries
    ADD CONSTRAINT push_deliveries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.push_targets
    ADD CONSTRAINT push_targets_once UNIQUE (service, address);

ALTER TABLE ONLY public.push_targets
    ADD CONSTRAINT push_targets_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.rate_slots
    ADD CONSTRAINT rate_slots_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (person, digest);

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.resume_files
    ADD CONSTRAINT resume_files_pkey PRIMARY KEY (application_id);

ALTER TABLE ONLY public.saved_answers
    ADD CONSTRAINT saved_answers_once UNIQUE (owner, question_key);

ALTER TABLE ONLY public.saved_answers
    ADD CONSTRAINT saved_answers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.saved_jobs
    ADD CONSTRAINT saved_jobs_once UNIQUE (owner, job);

ALTER TABLE ONLY public.saved_jobs
    ADD CONSTRAINT saved_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sign_in_attempts
    ADD CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (bucket);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.totp_factors
    ADD CONSTRAINT totp_factors_pkey PRIMARY KEY (person);

ALTER TABLE ONLY public.trusted_devices
    ADD CONSTRAINT trusted_devices_pkey PRIMARY KEY (person, device);

ALTER TABLE ONLY public.user_preferences
    ADD CONSTRAINT user_preferences_pkey PRIMARY KEY (person);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_once UNIQUE (once);

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.webhook_failures
    ADD CONSTRAINT webhook_failures_pkey PRIMARY KEY (webhook);

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);

CREATE INDEX admin_changes_in_order ON public.admin_changes USING btree (object_id, id);

CREATE INDEX admin_changes_of_person ON public.admin_changes USING btree (changed_by) WHERE (changed_by IS NOT NULL);

CREATE INDEX api_keys_latest ON public.api_keys USING btree (created_at, id);

CREATE INDEX api_keys_of_owner ON public.api_keys USING btree (owner, created_at, id);

CREATE INDEX application_history_in_order ON public.application_history USING btree (application_id, id);

CREATE INDEX application_history_of_person ON public.application_history USING btree (changed_by) WHERE (changed_by IS NOT NULL);

CREATE INDEX applications_newest ON public.applications USING btree (applied_at DESC, id DESC);

CREATE INDEX applications_of_applicant ON public.applications USING btree (applicant_id, applied_at DESC, id DESC);

CREATE INDEX applications_of_employer ON public.applications USING btree (employer_id, applied_at DESC, id DESC);

CREATE INDEX applications_of_employer_status ON public.applications USING btree (employer_id, status, applied_at, id);

CREATE INDEX applications_of_job ON public.applications USING btree (job_id, applied_at DESC, id DESC);

CREATE UNIQUE INDEX applications_once ON public.applications USING btree (job_id, applicant_id);

CREATE INDEX applications_resume ON public.applications USING btree (resume);

CREATE INDEX applications_status ON public.applications USING btree (status, applied_at, id);

CREATE INDEX categories_ancestors ON public.categories USING gin (ancestors);

CREATE INDEX categories_children ON public.categories USING btree (parent_id, name);

CREATE UNIQUE INDEX categories_name_key ON public.categories USING btree (lower(name));

CREATE UNIQUE INDEX categories_slug_key ON public.categories USING btree (slug);

CREATE INDEX consents_of_person ON public.consents USING btree (person, created_at, id);

CREATE INDEX data_exports_of_person ON public.data_exports USING btree (person, created_at);

CREATE INDEX data_exports_old ON public.data_exports USING btree (created_at);

CREATE UNIQUE INDEX data_exports_waiting ON public.data_exports USING btree (person) WHERE (state = 'waiting'::text);

CREATE UNIQUE INDEX event_chain_event ON public.event_chain USING btree (event);

CREATE INDEX events_by_id ON ONLY public.events USING btree (id);

CREATE INDEX events_in_order ON ONLY public.events USING btree (tx, number);

CREATE INDEX events_of_actor ON ONLY public.events USING btree (actor, at, id) WHERE (actor IS NOT NULL);

CREATE INDEX events_of_kind ON ONLY public.events USING btree (kind, at, id);

CREATE INDEX events_of_subject ON ONLY public.events USING btree (subject, at, id);

CREATE INDEX events_otherwise_actor_at_id_idx ON public.events_otherwise USING btree (actor, at, id) WHERE (actor IS NOT NULL);

CREATE INDEX events_otherwise_id_idx ON public.events_otherwise USING btree (id);

CREATE INDEX events_otherwise_kind_at_id_idx ON public.events_otherwise USING btree (kind, at, id);

CREATE INDEX events_otherwise_subject_at_id_idx ON public.events_otherwise USING btree (subject, at, id);

CREATE INDEX events_otherwise_tx_number_idx ON public.events_otherwise USING btree (tx, number);

CREATE INDEX factor_challenges_expiring ON public.factor_challenges USING btree (expires_at);

CREATE INDEX factor_challenges_of_person ON public.factor_challenges USING btree (person);

CREATE INDEX idempotency_keys_old ON public.idempotency_keys USING btree (created_at);

CREATE INDEX imported_employers_employer ON public.imported_employers USING btree (employer_id);

CREATE INDEX ip_whitelist_latest ON public.ip_whitelist USING btree (created_at, id);

CREATE INDEX ip_whitelist_of_creator ON public.ip_whitelist USING btree (created_by);

CREATE INDEX job_figures_most_viewed ON public.job_figures USING btree (views_count DESC, job_id DESC);

CREATE INDEX job_shares_of_job ON public.job_shares USING btree (job);

CREATE INDEX job_shares_of_owner ON public.job_shares USING btree (owner, shared_at, id);

CREATE INDEX job_views_day ON public.job_views USING btree (day) INCLUDE (views);

CREATE INDEX jobs_active_category ON public.jobs USING btree (category_id, created_at DESC, id DESC) INCLUDE (job_type, salary_min, salary_max) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_deadline ON public.jobs USING btree (application_deadline) WHERE ((status = 'active'::text) AND (deleted_at IS NULL) AND (application_deadline IS NOT NULL));

CREATE INDEX jobs_active_location ON public.jobs USING btree (location_id, created_at DESC, id DESC) INCLUDE (job_type, salary_min, salary_max) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_location_salary ON public.jobs USING btree (location_id, COALESCE(salary_min, ('-1'::integer)::numeric)) INCLUDE (created_at, id, salary_max, job_type) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_newest ON public.jobs USING btree (created_at DESC, id DESC) INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_salary_max_down ON public.jobs USING btree (COALESCE(salary_max, ('-1'::integer)::numeric) DESC, id DESC) INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured, created_at) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_salary_max_up ON public.jobs USING btree (COALESCE(salary_max, (100000000)::numeric), id) INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured, created_at) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_salary_min_down ON public.jobs USING btree (COALESCE(salary_min, ('-1'::integer)::numeric) DESC, id DESC) INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured, created_at) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_salary_min_up ON public.jobs USING btree (COALESCE(salary_min, (100000000)::numeric), id) INCLUDE (category_id, employer_id, location_id, job_type, salary_min, salary_max, is_featured, created_at) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_search ON public.jobs USING gin (search, public.periods_of(created_at)) WITH (fastupdate=off) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_active_type ON public.jobs USING btree (job_type, created_at DESC, id DESC) WHERE ((status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_by_title ON public.jobs USING btree (title, id) WHERE (deleted_at IS NULL);

CREATE INDEX jobs_featured ON public.jobs USING btree (created_at DESC, id DESC) WHERE (is_featured AND (status = 'active'::text) AND (deleted_at IS NULL));

CREATE INDEX jobs_newest ON public.jobs USING btree (created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX jobs_of_category ON public.jobs USING btree (category_id);

CREATE INDEX jobs_of_employer ON public.jobs USING btree (employer_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE INDEX jobs_other_search ON public.jobs USING gin (search, public.periods_of(created_at)) WITH (fastupdate=off) WHERE ((status <> 'active'::text) OR (deleted_at IS NOT NULL));

CREATE UNIQUE INDEX jobs_source_key ON public.jobs USING btree (source, source_id) WHERE (source IS NOT NULL);

CREATE INDEX kept_counts_due ON public.kept_counts USING btree (exact, counted_at) WHERE ((NOT exact) OR asked);

CREATE INDEX locations_part ON public.locations USING gin (found_by public.gin_trgm_ops);

CREATE INDEX mails_latest ON public.mails USING btree (created_at, id);

CREATE INDEX mails_of_address ON public.mails USING btree (lower(address), created_at);

CREATE INDEX mails_of_person ON public.mails USING btree (person, created_at, id);

CREATE INDEX mails_sent ON public.mails USING btree (sent_at) WHERE (sent_at IS NOT NULL);

CREATE INDEX notifications_of_person ON public.notifications USING btree (person, created_at, id);

CREATE INDEX notifications_to_digest ON public.notifications USING btree (person, created_at) WHERE for_digest;

CREATE INDEX notifications_unread ON public.notifications USING btree (person, created_at, id) WHERE (read_at IS NULL);

CREATE INDEX oauth_states_old ON public.oauth_states USING btree (expires_at);

CREATE INDEX one_time_links_expiring ON public.one_time_links USING btree (expires_at);

CREATE INDEX one_time_links_of_person ON public.one_time_links USING btree (person, purpose);

CREATE INDEX passkey_challenges_of_session ON public.passkey_challenges USING btree (session);

CREATE INDEX passkey_challenges_old ON public.passkey_challenges USING btree (expires_at);

CREATE INDEX passkeys_of_person ON public.passkeys USING btree (person, created_at, id);

CREATE INDEX profile_certifications_of_owner ON public.profile_certifications USING btree (owner, created_at, id);

CREATE INDEX profile_education_of_owner ON public.profile_education USING btree (owner, created_at, id);

CREATE INDEX profile_languages_of_owner ON public.profile_languages USING btree (owner, created_at, id);

CREATE UNIQUE INDEX profile_languages_once ON public.profile_languages USING btree (owner, lower(language));

CREATE INDEX profile_portfolio_of_owner ON public.profile_portfolio USING btree (owner, created_at, id);

CREATE INDEX profile_skills_of_owner ON public.profile_skills USING btree (owner, created_at, id);

CREATE UNIQUE INDEX profile_skills_once ON public.profile_skills USING btree (owner, lower(name));

CREATE INDEX profile_social_links_of_owner ON public.profile_social_links USING btree (owner, created_at, id);

CREATE UNIQUE INDEX profile_social_links_once ON public.profile_social_links USING btree (owner, platform);

CREATE INDEX profile_work_history_of_owner ON public.profile_work_history USING btree (owner, created_at, id);

CREATE INDEX push_deliveries_of_event ON public.push_deliveries USING btree (event, person);

CREATE INDEX push_deliveries_of_person ON public.push_deliveries USING btree (person);

CREATE INDEX push_deliveries_of_target ON public.push_deliveries USING btree (target);

CREATE INDEX push_deliveries_old ON public.push_deliveries USING btree (created_at);

CREATE INDEX push_targets_of_owner ON public.push_targets USING btree (owner, created_at, id);

CREATE INDEX rate_slots_old ON public.rate_slots USING btree (whole_at);

CREATE INDEX refresh_tokens_of_session ON public.refresh_tokens USING btree (session_id);

CREATE INDEX refresh_tokens_spent ON public.refresh_tokens USING btree (session_id, used_at DESC) WHERE (used_at IS NOT NULL);

CREATE INDEX refresh_tokens_used ON public.refresh_tokens USING btree (used_at) WHERE (used_at IS NOT NULL);

CREATE INDEX resume_files_thumbnail ON public.resume_files USING btree (thumbnail) WHERE (thumbnail IS NOT NULL);

CREATE INDEX resume_files_to_read ON public.resume_files USING btree (due_at) WHERE (reading = 'waiting'::text);

CREATE INDEX resume_files_to_scan ON public.resume_files USING btree (due_at) WHERE (scan = 'waiting'::text);

CREATE INDEX saved_answers_of_owner ON public.saved_answers USING btree (owner, created_at, id);

CREATE INDEX saved_jobs_of_job ON public.saved_jobs USING btree (job);

CREATE INDEX saved_jobs_of_owner ON public.saved_jobs USING btree (owner, created_at, id);

CREATE INDEX sessions_ended_of_user ON public.sessions USING btree (user_id, ended_at DESC) WHERE (ended_at IS NOT NULL);

CREATE INDEX sessions_of_user ON public.sessions USING btree (user_id, last_used_at DESC) WHERE (ended_at IS NULL);

CREATE INDEX sessions_over ON public.sessions USING btree (LEAST(ended_at, expires_at));

CREATE INDEX sign_in_attempts_old ON public.sign_in_attempts USING btree (last_at);

CREATE INDEX tasks_due ON public.tasks USING btree (urgency, due_at) WHERE (state = 'waiting'::text);

CREATE INDEX tasks_ended ON public.tasks USING btree (ended_at) WHERE (state = ANY (ARRAY['done'::text, 'discarded'::text]));

CREATE INDEX tasks_listed ON public.tasks USING btree (created_at, id);

CREATE UNIQUE INDEX tasks_once ON public.tasks USING btree (kind, once) WHERE ((once IS NOT NULL) AND (state = ANY (ARRAY['waiting'::text, 'running'::text])));

CREATE INDEX tasks_running ON public.tasks USING btree (leased_until) WHERE (state = 'running'::text);

CREATE INDEX trusted_devices_expiring ON public.trusted_devices USING btree (expires_at);

CREATE INDEX users_by_role ON public.users USING btree (role, date_joined DESC, id DESC) WHERE (deleted_at IS NULL);

CREATE UNIQUE INDEX users_email_key ON public.users USING btree (email);

CREATE INDEX users_newest ON public.users USING btree (date_joined DESC, id DESC);

CREATE INDEX users_password_kind ON public.users USING btree (public.password_kind(password_hash));

CREATE INDEX users_to_erase ON public.users USING btree (erase_at) WHERE (erase_at IS NOT NULL);

CREATE UNIQUE INDEX users_username_key ON public.users USING btree (username);

CREATE INDEX users_with_picture ON public.users USING btree (profile_picture) WHERE (profile_picture IS NOT NULL);

CREATE INDEX webhook_deliveries_latest ON public.webhook_deliveries USING btree (webhook, created_at, id);

CREATE INDEX webhook_deliveries_old ON public.webhook_deliveries USING btree (created_at);

CREATE INDEX webhooks_active ON public.webhooks USING btree (id) WHERE is_active;

CREATE INDEX webhooks_of_owner ON public.webhooks USING btree (owner, created_at, id);

ALTER INDEX public.events_of_actor ATTACH PARTITION public.events_otherwise_actor_at_id_idx;

ALTER INDEX public.events_by_id ATTACH PARTITION public.events_otherwise_id_idx;

ALTER INDEX public.events_of_kind ATTACH PARTITION public.events_otherwise_kind_at_id_idx;

ALTER INDEX public.events_pkey ATTACH PARTITION public.events_otherwise_pkey;

ALTER INDEX public.events_of_subject ATTACH PARTITION public.events_otherwise_subject_at_id_idx;

ALTER INDEX public.events_in_order ATTACH PARTITION public.events_otherwise_tx_number_idx;

CREATE STATISTICS public.jobs_salary_max ON COALESCE(salary_max, 100000000::numeric) FROM public.jobs;

ALTER STATISTICS public.jobs_salary_max OWNER TO jobboard_owner;

CREATE STATISTICS public.jobs_salary_min ON COALESCE(salary_min, '-1'::integer::numeric) FROM public.jobs;

ALTER STATISTICS public.jobs_salary_min OWNER TO jobboard_owner;

CREATE TRIGGER applications_added AFTER INSERT ON public.applications REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.applications_counted();

CREATE TRIGGER applications_have_files AFTER INSERT ON public.applications REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.applications_have_files();

CREATE TRIGGER applications_keep_posting BEFORE INSERT ON public.applications FOR EACH ROW EXECUTE FUNCTION public.applications_keep_posting();

CREATE TRIGGER applications_removed AFTER DELETE ON public.applications REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.applications_counted();

CREATE TRIGGER categories_carry AFTER UPDATE ON public.categories FOR EACH ROW WHEN (((old.ancestors <> new.ancestors) OR (old.full_path <> new.full_path))) EXECUTE FUNCTION public.categories_carry();

CREATE TRIGGER categories_kept AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.categories FOR EACH STATEMENT EXECUTE FUNCTION public.count_change_of('categories', 'featured');

CREATE TRIGGER categories_place BEFORE INSERT OR UPDATE OF name, parent_id ON public.categories FOR EACH ROW EXECUTE FUNCTION public.categories_place();

CREATE TRIGGER categories_touch BEFORE UPDATE ON public.categories FOR EACH ROW WHEN (((old.description IS DISTINCT FROM new.description) OR (old.slug <> new.slug))) EXECUTE FUNCTION public.categories_touch();

CREATE TRIGGER job_counts_kept AFTER INSERT OR DELETE OR UPDATE ON public.job_counts FOR EACH ROW EXECUTE FUNCTION public.count_change_of('categories');

CREATE TRIGGER job_counts_kept_none AFTER TRUNCATE ON public.job_counts FOR EACH STATEMENT EXECUTE FUNCTION public.count_change_of('categories');

CREATE TRIGGER jobs_before_write BEFORE INSERT OR UPDATE ON public.jobs FOR EACH ROW EXECUTE FUNCTION public.jobs_before_write();

CREATE TRIGGER jobs_deleted AFTER DELETE ON public.jobs REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.jobs_deleted();

CREATE TRIGGER jobs_inserted AFTER INSERT ON public.jobs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.jobs_inserted();

CREATE TRIGGER jobs_kept_added AFTER INSERT ON public.jobs FOR EACH ROW WHEN (new.is_featured) EXECUTE FUNCTION public.count_change_of('featured');

CREATE TRIGGER jobs_kept_changed AFTER UPDATE ON public.jobs FOR EACH ROW WHEN ((old.is_featured OR new.is_featured)) EXECUTE FUNCTION public.count_change_of('featured');

CREATE TRIGGER jobs_kept_none AFTER TRUNCATE ON public.jobs FOR EACH STATEMENT EXECUTE FUNCTION public.count_change_of('featured');

CREATE TRIGGER jobs_kept_removed AFTER DELETE ON public.jobs FOR EACH ROW WHEN (old.is_featured) EXECUTE FUNCTION public.count_change_of('featured');

CREATE TRIGGER jobs_updated AFTER UPDATE ON public.jobs REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.jobs_updated();

CREATE TRIGGER users_keep_an_admin_deleted AFTER DELETE ON public.users FOR EACH ROW WHEN (((old.role = 'admin'::text) AND old.is_active)) EXECUTE FUNCTION public.users_keep_an_admin();

CREATE TRIGGER users_keep_an_admin_updated AFTER UPDATE OF role, is_active, deleted_at ON public.users FOR EACH ROW WHEN (((old.role = 'admin'::text) AND old.is_active AND ((new.role <> 'admin'::text) OR (NOT new.is_active)))) EXECUTE FUNCTION public.users_keep_an_admin();

CREATE TRIGGER users_kept AFTER UPDATE ON public.users FOR EACH ROW WHEN (((new.role <> 'user'::text) AND (((old.username IS DISTINCT FROM new.username) OR (old.first_name IS DISTINCT FROM new.first_name)) OR (old.last_name IS DISTINCT FROM new.last_name)))) EXECUTE FUNCTION public.count_change_of('featured');

ALTER TABLE ONLY public.admin_changes
    ADD CONSTRAINT admin_changes_by FOREIGN KEY (changed_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.admin_sessions
    ADD CONSTRAINT admin_sessions_of_session FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_key_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.application_history
    ADD CONSTRAINT application_history_by FOREIGN KEY (changed_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.application_history
    ADD CONSTRAINT application_history_of_application FOREIGN KEY (application_id) REFERENCES public.applications(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_applicant_exists FOREIGN KEY (applicant_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.applications
    ADD CONSTRAINT applications_job_exists FOREIGN KEY (job_id) REFERENCES public.jobs(id);

ALTER TABLE ONLY public.categories
    ADD CONSTRAINT categories_parent_exists FOREIGN KEY (parent_id) REFERENCES public.categories(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.consents
    ADD CONSTRAINT consent_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.data_exports
    ADD CONSTRAINT data_export_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT delivery_webhook FOREIGN KEY (webhook) REFERENCES public.webhooks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.factor_challenges
    ADD CONSTRAINT factor_challenges_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.webhook_failures
    ADD CONSTRAINT failing_webhook FOREIGN KEY (webhook) REFERENCES public.webhooks(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_of_user FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.imported_employers
    ADD CONSTRAINT imported_employers_employer_fkey FOREIGN KEY (employer_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ip_whitelist
    ADD CONSTRAINT ip_whitelist_creator FOREIGN KEY (created_by) REFERENCES public.users(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.job_counts
    ADD CONSTRAINT job_counts_of_category FOREIGN KEY (category_id) REFERENCES public.categories(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_figures
    ADD CONSTRAINT job_figures_of_job FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_shares
    ADD CONSTRAINT job_share_job FOREIGN KEY (job) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_shares
    ADD CONSTRAINT job_share_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.job_sources
    ADD CONSTRAINT job_source_job FOREIGN KEY (job_id) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_category_exists FOREIGN KEY (category_id) REFERENCES public.categories(id);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_employer_exists FOREIGN KEY (employer_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_location_known FOREIGN KEY (location_id) REFERENCES public.locations(id);

ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mail_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notifications
    ADD CONSTRAINT notification_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.oauth_accounts
    ADD CONSTRAINT oauth_account_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.oauth_states
    ADD CONSTRAINT oauth_state_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.one_time_links
    ADD CONSTRAINT one_time_links_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenge_session FOREIGN KEY (session) REFERENCES public.sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkey_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.notification_preferences
    ADD CONSTRAINT preferences_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profile_certifications
    ADD CONSTRAINT profile_certification_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profile_education
    ADD CONSTRAINT profile_education_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profile_languages
    ADD CONSTRAINT profile_language_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profile_portfolio
    ADD CONSTRAINT profile_project_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profile_skills
    ADD CONSTRAINT profile_skill_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profile_social_links
    ADD CONSTRAINT profile_social_link_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.profile_work_history
    ADD CONSTRAINT profile_work_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_deliveries
    ADD CONSTRAINT push_delivery_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.push_deliveries
    ADD CONSTRAINT push_delivery_target FOREIGN KEY (target) REFERENCES public.push_targets(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.push_targets
    ADD CONSTRAINT push_target_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_of_session FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.resume_files
    ADD CONSTRAINT resume_files_of_application FOREIGN KEY (application_id) REFERENCES public.applications(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.saved_answers
    ADD CONSTRAINT saved_answer_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.saved_jobs
    ADD CONSTRAINT saved_job_job FOREIGN KEY (job) REFERENCES public.jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.saved_jobs
    ADD CONSTRAINT saved_job_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_of_user FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.totp_factors
    ADD CONSTRAINT totp_factors_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.trusted_devices
    ADD CONSTRAINT trusted_devices_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.api_key_uses
    ADD CONSTRAINT used_api_key FOREIGN KEY (key) REFERENCES public.api_keys(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.user_preferences
    ADD CONSTRAINT user_preferences_person FOREIGN KEY (person) REFERENCES public.users(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhook_owner FOREIGN KEY (owner) REFERENCES public.users(id) ON DELETE CASCADE;

GRANT SELECT,INSERT ON TABLE public.events TO jobboard_app;

REVOKE ALL ON FUNCTION public.make_event_months(ahead integer) FROM PUBLIC;
GRANT ALL ON FUNCTION public.make_event_months(ahead integer) TO jobboard_app;

GRANT SELECT,INSERT ON TABLE public.admin_changes TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.admin_sessions TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_key_uses TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_keys TO jobboard_app;

GRANT SELECT,INSERT ON TABLE public.application_history TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.applications TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.categories TO jobboard_app;

GRANT SELECT,INSERT ON TABLE public.consents TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.data_exports TO jobboard_app;

GRANT SELECT,INSERT ON TABLE public.event_chain TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.factor_challenges TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.idempotency_keys TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imported_employers TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.ip_whitelist TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_counts TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_figures TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_shares TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.job_sources TO jobboard_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.job_views TO jobboard_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.job_visitors TO jobboard_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.job_visits TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.jobs TO jobboard_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.kept_answers TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.kept_counts TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.locations TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail_blocks TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mails TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notification_preferences TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.notifications TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.oauth_accounts TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.oauth_states TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.one_time_links TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passkey_challenges TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passkeys TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profile_certifications TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profile_education TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profile_languages TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profile_portfolio TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profile_skills TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profile_social_links TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.profile_work_history TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.push_deliveries TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.push_targets TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rate_slots TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recovery_codes TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.refresh_tokens TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.resume_files TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.saved_answers TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.saved_jobs TO jobboard_app;

GRANT SELECT ON TABLE public.schema_migrations TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sessions TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_attempts TO jobboard_app;

GRANT USAGE ON SEQUENCE public.task_runners TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.tasks TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.totp_factors TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.trusted_devices TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.user_preferences TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.users TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_deliveries TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhook_failures TO jobboard_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.webhooks TO jobboard_app;

