// The master: opens the listening sockets and keeps the workers of both pools and the runners of tasks alive.
#pragma once

#include "app/settings.hpp"

// Serves until told to stop, and returns the exit code. It answers to signals:
//   HUP          runs `check` with the binary and settings of this moment, starts new workers, and lets the
//                old ones go once all of the new ones are ready. When anything fails, the old ones stay.
//   USR2         the same, after the new binary has taken the master's own place.
//   TTIN, TTOU   one worker more or less in the fast pool, until the next reload.
//   USR1         has all processes open LOG_FILE anew.
//   WINCH        is about to leave: readiness answers 503 from now on, everything else as ever. Again: stays.
//   QUIT         leaves when nginx has let go of its connections: loses no request where another server is.
//   TERM, INT    leaves when the requests in hand are answered.
int serve(const Settings&);
