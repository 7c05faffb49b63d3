#include "document.hpp"

#include "lib/web/endpoint.hpp"
#include "lib/web/fresh/idempotency.hpp"

namespace {

constexpr std::string_view introduction =
    "Jobs, categories and applications. Every path also answers below /api/ (the current version) and "
    "without its "
    "last slash. Lists are pages: ?page= and ?page_size=, or ?cursor= for a constant cost at any depth.";

constexpr std::string_view security_of(Who who)
{
    return who == Who::anyone || who == Who::operators ? "" : "bearer";
}

std::string lower_method(Method method)
{
    auto name = std::string(name_of(method));
    for (char& c : name) c = static_cast<char>(c - 'A' + 'a');
    return name;
}

// "/api/v1/jobs/{id}/" → "jobs": what documentation groups by.
std::string tag_of(std::string_view path)
{
    static constexpr std::string_view base = "/api/v1/";
    path.remove_prefix(path.starts_with(base) ? base.size() : 1);
    return std::string(path.substr(0, path.find('/')));
}

// Writes the document: what is said of endpoints, around the schemas of what they take and answer.
class Document : public OpenApi {
public:
    explicit Document(JsonWriter& j) : OpenApi(j), json(j) {}
    void write(std::span<const Area* const> areas);

private:
    JsonWriter& json;
    std::vector<std::string_view> problems; // codes of errors

