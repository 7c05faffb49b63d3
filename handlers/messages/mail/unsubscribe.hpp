// Ending mails by a link in them, without signing in: RFC 8058.
#pragma once

#include "lib/web/endpoint.hpp"

namespace messages {

// The page where that person ends the mails that tell of what happened, with one click; a mail program's own
// POST to it does it too. The link never expires, and can do nothing else.
std::string unsubscribe_link(const Site&, const Uuid& person);

} // namespace messages
