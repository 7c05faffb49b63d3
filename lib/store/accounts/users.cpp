#include "users.hpp"

#include "factors/factors.hpp"
#include "keys/api_keys.hpp"
#include "links.hpp"
#include "sessions.hpp"

#include "lib/store/board/job_changes.hpp"
#include "lib/store/hiring/applications.hpp"
#include "lib/store/ledger/part.hpp"

#include "lib/base/text.hpp"

#include <fmt/format.h>

namespace {

const std::string user_columns = R"(
    u.id, u.username, u.email, u.first_name, u.last_name,
    coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username) AS full_name,
    u.role, u.phone_number, u.profile_picture, u.bio, u.is_active, u.email_verified, u.date_joined, u.last_login)";

constexpr Order<User> orders[] = {
    {"date_joined", "u.date_joined", "u.date_joined", "timestamptz",
        [](const User& u, bool) { return exact_text(u.date_joined); }},
    {"username", "u.username", "u.username", "text", [](const User& u, bool) { return u.username; }},
    {"email", "u.email", "u.email", "text", [](const User& u, bool) { return u.email; }},
};

struct Found {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &Found::id)};
};

struct Kind {
    std::string kind;
    static constexpr auto fields = std::tuple{field("kind", &Kind::kind)};
};

std::string conditions(const UserFilter& filter, Params& params)
{
    std::string out = " WHERE u.deleted_at IS NULL";
    if (filter.role) {
        out += " AND u.role = :role";
        params.push_back(arg("role", *filter.role));
    }
    if (filter.is_active) out += *filter.is_active ? " AND u.is_active" : " AND NOT u.is_active";
    if (filter.search) {
        out += " AND (u.username ILIKE :search OR u.email ILIKE :search OR u.first_name || ' ' || "
               "u.last_name ILIKE :search)";
        params.push_back(arg("search", like_containing(*filter.search)));
    }
    return out;
}

} // namespace

UserChange as_it_is(const User& u)
{
    return {.username = u.username,
        .email = u.email,
        .first_name = u.first_name,
        .last_name = u.last_name,
        .role = u.role,
        .is_active = u.is_active,
        .phone_number = u.phone_number,
        .bio = u.bio,
        .profile_picture = u.profile_picture};
}

void store::add_user(Sql& sql, const NewUser& user)
{
    static const auto adding = telling(user_created, R"(
        INSERT INTO users (id, username, email, password_hash, first_name, last_name, role, phone_number, bio)
        VALUES (:id::uuid, :username, :email, :password_hash, :first_name, :last_name, :role, :phone_number, :bio)
        RETURNING id, username, NULL::jsonb)");
    tell(sql, adding, args_of(user));
}

std::optional<User> store::find_user(Sql& sql, const Uuid& id)
{
    static const std::string text =
        "SELECT" + user_columns + " FROM users u WHERE u.id = :id::uuid AND u.deleted_at IS NULL";
    return sql.one<User>(text, {arg("id", id)});
}

std::optional<User> store::lock_user(Sql& sql, const Uuid& id)
{
    static const std::string text =
        "SELECT" + user_columns + " FROM users u WHERE u.id = :id::uuid AND u.deleted_at IS NULL FOR UPDATE";
    return sql.one<User>(text, {arg("id", id)});
}

std::optional<Credentials> store::find_credentials(Sql& sql, const std::string& name)
{
    return sql.one<Credentials>(R"(
        SELECT id, password_hash, password_version, is_active, email_verified FROM users
         WHERE (username = :name OR email = :name) AND deleted_at IS NULL
         ORDER BY username = :name DESC LIMIT 1
    )",
        {arg("name", std::string_view(name))});
}

std::optional<Credentials> store::find_credentials(Sql& sql, const Uuid& id)
{
    return sql.one<Credentials>(
        "SELECT id, password_hash, password_version, is_active, email_verified FROM users "
        "WHERE id = :id::uuid AND deleted_at IS NULL",
        {arg("id", id)});
}

std::optional<Uuid> store::find_employer(Sql& sql, const std::string& name)
{
    auto found = sql.one<Found>(R"(
        SELECT id FROM users
         WHERE (username = :name OR email = :name) AND role IN ('employer', 'admin') AND is_active
           AND deleted_at IS NULL
         ORDER BY username = :name DESC LIMIT 1
    )",
        {arg("name", std::string_view(name))});
    return found ? std::optional(found->id) : std::nullopt;
}

std::vector<std::string> store::password_kinds(Sql& sql)
{
    std::vector<std::string> out;
    for (auto& row : sql.all<Kind>(R"(
        WITH RECURSIVE kinds AS (
            (SELECT password_kind(password_hash) AS kind FROM users ORDER BY 1 LIMIT 1)
             UNION ALL
            SELECT (SELECT password_kind(password_hash) FROM users
                     WHERE password_kind(password_hash) > kinds.kind ORDER BY 1 LIMIT 1)
              FROM kinds WHERE kind IS NOT NULL)
        SELECT kind FROM kinds WHERE kind <> ''
    )"))
        out.push_back(std::move(row.kind));
    return out;
}

store::Taken store::find_taken(
    Sql& sql, const std::string& username, const std::string& email, const std::optional<Uuid>& except)
{
    return *sql.one<Taken>(R"(
        SELECT EXISTS (SELECT FROM users WHERE username = :username AND id IS DISTINCT FROM :except::uuid) AS username,
               EXISTS (SELECT FROM users WHERE email = :email AND id IS DISTINCT FROM :except::uuid) AS email
    )",
        {arg("username", std::string_view(username)), arg("email", std::string_view(email)),
            arg("except", except)});
}

