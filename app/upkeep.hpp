// `jobboard upkeep`: the work that stands behind requests and belongs to none. Adds up visits and takes long
// counts, once a second.
#pragma once

#include "config.hpp"

// Runs until SIGTERM, SIGINT or SIGQUIT. Of all the processes that do this for one database, one works; the
// others wait for its end. Survives a database that goes away.
int keep_up(const Settings&);
