// Backups of the whole board: its database and its files, as one directory.
//
//   DIRECTORY/database.dump   by pg_dump, in its custom format
//   DIRECTORY/files/…         what FILE_STORAGE has under that key
//   DIRECTORY/media/…         profile pictures
//   DIRECTORY/sums            SHA-256 of each of these, as `sha256sum --check` reads them
//   DIRECTORY/manifest.json   when it was made, the number of migrations, rows and a sum for each table, and
//   the
//                             SHA-256 of sums
#pragma once

#include "app/settings.hpp"
#include "lib/store/operations/backups.hpp"

#include <filesystem>

// What went wrong, as a sentence.
struct BackupError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Makes one. Everything in it is of one moment, while the board goes on. The directory must not exist; it
// gets its name once it is whole and on the disk. 1 when there is none, or when a file is missing that a row
// names (the backup is whole but for that).
int make_backup(const Settings&, const std::string& directory);

struct RestoreOptions {
    std::string directory;
    bool verify = false;     // compare tables and files with the manifest afterwards
    bool check_only = false; // only look whether the backup itself is sound
};
// Restores one into an empty database and empty storage, all sums checked before anything is touched. 1 when
// something is wrong.
int restore_backup(const Settings&, const RestoreOptions&);

// --- The parts

struct Manifest {
    Time made_at{};
    long long migrations = 0, files = 0;
    std::string sums_sha256;
    std::vector<TableSum> tables;
    static constexpr auto fields = std::tuple{
        field("made_at", &Manifest::made_at),
        field("migrations", &Manifest::migrations),
        field("files", &Manifest::files),
        field("sums_sha256", &Manifest::sums_sha256),
        field("tables", &Manifest::tables),
    };
};
void write_manifest(const std::filesystem::path&, const Manifest&);
Manifest read_manifest(const std::filesystem::path&); // throws BackupError

struct Summed {
    std::string sha256, name; // name: below the backup's directory
};
std::vector<Summed> read_sums(const std::filesystem::path&); // throws BackupError
std::string sha256_of_file(const std::filesystem::path&);    // throws std::system_error
