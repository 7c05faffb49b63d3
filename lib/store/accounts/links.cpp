#include "links.hpp"

#include "lib/db/batches.hpp"

void store::add_link(Sql& sql, const NewLink& link)
{
    sql.change(R"(
        WITH older AS (
            DELETE FROM one_time_links
             WHERE person = :person::uuid AND purpose = :purpose AND purpose <> 'email_change_undo')
        INSERT INTO one_time_links (id, person, purpose, address, digest, sealed, expires_at)
        VALUES (:id::uuid, :person::uuid, :purpose, :address, :digest, :sealed,
                now() + :lifetime::bigint * interval '1 second')
    )",
        {arg("person", link.person), arg("purpose", link.purpose), arg("id", link.id),
            arg("address", std::string_view(link.address)),
            arg("digest", std::string_view(link.secret.digest)),
            arg("sealed", std::string_view(link.secret.sealed)),
            arg("lifetime", static_cast<long long>(link.lifetime.count()))});
}

void store::tell_of_link(Sql& sql, const EventKind& kind, const Uuid& person, const Uuid& link)
{
    tell(sql, telling(kind, R"(
        SELECT id, username, jsonb_build_object('link', json_build_array(NULL, :link::text)) FROM users
         WHERE id = :person::uuid)"),
        {arg("link", link), arg("person", person)});
}

std::optional<KnownLink> store::find_link(Sql& sql, const std::string& digest)
{
    return sql.one<KnownLink>(
        "SELECT id, person, purpose, address, created_at FROM one_time_links WHERE digest = "
        ":digest AND expires_at > now()",
        {arg("digest", std::string_view(digest))});
}

std::optional<KnownLink> store::take_link(Sql& sql, const std::string& digest)
{
    return sql.one<KnownLink>(R"(
        DELETE FROM one_time_links WHERE digest = :digest AND expires_at > now()
        RETURNING id, person, purpose, address, created_at
    )",
        {arg("digest", std::string_view(digest))});
}

void store::end_links(Sql& sql, const Uuid& person, std::initializer_list<LinkPurpose> purposes)
{
    for (auto purpose : purposes)
        sql.change("DELETE FROM one_time_links WHERE person = :person::uuid AND purpose = :purpose",
            {arg("person", person), arg("purpose", purpose)});
}

void store::end_later_undo_links(Sql& sql, const KnownLink& link)
{
    sql.change(R"(
        DELETE FROM one_time_links
         WHERE person = :person::uuid AND purpose = 'email_change_undo' AND created_at >= :since::timestamptz
    )",
        {arg("person", link.person), arg("since", link.created_at)});
}

std::optional<store::Forgetful> store::find_forgetful(Sql& sql, const std::string& email)
{
    return sql.one<Forgetful>(R"(
        SELECT u.id, u.email,
               (SELECT count(*) FROM events e WHERE e.subject = u.id AND e.kind = 'user.password_reset_asked'
                   AND e.at > now() - interval '1 hour') AS lately
          FROM users u WHERE u.email = :email AND u.is_active AND u.deleted_at IS NULL
    )",
        {arg("email", std::string_view(email))});
}

long long store::sweep_links(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM one_time_links WHERE id = ANY (ARRAY(
            SELECT id FROM one_time_links WHERE expires_at < now()
             ORDER BY expires_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
}

namespace {

struct Pending {
    std::optional<std::string> pending_email;
    static constexpr auto fields = std::tuple{field("pending_email", &Pending::pending_email)};
};

} // namespace

std::optional<std::string> store::find_pending_email(Sql& sql, const Uuid& person)
{
    auto found =
        sql.one<Pending>("SELECT pending_email FROM users WHERE id = :person::uuid", {arg("person", person)});
    return found ? found->pending_email : std::nullopt;
}

void store::set_pending_email(Sql& sql, const Uuid& person, const std::string& address, const Uuid& link)
{
    static const auto asking = telling(email_change_asked, R"(
        UPDATE users u SET pending_email = :address
          FROM (SELECT id, pending_email FROM users WHERE id = :person::uuid) before
         WHERE u.id = before.id
        RETURNING u.id, u.username,
                  jsonb_build_object('pending_email', json_build_array(before.pending_email, u.pending_email),
                                     'link', json_build_array(NULL, :link::text)))");
    tell(sql, asking, {arg("address", std::string_view(address)), arg("person", person), arg("link", link)});
}

bool store::verify_email(Sql& sql, const Uuid& person, const std::string& address)
{
    static const auto verifying = telling(email_verified, R"(
        UPDATE users u SET email_verified = true
          FROM (SELECT id, email_verified FROM users WHERE id = :person::uuid) before
         WHERE u.id = before.id AND u.email = :address AND u.deleted_at IS NULL
        RETURNING u.id, u.username, CASE WHEN before.email_verified THEN '{}'
                                         ELSE '{"email_verified":[false,true]}' END::jsonb)");
    tell(sql, verifying, {arg("person", person), arg("address", std::string_view(address))});
    return sql.one<Count>("SELECT count(*) FROM users WHERE id = :person::uuid AND email = :address",
                  {arg("person", person), arg("address", std::string_view(address))})
               ->count == 1;
}

bool store::take_pending_email(Sql& sql, const Uuid& person, const std::string& address)
{
    static const auto taking = telling(email_changed, R"(
        UPDATE users u SET email = u.pending_email, pending_email = NULL, email_verified = true
          FROM (SELECT id, email FROM users WHERE id = :person::uuid FOR UPDATE) before
         WHERE u.id = before.id AND u.pending_email = :address AND u.deleted_at IS NULL
        RETURNING u.id, u.username, jsonb_build_object('email', json_build_array(before.email, u.email)))");
    return tell(sql, taking, {arg("person", person), arg("address", std::string_view(address))}) == 1;
}

void store::bring_back_email(Sql& sql, const Uuid& person, const std::string& address)
{
    static const auto undoing = telling(email_change_undone, R"(
        UPDATE users u SET email = :address, pending_email = NULL, email_verified = true
          FROM (SELECT id, email, pending_email FROM users WHERE id = :person::uuid FOR UPDATE) before
         WHERE u.id = before.id AND u.deleted_at IS NULL
        RETURNING u.id, u.username,
                  jsonb_build_object('pending_email', json_build_array(before.pending_email, NULL))
                  || CASE WHEN before.email = u.email THEN '{}'
                          ELSE jsonb_build_object('email', json_build_array(before.email, u.email)) END)");
    tell(sql, undoing, {arg("person", person), arg("address", std::string_view(address))});
}
