// Takes the files that rows name from one storage to another.
#pragma once

#include "lib/db/sql.hpp"
#include "lib/files/storage/storage.hpp"

#include <functional>
#include <string>

// What came of it. Nothing is removed anywhere.
struct FilesMoved {
    long long copied = 0, there = 0; // there: the same file was there already
    long long faults = 0;            // each was told
};

// Copies each file that a row names and that is not there yet, and reads every copy back to compare its
// checksum. Can be done again at any time, also while the board takes files. `tell` gets a sentence for each
// file that cannot be had, or is not what its row says.
FilesMoved copy_all_files(
    Sql&, const Storage& from, const Storage& to, const std::function<void(const std::string&)>& tell);
