#include "catalogue.hpp"

#include "app/areas.hpp"
#include "lib/web/openapi/document.hpp"
#include "t/kit/told.hpp"

namespace {

std::string target_of(Sql& sql, const Endpoint& e)
{
    if (e.path.find('{') == e.path.npos) return std::string(e.path);
    const auto& thing = thing_named(e.thing);
    return path_to(sql, std::string(e.path), thing, thing.usual(sql));
}

std::optional<long long> number(const JsonValue& schema, std::string_view a, std::string_view b)
{
    for (auto name : {a, b})
        if (const auto* value = schema.member(name)) return parse<long long>(value->text);
    return std::nullopt;
}

Json declared(const Endpoint& e, Method method, Json document)
{
    return document["paths"][e.path][lowered(name_of(method))];
}

// A schema, or the component that it names.
Json resolved(Json schema, Json document)
{
    static const std::string_view components = "#/components/schemas/";
    if (!schema.has("$ref")) return schema;
    return document["components"]["schemas"][schema["$ref"].text().substr(components.size())];
}

std::vector<std::string> body_of(const Endpoint& e, Method method, Json document)
{
    std::vector<std::string> out;
    if (e.needs.who == Who::operators) return out; // not in the document
    auto operation = declared(e, method, document);
    if (!operation.has("requestBody")) return out;
    const auto& content = operation["requestBody"]["content"].value().members.at(0).value;
    auto schema = resolved(Json(content)["schema"], document);
    for (const auto& [name, field] : schema["properties"].value().members) out.push_back(name);
    return out;
}

std::vector<Parameter> query_of(const Endpoint& e, Method method, Json document)
{
    std::vector<Parameter> out;
    if (e.needs.who == Who::operators) return out; // not in the document
    auto list = declared(e, method, document)["parameters"];
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i]["in"].text() != "query") continue;
        auto schema = resolved(list[i]["schema"], document);
        if (schema.has("anyOf")) schema = schema["anyOf"][1]; // a number or a text
        out.push_back({.name = list[i]["name"].text(),
            .type = schema["type"].text(),
            .format = schema.has("format") ? schema["format"].text() : "",
            .min = number(schema.value(), "minimum", "minLength"),
            .max = number(schema.value(), "maximum", "maxLength"),
            .has_choices = schema.has("enum")});
    }
    return out;
}

} // namespace

std::vector<Sample> samples(Sql& sql)
{
    auto document = parse_json(openapi_document(areas(), "http://jobs.example"), 100'000);
    std::vector<Sample> out;
    each_endpoint([&](const Endpoint& e) {
        e.methods.each([&](Method method) {
            out.push_back(
                {&e, method, target_of(sql, e), query_of(e, method, document), body_of(e, method, document)});
        });
    });
    return out;
}

Callers::Callers(Board& board)
    : anonymous(board.anonymous()), user(board.user()), employer(board.employer()), admin(board.admin())
{
}

Api& Callers::one_for(const Endpoint& e)
{
    if (e.needs.who == Who::signed_in) return user;
    if (e.needs.who != Who::granted) return anonymous;
    const std::pair<Role, Api*> all[] = {
        {Role::user, &user}, {Role::employer, &employer}, {Role::admin, &admin}};
    for (const auto& [role, api] : all)
        if (grants_of(role).has(e.needs.grant)) return *api;
    throw std::logic_error(fmt::format("nobody may call {}", e.name));
}

std::vector<Api*> Callers::those_refused(const Endpoint& e)
{
    std::vector<Api*> out;
    if (e.needs.who != Who::granted) return out;
    const std::pair<Role, Api*> all[] = {
        {Role::user, &user}, {Role::employer, &employer}, {Role::admin, &admin}};
    for (const auto& [role, api] : all)
        if (!grants_of(role).has(e.needs.grant)) out.push_back(api);
    return out;
}
