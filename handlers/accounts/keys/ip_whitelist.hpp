// The addresses that admins come from, as their pages show them.
#pragma once

#include "lib/pages/resource.hpp"

namespace ip_whitelist {

const pages::Resource& on_pages();

} // namespace ip_whitelist