std::span<const Order<User>> store::user_orders()
{
    return orders;
}

Slice<User> store::list_users(Sql& sql, const UserFilter& filter, const Window<User>& window)
{
    Params params;
    auto where = conditions(filter, params);
    return read_part(sql, {user_columns, "users u", "u.id"}, where, params, window);
}

void store::change_user(Sql& sql, const User& before, const UserChange& after)
{
    static const auto changing = telling(user_updated, R"(
        UPDATE users
           SET username = :username, email = :email, first_name = :first_name, last_name = :last_name, role = :role,
               is_active = :is_active::boolean, phone_number = :phone_number, bio = :bio,
               profile_picture = :profile_picture,
               email_verified = email_verified AND email = :email
         WHERE id = :id::uuid
        RETURNING id, username, :changes::jsonb)");
    tell(sql, changing,
        args_of(after, {arg("id", before.id), arg("changes", changes_of(as_it_is(before), after))}));
    // A password is asked for anew before somebody comes to the pages for admins again.
    if (before.is_active != after.is_active || before.role != after.role) end_admin_sessions(sql, before.id);
}

void store::set_password(Sql& sql, const Uuid& id, const std::string& hash)
{
    static const auto setting = telling(password_changed, R"(
        UPDATE users SET password_hash = :hash, password_version = password_version + 1 WHERE id = :id::uuid
        RETURNING id, username, NULL::jsonb)");
    tell(sql, setting, {arg("hash", std::string_view(hash)), arg("id", id)});
    end_links(sql, id, {LinkPurpose::password_reset});
}

bool store::change_password(Sql& sql, const Uuid& id, const std::string& seen, const std::string& hash)
{
    static const auto changing = telling(password_changed, R"(
        UPDATE users SET password_hash = :hash, password_version = password_version + 1
         WHERE id = :id::uuid AND password_hash = :seen
        RETURNING id, username, NULL::jsonb)");
    auto changed = tell(sql, changing,
        {arg("hash", std::string_view(hash)), arg("id", id), arg("seen", std::string_view(seen))});
    if (changed == 1) end_links(sql, id, {LinkPurpose::password_reset});
    return changed == 1;
}

bool store::sign_in(
    Sql& sql, const Uuid& id, const std::string& seen, const std::optional<std::string>& fresh)
{
    static const auto signing_in = telling(user_signed_in, R"(
        UPDATE users SET last_login = now(), password_hash = coalesce(:fresh, password_hash)
         WHERE id = :id::uuid AND password_hash = :seen AND is_active AND deleted_at IS NULL
        RETURNING id, username, NULL::jsonb)");
    return tell(sql, signing_in, {arg("fresh", fresh), arg("id", id), arg("seen", std::string_view(seen))}) ==
           1;
}

bool store::sign_in(Sql& sql, const Uuid& id, std::optional<long long> password_version)
{
    static const auto signing_in = telling(user_signed_in, R"(
        UPDATE users SET last_login = now()
         WHERE id = :id::uuid AND password_version = coalesce(:version::bigint, password_version) AND is_active
           AND deleted_at IS NULL
        RETURNING id, username, NULL::jsonb)");
    return tell(sql, signing_in, {arg("id", id), arg("version", password_version)}) == 1;
}

bool store::delete_user(Sql& sql, const Uuid& id)
{
    Params of{arg("id", id)};
    delete_jobs_of(sql, id);
    delete_applications_of(sql, id);
    sql.change("DELETE FROM sessions WHERE user_id = :id::uuid", of);
    // Whose they were is told by the account's own event.
    sql.change("DELETE FROM passkeys WHERE person = :id::uuid RETURNING id", of);
    sql.change("DELETE FROM oauth_accounts WHERE person = :id::uuid RETURNING id", of);
    forget_factors(sql, id);
    // Jobs that others have applied for name their employer: the account is emptied where it cannot go.
    static const auto emptying = telling(user_deleted, R"(
        UPDATE users
           SET username = 'deleted_' || replace(gen_random_uuid()::text, '-', ''),
               email = gen_random_uuid() || '@deleted.invalid',
               password_hash = '!', first_name = '', last_name = '', phone_number = NULL, bio = NULL,
               profile_picture = NULL, is_active = false, last_login = NULL, pending_email = NULL,
               deleted_at = now()
          FROM (SELECT id, username FROM users WHERE id = :id::uuid AND deleted_at IS NULL FOR UPDATE) before
         WHERE users.id = before.id AND EXISTS (SELECT FROM jobs WHERE employer_id = users.id)
        RETURNING users.id, before.username, NULL::jsonb)");
    if (tell(sql, emptying, of) == 1) return delete_api_keys_of(sql, id), true;
    static const auto deleting = telling(user_deleted, R"(
        DELETE FROM users WHERE id = :id::uuid AND deleted_at IS NULL RETURNING id, username, NULL::jsonb)");
    return tell(sql, deleting, of) == 1;
}
