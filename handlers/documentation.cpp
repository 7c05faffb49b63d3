// The API's documentation: the OpenAPI document and two pages that show it.
#include "../lib/web/endpoint.hpp"

#include <fstream>
#include <sstream>

namespace documentation {

// Scripts and styles come from our own files only; the two viewers set styles from their scripts.
constexpr std::string_view policy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

Text page(Context& c, std::string_view name)
{
    std::ifstream file(c.site.templates + "/docs/" + std::string(name));
    std::stringstream text;
    if (!(text << file.rdbuf())) throw std::runtime_error(fmt::format("the page {} is missing", name));
    c.headers.emplace_back("Content-Security-Policy", policy);
    return {text.str()};
}

inline constexpr Cache five_minutes{"public, max-age=300"};

extern constexpr Endpoint endpoints[] = {
    {
        .name = "openapi",
        .method = Method::get,
        .path = "/api/v1/openapi.json",
        .summary = "This document",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .answer = [](Context& c, const Nothing&) -> Text { return {c.site.openapi}; },
    },
    {
        .name = "swagger_json",
        .method = Method::get,
        .path = "/api/v1/swagger.json",
        .summary = "This document, at the path older clients know",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .answer = [](Context& c, const Nothing&) -> Text { return {c.site.openapi}; },
    },
    {
        .name = "swagger_page",
        .method = Method::get,
        .path = "/api/v1/docs/",
        .summary = "This document in Swagger UI, to try calls",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .media = "text/html",
        .answer = [](Context& c, const Nothing&) -> Text { return page(c, "swagger.html"); },
    },
    {
        .name = "redoc_page",
        .method = Method::get,
        .path = "/api/v1/redoc/",
        .summary = "This document in ReDoc, to read",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .media = "text/html",
        .answer = [](Context& c, const Nothing&) -> Text { return page(c, "redoc.html"); },
    },
};
static_assert(consistent(endpoints));

Module module()
{
    return endpoints;
}

} // namespace documentation
