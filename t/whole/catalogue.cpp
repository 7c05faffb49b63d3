#include "catalogue.hpp"

#include "app/areas.hpp"
#include "lib/web/openapi/document.hpp"
#include "t/kit/seed.hpp"

namespace {

// What stands for {id} in the paths of each kind of thing. A new kind of thing gets a line here.
std::string id_for(Sql& sql, std::string_view path)
{
    if (path.find("/applications/") != path.npos)
        return to_text(
            seed::application(sql, seed::job(sql), seed::user(sql, {.username = "ann", .role = "user"})));
    if (path.find("/categories/") != path.npos) return to_text(seed::category(sql));
    if (path.find("/sessions/") != path.npos) return to_text(seed::session(sql, seed::user(sql)));
    if (path.find("/users/") != path.npos) return to_text(seed::user(sql));
    if (path.find("/jobs/") != path.npos) return to_text(seed::job(sql));
    throw std::logic_error(
        fmt::format("t/whole/catalogue.cpp does not know what the parameter of {} names", path));
}

std::string target_of(Sql& sql, std::string_view path)
{
    std::string out(path);
    for (auto from = out.find('{'); from != out.npos; from = out.find('{'))
        out.replace(from, out.find('}', from) - from + 1, id_for(sql, path));
    return out;
}

std::optional<long long> number(const JsonValue& schema, std::string_view a, std::string_view b)
{
    for (auto name : {a, b})
        if (const auto* value = schema.member(name)) return parse<long long>(value->text);
    return std::nullopt;
}

Json declared(const Endpoint& e, Json document)
{
    return document["paths"][e.path][lowered(name_of(e.method))];
}

std::vector<std::string> body_of(const Endpoint& e, Json document)
{
    std::vector<std::string> out;
    if (e.needs.who == Who::operators) return out; // not in the document
    auto operation = declared(e, document);
    if (!operation.has("requestBody")) return out;
    auto schema = operation["requestBody"]["content"]["application/json"]["schema"];
    for (const auto& [name, field] : schema["properties"].value().members) out.push_back(name);
    return out;
}

std::vector<Parameter> query_of(const Endpoint& e, Json document)
{
    std::vector<Parameter> out;
    if (e.needs.who == Who::operators) return out; // not in the document
    auto list = declared(e, document)["parameters"];
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i]["in"].text() != "query") continue;
        auto schema = list[i]["schema"];
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

std::vector<Operation> operations(Sql& sql)
{
    auto document = parse_json(openapi_document(modules()));
    std::vector<Operation> out;
    for (const auto& module : modules())
        for (const auto& e : module)
            out.push_back({&e, target_of(sql, e.path), query_of(e, document), body_of(e, document)});
    return out;
}

Callers::Callers(Board& board)
    : anonymous(board.anonymous()), user(board.user()), employer(board.employer()), admin(board.admin())
{
}

Api& Callers::one_for(const Endpoint& e)
{
    switch (e.needs.who) {
    case Who::signed_in:
    case Who::users: return user;
    case Who::employers: return employer;
    case Who::admins: return admin;
    default: return anonymous;
    }
}

std::vector<Api*> Callers::those_refused(const Endpoint& e)
{
    switch (e.needs.who) {
    case Who::users: return {&employer, &admin};
    case Who::employers: return {&user};
    case Who::admins: return {&user, &employer};
    default: return {};
    }
}
