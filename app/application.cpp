#include "application.hpp"

#include "database.hpp"
#include "modules.hpp"

#include "../lib/web/gate.hpp"

namespace {

std::vector<std::string> split(std::string_view list)
{
    std::vector<std::string> out;
    while (!list.empty()) {
        auto comma = list.find(',');
        if (auto one = trimmed(list.substr(0, comma)); !one.empty()) out.emplace_back(one);
        list = comma == list.npos ? std::string_view{} : list.substr(comma + 1);
    }
    return out;
}

Site site_of(const Settings& s)
{
    return {
        .public_url = s.public_url,
        .secret_key = s.secret_key,
        .templates = s.home_path + "/templates",
        .migrations = s.home_path + "/sql",
        .openapi = OpenApi::document(modules()),
        .redis_url = s.redis_url,
        .cors_origins = split(s.cors_origins),
        .operator_addresses = split(s.operator_addresses),
    };
}

// Members in the order they need each other.
struct Application {
    Site site;
    Router router{modules()};
    Sql sql;
    Gate gate{router, sql, site};

    explicit Application(const Settings& s) : site(site_of(s)), sql(request_session(s)) {}
};

} // namespace

std::function<Response(Request&)> application(const Settings& settings)
{
    auto whole = std::make_shared<Application>(settings);
    return [whole](Request& request) { return whole->gate.answer(request); };
}
