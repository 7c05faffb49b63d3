#include "backups.hpp"

#include "lib/base/json.hpp"

#include <fmt/format.h>

namespace {

struct Name {
    std::string name;
    static constexpr auto fields = std::tuple{field("name", &Name::name)};
};

std::vector<Name> tables(Sql& sql)
{
    return sql.all<Name>(R"(
        SELECT quote_ident(c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname)");
}

} // namespace

std::vector<TableSum> store::table_sums(Sql& sql)
{
    std::vector<TableSum> out;
    for (const auto& table : tables(sql))
        out.push_back(sql.all_once<TableSum>(
            fmt::format("SELECT :name AS name, count(*) AS rows, "
                        "coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS sum FROM {} t",
                table.name),
            {arg("name", std::string_view(table.name))})[0]);
    return out;
}

long long store::count_tables(Sql& sql)
{
    return static_cast<long long>(tables(sql).size());
}

std::string store::begin_snapshot(Sql& sql)
{
    sql.begin();
    sql.script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    return sql.one<Name>("SELECT pg_export_snapshot() AS name")->name;
}

// In parts, in the order of the keys: there may be a million.
void store::each_claimed(
    Sql& sql, const std::string& rows, const std::function<void(const NamedFile&)>& visit)
{
    constexpr std::size_t part = 1000;
    auto text = fmt::format(
        "SELECT DISTINCT key, sha256 FROM ({}) files WHERE key > :after ORDER BY key LIMIT {}", rows, part);
    std::string after;
    for (bool more = true; more;) {
        auto found = sql.all_once<NamedFile>(text, {arg("after", std::string_view(after))});
        for (const auto& file : found) visit(file);
        more = found.size() == part;
        if (more) after = found.back().key;
    }
}

std::vector<std::string> store::claimed_among(
    Sql& sql, const std::string& rows, const std::vector<std::string>& keys)
{
    rapidjson::StringBuffer list;
    JsonWriter json(list);
    json.StartArray();
    for (const auto& key : keys) json.text(key);
    json.EndArray();
    auto text = fmt::format("SELECT key AS name FROM ({}) files "
                            "WHERE key = ANY (ARRAY(SELECT jsonb_array_elements_text(:keys::jsonb)))",
        rows);
    std::vector<std::string> out;
    for (auto& row : sql.all<Name>(text, {arg("keys", std::string_view(list.GetString(), list.GetSize()))}))
        out.push_back(std::move(row.name));
    return out;
}
