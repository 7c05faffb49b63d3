#include "scopes.hpp"

#include <set>

namespace {

constexpr std::string_view version = "/api/v1/", accounts = "/api/v1/auth/", own_account = "/api/v1/auth/me/",
                           profile = "/api/v1/auth/profile/";

bool among(std::string_view list, std::string_view scope)
{
    while (!list.empty()) {
        auto comma = list.find(',');
        if (list.substr(0, comma) == scope) return true;
        list = comma == list.npos ? std::string_view{} : list.substr(comma + 1);
    }
    return false;
}

// "/api/v1/jobs/{id}/" → "jobs"
std::string_view resource_of(std::string_view path)
{
    path.remove_prefix(path.starts_with(version) ? version.size() : 1);
    return path.substr(0, path.find('/'));
}

} // namespace

// A key does not open what makes keys, sessions and passwords: whoever has found one stays without them. What
// everybody may ask for as often as they like is documentation, which is no resource.
std::optional<std::string> key_scope(const Endpoint& e)
{
    if (e.needs.proof != Proof::token || !e.needs.by_key) return std::nullopt;
    if (e.needs.who == Who::operators || (e.needs.who == Who::anyone && e.rate.budget == 0)) return "";
    if (e.path == own_account && !e.writes()) return "account:read";
    bool of_profile = e.path.starts_with(profile);
    if (e.path.starts_with(accounts) && !of_profile) return std::nullopt;
    return fmt::format("{}:{}", of_profile ? "profile" : resource_of(e.path), e.writes() ? "write" : "read");
}

bool holds_scope(std::string_view held, std::string_view scope)
{
    return scope.empty() || among(held, scope) || among(held, scope.substr(scope.find(':') + 1));
}

std::vector<std::string> key_scopes(std::span<const Area* const> areas)
{
    std::set<std::string> of_resources;
    for (const auto* area : areas)
        for (const auto& module : area->endpoints)
            for (const auto& e : module)
                if (auto scope = key_scope(e); scope && !scope->empty()) of_resources.insert(*scope);
    std::vector<std::string> out{"read", "write"};
    out.insert(out.end(), of_resources.begin(), of_resources.end());
    return out;
}
