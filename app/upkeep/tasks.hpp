// What the program itself does by a schedule, for all areas.
#pragma once

#include "lib/tasks/task.hpp"

extern const TaskKind sweep_hourly, read_waiting_files;
