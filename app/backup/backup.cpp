#include "backup.hpp"

#include "app/areas.hpp"
#include "app/database.hpp"
#include "lib/db/migrate.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/process/file.hpp"
#include "postgres_tool.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <system_error>
#include <unistd.h>

namespace fs = std::filesystem;

namespace {

// Files on their way into the backup, with their sums.
class Collection {
public:
    explicit Collection(fs::path room) : room(std::move(room)), sums(this->room / "sums") {}

    void take(const std::string& name, int from, const std::optional<std::string>& expected)
    {
        auto path = room / name;
        fs::create_directories(path.parent_path());
        copy(from, path);
        add(name, path, expected);
    }
    // A file that stands there already.
    void add(const std::string& name, const fs::path& path, const std::optional<std::string>& expected = {})
    {
        auto sum = sha256_of_file(path);
        if (expected && *expected != sum)
            complain(fmt::format("{} is not the file that its row describes.", name));
        sums << sum << "  " << name << '\n';
        ++count;
    }
    void complain(const std::string& sentence)
    {
        std::cerr << "jobboard: " << sentence << '\n';
        ++faults;
    }
    std::string close()
    {
        sums.close();
        if (!sums) throw BackupError("The sums cannot be written; is the disk full?");
        return sha256_of_file(room / "sums");
    }
    long long count = 0, faults = 0;

private:
    fs::path room;
    std::ofstream sums;

    static void copy(int from, const fs::path& path)
    {
        Descriptor to(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640));
        if (!to) throw std::system_error(errno, std::generic_category(), path.string());
        char piece[65'536];
        for (ssize_t got; (got = read(from, piece, sizeof piece)) != 0;) {
            if (got < 0) throw std::system_error(errno, std::generic_category(), "reading " + path.string());
            write_all(to.get(), {piece, static_cast<std::size_t>(got)});
        }
    }
};

void copy_files(Sql& sql, const Settings& s, Collection& into)
{
    auto storage = storage_of(s.file_storage, storage_access(s));
    store::each_claimed(sql, claimed_files(Shelf::storage), [&](const NamedFile& file) {
        try {
            into.take("files/" + file.key, storage.open(file.key).get(), file.sha256);
        } catch (const std::system_error&) {
            throw; // of the backup's own disk
        } catch (const std::runtime_error& error) {
            into.complain(error.what());
        }
    });
    store::each_claimed(sql, claimed_files(Shelf::media), [&](const NamedFile& picture) {
        auto path = fs::path(s.media_path) / picture.key;
        Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
        if (file) into.take("media/" + picture.key, file.get(), {});
        else into.complain(fmt::format("The picture {} is missing.", path.string()));
    });
}

// Directories' entries too: what is on the disk when this returns stays there.
void sync_all(const fs::path& room)
{
    Descriptor directory(open(room.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory || syncfs(directory.get()) < 0)
        throw std::system_error(errno, std::generic_category(), room.string());
}

SqlOptions day_long_session(const Settings& s)
{
    auto options = patient_session(s, s.database_owner_url);
    constexpr int a_day = 86'400'000;
    options.statement_timeout_ms = options.idle_transaction_timeout_ms = a_day;
    return options;
}

long long fill(const Settings& s, const fs::path& room)
{
    Sql sql(day_long_session(s));
    auto snapshot = store::begin_snapshot(sql);
    auto dump = room / "database.dump";
    run_postgres_tool("pg_dump",
        {"--format=custom", "--no-owner", "--snapshot=" + snapshot, "--file=" + dump.string()},
        s.database_owner_url);
    Collection files(room);
    files.add("database.dump", dump);
    copy_files(sql, s, files);
    Manifest manifest{.made_at = now(), .sums_sha256 = {}, .tables = store::table_sums(sql)};
    manifest.migrations = static_cast<long long>(migrations_in(s.home_path + "/sql").size()) -
                          static_cast<long long>(pending_migrations(sql, s.home_path + "/sql").size());
    manifest.files = files.count;
    manifest.sums_sha256 = files.close();
    write_manifest(room / "manifest.json", manifest);
    sync_all(room);
    std::cout << fmt::format("{} tables, {} files\n", manifest.tables.size(), files.count);
    return files.faults;
}

} // namespace

int make_backup(const Settings& settings, const std::string& directory)
try {
    fs::path wanted = fs::absolute(directory), room = wanted.string() + ".partial";
    if (fs::exists(wanted))
        throw BackupError(fmt::format("{} exists; name a new directory.", wanted.string()));
    fs::remove_all(room); // of an attempt that was interrupted
    fs::create_directories(room);
    fs::permissions(room, fs::perms::owner_all);
    auto faults = fill(settings, room);
    fs::rename(room, wanted);
    sync_all(wanted.parent_path());
    if (faults > 0)
        std::cerr << fmt::format(
            "jobboard: the backup is made, but {} files are not as they should be.\n", faults);
    return faults > 0 ? 1 : 0;
} catch (const DatabaseError&) {
    throw;
} catch (const std::exception& error) {
    std::cerr << "jobboard: no backup was made: " << error.what() << '\n';
    return 1;
}
