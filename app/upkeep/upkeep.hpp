// `jobboard upkeep`: what each host looks after behind its requests. Once a second it looks whether files can
// be kept, and reports what went wrong.
#pragma once

#include "app/settings.hpp"

// Whether the master is to keep one running.
bool wants_upkeep(const Settings&);

// Runs until SIGTERM, SIGINT or SIGQUIT. Asks no database.
int keep_up(const Settings&);
