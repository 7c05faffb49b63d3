// Accounts on the admin pages.
#include "admin.hpp"

#include "handlers/accounts/links/links.hpp"

#include "lib/store/accounts/sessions.hpp"

namespace admin {

namespace {

std::vector<Column> columns()
{
    return {
        {"username", "User name", "u.username", Show::text, {"u.username", "text"}},
        {.name = "picture",
            .label = "Picture",
            .sql = "u.profile_picture",
            .show = Show::picture,
            .on_phones = false},
        {"email", "E-mail", "u.email", Show::text, {"u.email", "text"}},
        {"role", "Role", "u.role", Show::badge},
        {"name", "Name", "trim(u.first_name || ' ' || u.last_name)"},
        {"deactivated", "Deactivated", "NOT u.is_active", Show::flag},
        {"joined", "Joined", "u.date_joined", Show::time, {"u.date_joined", "timestamptz"}},
    };
}

// A bucket is named by a digest of what was given as the name: see Attempt.
constexpr std::string_view failing = R"((:failing::boolean) = EXISTS (
    SELECT FROM sign_in_attempts t, unnest(ARRAY[u.username, u.email]) given
     WHERE t.bucket = 'account ' || left(encode(sha256(convert_to(given, 'UTF8')), 'hex'), 32)
       AND t.failures > 0 AND t.last_at > now() - interval '1 day'))";

std::vector<Filter> filters()
{
    return {
        {"role", "Role", Pick::choice, "u.role = :role", choices_of<Role>()},
        {"active", "Active", Pick::yes, "u.is_active = :active::boolean"},
        {"joined", "Joined", Pick::days, "u.date_joined"},
        {"failing", "Failed sign-ins today", Pick::yes, failing},
    };
}

std::vector<Group> groups()
{
    return {
        {"Account",
            {
                {"username", "User name", "u.username", Ask::text, true},
                {"email", "E-mail", "u.email", Ask::text, true},
            }},
        {"Person",
            {
                {"first_name", "First name", "u.first_name"},
                {"last_name", "Last name", "u.last_name"},
                {"phone_number", "Telephone", "u.phone_number", Ask::text, false, "hint.phone_number"_s},
                {"bio", "About", "u.bio", Ask::area},
            }},
        {"Facts",
            {
                {"picture", "Picture", "u.profile_picture", Ask::picture},
                {"role", "Role", "u.role", Ask::shown, false, {}, {}, nullptr, Show::badge},
                {"active", "Active", "u.is_active", Ask::shown, false, {}, {}, nullptr, Show::yes},
                {"joined", "Joined", "u.date_joined", Ask::shown, false, {}, {}, nullptr, Show::time},
                {"last_login", "Last sign-in", "u.last_login", Ask::shown, false, {}, {}, nullptr,
                    Show::time},
            }},
    };
}

std::vector<Group> create_groups()
{
    return {
        {"",
            {
                {"username", "User name", "", Ask::text, true, "hint.username"_s},
                {"email", "E-mail", "", Ask::text, true},
                {"first_name", "First name", "", Ask::text, true},
                {"last_name", "Last name", "", Ask::text, true},
                {.name = "role",
                    .label = "Role",
                    .sql = "",
                    .ask = Ask::choice,
                    .required = true,
                    .hint = "hint.role"_s,
                    .choices = {{"user", "user"}, {"employer", "employer"}},
                    .first = "user"},
                {"password", "Password", "", Ask::password, true, "hint.password"_s},
                {"password2", "Password again", "", Ask::password, true},
            }},
    };
}

std::string end_sessions(Context& c, const Uuid& id, const Input&)
{
    store::end_sessions(c.sql, id);
    return "";
}

// Whoever has the link can set the password, once.
std::string make_reset_link(Context& c, const Uuid& id, const Input&)
{
    auto user = store::find_user(c.sql, id);
    if (!user) throw Problem{"not_found"};
    return make_link(c.sql, c.site,
        {.person = id,
            .purpose = LinkPurpose::password_reset,
            .address = user->email,
            .event = &reset_link_made,
            .lifetime = std::chrono::hours(24)});
}

std::vector<Action> actions()
{
    return {
        {.name = "role",
            .label = "Change role",
            .done = "given another role",
            .endpoint = "update_user",
            .asks = {{"role", "New role", "", Ask::choice, true, {}, choices_of<Role>()}},
            .risky = true},
        {.name = "deactivate",
            .label = "Deactivate",
            .done = "deactivated",
            .endpoint = "update_user",
            .fixed = {{"is_active", "false"}},
            .many = true,
            .warning = "deactivate.user"_s,
            .only_when = "u.is_active",
            .at_once = true,
            .undo = "activate",
            .undo_when = "u.is_active"},
        {.name = "activate",
            .label = "Activate",
            .done = "active again",
            .endpoint = "update_user",
            .fixed = {{"is_active", "true"}},
            .many = true,
            .only_when = "NOT u.is_active",
            .at_once = true,
            .undo = "deactivate",
            .undo_when = "NOT u.is_active"},
        {.name = "end-sessions",
            .label = "End sessions",
            .done = "signed out everywhere",
            .endpoint = "",
            .many = true,
            .run = end_sessions,
            .at_once = true},
        {.name = "reset-link",
            .label = "Link to a new password",
            .done = "given a link",
            .endpoint = "",
            .risky = true,
            .warning = "reset.link"_s,
            .run = make_reset_link},
        {.name = "delete",
            .label = "Delete",
            .done = "deleted",
            .endpoint = "delete_user",
            .risky = true,
            .many = true,
            .warning = "delete.user"_s},
    };
}

} // namespace

const Resource& users()
{
    static const Resource resource{
        .name = "users",
        .one = "user",
        .many = "Users",
        .base = "users u",
        .joins = "",
        .id = "u.id",
        .title = "u.username",
        .where = "u.deleted_at IS NULL",
        .about = "none.users"_s,
        .columns = columns(),
        .sorted = "-joined",
        .filters = filters(),
        .search =
            "u.username ILIKE :like OR u.email ILIKE :like OR u.first_name || ' ' || u.last_name ILIKE :like",
        .search_hint = "User name, e-mail or names",
        .groups = groups(),
        .create_groups = create_groups(),
        .create = "register",
        .update = "update_user",
        .actions = actions(),
    };
    return resource;
}

} // namespace admin
