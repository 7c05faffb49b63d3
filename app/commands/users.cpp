// `jobboard user add` and `user list`: accounts.
#include "command.hpp"

#include "app/areas.hpp"
#include "app/database.hpp"
#include "lib/auth/passwords.hpp"
#include "lib/store/accounts/users.hpp"

#include <fmt/format.h>
#include <iostream>

namespace {

struct UserOptions {
    std::string username, email, role = "user";
    bool password_from_stdin = false;

    static constexpr auto options = std::tuple{
        option("username", &UserOptions::username,
            {.required = true, .about = "3 to 150 letters, digits, dots and underscores"}),
        option("email", &UserOptions::email, {.required = true, .about = "Its e-mail address"}),
        option("role", &UserOptions::role, {.about = "user, employer or admin"}),
        option("password-stdin", &UserOptions::password_from_stdin,
            {.about = "Read the password from standard input"}),
    };
};

std::string read_password()
{
    std::string password;
    std::getline(std::cin, password);
    return password;
}

int add_user(const Settings& settings, const UserOptions& options)
{
    auto role = parse<Role>(options.role);
    if (!role) throw CommandFailed("The role must be user, employer or admin.");
    if (!options.password_from_stdin)
        throw CommandFailed("Give --password-stdin and the password on standard input.");
    auto password = read_password();
    if (characters(password) < 8) throw CommandFailed("The password must have at least 8 characters.");

    Sql sql(request_session(settings));
    NewUser user{.id = new_uuid(),
        .username = lowered(trimmed(options.username)),
        .email = lowered(trimmed(options.email)),
        .password_hash = hash_password(password, hash_cost(settings)),
        .role = *role};
    try {
        store::add_user(sql, user);
    } catch (const DatabaseError& e) {
        auto problem = problem_of(words(), e);
        if (problem.faults.empty()) throw CommandFailed(sentence_of(e, settings.database_url));
        throw CommandFailed(fmt::format("{}: {}", problem.faults[0].field, words()(problem.faults[0].said)));
    }
    std::cout << fmt::format("added {} ({})\n", user.username, options.role);
    return 0;
}

int list_users(const Settings& settings)
{
    Sql sql(request_session(settings));
    try {
        Window<User> everyone{.order = {{&store::user_orders()[0], false}}, .size = 1'000'000};
        for (const auto& u : store::list_users(sql, {}, everyone).rows)
            std::cout << fmt::format("{:<24} {:<36} {:<9} {:<9} {}\n", u.username, u.email, name_of(u.role),
                u.is_active ? "active" : "inactive", to_text(u.date_joined));
        return 0;
    } catch (const DatabaseError& e) {
        throw CommandFailed(sentence_of(e, settings.database_url));
    }
}

constexpr CommandGroup group{"user", "Accounts"};

} // namespace

namespace command {

extern constexpr Command add_user{
    .name = "add",
    .about = "Add an account",
    .group = &group,
    .call = calling<::add_user>,
};
extern constexpr Command list_users{
    .name = "list",
    .about = "List the accounts",
    .group = &group,
    .call = calling<::list_users>,
};

} // namespace command
