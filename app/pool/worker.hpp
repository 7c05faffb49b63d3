// One worker process: takes requests off the listening socket it was given and answers them.
#pragma once

#include "app/settings.hpp"
#include "lib/web/http/request.hpp"

// Serves until a signal asks it to leave (see answer_requests) or until it has answered its share, and
// returns the exit code. The listening socket is descriptor 0, as the master and spawn-fcgi hand it over, or
// one that a service manager passed.
int work(const Settings&, Pool);
