#include "migrate.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    if (!(text << in.rdbuf())) throw MigrationError(fmt::format("{} cannot be read.", file.string()));
    return text.str();
}

Migration describe(const fs::path& file)
{
    auto name = file.filename().string();
    auto number = parse<int>(std::string_view(name).substr(0, 4));
    if (name.size() < 10 || name[4] != '_' || !number)
        throw MigrationError(fmt::format("{} is not named like 0001_users.sql.", name));
    return {*number, name, fingerprint(contents(file))};
}

struct Exists {
    bool there = false;
    static constexpr auto fields = std::tuple{field("there", &Exists::there)};
};

std::vector<Migration> applied(Sql& sql)
{
    if (!sql.one<Exists>("SELECT to_regclass('public.schema_migrations') IS NOT NULL AS there")->there)
        return {};
    return sql.all<Migration>("SELECT version, name, checksum FROM schema_migrations ORDER BY version");
}

std::vector<Migration> missing(const std::vector<Migration>& files, const std::vector<Migration>& done)
{
    for (std::size_t i = 0; i < std::min(done.size(), files.size()); ++i)
        if (done[i].name != files[i].name || done[i].checksum != files[i].checksum)
            throw MigrationError(
                fmt::format("{} is not the file that was applied as {}: applied migrations never change; "
                            "add a new one instead.",
                    files[i].name, done[i].name));
    return {files.begin() + static_cast<std::ptrdiff_t>(std::min(done.size(), files.size())), files.end()};
}

void apply(Sql& sql, const Migration& m, const fs::path& directory)
{
    try {
        Transaction transaction(sql);
        sql.script(contents(directory / m.name));
        sql.change("INSERT INTO schema_migrations (version, name, checksum) VALUES (:version::int, :name, "
                   ":checksum)",
            args_of(m));
        transaction.commit();
    } catch (const DatabaseError& e) {
        throw MigrationError(
            fmt::format("{} failed and was rolled back: {} ({})", m.name, e.summary, e.sqlstate));
    }
}

} // namespace

std::vector<Migration> migrations_in(const fs::path& directory)
{
    std::vector<Migration> files;
    std::error_code missing_directory;
    for (const auto& entry : fs::directory_iterator(directory, missing_directory))
        if (entry.path().extension() == ".sql" && entry.path().filename() != "schema.sql")
            files.push_back(describe(entry.path()));
    if (files.empty())
        throw MigrationError(fmt::format("There are no migrations in {}.", directory.string()));
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (std::size_t i = 0; i < files.size(); ++i)
        if (files[i].version != static_cast<int>(i) + 1)
            throw MigrationError(
                fmt::format("Migration {} is missing or doubled: found {} there.", i + 1, files[i].name));
    return files;
}

std::vector<Migration> migrate(Sql& sql, const fs::path& directory)
{
    auto files = migrations_in(directory);
    sql.script("SELECT pg_advisory_lock(hashtext('schema_migrations'))");
    sql.script(R"(CREATE TABLE IF NOT EXISTS schema_migrations (
        version    integer PRIMARY KEY,
        name       text NOT NULL,
        checksum   text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
    ); GRANT SELECT ON schema_migrations TO jobboard_app)");
    auto done = applied(sql);
    auto pending = missing(files, done);
    if (done.size() > files.size())
        throw MigrationError(
            fmt::format("The database is newer than this program: it has migration {}.", done.back().name));
    for (const auto& m : pending) apply(sql, m, directory);
    if (!pending.empty()) sql.script("ANALYZE");
    sql.script("SELECT pg_advisory_unlock(hashtext('schema_migrations'))");
    return pending;
}

std::vector<Migration> pending_migrations(Sql& sql, const fs::path& directory)
{
    return missing(migrations_in(directory), applied(sql));
}
