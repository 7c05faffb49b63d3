-- The two roles and the database, for psql; safe to repeat. docs/operating.md, "The database", says what they are for.
\set ON_ERROR_STOP on
SELECT 'CREATE ROLE jobboard_owner LOGIN CONNECTION LIMIT 10'
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jobboard_owner') \gexec
SELECT 'CREATE ROLE jobboard_app LOGIN CONNECTION LIMIT 150'
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jobboard_app') \gexec
SELECT $$CREATE DATABASE jobboard OWNER jobboard_owner ENCODING UTF8 LOCALE 'C.UTF-8' TEMPLATE template0$$
    WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'jobboard') \gexec
REVOKE ALL ON DATABASE jobboard FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE jobboard TO jobboard_app;
