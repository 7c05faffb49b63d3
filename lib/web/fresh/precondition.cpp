#include "precondition.hpp"

#include "etag.hpp"

namespace {

struct Locked {
    bool locked = false;
    static constexpr auto fields = std::tuple{field("locked", &Locked::locked)};
};

// The id of an object as JSON: its first member.
std::string id_of(const std::string& body)
{
    constexpr std::string_view before = R"({"id":")";
    return body.starts_with(before)
               ? body.substr(before.size(), body.find('"', before.size()) - before.size())
               : "";
}

} // namespace

SeenVersion::SeenVersion(Sql& sql, const Endpoint& e, const std::function<std::string()>& show) : sql(sql)
{
    auto id = id_of(show());
    if (id.empty()) return;
    auto row = arg("id", std::string_view(id));
    if (e.transaction) {
        sql.all<Locked>(
            fmt::format("SELECT true AS locked FROM {} WHERE id = :id::uuid FOR UPDATE", e.row), {row});
    } else {
        sql.all<Locked>("SELECT pg_advisory_lock(hashtext(:id)) IS NOT NULL AS locked", {row});
        held = id;
    }
    auto body = show();
    if (!body.empty()) tag = etag_of(body);
}

SeenVersion::~SeenVersion()
{
    if (held.empty()) return;
    try {
        sql.all<Locked>(
            "SELECT pg_advisory_unlock(hashtext(:id)) AS locked", {arg("id", std::string_view(held))});
    } catch (const DatabaseError&) {
        sql.disconnect(); // which lets go of it
    }
}
