// One's own account: registering, reading, changing it, and its password.
#include "accounts.hpp"

#include "attempts.hpp"
#include "sessions.hpp"

#include "lib/auth/passwords.hpp"
#include "lib/store/accounts/sessions.hpp"

void check_username(Faults& faults, const std::string& username)
{
    if (!is_username(folded_name(username))) faults.add("username", "username.form"_s);
}

void check_email(Faults& faults, const std::string& email)
{
    if (!is_email(folded_name(email))) faults.add("email", "email.form"_s);
}

void check_phone_number(Faults& faults, const std::string& number)
{
    if (!number.empty() && !is_phone_number(number)) faults.add("phone_number", "phone_number.form"_s);
}

std::optional<std::string> filled(const std::optional<std::string>& text)
{
    return text && !text->empty() ? text : std::nullopt;
}

void refuse_taken(
    Sql& sql, const std::string& username, const std::string& email, const std::optional<Uuid>& except)
{
    auto taken = store::find_taken(sql, username, email, except);
    Faults faults;
    if (taken.username) faults.add("username", "username.taken"_s);
    if (taken.email) faults.add("email", "email.taken"_s);
    if (!faults.found.empty()) throw Problem{"invalid", std::move(faults.found)};
}

void AccountChange::check(Faults& faults) const
{
    if (username.given && faults.fine("username")) check_username(faults, username.value);
    if (email.given && faults.fine("email")) check_email(faults, email.value);
    if (phone_number.value && faults.fine("phone_number")) check_phone_number(faults, *phone_number.value);
}

std::optional<Picture> sent_picture(const AccountChange& in, const Uuid& account)
{
    const auto& sent = in.profile_picture.value;
    if (!sent || !sent->file) return std::nullopt;
    auto taken = take_picture(sent->file->get(), to_text(account));
    if (const auto* refusal = std::get_if<Said>(&taken)) throw invalid("profile_picture", *refusal);
    return std::get<Picture>(std::move(taken));
}

namespace {

std::optional<std::string> picture_name(
    const Context& c, const User& current, const AccountChange& in, const std::optional<Picture>& picture)
{
    if (picture) return picture->name;
    if (!in.profile_picture.given) return current.profile_picture;
    const auto& sent = in.profile_picture.value;
    if (!sent) return std::nullopt;
    if (sent->address == for_clients(c, current).profile_picture) return current.profile_picture;
    throw invalid("profile_picture", "profile_picture.address"_s);
}

} // namespace

User write_change(
    Context& c, const User& current, const UserChange& change, const std::optional<Picture>& picture)
{
    refuse_taken(c.sql, change.username, change.email, current.id);
    if (picture) keep_picture(c.site.media, *picture);
    store::change_user(c.sql, current.id, change);
    if (current.profile_picture && current.profile_picture != change.profile_picture)
        c.after_commit.push_back(
            [&media = c.site.media, old = *current.profile_picture] { forget_picture(media, old); });
    return for_clients(c, *store::find_user(c.sql, current.id));
}

namespace {

// A name once given stays one; an account that never had any can be sent back as it is.
void keep_named(const User& current, const AccountChange& in)
{
    Faults faults;
    auto check = [&](std::string_view field, const Patch<std::string>& name, const std::string& before) {
        if (name.given && name.value.empty() && !before.empty()) faults.add(field, "not_blank"_s);
    };
    check("first_name", in.first_name, current.first_name);
    check("last_name", in.last_name, current.last_name);
    if (!faults.found.empty()) throw Problem{"invalid", std::move(faults.found)};
}

} // namespace

UserChange changed(
    const Context& c, const User& current, const AccountChange& in, const std::optional<Picture>& picture)
{
    keep_named(current, in);
    return {
        .username = in.username.given ? folded_name(in.username.value) : current.username,
        .email = in.email.given ? folded_name(in.email.value) : current.email,
        .first_name = in.first_name.over(current.first_name),
        .last_name = in.last_name.over(current.last_name),
        .role = in.role.over(current.role),
        .is_active = current.is_active,
        .phone_number = filled(in.phone_number.over(current.phone_number)),
        .bio = in.bio.over(current.bio),
        .profile_picture = picture_name(c, current, in, picture),
    };
}