    void operation(const Endpoint&, Method);
    void header_parameters(const Endpoint&);
    void responses(const Endpoint&);
    void answer_response(const Endpoint&, int status, const char* about);
    void error_response(const char* status, std::string_view about, bool validation);
    void all_components();
    void error_schemas();
};

// Of the conventions that the gate keeps for whole kinds of endpoints.
void Document::header_parameters(const Endpoint& e)
{
    auto header = [&](std::string_view name, std::string_view about) {
        json.StartObject();
        text("name", name);
        text("in", "header");
        text("description", about);
        raw("schema", R"({"type":"string"})");
        json.EndObject();
    };
    if (!e.row.empty())
        header("If-Match", "The ETag of the object as you know it: 412 if it has changed since.");
    if (takes_key(e))
        header("Idempotency-Key", "Your own name for this request, such as a UUID. Sent again within 24 "
                                  "hours, it gets the first answer.");
    if (!e.writes() && e.cache.control != no_store.control)
        header("If-None-Match", "The ETag of your copy: 304 if that is still good.");
}

void Document::error_response(const char* status, std::string_view about, bool validation)
{
    key(status);
    json.StartObject();
    text("description", about);
    key("content");
    json.StartObject();
    key("application/json");
    json.StartObject();
    key("schema");
    json.StartObject();
    text("$ref", validation ? "#/components/schemas/BadRequest" : "#/components/schemas/Error");
    json.EndObject();
    json.EndObject();
    json.EndObject();
    json.EndObject();
}

void Document::answer_response(const Endpoint& e, int status, const char* about)
{
    key(std::to_string(status));
    json.StartObject();
    text("description", about);
    if (e.answer.has_body) {
        key("content");
        json.StartObject();
        key(e.media);
        json.StartObject();
        if (e.answer.describe_output) {
            key("schema");
            e.answer.describe_output(*this);
        }
        json.EndObject();
        json.EndObject();
    }
    json.EndObject();
}

void Document::responses(const Endpoint& e)
{
    key("responses");
    json.StartObject();
    answer_response(e, e.answer.has_body ? e.status : 204, "Success");
    if (e.other_status)
        answer_response(e, e.other_status,
            e.other_status == 206 ? "The part that was asked for" : "The same, when all is not well");
    if (e.other_status == 206) answer_response(e, 302, "Where the file can be fetched for five minutes");
    error_response("400", "A field or parameter is wrong", true);
    bool is_public = security_of(e.needs.who).empty();
    auto about = !e.refusal.empty() ? e.refusal
                 : is_public        ? "An access token was sent that is not valid"
                                    : "No valid access token";
    error_response("401", about, false);
    if (!is_public) error_response("403", "Not for this caller", false);
    if (e.path.find('{') != e.path.npos) error_response("404", "There is no such object", false);
    if (!e.row.empty()) error_response("412", "The object has changed since you read it", false);
    if (takes_key(e)) error_response("422", "The Idempotency-Key belongs to another request", false);
    error_response("429", "Too many requests", false);
    if (e.other_status != 503) error_response("503", "Try again in a moment", false);
    error_response("default", "Any other error", false);
    json.EndObject();
}

void Document::operation(const Endpoint& e, Method method)
{
    key(lower_method(method));
    json.StartObject();
    text("operationId", operation_name(e, method));
    text("summary", e.summary);
    if (e.deprecated) {
        key("deprecated");
        json.Bool(true);
    }
    key("tags");
    json.StartArray();
    json.text(tag_of(e.path));
    json.EndArray();
    if (auto scheme = security_of(e.needs.who); !scheme.empty()) {
        key("security");
        json.StartArray();
        json.StartObject();
        key(scheme);
        json.StartArray();
        json.EndArray();
        json.EndObject();
        json.EndArray();
    }
    more_parameters = [&] { header_parameters(e); };
    e.answer.describe_input(*this, method == Method::put);
    responses(e);
    text("x-cache-control", e.cache.control);
    if (e.rate.budget > 0)
        text("x-rate-limit", fmt::format("{} in {} s ({})", e.rate.budget, e.rate.seconds, e.rate.scope));
    json.EndObject();
}

void Document::all_components()
{
    key("components");
    json.StartObject();
    raw("securitySchemes", R"({"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT"}})");
    key("schemas");
    json.StartObject();
    components();
    error_schemas();
    json.EndObject();
    json.EndObject();
}

void Document::error_schemas()
{
    rapidjson::StringBuffer codes;
    JsonWriter list(codes);
    list.StartArray();
    for (auto code : problems) list.text(code);
    list.EndArray();
    raw("Error",
        fmt::format(
            R"({{"type":"object","properties":{{"detail":{{"type":"string"}},"code":{{"type":"string",)"
            R"("enum":{}}}}},"required":["detail","code"]}})",
            codes.GetString()));
    raw("Invalid",
        R"({"description":"Each field's faults; faults of no single field under non_field_errors","type":"object",)"
        R"("additionalProperties":{"type":"array","items":{"type":"string"}}})");
    // A body that cannot be read at all has no fields to name. An Error fits Invalid by no means: its members
    // are texts.
    raw("BadRequest",
        R"({"anyOf":[{"$ref":"#/components/schemas/Invalid"},{"$ref":"#/components/schemas/Error"}]})");
}

void Document::write(std::span<const Area* const> areas)
{
    std::map<std::string_view, std::vector<const Endpoint*>> paths;
    for (const auto& kind : general_problems())
        if (kind.code != "invalid") problems.push_back(kind.code);
    for (const auto* area : areas) {
        for (const auto& kind : area->problems) problems.push_back(kind.code);
        for (const auto& module : area->endpoints)
            for (const auto& e : module)
                if (e.needs.who != Who::operators) paths[e.path].push_back(&e);
    }

    json.StartObject();
    text("openapi", "3.1.0");
    key("info");
    json.StartObject();
    text("title", "Job board");
    text("version", "1");
    text("description", introduction);
    json.EndObject();
    key("paths");
    json.StartObject();
    for (const auto& [path, endpoints] : paths) {
        key(path);
        json.StartObject();
        for (const auto* e : endpoints) e->methods.each([&](Method method) { operation(*e, method); });
        json.EndObject();
    }
    json.EndObject();
    all_components();
    json.EndObject();
}

} // namespace

std::string openapi_document(std::span<const Area* const> areas)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    Document(json).write(areas);
    return {out.GetString(), out.GetSize()};
}
