// One's own account: registering, reading and changing it.
#include "accounts.hpp"

#include "attempts.hpp"
#include "links/links.hpp"
#include "sessions.hpp"

#include "lib/auth/passwords.hpp"
#include "lib/store/accounts/sessions.hpp"

void check_username(Faults& faults, const std::string& username)
{
    if (!is_username(folded_name(username))) faults.add("username", "username.form"_s);
}

void check_email(Faults& faults, const std::string& email)
{
    if (!is_email(folded_email(email))) faults.add("email", "email.form"_s);
}

void check_phone_number(Faults& faults, const std::string& number)
{
    if (!number.empty() && !is_phone_number(number)) faults.add("phone_number", "phone_number.form"_s);
}

std::optional<std::string> filled(const std::optional<std::string>& text)
{
    return text && !text->empty() ? text : std::nullopt;
}

void check_taken(Sql& sql, const std::string& username, const std::string& email,
    const std::optional<Uuid>& except, Faults& faults)
{
    auto taken = store::find_taken(sql, username, email, except);
    if (taken.username && faults.fine("username")) faults.add("username", "username.taken"_s);
    if (taken.email && faults.fine("email")) faults.add("email", "email.taken"_s);
}

void AccountChange::check(Faults& faults) const
{
    if (username.given && faults.fine("username")) check_username(faults, username.value);
    if (email.given && faults.fine("email")) check_email(faults, email.value);
    if (phone_number.value && faults.fine("phone_number")) check_phone_number(faults, *phone_number.value);
}

std::optional<Picture> sent_picture(const AccountChange& in, const std::function<void(Faults&)>& find_others)
{
    const auto& sent = in.profile_picture.value;
    if (!sent || !sent->file) return std::nullopt;
    auto taken = take_picture(sent->file->get());
    if (auto* picture = std::get_if<Picture>(&taken)) return std::move(*picture);
    const auto* refusal = std::get_if<Said>(&taken);
    if (!refusal) throw Problem{.code = "rate_limited", .headers = {{"Retry-After", "2"}}};
    Faults faults;
    faults.add("profile_picture", *refusal);
    find_others(faults);
    throw Problem{"invalid", std::move(faults.found)};
}

User write_change(
    Context& c, const User& current, const UserChange& change, const std::optional<Picture>& picture)
{
    if (picture) keep_picture(c.site.media, *picture);
    store::change_user(c.sql, current, change);
    if (picture) enqueue(c.sql, accounts::make_picture_sizes, PictureToSize{picture->name});
    if (current.profile_picture && current.profile_picture != change.profile_picture)
        c.after_commit.push_back(
            [&media = c.site.media, old = *current.profile_picture] { forget_picture(media, old); });
    return for_clients(c, *store::find_user(c.sql, current.id));
}

void check_change(const Context& c, const User& current, const AccountChange& in, Faults& faults)
{
    // A name once given stays one; an account that never had any can be sent back as it is.
    auto keep = [&](std::string_view field, const Patch<std::string>& name, const std::string& before) {
        if (name.given && name.value.empty() && !before.empty() && faults.fine(field))
            faults.add(field, "not_blank"_s);
    };
    keep("first_name", in.first_name, current.first_name);
    keep("last_name", in.last_name, current.last_name);
    const auto& picture = in.profile_picture.value;
    bool other = picture && !picture->file && picture->address != for_clients(c, current).profile_picture;
    if (other && faults.fine("profile_picture")) faults.add("profile_picture", "profile_picture.address"_s);
    auto after = changed(current, in, std::nullopt);
    check_taken(c.sql, after.username, after.email, current.id, faults);
}

UserChange changed(const User& current, const AccountChange& in, const std::optional<Picture>& picture)
{
    bool taken_away = in.profile_picture.given && !in.profile_picture.value;
    return {
        .username = in.username.given ? folded_name(in.username.value) : current.username,
        .email = in.email.given ? folded_email(in.email.value) : current.email,
        .first_name = in.first_name.over(current.first_name),
        .last_name = in.last_name.over(current.last_name),
        .role = in.role.over(current.role),
        .is_active = current.is_active,
        .phone_number = filled(in.phone_number.over(current.phone_number)),
        .bio = in.bio.over(current.bio),
        .profile_picture = picture      ? std::optional(picture->name)
                           : taken_away ? std::nullopt
                                        : current.profile_picture,
    };
}

