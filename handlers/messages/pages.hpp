// Mails, webhooks and what these were told, as the pages for admins show them.
#pragma once

#include "lib/pages/resource.hpp"

namespace messages {

const pages::Resource& mails_on_pages();
const pages::Resource& webhooks_on_pages();
const pages::Resource& deliveries_on_pages();

} // namespace messages
