#include "document.hpp"

#include "answers.hpp"
#include "lib/web/endpoint.hpp"
#include "lib/web/fresh/idempotency.hpp"
#include "operation.hpp"

namespace {

constexpr std::string_view introduction = R"(Jobs, categories and applications, with accounts and sessions.

The guide to what all endpoints have in common is at [/api/v1/guide/](/api/v1/guide/).

# Signing in

1. Make an account: `POST /api/v1/auth/register/`, with `role` `user` to apply for jobs or `employer` to
   post them.
2. Sign in: `POST /api/v1/auth/login/` answers an `access` token, a `refresh` token and the account.
3. Send the access token with each request: `Authorization: Bearer …`. On the page that tries calls out,
   paste it below **Authorize**. It is good for an hour.
4. When a request answers 401 `token_expired`, send the refresh token to `POST /api/v1/auth/refresh/`.
   It answers a new pair; the old refresh token is then spent.
5. `POST /api/v1/auth/logout/` ends the session.

Some operations need no token but answer more to those who send one: employers see their own drafts.

Programs may send an API key instead, `X-API-Key: jb_…` or `Authorization: ApiKey jb_…`: made by
`POST /api/v1/auth/api-keys/`, it acts for its owner as far as its scopes go. `x-scope` of an operation is the
scope that it needs: `jobs:read`, or `read` for all that only read. Each scope stands by itself.

# Sending

Each write takes JSON as well as both kinds of form, `application/x-www-form-urlencoded` and
`multipart/form-data`. Listed is the one that suits: JSON, and `multipart/form-data` where a file can be
sent. In forms an empty field is null where null is allowed. In JSON a résumé is `{"filename": "cv.pdf",
"content": "…"}` with its bytes in base64, and a picture null, which takes it away, or its address as it
was read. Fields that are unknown or cannot be changed are ignored, so what was read can be sent back.
`PATCH` changes what it names, `PUT` the whole.

# Lists

Lists are pages: `?page=` and `?page_size=`, or `?cursor=` for a constant cost at any depth.

# Errors

400 names each wrong field with all its faults; everything else is a `detail` for people and a `code`
for programs.

# Paths

Every path also answers below `/api/` (the current version) and without its last slash.)";

// "/api/v1/jobs/{id}/" → "jobs"
std::string_view first_word(std::string_view path)
{
    static constexpr std::string_view base = "/api/v1/";
    path.remove_prefix(path.starts_with(base) ? base.size() : 1);
    return path.substr(0, path.find('/'));
}

std::string_view tag_of(const Area& area, std::string_view path)
{
    for (const auto& tag : area.tags)
        if (tag.name == first_word(path)) return tag.name;
    if (area.tags.empty()) throw std::logic_error(fmt::format("the area {} has no tag", area.name));
    return area.tags[0].name;
}

bool for_clients(const Endpoint& e)
{
    return e.needs.who != Who::operators;
}

std::string codes_of(std::span<const Area* const> areas)
{
    std::vector<std::string> codes;
    auto add = [&](std::span<const ProblemKind> kinds) {
        for (const auto& kind : kinds)
            if (kind.code != "invalid") codes.emplace_back(kind.code);
    };
    add(general_problems());
    for (const auto* area : areas) add(area->problems);
    return json_text(codes);
}

// Writes what is around the operations.
class Document {
public:
    explicit Document(JsonWriter& j) : json(j), api(j) {}
    void write(std::span<const Area* const> areas, std::string_view server);

private:
    JsonWriter& json;
    OpenApi api;

    void head(std::string_view server);
    void tags(std::span<const Area* const>);
    void paths(std::span<const Area* const>);
    void components(std::span<const Area* const>);
    void error_schemas(const std::string& codes);
};