namespace accounts {

enum class SignUpRole { user, employer };

} // namespace accounts

template <>
inline constexpr std::array<std::string_view, 2> names_of<accounts::SignUpRole>{"user", "employer"};
template <> inline constexpr SchemaName schema_of<accounts::SignUpRole>{
    "SignUpRole", "Users apply, employers post jobs."};

namespace accounts {

struct Register {
    std::string username, email, first_name, last_name;
    Secret password, password2;
    SignUpRole role = SignUpRole::user;
    std::optional<std::string> phone_number, bio;

    static constexpr std::string_view schema_name = "Registration";
    static constexpr std::string_view schema_about = "A new account.";
    static constexpr auto fields = std::tuple{
        field("username", &Register::username,
            {.max = 150,
                .about = "3 to 150 letters, digits, dots and underscores; no two differ by case alone.",
                .pattern = "^[A-Za-z0-9_.]{3,150}$",
                .example = "ann"}),
        field("email", &Register::email,
            {.max = 254,
                .about = "An address that no other account has.",
                .format = "email",
                .example = "ann@example.com"}),
        field("password", &Register::password,
            {.max = 128,
                .verbatim = true,
                .about = "At least 8 characters: not only digits, no common one, and none like the name or "
                         "address.",
                .pattern = R"(^[\s\S]{8,}$)",
                .example = "violet-harbour-74"}),
        field("password2", &Register::password2,
            {.max = 128,
                .verbatim = true,
                .about = "The password again.",
                .pattern = R"(^[\s\S]{8,}$)",
                .example = "violet-harbour-74"}),
        field(
            "first_name", &Register::first_name, {.max = 150, .about = "The first name.", .example = "Ann"}),
        field("last_name", &Register::last_name, {.max = 150, .about = "The last name.", .example = "Lee"}),
        field("role", &Register::role, {.defaulted = true, .about = "What the account is for."}),
        field("phone_number", &Register::phone_number,
            {.max = 16,
                .about = "+ and 9 to 15 digits.",
                .pattern = R"(^(\+[0-9]{9,15})?$)",
                .example = "+431234567890"}),
        field("bio", &Register::bio,
            {.max = 500, .about = "What somebody says of themselves.", .example = "I write programs."}),
    };

