#include "sessions.hpp"

void store::add_admin_session(Sql& sql, const Uuid& session)
{
    sql.change("INSERT INTO admin_sessions (session_id) VALUES (:session::uuid)", {arg("session", session)});
}

void store::prove_admin_session(Sql& sql, const Uuid& session)
{
    sql.change("UPDATE admin_sessions SET proven_at = now() WHERE session_id = :session::uuid",
        {arg("session", session)});
}

void store::add_password_reset(Sql& sql, const std::string& digest, const Uuid& user, Time expires)
{
    sql.change("DELETE FROM password_resets WHERE user_id = :user::uuid", {arg("user", user)});
    sql.change(R"(
        INSERT INTO password_resets (digest, user_id, expires_at) VALUES (:digest, :user::uuid, :expires::timestamptz)
    )",
        {arg("digest", std::string_view(digest)), arg("user", user), arg("expires", expires)});
}

namespace {
struct Owner {
    Uuid user_id;
    static constexpr auto fields = std::tuple{field("user_id", &Owner::user_id)};
};
} // namespace

std::optional<User> store::find_password_reset(Sql& sql, const std::string& digest)
{
    auto owner =
        sql.one<Owner>("SELECT user_id FROM password_resets WHERE digest = :digest AND expires_at > now()",
            {arg("digest", std::string_view(digest))});
    return owner ? find_user(sql, owner->user_id) : std::nullopt;
}

bool store::take_password_reset(Sql& sql, const std::string& digest, const Uuid& user)
{
    return sql.change(R"(
        DELETE FROM password_resets WHERE digest = :digest AND user_id = :user::uuid AND expires_at > now()
    )",
               {arg("digest", std::string_view(digest)), arg("user", user)}) == 1;
}

void store::add_admin_change(Sql& sql, std::string_view resource, const Uuid& object, const Uuid& by,
    std::string_view what, std::string_view changed)
{
    sql.change(R"(
        INSERT INTO admin_changes (resource, object_id, changed_by, what, changed)
        VALUES (:resource, :object::uuid, :by::uuid, :what, :changed::jsonb)
    )",
        {arg("resource", resource), arg("object", object), arg("by", by), arg("what", what),
            arg("changed", changed)});
}

std::vector<AdminChange> store::admin_changes_of(Sql& sql, const Uuid& object)
{
    return sql.all<AdminChange>(R"(
        SELECT c.what, coalesce(u.username, '') AS username, c.changed_at, c.changed::text AS changed
          FROM admin_changes c LEFT JOIN users u ON u.id = c.changed_by
         WHERE c.object_id = :object::uuid ORDER BY c.id DESC LIMIT 20
    )",
        {arg("object", object)});
}
