// The task that tells those who listen.
#pragma once

#include "lib/tasks/task.hpp"

namespace messages {

struct ToTell {
    Uuid event;
    std::optional<Uuid> after; // the last notification that was told already
    static constexpr auto fields = std::tuple{field("event", &ToTell::event), field("after", &ToTell::after)};
};

// Enqueues it for the notifications of an event, if anybody can listen on this board.
void tell_listeners(TaskRun&, const ToTell&);

extern const TaskKind tell_live;

} // namespace messages
