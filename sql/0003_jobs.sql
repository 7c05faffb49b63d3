-- Jobs, the places they are at, and the figures kept beside them.

-- Every distinct location once: a search for part of a place name reads this short list, not the jobs.
CREATE TABLE locations (
    id   integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE,
    CONSTRAINT locations_name_length CHECK (length(name) BETWEEN 1 AND 100)
);
CREATE INDEX locations_part ON locations USING gin (lower(name) gin_trgm_ops);

-- English stems with accents folded.
CREATE TEXT SEARCH CONFIGURATION jobs (COPY = english);
ALTER TEXT SEARCH CONFIGURATION jobs
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- Names that the text parser would tear apart, spelt as words. Used on what is stored and on what is
-- searched for, so that both sides meet. A slash becomes a space, since "C/cplusplus" is a file's path to
-- the parser; nothing comes between a minus and the word it excludes.
CREATE FUNCTION spell_names(source text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN source !~ '[+#]|\.[nNjJ]' THEN source ELSE
        regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(replace(source, '/', ' '),
            '\mc\+\+(\d*)', 'cplusplus \1', 'gi'),
            '\m([cf])#', '\1sharp', 'gi'),
            '(\w)\.net\M', '\1 dotnet', 'gi'),
            '\.net\M', 'dotnet', 'gi'),
            '\m(node|vue|next|react)\.js\M', '\1js', 'gi') END
$$;

CREATE FUNCTION jobs_searchable(title text, requirements text, description text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('jobs', spell_names(title)), 'A')
        || setweight(to_tsvector('jobs', spell_names(requirements)), 'B')
        || setweight(to_tsvector('jobs', spell_names(description)), 'C')
$$;

CREATE TABLE jobs (
    id                   uuid PRIMARY KEY,
    employer_id          uuid NOT NULL,
    category_id          uuid NOT NULL,
    title                text NOT NULL,
    description          text NOT NULL,
    requirements         text NOT NULL,
    location             text NOT NULL,
    location_id          integer NOT NULL,       -- follows from location
    job_type             text NOT NULL DEFAULT 'full-time',
    salary_min           numeric(10,2),
    salary_max           numeric(10,2),
    status               text NOT NULL DEFAULT 'draft',
    application_deadline date,
    is_featured          boolean NOT NULL DEFAULT false,
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    activated_at         timestamptz,            -- when it was first active
    deleted_at           timestamptz,            -- gone for everyone but admins and its applicants
    source               text,                   -- of an imported job: where from, and its id there
    source_id            text,
    search               tsvector NOT NULL GENERATED ALWAYS AS
                             (jobs_searchable(title, requirements, description)) STORED,
    CONSTRAINT jobs_employer_exists     FOREIGN KEY (employer_id) REFERENCES users (id),
    CONSTRAINT jobs_category_exists     FOREIGN KEY (category_id) REFERENCES categories (id),
    CONSTRAINT jobs_location_known      FOREIGN KEY (location_id) REFERENCES locations (id),
    CONSTRAINT jobs_title_length        CHECK (length(title) BETWEEN 1 AND 200),
    CONSTRAINT jobs_description_length  CHECK (length(description) BETWEEN 1 AND 50000),
    CONSTRAINT jobs_requirements_length CHECK (length(requirements) BETWEEN 1 AND 50000),
    CONSTRAINT jobs_location_length     CHECK (length(location) BETWEEN 1 AND 100),
    CONSTRAINT jobs_type_known          CHECK (job_type IN ('full-time', 'part-time', 'contract', 'internship', 'freelance')),
    CONSTRAINT jobs_status_known        CHECK (status IN ('draft', 'active', 'closed')),
    -- NaN compares greater than everything, so the upper bound refuses it along with Infinity.
    CONSTRAINT jobs_salary_min_range    CHECK (salary_min >= 0 AND salary_min < 'Infinity'),
    CONSTRAINT jobs_salary_max_range    CHECK (salary_max >= 0 AND salary_max < 'Infinity'),
    CONSTRAINT jobs_salary_order        CHECK (salary_min <= salary_max),
    CONSTRAINT jobs_no_return_to_draft  CHECK (status <> 'draft' OR activated_at IS NULL),
    CONSTRAINT jobs_source_whole        CHECK ((source IS NULL) = (source_id IS NULL))
);

CREATE UNIQUE INDEX jobs_source_key ON jobs (source, source_id) WHERE source IS NOT NULL;

-- What the public sees, in the orders it is asked for. The id makes each order total.
CREATE INDEX jobs_active_newest     ON jobs (created_at DESC, id DESC)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_category   ON jobs (category_id, created_at DESC, id DESC) INCLUDE (job_type, salary_min, salary_max)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_location   ON jobs (location_id, created_at DESC, id DESC) INCLUDE (job_type, salary_min, salary_max)
    WHERE status = 'active' AND deleted_at IS NULL;
