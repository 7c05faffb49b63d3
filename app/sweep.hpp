// `jobboard sweep`: removes what has had its time from the database and from the directory of pictures.
#pragma once

#include "config.hpp"

#include "../lib/store/sweep.hpp"

struct Swept {
    SweptRows rows;
    long long pictures = 0;
};

// Safe to call at any time, also while another one is at it. Throws DatabaseError.
Swept sweep(Sql&, const Settings&);

// The command: sweeps and says how much there was.
int sweep_up(const Settings&);
