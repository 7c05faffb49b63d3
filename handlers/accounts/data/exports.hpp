// What makes the copies of their data that people ask for.
#pragma once

#include "lib/tasks/task.hpp"

struct ToExport {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &ToExport::id)};
};

namespace data_exports {

extern const TaskKind write_export;

} // namespace data_exports