namespace accounts {

enum class SignUpRole { user, employer };

} // namespace accounts

template <>
inline constexpr std::array<std::string_view, 2> names_of<accounts::SignUpRole>{"user", "employer"};

namespace accounts {

struct Register {
    std::string username, email, first_name, last_name;
    Secret password, password2;
    SignUpRole role = SignUpRole::user;
    std::optional<std::string> phone_number, bio;

    static constexpr auto fields = std::tuple{
        field("username", &Register::username,
            {.max = 150, .about = "3 to 150 letters, digits, dots and underscores."}),
        field("email", &Register::email, {.max = 254}),
        field("password", &Register::password, {.max = 128, .verbatim = true}),
        field("password2", &Register::password2,
            {.max = 128, .verbatim = true, .about = "The password again."}),
        field("first_name", &Register::first_name, {.max = 150}),
        field("last_name", &Register::last_name, {.max = 150}),
        field("role", &Register::role, {.defaulted = true}),
        field("phone_number", &Register::phone_number, {.max = 16, .about = "+ and 9 to 15 digits."}),
        field("bio", &Register::bio, {.max = 500}),
    };

    void check(Faults& faults) const
    {
        if (faults.fine("username")) check_username(faults, username);
        if (faults.fine("email")) check_email(faults, email);
        if (phone_number && faults.fine("phone_number")) check_phone_number(faults, *phone_number);
        if (faults.fine("password"))
            for (auto& said : password_faults(password.reveal(), {username, email, first_name, last_name}))
                faults.add("password", std::move(said));
        if (faults.fine("password2") && password2 != password) faults.add("password2", "password.differs"_s);
    }
};

struct Registered {
    User user;
    std::string message;
    static constexpr auto fields =
        std::tuple{field("user", &Registered::user), field("message", &Registered::message)};
};

struct ChangePassword {
    Secret old_password, new_password, new_password2;
    static constexpr auto fields = std::tuple{
        field("old_password", &ChangePassword::old_password, {.max = 1000, .verbatim = true}),
        field("new_password", &ChangePassword::new_password, {.max = 128, .verbatim = true}),
        field("new_password2", &ChangePassword::new_password2, {.max = 128, .verbatim = true}),
    };

