#include "oauth_accounts.hpp"

namespace {

struct Found {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &Found::id)};
};

struct Yes {
    bool yes = false;
    static constexpr auto fields = std::tuple{field("yes", &Yes::yes)};
};

} // namespace

std::vector<OAuthAccount> store::list_oauth_accounts(Sql& sql, const Uuid& person)
{
    return sql.all<OAuthAccount>(R"(
        SELECT id, provider, email, created_at, last_used_at FROM oauth_accounts
         WHERE person = :person::uuid ORDER BY created_at, id
    )",
        {arg("person", person)});
}

std::optional<OAuthAccount> store::find_oauth_account(Sql& sql, const Uuid& id, const Uuid& person)
{
    return sql.one<OAuthAccount>(R"(
        SELECT id, provider, email, created_at, last_used_at FROM oauth_accounts
         WHERE id = :id::uuid AND person = :person::uuid
    )",
        {arg("id", id), arg("person", person)});
}

std::optional<OAuthAccount> store::find_oauth_account(Sql& sql, const OAuthSubject& who, const Uuid& person)
{
    return sql.one<OAuthAccount>(R"(
        SELECT id, provider, email, created_at, last_used_at FROM oauth_accounts
         WHERE provider = :provider AND subject = :subject AND person = :person::uuid
    )",
        {arg("provider", who.provider), arg("subject", who.subject), arg("person", person)});
}

std::optional<Uuid> store::use_oauth_account(Sql& sql, const OAuthSubject& who)
{
    auto found = sql.one<Found>(R"(
        UPDATE oauth_accounts SET last_used_at = now(), email = :email
         WHERE provider = :provider AND subject = :subject RETURNING person AS id
    )",
        args_of(who));
    return found ? std::optional(found->id) : std::nullopt;
}

Uuid store::link_oauth_account(Sql& sql, const Uuid& person, const OAuthSubject& who)
{
    static const auto linking = telling(oauth_account_linked, R"(
        INSERT INTO oauth_accounts (id, person, provider, subject, email)
        VALUES (:id::uuid, :person::uuid, :provider, :subject, :email)
        RETURNING person, (SELECT username FROM users WHERE users.id = person),
                  jsonb_build_object('provider', jsonb_build_array(NULL, provider)))");
    auto id = new_uuid();
    tell(sql, linking, args_of(who, {arg("id", id), arg("person", person)}));
    return id;
}

bool store::unlink_oauth_account(Sql& sql, const Uuid& id, const Uuid& person)
{
    static const auto unlinking = telling(oauth_account_unlinked, R"(
        DELETE FROM oauth_accounts WHERE id = :id::uuid AND person = :person::uuid
        RETURNING person, (SELECT username FROM users WHERE users.id = person),
                  jsonb_build_object('provider', jsonb_build_array(provider, NULL)))");
    return tell(sql, unlinking, {arg("id", id), arg("person", person)}) == 1;
}

// What begins with '!' matches no password. Another way to sign in is another line here.
bool store::has_other_way_in(Sql& sql, const Uuid& id, const Uuid& person, const std::string& providers)
{
    return sql
        .one<Yes>(R"(
        SELECT EXISTS (SELECT FROM users WHERE id = :person::uuid AND password_hash NOT LIKE '!%')
            OR EXISTS (SELECT FROM oauth_accounts WHERE person = :person::uuid AND id <> :id::uuid
                          AND provider = ANY (string_to_array(:providers, ',')))
            OR EXISTS (SELECT FROM passkeys WHERE person = :person::uuid AND id <> :id::uuid)
            AS yes
    )",
            {arg("person", person), arg("id", id), arg("providers", std::string_view(providers))})
        ->yes;
}

std::optional<AddressOwner> store::find_owner_of_address(Sql& sql, const std::string& email)
{
    return sql.one<AddressOwner>(
        "SELECT id, email_verified FROM users WHERE email = :email AND deleted_at IS NULL FOR UPDATE",
        {arg("email", std::string_view(email))});
}

bool store::add_verified_user(Sql& sql, const NewUser& user)
{
    static const auto adding = telling(user_created, R"(
        INSERT INTO users (id, username, email, password_hash, first_name, last_name, role, phone_number, bio,
                           email_verified)
        VALUES (:id::uuid, :username, :email, :password_hash, :first_name, :last_name, :role, :phone_number, :bio,
                true)
        ON CONFLICT DO NOTHING
        RETURNING id, username, NULL::jsonb)");
    return tell(sql, adding, args_of(user)) == 1;
}
