#include "sessions.hpp"

#include "lib/db/batches.hpp"

#include <fmt/format.h>

void store::open_session(Sql& sql, const NewSession& session)
{
    sql.change(R"(
        INSERT INTO sessions (id, user_id, device, address, expires_at)
        VALUES (:id::uuid, :user_id::uuid, :device, :address, :expires_at::timestamptz)
    )",
        args_of(session));
    Params of{arg("user_id", session.user_id)};
    sql.change(R"(
        UPDATE sessions SET ended_at = now() WHERE id = ANY (ARRAY(
            SELECT id FROM sessions WHERE user_id = :user_id::uuid AND ended_at IS NULL
             ORDER BY last_used_at DESC, id DESC OFFSET 100))
    )",
        of);
    sql.change(R"(
        DELETE FROM sessions WHERE id = ANY (ARRAY(
            SELECT id FROM sessions WHERE user_id = :user_id::uuid AND ended_at IS NOT NULL
             ORDER BY ended_at DESC OFFSET 100))
    )",
        of);
}

void store::use_session(Sql& sql, const Uuid& session, const std::string& address)
{
    sql.change("UPDATE sessions SET last_used_at = now(), address = :address WHERE id = :session::uuid",
        {arg("address", std::string_view(address)), arg("session", session)});
}

std::vector<Session> store::list_sessions(Sql& sql, const Uuid& user, const Uuid& current)
{
    return sql.all<Session>(R"(
        SELECT id, device, address, created_at, last_used_at, expires_at, id = :current::uuid AS current
          FROM sessions
         WHERE user_id = :user::uuid AND ended_at IS NULL AND expires_at > now()
         ORDER BY last_used_at DESC, id DESC LIMIT 100
    )",
        {arg("current", current), arg("user", user)});
}

void store::prove_session(Sql& sql, const Uuid& session)
{
    sql.change("UPDATE sessions SET proven_at = now() WHERE id = :session::uuid", {arg("session", session)});
}

namespace {

struct Proven {
    Time proven_at{};
    static constexpr auto fields = std::tuple{field("proven_at", &Proven::proven_at)};
};

} // namespace

std::optional<Time> store::session_proven_at(Sql& sql, const Uuid& session)
{
    auto found = sql.one<Proven>(
        "SELECT proven_at FROM sessions WHERE id = :session::uuid", {arg("session", session)});
    return found ? std::optional(found->proven_at) : std::nullopt;
}

namespace {

struct Expiry {
    Time expires_at{};
    static constexpr auto fields = std::tuple{field("expires_at", &Expiry::expires_at)};
};

} // namespace

std::optional<Time> store::session_end(Sql& sql, const Uuid& session)
{
    auto found = sql.one<Expiry>(R"(
        SELECT expires_at FROM sessions
         WHERE id = :session::uuid AND ended_at IS NULL AND expires_at > now() FOR UPDATE
    )",
        {arg("session", session)});
    return found ? std::optional(found->expires_at) : std::nullopt;
}

namespace {

// Ends those open sessions of a person that meet a condition.
store::Telling ending(std::string_view which)
{
    return store::telling(user_signed_out,
        fmt::format(
            "UPDATE sessions SET ended_at = now() WHERE user_id = :user::uuid AND ended_at IS NULL AND {} "
            "RETURNING user_id, (SELECT username FROM users WHERE id = user_id), NULL::jsonb",
            which));
}

} // namespace

bool store::end_session(Sql& sql, const Uuid& user, const Uuid& session)
{
    static const auto one = ending("id = :session::uuid");
    return tell(sql, one, {arg("session", session), arg("user", user)}) == 1;
}

void store::end_sessions(Sql& sql, const Uuid& user, const std::optional<Uuid>& except)
{
    static const auto others = ending("id IS DISTINCT FROM :except::uuid");
    tell(sql, others, {arg("user", user), arg("except", except)});
}

void store::end_admin_sessions(Sql& sql, const Uuid& user)
{
    static const auto on_pages = ending("id IN (SELECT session_id FROM admin_sessions)");
    tell(sql, on_pages, {arg("user", user)});
}

void store::add_refresh_token(Sql& sql, const Uuid& id, const Uuid& session, Time issued)
{
    sql.change(R"(
        INSERT INTO refresh_tokens (id, session_id, issued_at) VALUES (:id::uuid, :session::uuid, :issued::timestamptz)
    )",
        {arg("id", id), arg("session", session), arg("issued", issued)});
}

std::optional<RefreshState> store::lock_refresh_token(
    Sql& sql, const Uuid& id, const Uuid& session, const Uuid& successor)
{
    // The lock comes first, in a statement of its own: the one that reads then sees what the holder before
    // has committed.
    sql.change("SELECT FROM sessions WHERE id = :session::uuid FOR UPDATE", {arg("session", session)});
    return sql.one<RefreshState>(R"(
        SELECT s.user_id, u.is_active, s.ended_at IS NULL AND s.expires_at > now() AS session_open,
               t.id IS NOT NULL AS known, t.used_at,
               (SELECT next.used_at IS NULL FROM refresh_tokens next
                 WHERE next.id = :successor::uuid) AS successor_unused,
               s.expires_at
          FROM sessions s
          JOIN users u ON u.id = s.user_id
          LEFT JOIN refresh_tokens t ON t.session_id = s.id AND t.id = :id::uuid
         WHERE s.id = :session::uuid
    )",
        {arg("successor", successor), arg("id", id), arg("session", session)});
}

void store::spend_refresh_token(Sql& sql, const Uuid& id, Time at, const Uuid& session)
{
    sql.change("UPDATE refresh_tokens SET used_at = :at::timestamptz WHERE id = :id::uuid",
        {arg("at", at), arg("id", id)});
    sql.change(R"(
        DELETE FROM refresh_tokens WHERE id = ANY (ARRAY(
            SELECT id FROM refresh_tokens WHERE session_id = :session::uuid AND used_at IS NOT NULL
             ORDER BY used_at DESC, id OFFSET 100))
    )",
        {arg("session", session)});
}

long long store::sweep_refresh_tokens(Sql& sql, std::chrono::seconds refresh_lifetime)
{
    return in_batches(sql, R"(
        DELETE FROM refresh_tokens WHERE id = ANY (ARRAY(
            SELECT id FROM refresh_tokens WHERE used_at < now() - :lifetime::bigint * interval '1 second'
             ORDER BY used_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )",
        {arg("lifetime", static_cast<long long>(refresh_lifetime.count()))});
}

long long store::sweep_sessions(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM sessions WHERE id = ANY (ARRAY(
            SELECT id FROM sessions WHERE least(ended_at, expires_at) < now() - interval '7 days'
             ORDER BY least(ended_at, expires_at) LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
}
