#include "callers.hpp"

std::optional<Standing> store::find_standing(Sql& sql, const Uuid& user, const Uuid& session)
{
    return sql.one<Standing>(R"(
        SELECT u.role, u.is_active, u.email_verified, s.ended_at IS NULL AND s.expires_at > now() AS session_open
          FROM users u JOIN sessions s ON s.user_id = u.id
         WHERE u.id = :user::uuid AND s.id = :session::uuid AND u.deleted_at IS NULL
    )",
        {arg("user", user), arg("session", session)});
}

std::optional<AdminSession> store::find_admin_session(Sql& sql, const Uuid& session)
{
    return sql.one<AdminSession>(R"(
        SELECT u.id AS user_id, u.username, s.proven_at, s.last_used_at < now() - interval '1 minute' AS stale
          FROM admin_sessions a JOIN sessions s ON s.id = a.session_id JOIN users u ON u.id = s.user_id
         WHERE a.session_id = :session::uuid AND s.ended_at IS NULL AND s.expires_at > now()
           AND s.last_used_at > now() - interval '30 minutes'
           AND u.is_active AND u.deleted_at IS NULL AND u.role = 'admin'
    )",
        {arg("session", session)});
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
    return sql.one<Yes>(R"(
        SELECT EXISTS (SELECT FROM totp_factors WHERE person = :person::uuid AND sealed IS NOT NULL)
            OR coalesce((SELECT factor_asked_at FROM users WHERE id = :person::uuid), now())
               > now() - :grace::bigint * interval '1 second' AS yes
    )",
                  {arg("person", person), arg("grace", static_cast<long long>(grace.count()))})
        ->yes;
}