    void check(Faults& faults) const
    {
        if (faults.fine("new_password2") && new_password2 != new_password)
            faults.add("new_password2", "password.differs"_s);
    }
};

struct PasswordChanged {
    std::string message, access, refresh;
    static constexpr auto fields = std::tuple{
        field("message", &PasswordChanged::message),
        field("access", &PasswordChanged::access),
        field("refresh", &PasswordChanged::refresh),
    };
};

namespace {

NewUser prepared(Context& c, const Register& in)
{
    NewUser user{.id = new_uuid(),
        .username = folded_name(in.username),
        .email = folded_name(in.email),
        .password_hash = {},
        .first_name = in.first_name,
        .last_name = in.last_name,
        .role = in.role == SignUpRole::employer ? Role::employer : Role::user,
        .phone_number = filled(in.phone_number),
        .bio = filled(in.bio)};
    refuse_taken(c.sql, user.username, user.email, std::nullopt);
    user.password_hash = hash_password(in.password.reveal(), c.site.hash_cost);
    return user;
}

Registered add(Context& c, const NewUser& user)
{
    store::add_user(c.sql, user);
    c.status = 201;
    return {for_clients(c, *store::find_user(c.sql, user.id)), c.site.words("account.welcome"_s)};
}

User update(Context& c, const AccountChange& in, const std::optional<Picture>& picture)
{
    auto current = store::lock_user(c.sql, *c.caller.id);
    if (!current) throw Problem{"token_not_valid"};
    if (in.role.given && in.role.value != current->role) throw invalid("role", "role.by_admins"_s);
    return write_change(c, *current, changed(c, *current, in, picture), picture);
}

struct NewPassword {
    Uuid account;
    std::string seen, hash; // how the old one was kept when it was looked at, and how the new one will be
};

NewPassword prepared(Context& c, const ChangePassword& in)
{
    auto account = store::find_credentials(c.sql, *c.caller.id);
    auto user = store::find_user(c.sql, *c.caller.id);
    if (!account || !user) throw Problem{"token_not_valid"};
    auto attempt = begin_attempt(c, user->username, account->id);
    Faults faults;
    if (!password_matches(account->password_hash, in.old_password.reveal()))
        faults.add("old_password", "password.not_yours"_s);
    for (auto& said : password_faults(
             in.new_password.reveal(), {user->username, user->email, user->first_name, user->last_name}))
        faults.add("new_password", std::move(said));
    if (faults.fine("old_password")) succeed(c, attempt, account->id);
    if (!faults.found.empty()) throw Problem{"invalid", std::move(faults.found)};
    return {account->id, account->password_hash, hash_password(in.new_password.reveal(), c.site.hash_cost)};
}

// The old password is compared again, under the account's lock: of two changes one wins, and a sign-in that
// was faster has at most kept the same password in another way.
PasswordChanged change_password(Context& c, const ChangePassword& in, const NewPassword& change)
{
    if (!store::change_password(c.sql, change.account, change.seen, change.hash)) {
        auto now = store::find_credentials(c.sql, change.account);
        bool right = now && password_matches(now->password_hash, in.old_password.reveal()) &&
                     store::change_password(c.sql, change.account, now->password_hash, change.hash);
        if (!right) throw invalid("old_password", "password.not_yours"_s);
    }
    store::end_sessions(c.sql, change.account);
    auto tokens = begin_session(c, change.account);
    return {c.site.words("password.changed"_s), tokens.access, tokens.refresh};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "register",
        .methods = Method::post,
        .path = "/api/v1/auth/register/",
        .summary = "Make an account",
        .needs = anyone,
        .rate = {"register", 20, per_hour, true},
        .cache = no_store,
        .pool = Pool::slow,
        .status = 201,
        .prepare = [](Context& c, const Register& in) -> NewUser { return prepared(c, in); },
        .answer = [](Context& c, const Register&, NewUser& user) -> Registered { return add(c, user); },
    },
    {
        .name = "read_own_account",
        .methods = Method::get,
        .path = "/api/v1/auth/me/",
        .summary = "One's own account",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = private_copy,
        .answer = [](Context& c, const Nothing&) -> User {
            if (auto user = store::find_user(c.sql, *c.caller.id)) return for_clients(c, *user);
            throw Problem{"token_not_valid"};
        },
    },
    {
        .name = "update_own_account",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/auth/me/update/",
        .summary = "Change one's own account",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .row = "users",
        .shown_at = "/api/v1/auth/me/",
        .pool = Pool::slow,
        .prepare = [](Context& c, const AccountChange& in) -> std::optional<Picture> {
            return sent_picture(in, *c.caller.id);
        },
        .answer = [](Context& c, const AccountChange& in, std::optional<Picture>& picture) -> User {
            return update(c, in, picture);
        },
    },
    {
        .name = "change_password",
        .methods = Method::post,
        .path = "/api/v1/auth/change-password/",
        .summary = "Choose a new password; ends every other session",
        .needs = signed_in,
        .rate = {"change_password", 10, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .prepare = [](Context& c, const ChangePassword& in) -> NewPassword { return prepared(c, in); },
        .answer = [](Context& c, const ChangePassword& in, NewPassword& change) -> PasswordChanged {
            return change_password(c, in, change);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace accounts
