// What erases people who asked for it.
#pragma once

#include "lib/tasks/task.hpp"

namespace erasure {

extern const TaskKind erase_people;

} // namespace erasure
