#include "users.hpp"

void store::add_user(Sql& sql, const NewUser& user)
{
    sql.change(R"(
        INSERT INTO users (id, username, email, password_hash, first_name, last_name, role)
        VALUES (:id::uuid, :username, :email, :password_hash, :first_name, :last_name, :role)
    )",
        args_of(user));
}

std::vector<UserLine> store::list_users(Sql& sql)
{
    return sql.all<UserLine>(R"(
        SELECT username, email, role, is_active, date_joined FROM users ORDER BY date_joined, id
    )");
}
