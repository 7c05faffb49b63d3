-- The category tree. `ancestors` (from the root to the row itself), `full_path` and `depth` follow from
-- name and parent; a trigger keeps them, so that a job's category reads from one row.
CREATE TABLE categories (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    description text,
    parent_id   uuid,
    slug        text NOT NULL,
    ancestors   uuid[] NOT NULL,
    full_path   text NOT NULL,
    depth       integer NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT categories_parent_exists FOREIGN KEY (parent_id) REFERENCES categories (id) ON DELETE CASCADE,
    CONSTRAINT categories_name_length   CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT categories_slug_form     CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 120),
    CONSTRAINT categories_no_own_parent CHECK (parent_id <> id),
    CONSTRAINT categories_depth         CHECK (depth BETWEEN 0 AND 20)
);
CREATE UNIQUE INDEX categories_name_key ON categories (lower(name));
CREATE UNIQUE INDEX categories_slug_key ON categories (slug);
CREATE INDEX categories_children ON categories (parent_id, name);
CREATE INDEX categories_ancestors ON categories USING gin (ancestors);

-- Places a row in the tree. One change of the tree at a time: two concurrent moves could otherwise close
-- a loop that neither of them sees.
CREATE FUNCTION categories_place() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER categories_place BEFORE INSERT OR UPDATE OF name, parent_id ON categories
    FOR EACH ROW EXECUTE FUNCTION categories_place();

-- A renamed or moved category takes its children along; each child's own trigger goes on from there.
CREATE FUNCTION categories_carry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE categories SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER categories_carry AFTER UPDATE ON categories
    FOR EACH ROW WHEN (OLD.ancestors <> NEW.ancestors OR OLD.full_path <> NEW.full_path)
    EXECUTE FUNCTION categories_carry();

GRANT SELECT, INSERT, UPDATE, DELETE ON categories TO jobboard_app;
