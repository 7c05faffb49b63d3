#include "sessions.hpp"

void store::add_admin_session(Sql& sql, const Uuid& session)
{
    sql.change("INSERT INTO admin_sessions (session_id) VALUES (:session::uuid)", {arg("session", session)});
}

void store::add_password_reset(Sql& sql, const std::string& digest, const Uuid& user, Time expires)
{
    sql.change("DELETE FROM password_resets WHERE user_id = :user::uuid", {arg("user", user)});
    static const auto making = telling(reset_link_made, R"(
        INSERT INTO password_resets (digest, user_id, expires_at) VALUES (:digest, :user::uuid, :expires::timestamptz)
        RETURNING user_id, (SELECT username FROM users WHERE id = user_id), NULL::jsonb)");
    tell(sql, making, {arg("digest", std::string_view(digest)), arg("user", user), arg("expires", expires)});
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
