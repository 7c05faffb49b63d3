// The tasks that send mails.
#pragma once

#include "lib/tasks/task.hpp"

namespace messages {

struct ToSend {
    Uuid mail;
    static constexpr auto fields = std::tuple{field("mail", &ToSend::mail)};
};

extern const TaskKind send_mail, send_digests;

} // namespace messages
