// `jobboard user …`: accounts.
#include "command.hpp"
#include "terminal.hpp"

#include "app/areas.hpp"
#include "app/database.hpp"
#include "lib/auth/names.hpp"
#include "lib/auth/passwords.hpp"
#include "lib/store/accounts/sessions.hpp"
#include "lib/store/accounts/users.hpp"

#include <fmt/format.h>
#include <iostream>

namespace {

struct UserOptions {
    std::string username, email;
    Role role = Role::user;
    bool password_from_stdin = false;

    static constexpr auto options = std::tuple{
        option("username", &UserOptions::username,
            {.about = "3 to 150 letters, digits, dots and underscores; asked for on a terminal"}),
        option("email", &UserOptions::email, {.about = "Its e-mail address; asked for on a terminal"}),
        option("role", &UserOptions::role, {.about = "What it may do"}),
        option("password-stdin", &UserOptions::password_from_stdin,
            {.about = "Read the password from standard input; otherwise it is asked for on a terminal"}),
    };
};

struct NamedUser {
    std::string name;
    static constexpr auto options = std::tuple{
        option("name", &NamedUser::name,
            {.positional = true, .required = true, .about = "The user name or e-mail address"}),
    };
};

struct PasswordOptions {
    std::string name;
    bool from_stdin = false;
    static constexpr auto options = std::tuple{
        option("name", &PasswordOptions::name,
            {.positional = true, .required = true, .about = "The user name or e-mail address"}),
        option("password-stdin", &PasswordOptions::from_stdin,
            {.about = "Read the password from standard input; otherwise it is asked for on a terminal"}),
    };
};

struct RoleOptions {
    std::string name;
    Role role{};
    static constexpr auto options = std::tuple{
        option("name", &RoleOptions::name,
            {.positional = true, .required = true, .about = "The user name or e-mail address"}),
        option("role", &RoleOptions::role, {.positional = true, .required = true, .about = "What it may do"}),
    };
};

// Does something with the database; what that refuses becomes a sentence.
void with_database(const Settings& settings, const std::function<void(Sql&)>& work)
{
    Sql sql(request_session(settings));
    try {
        work(sql);
    } catch (const DatabaseError& e) {
        auto problem = problem_of(words(), e);
        if (problem.faults.empty()) throw CommandFailed(sentence_of(e, settings.database_url));
        const auto& fault = problem.faults[0];
        auto where = fault.field.empty() ? "" : std::string(fault.field) + ": ";
        throw CommandFailed(where + words()(fault.said));
    }
}

// The rules are those of everybody's names and addresses.
void check_names(const NewUser& user)
{
    if (!is_username(user.username)) throw CommandFailed("username: " + words()("username.form"_s));
    if (!is_email(user.email)) throw CommandFailed("email: " + words()("email.form"_s));
}

// The rules are those of everybody's passwords.
std::string hash_of_new(
    std::string_view password, const std::vector<std::string>& about_the_user, const Settings& settings)
{
    std::string faults;
    for (const auto& said : password_faults(password, about_the_user))
        faults += (faults.empty() ? "" : " ") + words()(said);
    if (!faults.empty()) throw CommandFailed("password: " + faults);
    return hash_password(password, hash_cost(settings));
}

int add_user(const Settings& settings, const UserOptions& options)
{
    auto given = [](const std::string& value, const char* question, const char* name) {
        return value.empty() ? asked(question, name) : value;
    };
    NewUser user{.id = new_uuid(),
        .username = folded_name(given(options.username, "User name", "--username")),
        .email = folded_email(given(options.email, "E-mail address", "--email")),
        .role = options.role};
    check_names(user);
    auto password = asked_password(options.password_from_stdin);
    user.password_hash = hash_of_new(password, {user.username, user.email}, settings);
    with_database(settings, [&](Sql& sql) { store::add_user(sql, user); });
    std::cout << fmt::format("added {} ({})\n", user.username, name_of(user.role));
    return 0;
}

int list_users(const Settings& settings)
{
    constexpr auto line = "{:<24} {:<36} {:<9} {:<9} {}\n";
    with_database(settings, [&](Sql& sql) {
        std::cout << fmt::format(line, "USERNAME", "EMAIL", "ROLE", "STATE", "JOINED");
        Window<User> everyone{.order = {{&store::user_orders()[0], false}}, .size = 1'000'000};
        for (const auto& u : store::list_users(sql, {}, everyone).rows)
            std::cout << fmt::format(line, u.username, u.email, name_of(u.role),
                u.is_active ? "active" : "inactive", to_text(u.date_joined));
    });
    return 0;
}

// Holds the account that goes by that name while it is changed.
void change(
    const Settings& settings, const std::string& name, const std::function<void(Sql&, const User&)>& work)
{
    with_database(settings, [&](Sql& sql) {
        Transaction transaction(sql);
        auto found = store::find_credentials(sql, folded_login(name));
        auto user = found ? store::lock_user(sql, found->id) : std::nullopt;
        if (!user) throw CommandFailed(fmt::format("There is no account \"{}\".", name));
        work(sql, *user);
        transaction.commit();
    });
}

// Whoever knew the old one is signed out.
int set_password(const Settings& settings, const PasswordOptions& options)
{
    auto password = asked_password(options.from_stdin); // before anything is held: typing takes long
    change(settings, options.name, [&](Sql& sql, const User& user) {
        std::vector<std::string> about{user.username, user.email, user.first_name, user.last_name};
        store::set_password(sql, user.id, hash_of_new(password, about, settings));
        store::end_sessions(sql, user.id);
        std::cout << fmt::format("{} has a new password and is signed out everywhere\n", user.username);
    });
    return 0;
}

int set_role(const Settings& settings, const RoleOptions& options)
{
    change(settings, options.name, [&](Sql& sql, const User& user) {
        auto wanted = as_it_is(user);
        wanted.role = options.role;
        store::change_user(sql, user, wanted);
        std::cout << fmt::format("{} is {}\n", user.username, name_of(options.role));
    });
    return 0;
}

int set_active(const Settings& settings, const NamedUser& options, bool active)
{
    change(settings, options.name, [&](Sql& sql, const User& user) {
        auto wanted = as_it_is(user);
        wanted.is_active = active;
        store::change_user(sql, user, wanted);
        std::cout << fmt::format("{} is {}\n", user.username, active ? "active" : "inactive");
    });
    return 0;
}
int deactivate(const Settings& settings, const NamedUser& options)
{
    return set_active(settings, options, false);
}
int reactivate(const Settings& settings, const NamedUser& options)
{
    return set_active(settings, options, true);
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
extern constexpr Command set_password{
    .name = "password",
    .about = "Give an account a new password, and end its sessions",
    .group = &group,
    .call = calling<::set_password>,
};
extern constexpr Command set_role{
    .name = "role",
    .about = "Make an account a user, an employer or an admin",
    .group = &group,
    .call = calling<::set_role>,
};
extern constexpr Command deactivate_user{
    .name = "deactivate",
    .about = "Keep an account out, without deleting anything",
    .group = &group,
    .call = calling<deactivate>,
};
extern constexpr Command reactivate_user{
    .name = "reactivate",
    .about = "Let a deactivated account in again",
    .group = &group,
    .call = calling<reactivate>,
};

} // namespace command
