// Who calls: what every request looks up before anything else.
#pragma once

#include "lib/auth/grants.hpp"
#include "lib/db/sql.hpp"

#include "lib/base/uuid.hpp"

// What decides, on every request, what an access token is worth now.
struct Standing {
    Role role{};
    bool is_active = false, email_verified = false, session_open = false;

    static constexpr auto fields = std::tuple{
        field("role", &Standing::role),
        field("is_active", &Standing::is_active),
        field("email_verified", &Standing::email_verified),
        field("session_open", &Standing::session_open),
    };
};

// An admin who is signed in on the pages.
struct AdminSession {
    Uuid user_id;
    std::string username;
    Time proven_at{};   // when the password was last asked for
    bool stale = false; // its last use is not written down yet

    static constexpr auto fields = std::tuple{
        field("user_id", &AdminSession::user_id),
        field("username", &AdminSession::username),
        field("proven_at", &AdminSession::proven_at),
        field("stale", &AdminSession::stale),
    };
};

namespace store {

// Nothing for an account that is gone. One look-up by two primary keys.
std::optional<Standing> find_standing(Sql&, const Uuid& user, const Uuid& session);

// Whether somebody of whom the board asks a factor may go on: they have one, or were first asked less than `grace`
// ago.
bool factor_is_fine(Sql&, const Uuid& person, std::chrono::seconds grace);

// Nothing once it has ended, expired or been idle for half an hour, or when its owner is no active admin.
std::optional<AdminSession> find_admin_session(Sql&, const Uuid& session);
void use_admin_session(Sql&, const Uuid& session);

} // namespace store