-- For a place and a salary that few or no jobs there pay.
CREATE INDEX jobs_active_location_salary ON jobs (location_id, salary_min) INCLUDE (created_at, id)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_type       ON jobs (job_type, created_at DESC, id DESC)
    WHERE status = 'active' AND deleted_at IS NULL;
-- Jobs without a salary come last in either direction; a stand-in beyond the range keeps the order total.
CREATE INDEX jobs_active_salary_min_up   ON jobs (coalesce(salary_min, 100000000), id)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_salary_min_down ON jobs (coalesce(salary_min, -1) DESC, id DESC)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_salary_max_up   ON jobs (coalesce(salary_max, 100000000), id)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_active_salary_max_down ON jobs (coalesce(salary_max, -1) DESC, id DESC)
    WHERE status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_featured          ON jobs (created_at DESC, id DESC)
    WHERE is_featured AND status = 'active' AND deleted_at IS NULL;
CREATE INDEX jobs_of_employer       ON jobs (employer_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX jobs_of_category       ON jobs (category_id);
CREATE INDEX jobs_search            ON jobs USING gin (search) WITH (fastupdate = off);

-- What changes often stands apart, so that counting a visit never rewrites a job.
CREATE TABLE job_figures (
    job_id            uuid PRIMARY KEY,
    views_count       bigint NOT NULL DEFAULT 0,
    application_count integer NOT NULL DEFAULT 0,
    CONSTRAINT job_figures_of_job FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE,
    CONSTRAINT job_figures_counts CHECK (views_count >= 0 AND application_count >= 0)
) WITH (fillfactor = 70);
CREATE INDEX job_figures_most_viewed ON job_figures (views_count DESC, job_id DESC);

-- How many active jobs there are, for each category and (category null) in all. Several rows share a
-- count, so that sessions publishing at once seldom wait for each other; the count is their sum.
CREATE TABLE job_counts (
    category_id uuid,
    shard       integer NOT NULL,
    active      bigint NOT NULL DEFAULT 0,
    CONSTRAINT job_counts_of_category FOREIGN KEY (category_id) REFERENCES categories (id) ON DELETE CASCADE,
    CONSTRAINT job_counts_key UNIQUE NULLS NOT DISTINCT (category_id, shard)
) WITH (fillfactor = 50);

-- Exact counts of filtered lists too long to count on each request, kept for a minute. Lost in a crash, and
-- counted again.
CREATE UNLOGGED TABLE kept_counts (
    question   text PRIMARY KEY,
    rows       bigint NOT NULL,
    counted_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION jobs_before_write() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER jobs_before_write BEFORE INSERT OR UPDATE ON jobs
    FOR EACH ROW EXECUTE FUNCTION jobs_before_write();

-- Adds a statement's changes to job_counts, in one order everywhere so that two sessions cannot deadlock.
CREATE FUNCTION count_active_jobs(changes jsonb) RETURNS void LANGUAGE sql AS $$
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

CREATE FUNCTION jobs_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO job_figures (job_id) SELECT id FROM added;
    PERFORM count_active_jobs(jsonb_agg(jsonb_build_object('category_id', category_id, 'change', n)))
       FROM (SELECT category_id, count(*) AS n FROM added
              WHERE status = 'active' AND deleted_at IS NULL GROUP BY category_id) c;
    RETURN NULL;
END $$;

CREATE FUNCTION jobs_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_active_jobs(jsonb_agg(jsonb_build_object('category_id', category_id, 'change', n)))
       FROM (SELECT category_id, sum(change) AS n
               FROM (SELECT category_id, 1 AS change FROM added WHERE status = 'active' AND deleted_at IS NULL
                      UNION ALL
                     SELECT category_id, -1 FROM removed WHERE status = 'active' AND deleted_at IS NULL) each
              GROUP BY category_id HAVING sum(change) <> 0) c;
    RETURN NULL;
END $$;

CREATE FUNCTION jobs_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_active_jobs(jsonb_agg(jsonb_build_object('category_id', category_id, 'change', -n)))
       FROM (SELECT category_id, count(*) AS n FROM removed
              WHERE status = 'active' AND deleted_at IS NULL GROUP BY category_id) c;
    RETURN NULL;
END $$;

CREATE TRIGGER jobs_inserted AFTER INSERT ON jobs REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_inserted();
CREATE TRIGGER jobs_updated AFTER UPDATE ON jobs REFERENCING NEW TABLE AS added OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_updated();
CREATE TRIGGER jobs_deleted AFTER DELETE ON jobs REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION jobs_deleted();

GRANT SELECT, INSERT, UPDATE, DELETE ON jobs, locations, job_figures, job_counts, kept_counts TO jobboard_app;
