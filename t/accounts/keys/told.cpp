// API keys, and the addresses of admins.
#include "t/kit/told.hpp"

#include "t/kit/seed.hpp"

namespace {

Uuid api_key(Sql& sql, const Uuid& owner)
{
    auto id = new_uuid();
    sql.change("INSERT INTO api_keys (id, owner, name, prefix, digest, scopes) VALUES (:id::uuid, "
               ":owner::uuid, 'Import', "
               "'jb_00000000', :id::uuid::text, 'read')",
        {arg("id", id), arg("owner", owner)});
    sql.change("INSERT INTO api_key_uses (key) VALUES (:id::uuid)", {arg("id", id)});
    return id;
}

// One that is off: others would keep the tests' admins out.
Uuid entry(Sql& sql)
{
    static int made = 0;
    auto id = new_uuid();
    ++made;
    sql.change("INSERT INTO ip_whitelist (id, ip_address, is_active) VALUES (:id::uuid, :address, false)",
        {arg("id", id),
            arg("address", "10.7." + std::to_string(made / 250) + '.' + std::to_string(made % 250))});
    return id;
}

constexpr std::string_view content = R"({"name":"Import","scopes":["jobs:read"]})",
                           renamed = R"({"name":"Export","scopes":["read"]})",
                           network = R"({"ip_address":"192.0.2.0/24","is_active":false})",
                           described = R"({"description":"Ours."})";

// clang-format off
const Tell all{Told{
    .things = {{"api_key", [](Sql& sql) { return api_key(sql, seed::user(sql, {.username = "ann", .role = "user"})); },
            [](Sql& sql, const Uuid& owner, bool) { return api_key(sql, owner); }},
        {"ip_whitelist_entry", entry, [](Sql& sql, const Uuid&, bool) { return entry(sql); }, false}},
    .expectations = {
        //                                           anon     user emp  other admin deactivated
        {"list_api_keys",             On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"add_api_key",               On::nothing,   {401,     201, 201, 201, 201, 401}, content},
        {"read_api_key",              On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"read_api_key",              On::foreign,   {401,     404, 404, 404, 200, 401}},
        {"read_api_key",              On::absent,    {401,     404, 404, 404, 404, 401}},
        {"update_api_key",            On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"update_api_key",            On::foreign,   {401,     404, 404, 404, 200, 401}},
        {"update_api_key",            On::absent,    {401,     404, 404, 404, 404, 401}},
        {"replace_api_key",           On::own,       {no_case, 200, 200, 200, 200, 401}, content},
        {"replace_api_key",           On::foreign,   {401,     404, 404, 404, 200, 401}, content},
        {"replace_api_key",           On::absent,    {401,     404, 404, 404, 404, 401}, content},
        {"delete_api_key",            On::own,       {no_case, 204, 204, 204, 204, 401}},
        {"delete_api_key",            On::foreign,   {401,     404, 404, 404, 204, 401}},
        {"delete_api_key",            On::absent,    {401,     404, 404, 404, 404, 401}},
        {"revoke_api_key",            On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"revoke_api_key",            On::foreign,   {401,     404, 404, 404, 200, 401}},
        {"revoke_api_key",            On::absent,    {401,     404, 404, 404, 404, 401}},
        {"rotate_api_key",            On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"rotate_api_key",            On::foreign,   {401,     404, 404, 404, 403, 401}},
        {"rotate_api_key",            On::absent,    {401,     404, 404, 404, 404, 401}},
        {"list_ip_whitelist",         On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"add_ip_whitelist_entry",    On::nothing,   {401,     403, 403, 403, 201, 401}, network},
        {"read_ip_whitelist_entry",   On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"read_ip_whitelist_entry",   On::absent,    {401,     403, 403, 403, 404, 401}},
        {"update_ip_whitelist_entry", On::foreign,   {401,     403, 403, 403, 200, 401}, described},
        {"update_ip_whitelist_entry", On::absent,    {401,     403, 403, 403, 404, 401}, described},
        {"replace_ip_whitelist_entry", On::foreign,  {401,     403, 403, 403, 200, 401},
            R"({"ip_address":"198.51.100.0/24","is_active":false})"},
        {"replace_ip_whitelist_entry", On::absent,   {401,     403, 403, 403, 404, 401}, network},
        {"delete_ip_whitelist_entry", On::foreign,   {401,     403, 403, 403, 204, 401}},
        {"delete_ip_whitelist_entry", On::absent,    {401,     403, 403, 403, 404, 401}},
    },
    .writes = {
        {"add_api_key", content, {"api_keys +", "api_key_uses +", "event api_key.created"}},
        {"update_api_key", R"({"name":"Export"})",
            {"api_keys.name", "api_keys.updated_at", "event api_key.updated"}},
        {"replace_api_key", renamed, {"api_keys.name", "api_keys.updated_at", "event api_key.updated"}},
        {"delete_api_key", "{}", {"api_keys -", "api_key_uses -", "event api_key.deleted"}},
        {"revoke_api_key", "{}",
            {"api_keys.is_active", "api_keys.revoked_at", "api_keys.updated_at", "event api_key.revoked"}},
        {"rotate_api_key", R"({"overlap_hours":1})",
            {"api_keys.digest", "api_keys.prefix", "api_keys.previous_digest", "api_keys.previous_until",
                "api_keys.updated_at", "event api_key.rotated"}},
        {"add_ip_whitelist_entry", network, {"ip_whitelist +", "event ip_whitelist.created"}},
        {"update_ip_whitelist_entry", described,
            {"ip_whitelist.description", "ip_whitelist.updated_at", "event ip_whitelist.updated"}},
        {"replace_ip_whitelist_entry", network,
            {"ip_whitelist.ip_address", "ip_whitelist.updated_at", "event ip_whitelist.updated"}},
        {"delete_ip_whitelist_entry", "{}", {"ip_whitelist -", "event ip_whitelist.deleted"}},
    },
}};
// clang-format on

} // namespace
