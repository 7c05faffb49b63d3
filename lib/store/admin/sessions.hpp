// Sessions that admins have in a browser, and links that set a new password.
#pragma once

#include "lib/store/accounts/users.hpp"

namespace store {

// Makes an open session one of the pages.
void add_admin_session(Sql&, const Uuid& session);

// The digest of a new link's secret. Links before it stop working.
void add_password_reset(Sql&, const std::string& digest, const Uuid& user, Time expires);
// Whose password a link may set.
std::optional<User> find_password_reset(Sql&, const std::string& digest);
// The same, and it works no more.
bool take_password_reset(Sql&, const std::string& digest, const Uuid& user);

} // namespace store
