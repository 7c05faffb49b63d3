#include "api_keys.hpp"

#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns = R"(
    k.id, k.owner, u.username AS owner_name, k.prefix, k.name, k.scopes, k.allowed_ips, k.rate_limit, k.expires_at,
    k.is_active, n.last_used_at, CASE WHEN k.previous_until > now() THEN k.previous_until END AS previous_until,
    k.revoked_at IS NOT NULL AS is_revoked, coalesce(k.expires_at <= now(), false) AS is_expired,
    k.is_active AND u.is_active AND coalesce(k.expires_at > now(), true) AS is_valid, k.created_at, k.updated_at)";
constexpr std::string_view tables =
    "api_keys k JOIN users u ON u.id = k.owner LEFT JOIN api_key_uses n ON n.key = k.id";

constexpr Order<ApiKey> orders[] = {
    {"created_at", "k.created_at", "k.created_at", "timestamptz",
        [](const ApiKey& k, bool) { return exact_text(k.created_at); }},
};

Params one_of(const Uuid& id, const Scope& scope)
{
    return store::args_of(scope, {arg("id", id)});
}

std::optional<ApiKey> one(Sql& sql, const Uuid& id, const Scope& scope, std::string_view lock)
{
    static const auto text = fmt::format("SELECT {} FROM {} WHERE k.id = :id::uuid AND {}", columns, tables,
        store::owned_by_caller("k.owner"));
    static const auto locking = text + " FOR UPDATE OF k";
    return sql.one<ApiKey>(lock.empty() ? text : locking, one_of(id, scope));
}

} // namespace

std::span<const Order<ApiKey>> store::api_key_orders()
{
    return orders;
}

Slice<ApiKey> store::list_api_keys(
    Sql& sql, const Scope& scope, const ApiKeyFilter& filter, const Window<ApiKey>& window)
{
    auto params = args_of(scope);
    auto where = " WHERE " + owned_by_caller("k.owner");
    if (filter.owner) {
        where += " AND k.owner = :owner::uuid";
        params.push_back(arg("owner", *filter.owner));
    }
    if (filter.is_active) {
        where += " AND k.is_active = :is_active::boolean";
        params.push_back(arg("is_active", *filter.is_active));
    }
    return read_part(sql, {columns, tables, "k.id", Counting::to_ten_thousand}, where, params, window);
}

std::optional<ApiKey> store::find_api_key(Sql& sql, const Uuid& id, const Scope& scope)
{
    return one(sql, id, scope, "");
}

std::optional<ApiKey> store::lock_api_key(Sql& sql, const Uuid& id, const Scope& scope)
{
    return one(sql, id, scope, "locked");
}

long long store::count_api_keys(Sql& sql, const Uuid& owner)
{
    return sql
        .one<Count>(
            "SELECT count(*) AS count FROM api_keys WHERE owner = :owner::uuid", {arg("owner", owner)})
        ->count;
}

void store::add_api_key(
    Sql& sql, const Uuid& id, const Uuid& owner, const ApiKeyText& text, const ApiKeySecret& secret)
{
    static const auto adding = telling(api_key_created, R"(
        INSERT INTO api_keys (id, owner, prefix, digest, name, scopes, allowed_ips, rate_limit, expires_at, is_active)
        VALUES (:id::uuid, :owner::uuid, :prefix, :digest, :name, :scopes, :allowed_ips, :rate_limit::int,
                :expires_at::timestamptz, :is_active::boolean)
        RETURNING id, name || ' (' || prefix || ')', NULL::jsonb)");
    tell(sql, adding, ::args_of(text, ::args_of(secret, {arg("id", id), arg("owner", owner)})));
    sql.change("INSERT INTO api_key_uses (key) VALUES (:id::uuid)", {arg("id", id)});
}

void store::change_api_key(Sql& sql, const Uuid& id, const ApiKeyText& before, const ApiKeyText& after)
{
    static const auto changing = telling(api_key_updated, R"(
        UPDATE api_keys
           SET name = :name, scopes = :scopes, allowed_ips = :allowed_ips, rate_limit = :rate_limit::int,
               expires_at = :expires_at::timestamptz, is_active = :is_active::boolean,
               updated_at = CASE WHEN :changes::jsonb = '{}' THEN updated_at ELSE now() END
         WHERE id = :id::uuid
        RETURNING id, name || ' (' || prefix || ')', :changes::jsonb)");
    tell(sql, changing, ::args_of(after, {arg("id", id), arg("changes", changes_of(before, after))}));
}

void store::revoke_api_key(Sql& sql, const Uuid& id)
{
    static const auto revoking = telling(api_key_revoked, R"(
        UPDATE api_keys
           SET is_active = false, revoked_at = now(), previous_digest = NULL, previous_until = NULL, updated_at = now()
         WHERE id = :id::uuid AND revoked_at IS NULL
        RETURNING id, name || ' (' || prefix || ')', '{"is_revoked": [false, true]}'::jsonb)");
    tell(sql, revoking, {arg("id", id)});
}

void store::rotate_api_key(Sql& sql, const Uuid& id, const ApiKeySecret& secret, int overlap_hours)
{
    static const auto rotating = telling(api_key_rotated, R"(
        UPDATE api_keys
           SET previous_digest = CASE WHEN :hours::int > 0 THEN digest END,
               previous_until = CASE WHEN :hours::int > 0 THEN now() + :hours::int * interval '1 hour' END,
               digest = :digest, prefix = :prefix, updated_at = now()
         WHERE id = :id::uuid
        RETURNING id, name || ' (' || prefix || ')', '{"key": ["", ""]}'::jsonb)");
    tell(sql, rotating, ::args_of(secret, {arg("hours", overlap_hours), arg("id", id)}));
}

bool store::delete_api_key(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const auto deleting =
        telling(api_key_deleted, "DELETE FROM api_keys WHERE id = :id::uuid AND " + owned_by_caller("owner") +
                                     " RETURNING id, name || ' (' || prefix || ')', NULL::jsonb");
    return tell(sql, deleting, one_of(id, scope)) == 1;
}

void store::delete_api_keys_of(Sql& sql, const Uuid& owner)
{
    static const auto deleting =
        telling(api_key_deleted, "DELETE FROM api_keys WHERE owner = :owner::uuid RETURNING id, name || ' (' "
                                 "|| prefix || ')', NULL::jsonb");
    tell(sql, deleting, {arg("owner", owner)});
}
