// Sessions that admins have in a browser.
#pragma once

#include "lib/store/accounts/users.hpp"

namespace store {

// Makes an open session one of the pages.
void add_admin_session(Sql&, const Uuid& session);

} // namespace store
