// `jobboard upkeep`: the work that stands behind requests and belongs to none. Once a second it adds up
// visits, takes long counts, and reports what went wrong.
#pragma once

#include "app/settings.hpp"

// Whether the master is to keep one running.
bool wants_upkeep(const Settings&);

// Runs until SIGTERM, SIGINT or SIGQUIT. Of all the processes that do this for one database, one works; the
// others wait for its end. Survives a database that goes away.
int keep_up(const Settings&);
