// Accounts.
#pragma once

#include "../db/sql.hpp"

#include "../base/uuid.hpp"

enum class Role { user, employer, admin };
template <> inline constexpr std::array<std::string_view, 3> names_of<Role>{"user", "employer", "admin"};

struct NewUser {
    Uuid id;
    std::string username, email, password_hash, first_name, last_name;
    Role role{};

    static constexpr auto fields = std::tuple{
        field("id", &NewUser::id),
        field("username", &NewUser::username),
        field("email", &NewUser::email),
        field("password_hash", &NewUser::password_hash),
        field("first_name", &NewUser::first_name),
        field("last_name", &NewUser::last_name),
        field("role", &NewUser::role),
    };
};

struct UserLine {
    std::string username, email;
    Role role{};
    bool is_active{};
    Time date_joined{};

    static constexpr auto fields = std::tuple{
        field("username", &UserLine::username),
        field("email", &UserLine::email),
        field("role", &UserLine::role),
        field("is_active", &UserLine::is_active),
        field("date_joined", &UserLine::date_joined),
    };
};

namespace store {

// Throws DatabaseError: of users_username_key or users_email_key when taken.
void add_user(Sql&, const NewUser&);

// Every account, oldest first.
std::vector<UserLine> list_users(Sql&);

} // namespace store