    void check(Faults& faults) const
    {
        if (faults.fine("username")) check_username(faults, username);
        if (faults.fine("email")) check_email(faults, email);
        if (phone_number && faults.fine("phone_number")) check_phone_number(faults, *phone_number);
        if (faults.fine("password"))
            for (auto& said : password_faults(password.reveal(), {username, email, first_name, last_name}))
                faults.add("password", std::move(said));
        if (faults.fine("password2") && password2 != password) faults.add("password", "password.differs"_s);
    }
};

struct OwnAccount {
    User user;
    Patch<std::string> pending_email;
    static constexpr std::string_view schema_name = "OwnAccount";
    static constexpr std::string_view schema_about = "An account as its owner sees it.";
    static constexpr auto fields = std::tuple{
        fields_of(&OwnAccount::user),
        field("pending_email", &OwnAccount::pending_email,
            {.about = "The address that takes the place of `email` once the link that was sent there is "
                      "followed; "
                      "only while there is one.",
                .format = "email",
                .example = "ann.lee@example.com"}),
    };
};

struct Registered {
    User user;
    std::string message;
    static constexpr std::string_view schema_name = "Registered";
    static constexpr std::string_view schema_about = "The account that was made.";
    static constexpr auto fields = std::tuple{field("user", &Registered::user, {.about = "The new account."}),
        field("message", &Registered::message,
            {.about = "A welcome, for people.", .example = "Welcome. Your account is ready: sign in."})};
};

namespace {

void check_taken(Context& c, const Register& in, Faults& faults)
{
    ::check_taken(c.sql, folded_name(in.username), folded_email(in.email), std::nullopt, faults);
}

NewUser prepared(Context& c, const Register& in)
{
    Faults faults;
    check_taken(c, in, faults);
    faults.end_if_any();
    NewUser user{.id = new_uuid(),
        .username = folded_name(in.username),
        .email = folded_email(in.email),
        .password_hash = {},
        .first_name = in.first_name,
        .last_name = in.last_name,
        .role = in.role == SignUpRole::employer ? Role::employer : Role::user,
        .phone_number = filled(in.phone_number),
        .bio = filled(in.bio)};
    user.password_hash = hash_password(in.password.reveal(), c.site.hash_cost);
    return user;
}

Registered add(Context& c, const NewUser& user)
{
    if (!c.caller.id) c.sql.act_as(user.id); // whoever registers acts for themselves
    store::add_user(c.sql, user);
    c.status = 201;
    auto added = *store::find_user(c.sql, user.id);
    if (sends_mail(c.site)) ask_for_verification(c.sql, c.site, added);
    return {for_clients(c, added), c.site.words("account.welcome"_s)};
}

void check(const Context& c, const User& current, const AccountChange& in, Faults& faults)
{
    if (in.role.given && in.role.value != current.role && faults.fine("role"))
        faults.add("role", "role.by_admins"_s);
    check_change(c, current, in, faults);
}

void find_faults(Context& c, const AccountChange& in, Faults& faults)
{
    if (auto current = store::find_user(c.sql, *c.caller.id)) check(c, *current, in, faults);
}

OwnAccount own_account(Context& c, User user)
{
    OwnAccount out{std::move(user), {}};
    auto pending = store::find_pending_email(c.sql, out.user.id);
    if (pending) out.pending_email = {true, *pending};
    return out;
}

OwnAccount update(Context& c, const AccountChange& in, const std::optional<Picture>& picture)
{
    auto current = store::lock_user(c.sql, *c.caller.id);
    if (!current) throw Problem{"token_not_valid"};
    Faults faults;
    check(c, *current, in, faults);
    faults.end_if_any();
    auto change = changed(*current, in, picture);
    if (sends_mail(c.site) && change.email != current->email)
        ask_for_other_email(c, *current, std::exchange(change.email, current->email));
    return own_account(c, write_change(c, *current, change, picture));
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "register",
        .methods = Method::post,
        .path = "/api/v1/auth/register/",
        .summary = "Make an account",
        .about = "With the role `user` to apply for jobs, or `employer` to post them. Then sign in.",
        .needs = anyone_unseen,
        .rate = {"register", 20, per_hour, true},
        .cache = no_store,
        .shown_at = "/api/v1/auth/me/",
        .pool = Pool::slow,
        .status = 201,
        .further_faults = [](Context& c, const Register& in, Faults& faults) { check_taken(c, in, faults); },
        .prepare = [](Context& c, const Register& in) -> NewUser { return prepared(c, in); },
        .answer = [](Context& c, const Register&, NewUser& user) -> Registered { return add(c, user); },
    },
    {
        .name = "read_own_account",
        .methods = Method::get,
        .path = "/api/v1/auth/me/",
        .summary = "One's own account",
        .about = "The account of whoever sends the token.",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = private_copy,
        .without_factor = true,
        .answer = [](Context& c, const Nothing&) -> OwnAccount {
            if (auto user = store::find_user(c.sql, *c.caller.id))
                return own_account(c, for_clients(c, *user));
            throw Problem{"token_not_valid"};
        },
    },
    {
        .name = "update_own_account",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/auth/me/update/",
        .summary = "Change one's own account",
        .about = "`PATCH` and `PUT` change the fields that are there; the role can only be repeated. "
                 "A picture is a JPEG, PNG or WebP file.",
        .needs = signed_in,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .row = "users",
        .shown_at = "/api/v1/auth/me/",
        .pool = Pool::slow,
        .further_faults = [](Context& c, const AccountChange& in,
                              Faults& faults) { find_faults(c, in, faults); },
        .prepare = [](Context& c, const AccountChange& in) -> std::optional<Picture> {
            return sent_picture(in, [&](Faults& faults) { find_faults(c, in, faults); });
        },
        .answer = [](Context& c, const AccountChange& in, std::optional<Picture>& picture) -> OwnAccount {
            return update(c, in, picture);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace accounts
