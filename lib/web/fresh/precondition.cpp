#include "precondition.hpp"

#include "etag.hpp"

namespace {

struct Locked {
    bool locked = false;
    static constexpr auto fields = std::tuple{field("locked", &Locked::locked)};
};

} // namespace

std::string id_of(std::string_view body)
{
    constexpr std::string_view before = R"({"id":")";
    if (!body.starts_with(before)) return {};
    return std::string(body.substr(before.size(), body.find('"', before.size()) - before.size()));
}

std::string lock_version(Sql& sql, const Endpoint& e, const std::function<Representation()>& show)
{
    auto id = id_of(show().body);
    if (id.empty()) return "";
    sql.all<Locked>(fmt::format("SELECT true AS locked FROM {} WHERE id = :id::uuid FOR UPDATE", e.row),
        {arg("id", std::string_view(id))});
    auto shown = show();
    return shown.body.empty() ? "" : etag_of(shown.body, *shown.figures);
}
