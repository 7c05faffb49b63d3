#include "server_facts.hpp"

ServerFacts store::server_facts(Sql& sql)
{
    return *sql.one<ServerFacts>(R"(
        SELECT current_setting('server_version_num')::bigint AS version,
               current_setting('fsync') AS fsync,
               current_setting('full_page_writes') AS full_page_writes,
               current_setting('synchronous_commit') AS synchronous_commit,
               current_setting('autovacuum') AS autovacuum,
               current_setting('data_checksums') AS data_checksums,
               current_setting('jit') AS jit,
               current_setting('max_connections')::bigint
                   - current_setting('superuser_reserved_connections')::bigint AS connections_allowed,
               (SELECT setting::bigint * 8 / 1024 FROM pg_settings WHERE name = 'shared_buffers') AS shared_buffers_mb,
               pg_is_in_recovery() AS standby,
               clock_timestamp() AS clock)");
}

RoleFacts store::role_facts(Sql& sql)
{
    return *sql.one<RoleFacts>(R"(
        SELECT rolname::text AS name, rolsuper AS superuser,
               has_schema_privilege('public', 'CREATE') AS makes_tables,
               (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relowner = r.oid AND c.relkind = 'r' AND n.nspname = 'public') AS tables_owned,
               rolconnlimit::bigint AS connections_allowed
          FROM pg_roles r WHERE rolname = current_user)");
}

std::vector<UnknownTable> store::tables_without_statistics(Sql& sql)
{
    return sql.all<UnknownTable>(R"(
        SELECT relname::text AS name FROM pg_stat_user_tables
         WHERE schemaname = 'public' AND n_live_tup > 1000 AND last_analyze IS NULL AND last_autoanalyze IS NULL
         ORDER BY relname)");
}
