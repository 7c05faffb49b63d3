-- How many jobs j the planner expects to meet conditions. They are a pattern of format() that takes the values with
-- %1$L, %2$L and so on; `vals` is a JSON array of texts.
CREATE FUNCTION jobs_expected(pattern text, vals jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    plan json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM jobs j WHERE '
        || format(pattern, VARIADIC ARRAY(SELECT jsonb_array_elements_text(vals))) INTO plan;
    RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::bigint;
END $$;
