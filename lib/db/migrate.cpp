#include "migrate.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <thread>

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

bool has_word(std::string_view text, std::string_view word)
{
    auto in_word = [&](std::size_t at) {
        return at < text.size() && (text[at] == '_' || std::isalnum(static_cast<unsigned char>(text[at])));
    };
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1))
        if ((at == 0 || !in_word(at - 1)) && !in_word(at + word.size())) return true;
    return false;
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

void note(Sql& sql, const Migration& m)
{
    sql.change(
        "INSERT INTO schema_migrations (version, name, checksum) VALUES (:version::int, :name, :checksum)",
        args_of(m));
}

struct IndexName {
    std::string name;
    static constexpr auto fields = std::tuple{field("name", &IndexName::name)};
};

// An index whose making was cut short stays there, useless, and would pass for the one that is wanted.
void drop_remains(Sql& sql, const std::string& text)
{
    auto broken =
        sql.all<IndexName>("SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                           "WHERE NOT i.indisvalid AND c.relnamespace = 'public'::regnamespace");
    for (const auto& index : broken)
        if (has_word(text, index.name)) sql.script(fmt::format("DROP INDEX CONCURRENTLY \"{}\"", index.name));
}

void apply_outside(Sql& sql, const Migration& m, const std::string& text)
{
    try {
        drop_remains(sql, text);
        sql.script(text);
        note(sql, m);
    } catch (const DatabaseError& e) {
        throw MigrationError(fmt::format("{} failed outside a transaction, so part of it may be done; it is "
                                         "tried again next time: {} ({})",
            m.name, e.summary, e.sqlstate));
    }
}

void apply(Sql& sql, const Migration& m, const fs::path& directory)
{
    auto text = contents(directory / m.name);
    if (text.starts_with("-- outside a transaction\n")) return apply_outside(sql, m, text);
    try {
        Transaction transaction(sql);
        sql.script(text);
        note(sql, m);
        transaction.commit();
    } catch (const DatabaseError& e) {
        throw MigrationError(
            fmt::format("{} failed and was rolled back: {} ({})", m.name, e.summary, e.sqlstate));
    }
}

// By asking again and again: whoever waits in PostgreSQL for a lock holds a snapshot, for whose end an index
// that is made outside a transaction waits in turn.
void wait_for_turn(Sql& sql)
{
    while (!sql.one<Exists>("SELECT pg_try_advisory_lock(hashtext('schema_migrations')) AS there")->there)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
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
    wait_for_turn(sql);
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
