#include "sessions.hpp"

void store::add_admin_session(Sql& sql, const Uuid& session)
{
    sql.change("INSERT INTO admin_sessions (session_id) VALUES (:session::uuid)", {arg("session", session)});
}
