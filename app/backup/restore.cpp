#include "backup.hpp"

#include "app/database.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/process/file.hpp"
#include "postgres_tool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <iostream>
#include <system_error>

namespace fs = std::filesystem;

namespace {

constexpr std::string_view stored = "files/", pictured = "media/";

std::vector<Summed> checked_files(const fs::path& room, const Manifest& manifest)
{
    if (sha256_of_file(room / "sums") != manifest.sums_sha256)
        throw BackupError("The list of sums is not the one that the backup was made with.");
    auto files = read_sums(room / "sums");
    if (static_cast<long long>(files.size()) != manifest.files)
        throw BackupError("The list of sums is not whole.");
    long long bad = 0;
    for (const auto& file : files) {
        std::string sum;
        try {
            sum = sha256_of_file(room / file.name);
        } catch (const std::system_error&) { // missing: no sum
        }
        if (sum == file.sha256) continue;
        std::cerr << fmt::format("jobboard: {} is {}.\n", file.name, sum.empty() ? "missing" : "damaged");
        ++bad;
    }
    if (bad > 0) throw BackupError(fmt::format("{} files of the backup are not as they were made.", bad));
    return files;
}

void want_empty(Sql& sql, const Storage& storage, const Settings& s)
{
    if (store::count_tables(sql) > 0)
        throw BackupError("The database is not empty. Make a new one, and let DATABASE_OWNER_URL name it.");
    storage.list(now() + std::chrono::hours(24), [](const StoredFile& file) {
        throw BackupError(fmt::format("FILE_STORAGE is not empty: it has {}.", file.key));
    });
    std::error_code none;
    if (fs::exists(s.media_path) && !fs::is_empty(s.media_path, none))
        throw BackupError(fmt::format("MEDIA_PATH is not empty: {}.", s.media_path));
}

void restore_files(
    const fs::path& room, const std::vector<Summed>& files, const Storage& storage, const Settings& s)
{
    for (const auto& file : files) {
        auto from = room / file.name;
        if (file.name.starts_with(stored)) {
            Descriptor content(open(from.c_str(), O_RDONLY | O_CLOEXEC));
            storage.put(file.name.substr(stored.size()), content.get(), facts_of(content.get()));
        } else if (file.name.starts_with(pictured)) {
            auto to = fs::path(s.media_path) / file.name.substr(pictured.size());
            fs::create_directories(to.parent_path());
            fs::copy_file(from, to);
        }
    }
}

// Every difference, as a sentence.
std::vector<std::string> differences(Sql& sql, const Manifest& manifest, const std::vector<Summed>& files,
    const Storage& storage, const Settings& s)
{
    std::vector<std::string> out;
    auto tables = store::table_sums(sql);
    if (tables.size() != manifest.tables.size())
        out.push_back(
            fmt::format("There are {} tables instead of {}.", tables.size(), manifest.tables.size()));
    for (std::size_t i = 0; i < std::min(tables.size(), manifest.tables.size()); ++i) {
        const auto &is = tables[i], &was = manifest.tables[i];
        if (is.name != was.name || is.rows != was.rows || is.sum != was.sum)
            out.push_back(fmt::format(
                "The table {} has {} rows and not the {} of {}.", is.name, is.rows, was.rows, was.name));
    }
    for (const auto& file : files) {
        std::string sum;
        if (file.name.starts_with(stored))
            sum = facts_of(storage.open(file.name.substr(stored.size())).get()).sha256;
        else if (file.name.starts_with(pictured))
            sum = sha256_of_file(fs::path(s.media_path) / file.name.substr(pictured.size()));
        else continue;
        if (sum != file.sha256) out.push_back(fmt::format("{} is not what it was.", file.name));
    }
    return out;
}

SqlOptions owner_session(const Settings& s)
{
    auto options = patient_session(s, s.database_owner_url);
    options.statement_timeout_ms = 86'400'000; // sums of everything
    return options;
}

int restore(const Settings& s, const RestoreOptions& o)
{
    auto room = fs::absolute(o.directory);
    auto manifest = read_manifest(room / "manifest.json");
    auto files = checked_files(room, manifest);
    std::cout << fmt::format("The backup of {} is sound: {} tables, {} files.\n", to_text(manifest.made_at),
        manifest.tables.size(), files.size());
    if (o.check_only) return 0;

    auto storage = storage_of(s.file_storage, storage_access(s));
    Sql sql(owner_session(s));
    want_empty(sql, storage, s);
    run_postgres_tool("pg_restore",
        {"--no-owner", "--exit-on-error", "--single-transaction",
            "--dbname=", (room / "database.dump").string()},
        s.database_owner_url);
    restore_files(room, files, storage, s);
    sql.script("ANALYZE");
    std::cout << "Restored.\n";
    if (!o.verify) return 0;
    auto found = differences(sql, manifest, files, storage, s);
    for (const auto& sentence : found) std::cerr << "jobboard: " << sentence << '\n';
    if (found.empty()) std::cout << "Every table and every file is as it was.\n";
    return found.empty() ? 0 : 1;
}

} // namespace

int restore_backup(const Settings& settings, const RestoreOptions& options)
try {
    return restore(settings, options);
} catch (const DatabaseError&) {
    throw;
} catch (const std::exception& error) {
    std::cerr << "jobboard: " << error.what() << '\n';
    return 1;
}
