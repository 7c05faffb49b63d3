// The task that tells webhooks.
#pragma once

#include "lib/tasks/task.hpp"

namespace messages {

struct ToDeliver {
    Uuid delivery;
    static constexpr auto fields = std::tuple{field("delivery", &ToDeliver::delivery)};
};

extern const TaskKind deliver_webhook;

} // namespace messages
