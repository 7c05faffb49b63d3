// The task that tells browsers and devices.
#pragma once

#include "lib/store/messages/follow.hpp"
#include "lib/tasks/task.hpp"

namespace messages {

struct ToPush {
    Uuid delivery;
    static constexpr auto fields = std::tuple{field("delivery", &ToPush::delivery)};
};

// Queues what is to be sent to browsers and devices, if this board can reach any.
void push(TaskRun&, const FollowedEvent&, const Tells&, const Wording&);

extern const TaskKind push_notification;

} // namespace messages
