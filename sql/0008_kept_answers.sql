-- Which day it is where the board is: TIME_ZONE of the settings, which every session brings along. A job takes
-- applications until the day of its deadline has ended there.
CREATE FUNCTION board_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (now() AT TIME ZONE coalesce(nullif(current_setting('jobboard.time_zone', true), ''), 'UTC'))::date
$$;
CREATE FUNCTION job_is_open(deadline date) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT deadline IS NULL OR deadline >= board_today()
$$;

-- Those that are to be closed once their day has ended.
CREATE INDEX jobs_active_deadline ON jobs (application_deadline)
    WHERE status = 'active' AND deleted_at IS NULL AND application_deadline IS NOT NULL;

-- Answers that Redis keeps carry the number of changes that had been committed when they were made. The changes of
-- a topic are counted here, in the transactions that make them: whoever sees a change sees the new number too, and
-- finds nothing kept under it. The number is the sum of several rows, and a transaction counts in one that no other
-- holds, so that counting never makes anybody wait.
CREATE TABLE kept_answers (
    topic   text NOT NULL,
    slot    integer GENERATED ALWAYS AS IDENTITY,
    changes bigint NOT NULL,
    CONSTRAINT kept_answers_key PRIMARY KEY (topic, slot)
) WITH (fillfactor = 50);

-- Two statements: one alone would take a row that has just been changed for gone, and add another each time.
CREATE FUNCTION count_change(changed text) RETURNS void LANGUAGE plpgsql AS $$
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

-- The topics are named by the triggers below and by the endpoints whose answers are kept.
CREATE FUNCTION count_change_of() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    topic text;
BEGIN
    FOREACH topic IN ARRAY TG_ARGV LOOP
        PERFORM count_change(topic);
    END LOOP;
    RETURN NULL;
END $$;

-- The names and addresses of categories stand in featured jobs too.
CREATE TRIGGER categories_kept AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON categories
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of('categories', 'featured');
CREATE TRIGGER job_counts_kept AFTER INSERT OR UPDATE OR DELETE ON job_counts
    FOR EACH ROW EXECUTE FUNCTION count_change_of('categories');
CREATE TRIGGER job_counts_kept_none AFTER TRUNCATE ON job_counts
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of('categories');

CREATE TRIGGER jobs_kept_added AFTER INSERT ON jobs
    FOR EACH ROW WHEN (NEW.is_featured) EXECUTE FUNCTION count_change_of('featured');
CREATE TRIGGER jobs_kept_changed AFTER UPDATE ON jobs
    FOR EACH ROW WHEN (OLD.is_featured OR NEW.is_featured) EXECUTE FUNCTION count_change_of('featured');
CREATE TRIGGER jobs_kept_removed AFTER DELETE ON jobs
    FOR EACH ROW WHEN (OLD.is_featured) EXECUTE FUNCTION count_change_of('featured');
CREATE TRIGGER jobs_kept_none AFTER TRUNCATE ON jobs
    FOR EACH STATEMENT EXECUTE FUNCTION count_change_of('featured');
CREATE TRIGGER users_kept AFTER UPDATE ON users
    FOR EACH ROW WHEN (NEW.role <> 'user' AND (OLD.username, OLD.first_name, OLD.last_name)
                                              IS DISTINCT FROM (NEW.username, NEW.first_name, NEW.last_name))
    EXECUTE FUNCTION count_change_of('featured');

GRANT SELECT, INSERT, UPDATE ON kept_answers TO jobboard_app;
