#include "storage_move.hpp"

#include "app/areas.hpp"
#include "app/commands/command.hpp"
#include "app/database.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/store/operations/backups.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <iostream>

namespace {

bool is_same(const Storage& storage, const std::string& key, const std::string& sha256)
{
    return storage.has(key) && facts_of(storage.open(key).get()).sha256 == sha256;
}

// False when it was there.
bool copy_file(const NamedFile& file, const Storage& from, const Storage& to)
{
    if (file.sha256 && is_same(to, file.key, *file.sha256)) return false;
    auto original = from.open(file.key);
    auto facts = facts_of(original.get());
    if (file.sha256 && facts.sha256 != *file.sha256)
        throw std::runtime_error(fmt::format("{} is not the file that its row names.", file.key));
    if (!file.sha256 && is_same(to, file.key, facts.sha256)) return false;
    to.put(file.key, original.get(), facts);
    if (!is_same(to, file.key, facts.sha256))
        throw std::runtime_error(fmt::format("The copy of {} is not what was sent.", file.key));
    return true;
}

// The keys of the other storage, if it has others.
StorageAccess access_to_other(const Settings& settings)
{
    auto access = storage_access(settings);
    if (const char* key = std::getenv("OTHER_STORAGE_KEY")) access.key = key;
    if (const char* secret = std::getenv("OTHER_STORAGE_SECRET")) access.secret = secret;
    return access;
}

Storage storage_named(const std::string& where, const StorageAccess& access)
{
    try {
        return storage_of(where, access);
    } catch (const std::runtime_error& error) {
        throw CommandFailed(error.what());
    }
}

struct Move {
    std::string from, to;
    static constexpr auto options = std::tuple{
        option("FROM", &Move::from,
            {.positional = true, .required = true, .about = "A storage, as FILE_STORAGE names it"}),
        option("TO", &Move::to,
            {.positional = true,
                .required = true,
                .about = "Another; its keys may stand in the environment as "
                         "OTHER_STORAGE_KEY and …_SECRET"}),
    };
};

int move_files(const Settings& settings, const Move& given)
{
    if (given.from == given.to) throw CommandFailed("That is the same storage.");
    bool moved = settings.file_storage == given.to; // this is the second run
    auto from = storage_named(given.from, moved ? access_to_other(settings) : storage_access(settings));
    auto to = storage_named(given.to, moved ? storage_access(settings) : access_to_other(settings));
    Sql sql(patient_session(settings, settings.database_url));
    auto done = copy_all_files(sql, from, to, [](const std::string& what) { std::cerr << what << '\n'; });
    fmt::print("copied and compared: {}; there already: {}; not to be had: {}\n", done.copied, done.there,
        done.faults);
    if (done.faults) return 1;
    if (moved) fmt::print("FILE_STORAGE is {} and has every file.\n", given.to);
    else
        fmt::print(
            "Set FILE_STORAGE={} (and its keys), reload the pool, and run this again: it takes along what "
            "came meanwhile.\n",
            given.to);
    return 0;
}

constexpr CommandGroup storage_group{"storage", "Where uploaded files are kept"};

} // namespace

FilesMoved copy_all_files(
    Sql& sql, const Storage& from, const Storage& to, const std::function<void(const std::string&)>& tell)
{
    FilesMoved out;
    store::each_claimed(sql, claimed_files(Shelf::storage), [&](const NamedFile& file) {
        try {
            ++(copy_file(file, from, to) ? out.copied : out.there);
        } catch (const std::runtime_error& error) {
            ++out.faults;
            tell(error.what());
        }
    });
    return out;
}

namespace command {

extern constexpr Command move_storage{
    .name = "move",
    .about = "Copy all files to another storage and compare them; nothing is removed",
    .group = &storage_group,
    .call = calling<move_files>,
};

} // namespace command
