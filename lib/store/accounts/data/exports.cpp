#include "exports.hpp"

#include "lib/db/batches.hpp"
#include "lib/store/accounts/account_events.hpp"

#include <fmt/format.h>

namespace {

constexpr std::string_view columns = R"(
    id, person, CASE WHEN state = 'ready' AND expires_at <= now() THEN 'expired' ELSE state END AS state, created_at,
    ready_at, expires_at, file, bytes)";

} // namespace

bool store::ask_for_export(Sql& sql, const Uuid& id, const Uuid& person)
{
    static const auto asking = telling(export_asked, R"(
        INSERT INTO data_exports (id, person) VALUES (:id::uuid, :person::uuid)
        ON CONFLICT (person) WHERE state = 'waiting' DO NOTHING
        RETURNING person, (SELECT username FROM users WHERE id = person),
                  jsonb_build_object('export', json_build_array(NULL, id)))");
    return tell(sql, asking, {arg("id", id), arg("person", person)}) == 1;
}

std::optional<DataExport> store::find_export(Sql& sql, const Uuid& id)
{
    static const auto text = fmt::format("SELECT {} FROM data_exports WHERE id = :id::uuid", columns);
    return sql.one<DataExport>(text, {arg("id", id)});
}

std::optional<DataExport> store::find_latest_export(Sql& sql, const Uuid& person)
{
    static const auto text = fmt::format(
        "SELECT {} FROM data_exports WHERE person = :person::uuid ORDER BY created_at DESC LIMIT 1", columns);
    return sql.one<DataExport>(text, {arg("person", person)});
}

void store::finish_export(
    Sql& sql, const Uuid& id, const std::string& file, long long bytes, const std::string& sha256)
{
    static const auto finishing = telling(export_ready, R"(
        UPDATE data_exports
           SET state = 'ready', ready_at = now(), expires_at = now() + :days::int * interval '1 day', file = :file,
               bytes = :bytes::bigint, sha256 = :sha256
         WHERE id = :id::uuid AND state = 'waiting'
        RETURNING person, (SELECT username FROM users WHERE id = person),
                  jsonb_build_object('export', json_build_array(NULL, id)))");
    tell(sql, finishing,
        {arg("days", export_days), arg("file", std::string_view(file)), arg("bytes", bytes),
            arg("sha256", std::string_view(sha256)), arg("id", id)});
}

void store::fail_export(Sql& sql, const Uuid& id)
{
    sql.change("UPDATE data_exports SET state = 'failed' WHERE id = :id::uuid AND state = 'waiting'",
        {arg("id", id)});
}

long long store::sweep_exports(Sql& sql)
{
    in_batches(sql, R"(
        UPDATE data_exports SET state = 'failed' WHERE id = ANY (ARRAY(
            SELECT id FROM data_exports WHERE state = 'waiting' AND created_at < now() - interval '1 day'
             LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
    return in_batches(sql, R"(
        DELETE FROM data_exports WHERE id = ANY (ARRAY(
            SELECT id FROM data_exports WHERE created_at < now() - interval '30 days'
             ORDER BY created_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
}
