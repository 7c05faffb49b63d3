// Accounts.
#pragma once

#include "account_events.hpp"

#include "lib/db/sql.hpp"
#include "lib/db/window.hpp"

#include "lib/auth/grants.hpp"
#include "lib/base/uuid.hpp"

#include <span>

// An account as its owner and admins see it.
struct User {
    Uuid id;
    std::string username, email, first_name, last_name, full_name;
    Role role{};
    std::optional<std::string> phone_number, profile_picture, bio;
    bool is_active = true, email_verified = false;
    Time date_joined{};
    std::optional<Time> last_login;

    static constexpr std::string_view schema_name = "User";
    static constexpr std::string_view schema_about = "An account as its owner and admins see it.";
    static constexpr auto fields = std::tuple{
        field("id", &User::id, {.about = "The account's id."}),
        field("username", &User::username, {.about = "In lower case.", .example = "ann"}),
        field("email", &User::email,
            {.about = "In lower case.", .format = "email", .example = "ann@example.com"}),
        field("first_name", &User::first_name, {.about = "The first name.", .example = "Ann"}),
        field("last_name", &User::last_name, {.about = "The last name.", .example = "Lee"}),
        field("full_name", &User::full_name,
            {.about = "Both names; the user name where there are none.", .example = "Ann Lee"}),
        field("role", &User::role, {.about = "What the account may do."}),
        field("phone_number", &User::phone_number,
            {.about = "+ and 9 to 15 digits.", .example = "+431234567890"}),
        field("profile_picture", &User::profile_picture,
            {.about = "Address of the picture, which changes with it.",
                .format = "uri",
                .example = "https://jobs.example/media/profile_pictures/ann.jpg"}),
        field("bio", &User::bio,
            {.about = "What somebody says of themselves.", .example = "I write programs."}),
        field("is_active", &User::is_active, {.about = "Whether it can be used."}),
        field("email_verified", &User::email_verified,
            {.about = "Whether the address is known to be the owner's.", .example = "false"}),
        field("date_joined", &User::date_joined, {.about = "When the account was made."}),
        field("last_login", &User::last_login, {.about = "When somebody last signed in."}),
    };
};

struct NewUser {
    Uuid id;
    std::string username, email, password_hash, first_name, last_name;
    Role role{};
    std::optional<std::string> phone_number = {}, bio = {};

    static constexpr auto fields = std::tuple{
        field("id", &NewUser::id),
        field("username", &NewUser::username),
        field("email", &NewUser::email),
        field("password_hash", &NewUser::password_hash),
        field("first_name", &NewUser::first_name),
        field("last_name", &NewUser::last_name),
        field("role", &NewUser::role),
        field("phone_number", &NewUser::phone_number),
        field("bio", &NewUser::bio),
    };
};

// What of an account can change; all of it is written.
struct UserChange {
    std::string username, email, first_name, last_name;
    Role role{};
    bool is_active = true;
    std::optional<std::string> phone_number, bio, profile_picture;

    static constexpr auto fields = std::tuple{
        field("username", &UserChange::username),
        field("email", &UserChange::email),
        field("first_name", &UserChange::first_name),
        field("last_name", &UserChange::last_name),
        field("role", &UserChange::role),
        field("is_active", &UserChange::is_active),
        field("phone_number", &UserChange::phone_number),
        field("bio", &UserChange::bio),
        field("profile_picture", &UserChange::profile_picture),
    };
};

UserChange as_it_is(const User&);

struct UserFilter {
    std::optional<Role> role;
    std::optional<bool> is_active;
    std::optional<std::string> search; // part of the user name, e-mail address or names

    static constexpr auto fields = std::tuple{
        field("role", &UserFilter::role, {.in = In::query, .about = "What the account may do."}),
        field("is_active", &UserFilter::is_active, {.in = In::query, .about = "Whether it can be used."}),
        field("search", &UserFilter::search,
            {.in = In::query,
                .max = 200,
                .about = "Part of the user name, e-mail address or names.",
                .example = "ann"}),
    };
};

// What signing in needs to know.
struct Credentials {
    Uuid id;
    std::string password_hash;
    long long password_version = 0; // one more with each new password
    bool is_active = false, email_verified = false;

    static constexpr auto fields = std::tuple{
        field("id", &Credentials::id),
        field("password_hash", &Credentials::password_hash),
        field("password_version", &Credentials::password_version),
        field("is_active", &Credentials::is_active),
        field("email_verified", &Credentials::email_verified),
    };
};

namespace store {

// The pictures that accounts have: see ClaimedFiles.
inline constexpr std::string_view profile_pictures =
    "SELECT profile_picture AS key, NULL::text AS sha256 FROM users WHERE profile_picture IS NOT NULL";

// Throws DatabaseError: of users_username_key or users_email_key when taken.
void add_user(Sql&, const NewUser&);

std::optional<User> find_user(Sql&, const Uuid& id);
std::optional<User> lock_user(Sql&, const Uuid& id); // the row stays as it is until the transaction ends

// By user name or e-mail address, folded.
std::optional<Credentials> find_credentials(Sql&, const std::string& name);
std::optional<Credentials> find_credentials(Sql&, const Uuid& id);

// Somebody active who may have jobs, by user name or e-mail address, folded.
std::optional<Uuid> find_employer(Sql&, const std::string& name);

// The ways that passwords are kept in, each with its costs: "pbkdf2_sha256$260000",
// "$argon2id$v=19$m=19456,t=2,p=1". Reads one row of an index for each.
std::vector<std::string> password_kinds(Sql&);

// Which of the two another account has.
struct Taken {
    bool username = false, email = false;
    static constexpr auto fields =
        std::tuple{field("username", &Taken::username), field("email", &Taken::email)};
};
Taken find_taken(
    Sql&, const std::string& username, const std::string& email, const std::optional<Uuid>& except);

std::span<const Order<User>> user_orders();
Slice<User> list_users(Sql&, const UserFilter&, const Window<User>&);

// Throws DatabaseError: users_last_admin when nobody could administer any more.
void change_user(Sql&, const User& before, const UserChange& after);
// A new password: links to choose another one, and devices that the old one made known are worth nothing
// then.
void set_password(Sql&, const Uuid& id, const std::string& hash);
// The same, if the password is still kept as `seen`; false otherwise.
bool change_password(Sql&, const Uuid& id, const std::string& seen, const std::string& hash);

// Somebody has signed in just now with the password kept as `seen`, which is from now on kept as `fresh`, if
// that is given. False when it has changed meanwhile, or the account is not active: nobody has signed in
// then. The account stays as it is until the transaction ends.
bool sign_in(Sql&, const Uuid& id, const std::string& seen, const std::optional<std::string>& fresh);
// The same by something else than the password, while that is of the given version, if any.
bool sign_in(Sql&, const Uuid& id, std::optional<long long> password_version = std::nullopt);

// The account and all that is its own are gone; its jobs are as if their employer had deleted them. False
// when there is no such account.
bool delete_user(Sql&, const Uuid& id);

} // namespace store
