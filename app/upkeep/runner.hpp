// `jobboard run-tasks`: a process that does tasks, under the master of `serve` or by itself on another host.
#pragma once

#include "app/settings.hpp"

// Runs until SIGTERM, SIGINT, SIGQUIT or SIGUSR1; the task in hand is finished first. Survives a database
// that goes away.
int run_tasks(const Settings&);
