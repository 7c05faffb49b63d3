// Tasks, as the pages for admins show them.
#pragma once

#include "lib/pages/resource.hpp"

namespace operations {

const pages::Resource& tasks_on_pages();

} // namespace operations
