#include "callers.hpp"

#include "lib/base/net/networks.hpp"

#include <fmt/format.h>

namespace {

// While any address is listed, admins come from those that are. NULL is what is no address on a network.
constexpr std::string_view listed = R"(
    coalesce((SELECT bool_or(coalesce(w.ip_address::inet >>= :address::inet, false))
                FROM ip_whitelist w WHERE w.is_active), true))";

// Of a user u; others than admins cost no look.
std::string allowed()
{
    return fmt::format("CASE WHEN u.role = 'admin' THEN {} ELSE true END AS address_allowed", listed);
}

// In the one spelling that the database compares.
Param address_arg(std::string_view address)
{
    auto network = parse_network(address);
    bool single = network && !network->local && network->bits == 128;
    return {"address", single ? std::optional(address_in(*network)) : std::nullopt};
}

struct Allowed {
    bool allowed = false;
    static constexpr auto fields = std::tuple{field("allowed", &Allowed::allowed)};
};

} // namespace

std::optional<Standing> store::find_standing(
    Sql& sql, const Uuid& user, const Uuid& session, std::string_view address)
{
    static const auto text = fmt::format(R"(
        SELECT u.role, u.is_active, u.email_verified, s.ended_at IS NULL AND s.expires_at > now() AS session_open, {}
          FROM users u JOIN sessions s ON s.user_id = u.id
         WHERE u.id = :user::uuid AND s.id = :session::uuid AND u.deleted_at IS NULL)",
        allowed());
    return sql.one<Standing>(text, {address_arg(address), arg("user", user), arg("session", session)});
}

std::optional<KeyStanding> store::find_key_standing(
    Sql& sql, const std::string& digest, std::string_view address)
{
    static const auto text = fmt::format(R"(
        SELECT k.id AS key, u.id AS user, u.role, u.email_verified, k.scopes, k.allowed_ips, k.rate_limit,
               coalesce(used.last_used_at < now() - interval '1 minute', true) AS stale, {}
          FROM api_keys k JOIN users u ON u.id = k.owner LEFT JOIN api_key_uses used ON used.key = k.id
         WHERE (k.digest = :digest OR (k.previous_digest = :digest AND k.previous_until > now()))
           AND k.is_active AND coalesce(k.expires_at > now(), true) AND u.is_active AND u.deleted_at IS NULL)",
        allowed());
    return sql.one<KeyStanding>(text, {address_arg(address), arg("digest", digest)});
}

void store::use_api_key(Sql& sql, const Uuid& key)
{
    sql.change(R"(
        UPDATE api_key_uses SET last_used_at = now()
         WHERE key = (SELECT key FROM api_key_uses
                       WHERE key = :key::uuid AND coalesce(last_used_at < now() - interval '1 minute', true)
                         FOR UPDATE SKIP LOCKED)
    )",
        {arg("key", key)});
}

std::optional<AdminSession> store::find_admin_session(Sql& sql, const Uuid& session, std::string_view address)
{
    static const auto text = fmt::format(R"(
        SELECT u.id AS user_id, u.username, s.proven_at, s.last_used_at < now() - interval '1 minute' AS stale, {}
          FROM admin_sessions a JOIN sessions s ON s.id = a.session_id JOIN users u ON u.id = s.user_id
         WHERE a.session_id = :session::uuid AND s.ended_at IS NULL AND s.expires_at > now()
           AND s.last_used_at > now() - interval '30 minutes'
           AND u.is_active AND u.deleted_at IS NULL AND u.role = 'admin')",
        allowed());
    return sql.one<AdminSession>(text, {address_arg(address), arg("session", session)});
}

void store::use_admin_session(Sql& sql, const Uuid& session)
{
    sql.change(
        "UPDATE sessions SET last_used_at = now() WHERE id = :session::uuid", {arg("session", session)});
}

namespace {

struct Yes {
    bool yes = false;
    static constexpr auto fields = std::tuple{field("yes", &Yes::yes)};
};

} // namespace

bool store::factor_is_fine(Sql& sql, const Uuid& person, std::chrono::seconds grace)
{
    return sql
        .one<Yes>(R"(
        SELECT EXISTS (SELECT FROM totp_factors WHERE person = :person::uuid AND sealed IS NOT NULL)
            OR EXISTS (SELECT FROM passkeys WHERE person = :person::uuid)
            OR coalesce((SELECT factor_asked_at FROM users WHERE id = :person::uuid), now())
               > now() - :grace::bigint * interval '1 second' AS yes
    )",
            {arg("person", person), arg("grace", static_cast<long long>(grace.count()))})
        ->yes;
}

bool store::admins_may_come_from(Sql& sql, std::string_view address)
{
    static const auto text = fmt::format("SELECT {} AS allowed", listed);
    return sql.one<Allowed>(text, {address_arg(address)})->allowed;
}
