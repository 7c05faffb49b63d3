// Starts this program's own binary again: as a worker, as a check, or in the master's place.
#pragma once

#include "lib/web/http/request.hpp"

#include <string>
#include <sys/types.h>

// The path this program was started by. Asked once at start, it later names whatever file a deployment has
// put there.
std::string own_binary();

// A worker on the listening socket, with a slot of the scoreboard to report to. It is asked to drain
// when its master dies. -1 when no process could be made.
pid_t spawn_worker(const std::string& binary, Pool, int listener, int board, std::size_t slot);

// `binary run-tasks`, a runner with a slot of the scoreboard. The same holds for it.
pid_t spawn_runner(const std::string& binary, int board, std::size_t slot);

// `binary upkeep`, which sees the scoreboard. It dies with its master. -1 when no process could be made.
pid_t spawn_upkeep(const std::string& binary, int board);

// `binary check`: exits with 0 when this binary would start with the settings of this moment.
pid_t spawn_check(const std::string& binary);

// `binary serve` in place of this process, which keeps its pid, children and these descriptors. Returns only
// when that failed.
void become(const std::string& binary, std::initializer_list<int> keep);
