// Sessions that admins have in a browser, links that set a new password, and what was changed on the pages.
#pragma once

#include "lib/store/accounts/users.hpp"

struct AdminChange {
    std::string what, username;
    Time changed_at{};
    std::string changed; // what was and became: [{"label": "Title", "from": "Cook", "to": "Chef"}]

    static constexpr auto fields = std::tuple{
        field("what", &AdminChange::what),
        field("username", &AdminChange::username),
        field("changed_at", &AdminChange::changed_at),
        field("changed", &AdminChange::changed),
    };
};

namespace store {

// Makes an open session one of the pages.
void add_admin_session(Sql&, const Uuid& session);

void prove_admin_session(Sql&, const Uuid& session); // the password was asked for just now

// The digest of a new link's secret. Links before it stop working.
void add_password_reset(Sql&, const std::string& digest, const Uuid& user, Time expires);
// Whose password a link may set.
std::optional<User> find_password_reset(Sql&, const std::string& digest);
// The same, and it works no more.
bool take_password_reset(Sql&, const std::string& digest, const Uuid& user);

void add_admin_change(Sql&, std::string_view resource, const Uuid& object, const Uuid& by,
    std::string_view what, std::string_view changed = "[]");
std::vector<AdminChange> admin_changes_of(Sql&, const Uuid& object); // latest first, at most 20

} // namespace store
