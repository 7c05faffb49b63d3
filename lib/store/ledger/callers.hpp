// Who calls: what every request looks up before anything else.
#pragma once

#include "lib/auth/grants.hpp"
#include "lib/db/sql.hpp"

#include "lib/base/uuid.hpp"

// What decides, on every request, what an access token is worth now.
struct Standing {
    Role role{};
    bool is_active = false, email_verified = false, session_open = false;
    bool address_allowed = false; // false: of an admin who comes from elsewhere than admins may

    static constexpr auto fields = std::tuple{
        field("role", &Standing::role),
        field("is_active", &Standing::is_active),
        field("email_verified", &Standing::email_verified),
        field("session_open", &Standing::session_open),
        field("address_allowed", &Standing::address_allowed),
    };
};

// The same of an API key that is good.
struct KeyStanding {
    Uuid key, user; // user: whose it is
    Role role{};
    bool email_verified = false;
    std::string scopes, allowed_ips; // with commas
    std::optional<int> rate_limit;
    bool stale = false; // its last use is not written down yet
    bool address_allowed = false;

    static constexpr auto fields = std::tuple{
        field("key", &KeyStanding::key),
        field("user", &KeyStanding::user),
        field("role", &KeyStanding::role),
        field("email_verified", &KeyStanding::email_verified),
        field("scopes", &KeyStanding::scopes),
        field("allowed_ips", &KeyStanding::allowed_ips),
        field("rate_limit", &KeyStanding::rate_limit),
        field("stale", &KeyStanding::stale),
        field("address_allowed", &KeyStanding::address_allowed),
    };
};

// An admin who is signed in on the pages.
struct AdminSession {
    Uuid user_id;
    std::string username;
    Time proven_at{};   // when the password was last asked for
    bool stale = false; // its last use is not written down yet
    bool address_allowed = false;

    static constexpr auto fields = std::tuple{
        field("user_id", &AdminSession::user_id),
        field("username", &AdminSession::username),
        field("proven_at", &AdminSession::proven_at),
        field("stale", &AdminSession::stale),
        field("address_allowed", &AdminSession::address_allowed),
    };
};

namespace store {

// `address` is the client's, as nginx saw it.

// Nothing for an account that is gone. One look-up by two primary keys.
std::optional<Standing> find_standing(Sql&, const Uuid& user, const Uuid& session, std::string_view address);

// By the digest of a key, or of the one before it while that is still good. Nothing for one that is unknown,
// inactive, revoked or expired, or whose owner is gone or inactive. Which addresses the key itself asks for
// is left to the caller.
std::optional<KeyStanding> find_key_standing(Sql&, const std::string& digest, std::string_view address);
// That it is used now: at most once a minute, and without waiting for whoever notes the same.
void use_api_key(Sql&, const Uuid& key);

// Whether somebody of whom the board asks a factor may go on: they have one, or were first asked less than
// `grace` ago.
bool factor_is_fine(Sql&, const Uuid& person, std::chrono::seconds grace);

// Nothing once it has ended, expired or been idle for half an hour, or when its owner is no active admin.
std::optional<AdminSession> find_admin_session(Sql&, const Uuid& session, std::string_view address);
void use_admin_session(Sql&, const Uuid& session);

// Whether admins may come from there.
bool admins_may_come_from(Sql&, std::string_view address);

} // namespace store
