// The tasks that follow events.
#pragma once

#include "lib/tasks/task.hpp"

namespace messages {

struct ToFollow {
    Uuid event;
    std::string kind;
    static constexpr auto fields =
        std::tuple{field("event", &ToFollow::event), field("kind", &ToFollow::kind)};
};

extern const TaskKind follow_event;

} // namespace messages
