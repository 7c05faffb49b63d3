// The API's documentation: the OpenAPI document and two pages that show it.
#include "lib/web/endpoint.hpp"

#include <fstream>
#include <sstream>

namespace documentation {

// Everything comes from our own files. ReDoc puts two style elements into the page, known by their hashes,
// and searches in a worker it makes itself.
constexpr std::string_view swagger_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::string_view redoc_policy =
    "default-src 'none'; script-src 'self'; style-src 'self' "
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' "
    "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='; img-src 'self' data:; connect-src 'self'; "
    "worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

namespace {

Text page(Context& c, std::string_view name, std::string_view policy)
{
    std::ifstream file(c.site.templates + "/docs/" + std::string(name));
    std::stringstream text;
    if (!(text << file.rdbuf())) throw std::runtime_error(fmt::format("the page {} is missing", name));
    c.headers.emplace_back("Content-Security-Policy", policy);
    return {text.str()};
}

} // namespace

inline constexpr Cache five_minutes{"public, max-age=300"};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "openapi",
        .methods = Method::get,
        .path = "/api/v1/openapi.json",
        .summary = "This document",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .answer = [](Context& c, const Nothing&) -> Text { return {c.site.openapi}; },
    },
    {
        .name = "swagger_json",
        .methods = Method::get,
        .path = "/api/v1/swagger.json",
        .summary = "This document, at the path older clients know",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .answer = [](Context& c, const Nothing&) -> Text { return {c.site.openapi}; },
    },
    {
        .name = "swagger_page",
        .methods = Method::get,
        .path = "/api/v1/docs/",
        .summary = "This document in Swagger UI, to try calls",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .media = "text/html",
        .answer = [](Context& c, const Nothing&) -> Text { return page(c, "swagger.html", swagger_policy); },
    },
    {
        .name = "redoc_page",
        .methods = Method::get,
        .path = "/api/v1/redoc/",
        .summary = "This document in ReDoc, to read",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .media = "text/html",
        .answer = [](Context& c, const Nothing&) -> Text { return page(c, "redoc.html", redoc_policy); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace documentation
