#include "ip_whitelist.hpp"

#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns =
    "w.id, w.ip_address, w.description, w.is_active, w.created_by, "
    "coalesce(u.username, '') AS created_by_name, w.created_at, w.updated_at";
constexpr std::string_view tables = "ip_whitelist w LEFT JOIN users u ON u.id = w.created_by";

constexpr Order<IpWhitelistEntry> orders[] = {
    {"created_at", "w.created_at", "w.created_at", "timestamptz",
        [](const IpWhitelistEntry& w, bool) { return exact_text(w.created_at); }},
    {"ip_address", "w.ip_address", "w.ip_address", "text",
        [](const IpWhitelistEntry& w, bool) { return w.text.ip_address; }},
};

std::string one_where(std::string_view condition)
{
    return fmt::format("SELECT {} FROM {} WHERE {}", columns, tables, condition);
}

} // namespace

std::span<const Order<IpWhitelistEntry>> store::ip_whitelist_orders()
{
    return orders;
}

Slice<IpWhitelistEntry> store::list_ip_whitelist(Sql& sql, const Window<IpWhitelistEntry>& window)
{
    return read_part(sql, {columns, tables, "w.id"}, " WHERE true", {}, window);
}

std::optional<IpWhitelistEntry> store::find_ip_whitelist_entry(Sql& sql, const Uuid& id)
{
    static const auto text = one_where("w.id = :id::uuid");
    return sql.one<IpWhitelistEntry>(text, {arg("id", id)});
}

std::optional<IpWhitelistEntry> store::lock_ip_whitelist_entry(Sql& sql, const Uuid& id)
{
    static const auto text = one_where("w.id = :id::uuid FOR UPDATE OF w");
    return sql.one<IpWhitelistEntry>(text, {arg("id", id)});
}

std::optional<IpWhitelistEntry> store::lock_ip_whitelist_entry_of(Sql& sql, const std::string& ip_address)
{
    static const auto text = one_where("w.ip_address = :ip_address FOR UPDATE OF w");
    return sql.one<IpWhitelistEntry>(text, {arg("ip_address", ip_address)});
}

void store::add_ip_whitelist_entry(
    Sql& sql, const Uuid& id, const std::optional<Uuid>& created_by, const IpWhitelistText& text)
{
    static const auto adding = telling(ip_whitelist_created, R"(
        INSERT INTO ip_whitelist (id, created_by, ip_address, description, is_active)
        VALUES (:id::uuid, :created_by::uuid, :ip_address, :description, :is_active::boolean)
        RETURNING id, ip_address, NULL::jsonb)");
    tell(sql, adding, args_of(text, {arg("id", id), arg("created_by", created_by)}));
}

void store::change_ip_whitelist_entry(
    Sql& sql, const Uuid& id, const IpWhitelistText& before, const IpWhitelistText& after)
{
    static const auto changing = telling(ip_whitelist_updated, R"(
        UPDATE ip_whitelist
           SET ip_address = :ip_address, description = :description, is_active = :is_active::boolean,
               updated_at = CASE WHEN :changes::jsonb = '{}' THEN updated_at ELSE now() END
         WHERE id = :id::uuid
        RETURNING id, ip_address, :changes::jsonb)");
    tell(sql, changing, args_of(after, {arg("id", id), arg("changes", changes_of(before, after))}));
}

bool store::delete_ip_whitelist_entry(Sql& sql, const Uuid& id)
{
    static const auto deleting = telling(ip_whitelist_deleted,
        "DELETE FROM ip_whitelist WHERE id = :id::uuid RETURNING id, ip_address, NULL::jsonb");
    return tell(sql, deleting, {arg("id", id)}) == 1;
}

long long store::switch_off_ip_whitelist(Sql& sql)
{
    static const auto switching = telling(ip_whitelist_updated, R"(
        UPDATE ip_whitelist SET is_active = false, updated_at = now() WHERE is_active
        RETURNING id, ip_address, '{"is_active": [true, false]}'::jsonb)");
    return tell(sql, switching, {});
}

void store::hold_ip_whitelist(Sql& sql)
{
    sql.change("SELECT pg_advisory_xact_lock(hashtext('ip_whitelist'))");
}
