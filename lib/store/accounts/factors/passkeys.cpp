#include "passkeys.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/db/batches.hpp"
#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns = "p.id, p.name, p.backed_up, p.created_at, p.last_used_at";

constexpr Order<Passkey> orders[] = {
    {"created_at", "p.created_at", "p.created_at", "timestamptz",
        [](const Passkey& p, bool) { return exact_text(p.created_at); }},
};

// One that is used; bytes come out of the database as text.
struct PasskeyRow {
    Uuid id, person;
    std::string public_key; // in base64url
    long long sign_count = 0;
    static constexpr auto fields = std::tuple{
        field("id", &PasskeyRow::id),
        field("person", &PasskeyRow::person),
        field("public_key", &PasskeyRow::public_key),
        field("sign_count", &PasskeyRow::sign_count),
    };
};

// Bytes of a column in base64url, as SQL. PostgreSQL breaks lines of base64.
std::string encoded(std::string_view column)
{
    return fmt::format("rtrim(translate(encode({}, 'base64'), '+/' || chr(10), '-_'), '=')", column);
}

Param bytes_arg(std::string_view name, const std::string& bytes)
{
    return arg(name, hex_text(bytes));
}

} // namespace

std::span<const Order<Passkey>> store::passkey_orders()
{
    return orders;
}

Slice<Passkey> store::list_passkeys(Sql& sql, const Uuid& person, const Window<Passkey>& window)
{
    return read_part(sql, {columns, "passkeys p", "p.id"}, " WHERE p.person = :person::uuid",
        {arg("person", person)}, window);
}

std::optional<Passkey> store::find_passkey(Sql& sql, const Uuid& id, const Uuid& person)
{
    static const auto text =
        fmt::format("SELECT {} FROM passkeys p WHERE p.id = :id::uuid AND p.person = :person::uuid", columns);
    return sql.one<Passkey>(text, {arg("id", id), arg("person", person)});
}

long long store::count_passkeys(Sql& sql, const Uuid& person)
{
    return sql
        .one<Count>(
            "SELECT count(*) AS count FROM passkeys WHERE person = :person::uuid", {arg("person", person)})
        ->count;
}

std::vector<PasskeyHandle> store::passkey_handles(Sql& sql, const Uuid& person)
{
    static const auto text =
        fmt::format("SELECT {} AS credential_id, transports FROM passkeys WHERE person = :person::uuid "
                    "ORDER BY created_at, id",
            encoded("credential_id"));
    return sql.all<PasskeyHandle>(text, {arg("person", person)});
}

std::optional<KnownPasskey> store::find_passkey(Sql& sql, const std::string& credential_id)
{
    static const auto text = fmt::format("SELECT id, person, {} AS public_key, sign_count FROM passkeys "
                                         "WHERE credential_id = decode(:credential_id, 'hex')",
        encoded("public_key"));
    auto row = sql.one<PasskeyRow>(text, {bytes_arg("credential_id", credential_id)});
    if (!row) return std::nullopt;
    return KnownPasskey{row->id, row->person,
        {credential_id, *base64url_decoded(row->public_key), static_cast<std::uint32_t>(row->sign_count)}};
}

bool store::add_passkey(Sql& sql, const Uuid& id, const Uuid& person, const std::string& name,
    const PasskeyCredential& credential, const std::string& transports)
{
    // The lock comes first, in a statement of its own: the one that counts then sees what the holder before
    // has committed.
    sql.change("SELECT FROM users WHERE id = :person::uuid FOR UPDATE", {arg("person", person)});
    static const auto adding = telling(passkey_added, R"(
        INSERT INTO passkeys (id, person, credential_id, public_key, sign_count, name, backed_up, transports)
        SELECT :id::uuid, :person::uuid, decode(:credential_id, 'hex'), decode(:public_key, 'hex'),
               :sign_count::bigint, :name, :backed_up::boolean, :transports
         WHERE (SELECT count(*) FROM passkeys WHERE person = :person::uuid) < :most::int
        RETURNING person, (SELECT username FROM users WHERE id = person),
                  jsonb_build_object('passkey', jsonb_build_array(NULL, name)))");
    return tell(sql, adding,
               {arg("id", id), arg("person", person), bytes_arg("credential_id", credential.id),
                   bytes_arg("public_key", credential.public_key),
                   arg("sign_count", static_cast<long long>(credential.sign_count)), arg("name", name),
                   arg("backed_up", credential.backed_up), arg("transports", transports),
                   arg("most", most_passkeys)}) == 1;
}

