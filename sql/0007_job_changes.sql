-- What employers and admins list: the public's active jobs are a part of it.
CREATE INDEX jobs_newest ON jobs (created_at DESC, id DESC) WHERE deleted_at IS NULL;

-- A category that changes in any way has changed.
CREATE FUNCTION categories_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END $$;
CREATE TRIGGER categories_touch BEFORE UPDATE ON categories FOR EACH ROW
    WHEN (OLD.description IS DISTINCT FROM NEW.description OR OLD.slug <> NEW.slug) EXECUTE FUNCTION categories_touch();
