#include "cors.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace {

constexpr std::array<std::string_view, 6> sent_by_pages{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

bool from_known_origin(const Site& site, const Request& request)
{
    auto origin = request.header("origin");
    const auto& known = site.cors_origins;
    return origin && std::find(known.begin(), known.end(), *origin) != known.end();
}

} // namespace

bool is_known_preflight(const Site& site, const Request& request)
{
    return request.method == "OPTIONS" && request.header("access-control-request-method") &&
           from_known_origin(site, request);
}

void allow_preflight(const Site& site, const Request& request, const std::string& methods, Response& response)
{
    if (!is_known_preflight(site, request)) return;
    auto all = split_list(methods);
    std::string asked(*request.header("access-control-request-method"));
    bool sendable = std::find(sent_by_pages.begin(), sent_by_pages.end(), asked) != sent_by_pages.end();
    if (sendable && std::find(all.begin(), all.end(), asked) == all.end()) all.push_back(asked);
    response.set("Access-Control-Allow-Methods", fmt::format("{}", fmt::join(all, ", ")));
    response.set("Access-Control-Allow-Headers",
        "Authorization, Cache-Control, Content-Type, Idempotency-Key, If-Match, If-None-Match, traceparent, "
        "X-API-Key, X-CSRFToken, X-Request-ID, X-Requested-With");
    response.set("Access-Control-Max-Age", "600");
}

void allow_origin(const Site& site, const Request& request, Response& response)
{
    if (!from_known_origin(site, request)) return;
    response.set("Access-Control-Allow-Origin", std::string(*request.header("origin")));
    response.set("Access-Control-Allow-Credentials", "true");
    response.set("Access-Control-Expose-Headers",
        "Accept-Ranges, Content-Disposition, Content-Range, Deprecation, ETag, Idempotency-Replayed, Link, "
        "Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, Sunset, "
        "WWW-Authenticate, "
        "X-Request-ID");
}
