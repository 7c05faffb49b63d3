// The demo board: made-up companies, jobs, candidates and applications to try the program with.
#pragma once

#include "app/settings.hpp"

// Loads the demo board unless it is there already, and prints what was done and the accounts to sign in
// with. The same on every machine; only dates follow the day of loading. Refuses to run in production.
// Answers the exit status.
int load_demo(const Settings&);