void Document::head(std::string_view server)
{
    api.text("openapi", "3.1.0");
    api.key("info");
    json.StartObject();
    api.text("title", "Job board");
    api.text("version", "1.0.0");
    api.text("description", introduction);
    api.raw("contact", fmt::format(R"({{"name":"Whoever runs this board","url":"{}/"}})", server));
    api.raw("license", R"({"name":"MIT","url":"https://opensource.org/license/mit"})");
    json.EndObject();
    api.raw("externalDocs",
        fmt::format(
            R"({{"description":"What all endpoints have in common","url":"{}/api/v1/guide/"}})", server));
    api.raw("servers", fmt::format(R"([{{"url":"{}","description":"This board"}}])", server));
}

void Document::tags(std::span<const Area* const> areas)
{
    std::map<std::string_view, std::string_view> all;
    for (const auto* area : areas)
        for (const auto& tag : area->tags) all.emplace(tag.name, tag.about);
    api.key("tags");
    json.StartArray();
    for (const auto& [name, about] : all) {
        json.StartObject();
        api.text("name", name);
        api.text("description", about);
        json.EndObject();
    }
    json.EndArray();
}

void Document::paths(std::span<const Area* const> areas)
{
    std::map<std::string_view, std::vector<std::pair<const Area*, const Endpoint*>>> all;
    for (const auto* area : areas)
        for (const auto& module : area->endpoints)
            for (const auto& e : module)
                if (for_clients(e)) all[e.path].emplace_back(area, &e);
    api.key("paths");
    json.StartObject();
    for (const auto& [path, endpoints] : all) {
        api.key(path);
        json.StartObject();
        for (const auto& [area, e] : endpoints)
            e->methods.each([&, area = area, e = e](Method method) {
                write_operation(api, json, *e, method, tag_of(*area, e->path));
            });
        json.EndObject();
    }
    json.EndObject();
}

void Document::error_schemas(const std::string& codes)
{
    api.raw("ErrorCode",
        fmt::format(
            R"({{"type":"string","enum":{},"description":"What went wrong, for programs. It stays."}})",
            codes));
    api.raw("Error",
        R"({"type":"object","description":"What went wrong.","properties":{)"
        R"("detail":{"type":"string","description":"For people; may change.","examples":["There is nothing here."]},)"
        R"("code":{"$ref":"#/components/schemas/ErrorCode"}},"required":["detail","code"]})");
    api.raw("Invalid",
        R"({"description":"Each field's faults; faults of no single field under non_field_errors.","type":"object",)"
        R"("additionalProperties":{"type":"array","items":{"type":"string"}},)"
        R"("examples":[{"title":["Must not be blank."]}]})");
    // A body that cannot be read at all has no fields to name. Error stands first, since clients that do not
    // look at values would take one for Invalid.
    api.raw("BadRequest",
        R"({"description":"Faults of fields, or of the whole request.",)"
        R"("anyOf":[{"$ref":"#/components/schemas/Error"},{"$ref":"#/components/schemas/Invalid"}]})");
}

void Document::components(std::span<const Area* const> areas)
{
    api.key("components");
    json.StartObject();
    api.raw("securitySchemes",
        R"({"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT",)"
        R"("description":"The access token that signing in or refreshing answers."},)"
        R"("apiKey":{"type":"apiKey","in":"header","name":"X-API-Key",)"
        R"("description":"An API key, made at /api/v1/auth/api-keys/; `x-scope` says which scope an )"
        R"(operation needs."}})");
    api.key("schemas");
    json.StartObject();
    api.components();
    error_schemas(codes_of(areas));
    json.EndObject();
    api.raw("responses", common_answers());
    api.raw("headers", common_headers());
    json.EndObject();
}

void Document::write(std::span<const Area* const> areas, std::string_view server)
{
    json.StartObject();
    head(server);
    tags(areas);
    paths(areas);
    components(areas);
    json.EndObject();
}

} // namespace

std::string openapi_document(std::span<const Area* const> areas, std::string_view server)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    Document(json).write(areas, server);
    return {out.GetString(), out.GetSize()};
}
