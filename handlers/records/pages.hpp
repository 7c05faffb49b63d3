// Events, as the pages for admins show them.
#pragma once

#include "lib/pages/resource.hpp"

namespace records {

const pages::Resource& events_on_pages();

} // namespace records
