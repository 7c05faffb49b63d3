// What a master hands to the new binary that takes its place: its sockets, scoreboard and workers.
#pragma once

#include "crew.hpp"

// Runs the new binary in place of this one. Nobody ever closes the listening sockets and the workers go on
// answering, so that no request can be lost. Returns only when the binary cannot be run.
void hand_over(const Crew&);

// The crew of the master this process was before; nothing when it was none.
std::optional<Crew> taken_over(const Settings&);
