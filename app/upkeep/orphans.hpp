// Stored files that belong to nothing: left by a crash between a file and its row, or by rows deleted since.
#pragma once

#include "lib/db/sql.hpp"
#include "lib/files/storage/storage.hpp"

struct SweptFiles {
    long long seen = 0, removed = 0; // files older than the limit, and those of them that nothing named
};

// Removes every file last written before `before` that no row names. A request stores its file moments before
// its row commits: a limit of an hour leaves those alone. Throws DatabaseError, and std::runtime_error of the
// storage.
SweptFiles sweep_orphans(Sql&, const Storage&, Time before);
