// `jobboard sweep`: closes jobs whose deadline has passed, and removes what has had its time from the
// database, the directory of pictures and the storage of files.
#pragma once

#include "app/settings.hpp"

#include "lib/store/operations/sweep.hpp"

struct Swept {
    SweptRows rows;
    long long pictures = 0, files = 0, jobs_closed = 0;
};

// Safe to call at any time, also while another one is at it. Throws DatabaseError.
Swept sweep(Sql&, const Settings&);

// The command: sweeps and says how much there was.
int sweep_up(const Settings&);