bool store::rename_passkey(Sql& sql, const Uuid& id, const Uuid& person, const std::string& name)
{
    static const auto text = fmt::format(
        "SELECT {} FROM passkeys p WHERE p.id = :id::uuid AND p.person = :person::uuid FOR UPDATE", columns);
    auto before = sql.one<Passkey>(text, {arg("id", id), arg("person", person)});
    if (!before) return false;
    static const auto renaming = telling(passkey_renamed, R"(
        UPDATE passkeys SET name = :name WHERE id = :id::uuid AND name <> :name
        RETURNING person, (SELECT username FROM users WHERE id = person),
                  jsonb_build_object('passkey', jsonb_build_array(:before::text, name)))");
    tell(sql, renaming, {arg("name", name), arg("id", id), arg("before", before->name)});
    return true;
}

bool store::delete_passkey(Sql& sql, const Uuid& id, const Uuid& person)
{
    static const auto deleting = telling(passkey_removed, R"(
        DELETE FROM passkeys WHERE id = :id::uuid AND person = :person::uuid
        RETURNING person, (SELECT username FROM users WHERE id = person),
                  jsonb_build_object('passkey', jsonb_build_array(name, NULL)))");
    return tell(sql, deleting, {arg("id", id), arg("person", person)}) == 1;
}

bool store::use_passkey(Sql& sql, const Uuid& id, const PasskeyUse& use)
{
    return sql.change(R"(
        UPDATE passkeys
           SET sign_count = :sign_count::bigint, backed_up = :backed_up::boolean, last_used_at = now()
          FROM users u
         WHERE passkeys.id = :id::uuid AND u.id = person AND u.is_active AND u.deleted_at IS NULL
           AND (sign_count < :sign_count::bigint OR (sign_count = 0 AND :sign_count::bigint = 0))
        RETURNING person
    )",
               {arg("sign_count", static_cast<long long>(use.sign_count)), arg("backed_up", use.backed_up),
                   arg("id", id)}) == 1;
}

void store::add_passkey_challenge(
    Sql& sql, PasskeyPurpose purpose, const std::string& challenge, const std::optional<Uuid>& session)
{
    sql.change(R"(
        INSERT INTO passkey_challenges (challenge, purpose, session, expires_at)
        VALUES (decode(:challenge, 'hex'), :purpose, :session::uuid, now() + :minutes::int * interval '1 minute')
    )",
        {bytes_arg("challenge", challenge), arg("purpose", purpose), arg("session", session),
            arg("minutes", static_cast<int>(passkey_challenge_lasts.count()))});
}

bool store::take_passkey_challenge(
    Sql& sql, PasskeyPurpose purpose, const std::string& challenge, const std::optional<Uuid>& session)
{
    return sql.change(R"(
        DELETE FROM passkey_challenges
         WHERE challenge = decode(:challenge, 'hex') AND purpose = :purpose
           AND session IS NOT DISTINCT FROM :session::uuid AND expires_at > now()
    )",
               {bytes_arg("challenge", challenge), arg("purpose", purpose), arg("session", session)}) == 1;
}

long long store::sweep_passkey_challenges(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM passkey_challenges WHERE challenge = ANY (ARRAY(
            SELECT challenge FROM passkey_challenges WHERE expires_at < now()
             ORDER BY expires_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED))
    )");
}
