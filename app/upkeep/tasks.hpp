// What runners do.
#pragma once

#include "lib/tasks/task.hpp"

// Of all areas, and what the program itself does for all of them.
std::vector<const TaskKind*> task_kinds();
