#include "backups.hpp"

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

// In parts, in the order of the keys: there may be a million.
void each_file(Sql& sql, const std::string& files, const std::function<void(const NamedFile&)>& visit)
{
    constexpr std::size_t part = 1000;
    auto text = fmt::format(
        "SELECT key, sha256 FROM ({}) files WHERE key > :after ORDER BY key LIMIT {}", files, part);
    std::string after;
    for (std::size_t got = part; got == part;) {
        auto rows = sql.all_once<NamedFile>(text, {arg("after", std::string_view(after))});
        for (const auto& row : rows) visit(row);
        got = rows.size();
        if (got) after = rows.back().key;
    }
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

void store::each_resume_file(Sql& sql, const std::function<void(const NamedFile&)>& visit)
{
    each_file(sql,
        "SELECT DISTINCT resume AS key, resume_sha256 AS sha256 FROM applications "
        "UNION SELECT thumbnail, NULL FROM resume_files WHERE thumbnail IS NOT NULL",
        visit);
}

void store::each_picture(Sql& sql, const std::function<void(const NamedFile&)>& visit)
{
    each_file(sql,
        "SELECT DISTINCT profile_picture AS key, NULL::text AS sha256 FROM users WHERE profile_picture IS "
        "NOT NULL",
        visit);
}
