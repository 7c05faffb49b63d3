// `jobboard sweep`: closes jobs whose deadline has passed, and removes what has had its time from the
// database, the directory of pictures and the storage of files.
#pragma once

#include "lib/web/endpoint.hpp"

// How many of each kind were seen to: "removed", "sessions", 3.
struct SweptKind {
    std::string done, what;
    long long count = 0;
};

// Does what the areas have to be swept. Safe to call at any time, also while another one is at it. Throws
// DatabaseError.
std::vector<SweptKind> sweep(Sql&, const Site&);
