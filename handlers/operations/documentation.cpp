// The API's documentation: the OpenAPI document and two pages that show it.
#include "lib/web/endpoint.hpp"
#include "lib/web/http/input.hpp"

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

enum class Format { html, openapi, json };

} // namespace documentation

template <>
inline constexpr std::array<std::string_view, 3> names_of<documentation::Format>{"html", "openapi", "json"};
template <> inline constexpr SchemaName schema_of<documentation::Format>{
    "DocumentFormat", "html: the page; the others: the document that it shows."};

namespace documentation {

struct PageQuery {
    std::optional<Format> format;
    static constexpr auto fields = std::tuple{field("format", &PageQuery::format,
        {.in = In::query,
            .about = "The page, or the document that it shows. Unless asked, Accept decides."})};
};

struct Index {
    std::string documentation, reference, openapi, guide, jobs, categories, register_, login;

    static constexpr std::string_view schema_name = "Index";
    static constexpr std::string_view schema_about = "Where to begin.";
    static constexpr auto fields = std::tuple{
        field("documentation", &Index::documentation,
            {.about = "The page that tries calls out.",
                .format = "uri",
                .example = "https://jobs.example/api/v1/docs/"}),
        field("reference", &Index::reference,
            {.about = "The page to read.", .format = "uri", .example = "https://jobs.example/api/v1/redoc/"}),
        field("openapi", &Index::openapi,
            {.about = "The OpenAPI document.",
                .format = "uri",
                .example = "https://jobs.example/api/v1/openapi.json"}),
        field("guide", &Index::guide,
            {.about = "What all endpoints have in common.",
                .format = "uri",
                .example = "https://jobs.example/api/v1/guide/"}),
        field("jobs", &Index::jobs,
            {.about = "Jobs to read.", .format = "uri", .example = "https://jobs.example/api/v1/jobs/"}),
        field("categories", &Index::categories,
            {.about = "Where they are filed.",
                .format = "uri",
                .example = "https://jobs.example/api/v1/categories/"}),
        field("register", &Index::register_,
            {.about = "Where to make an account.",
                .format = "uri",
                .example = "https://jobs.example/api/v1/auth/register/"}),
        field("login", &Index::login,
            {.about = "Where to sign in.",
                .format = "uri",
                .example = "https://jobs.example/api/v1/auth/login/"}),
    };
};

namespace {

std::string text_of(const std::string& path)
{
    std::ifstream file(path);
    std::stringstream text;
    if (!(text << file.rdbuf())) throw std::runtime_error(fmt::format("{} is missing", path));
    return text.str();
}

bool wants_document(const Request& request)
{
    auto accept = request.header("accept").value_or("");
    return accept.find("json") != accept.npos && accept.find("text/html") == accept.npos;
}

// Programs that know the page alone ask it for the document, by ?format= or by Accept.
Text page(Context& c, const PageQuery& in, std::string_view name, std::string_view policy)
{
    bool html = in.format ? *in.format == Format::html : !wants_document(c.request);
    std::string_view media = html ? "text/html" : "application/json";
    check_accept(c.request, media);
    c.headers.emplace_back("Content-Type", fmt::format("{}; charset=utf-8", media));
    if (!html) return {c.site.openapi};
    c.headers.emplace_back("Content-Security-Policy", policy);
    return {text_of(fmt::format("{}/docs/{}", c.site.templates, name))};
}

Index index(const Context& c)
{
    bool versioned = c.request.uri.starts_with("/api/v1");
    auto at = [base = c.site.public_url + (versioned ? "/api/v1/" : "/api/")](
                  std::string_view path) { return base + std::string(path); };
    return {at("docs/"), at("redoc/"), at("openapi.json"), at("guide/"), at("jobs/"), at("categories/"),
        at("auth/register/"), at("auth/login/")};
}

constexpr std::string_view page_media[] = {"text/html", "application/json"};

} // namespace

inline constexpr Cache five_minutes{"public, max-age=300"};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "index",
        .methods = Method::get,
        .path = "/api/v1/",
        .summary = "Where to begin",
        .about = "Addresses of the documentation, and of the endpoints that need no token.",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .answer = [](Context& c, const Nothing&) -> Index { return index(c); },
    },
    {
        .name = "guide",
        .methods = Method::get,
        .path = "/api/v1/guide/",
        .summary = "What all endpoints have in common",
        .about = "Signing in, sending, errors, lists, limits, freshness, in prose.",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .media = "text/plain",
        .answer = [](Context& c, const Nothing&) -> Text { return {text_of(c.site.guide)}; },
    },
    {
        .name = "openapi",
        .methods = Method::get,
        .path = "/api/v1/openapi.json",
        .summary = "This document",
        .about = "OpenAPI 3.1, for programs: clients are generated from it.",
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
        .about = "The same bytes as `openapi.json`.",
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
        .about = "To read, and to try calls from the browser.",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .media = any_media,
        .delivers = page_media,
        .answer = [](Context& c, const PageQuery& in) -> Text {
            return page(c, in, "swagger.html", swagger_policy);
        },
    },
    {
        .name = "redoc_page",
        .methods = Method::get,
        .path = "/api/v1/redoc/",
        .summary = "This document in ReDoc, to read",
        .about = "To read.",
        .needs = anyone,
        .rate = unlimited,
        .cache = five_minutes,
        .media = any_media,
        .delivers = page_media,
        .answer = [](Context& c, const PageQuery& in) -> Text {
            return page(c, in, "redoc.html", redoc_policy);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace documentation
