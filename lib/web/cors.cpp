#include "cors.hpp"

#include <algorithm>

namespace {

bool from_known_origin(const Site& site, const Request& request)
{
    auto origin = request.header("origin");
    const auto& known = site.cors_origins;
    return origin && std::find(known.begin(), known.end(), *origin) != known.end();
}

} // namespace

void allow_preflight(const Site& site, const Request& request, const std::string& methods, Response& response)
{
    if (!request.header("access-control-request-method") || !from_known_origin(site, request)) return;
    response.set("Access-Control-Allow-Methods", methods);
    response.set("Access-Control-Allow-Headers",
        "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, X-Request-ID");
    response.set("Access-Control-Max-Age", "600");
}

void allow_origin(const Site& site, const Request& request, Response& response)
{
    if (!from_known_origin(site, request)) return;
    response.set("Access-Control-Allow-Origin", std::string(*request.header("origin")));
    response.set("Access-Control-Allow-Credentials", "true");
    response.set("Access-Control-Expose-Headers",
        "ETag, Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, "
        "RateLimit-Reset, X-Request-ID");
}
