// The one list of what the program can be told to do.
#pragma once

#include "command.hpp"

// In the order of the help. Those of one group stand together.
std::span<const Command* const> commands();
