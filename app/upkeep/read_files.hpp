// `jobboard read-files`: has a scanner look at the files of applications, and keeps what can be read in them.
#pragma once

#include "app/settings.hpp"

#include "lib/db/sql.hpp"
#include "lib/files/documents/scanner.hpp"

struct FilesRead {
    long long clean = 0, infected = 0, unscanned = 0;   // the last: no verdict yet
    long long read = 0, unprocessable = 0, missing = 0; // the last: the storage did not give it
};

// Works until nothing is due. Any number of processes may do so at once. Throws DatabaseError.
FilesRead read_files(Sql&, const Storage&, const std::optional<Scanner>&);
