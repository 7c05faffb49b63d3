#include "schema.hpp"

#include <fmt/format.h>

void OpenApi::bounds(const Rules& rules, const char* low, const char* high)
{
    if (rules.min != LLONG_MIN) {
        key(low);
        json.Int64(rules.min);
    }
    // A clamped field takes more than its maximum, and uses the maximum.
    if (rules.max != LLONG_MAX && !rules.clamped) {
        key(high);
        json.Int64(rules.max);
    }
}

// Text in a body that is not null says something.
void OpenApi::text_bounds(const Rules& rules, Side side, bool may_be_null)
{
    auto bare = rules;
    auto pattern = rules.pattern;
    bool is_input = side == Side::input || (side == Side::form && rules.in != In::query);
    if (is_input && !may_be_null && rules.min != 0) {
        bare.min = std::max(rules.min, 1LL);
        if (pattern.empty()) pattern = R"(\S)";
    }
    bounds(bare, "minLength", "maxLength");
    if (!pattern.empty()) text("pattern", pattern);
}

// A number, or to the hundredth a text. As reading::check_money has it, the upper bound includes its
// hundredths.
void OpenApi::money(const Rules& rules, Side side, bool may_be_null)
{
    if (side == Side::output) {
        types({"string"}, may_be_null);
        text("format", "decimal");
        return text("pattern", R"(^-?[0-9]+\.[0-9]{2}$)");
    }
    auto digits = rules.max == LLONG_MAX ? 15 : std::to_string(rules.max).size();
    auto low = rules.min == LLONG_MIN ? "" : fmt::format(R"(,"minimum":{})", rules.min);
    auto high = rules.max == LLONG_MAX ? "" : fmt::format(R"(,"maximum":{}.99)", rules.max);
    raw("anyOf", fmt::format(R"([{{"type":"number"{}{}}},{{"type":"string","format":"decimal",)"
                             R"("pattern":"^{}[0-9]{{1,{}}}(\\.[0-9]{{1,2}})?$"}}{}])",
                     low, high, rules.min < 0 ? "-?" : "", digits, may_be_null ? R"(,{"type":"null"})" : ""));
}

void OpenApi::types(std::initializer_list<std::string_view> names, bool may_be_null)
{
    key("type");
    bool several = names.size() > 1 || may_be_null;
    if (several) json.StartArray();
    for (auto name : names) json.text(name);
    if (may_be_null) json.String("null");
    if (several) json.EndArray();
}

// What a schema says besides what it takes.
void OpenApi::about(const Rules& rules, std::string_view fallback, std::string_view example)
{
    if (!rules.about.empty()) text("description", rules.about);
    if (!fallback.empty()) raw("default", fallback);
    if (!example.empty()) raw("examples", fmt::format("[{}]", example));
    if (rules.deprecated) raw("deprecated", "true");
}

// Members of an object that is open.
void OpenApi::reference(const std::string& name, bool may_be_null, Define define)
{
    named[name].insert(define);
    auto address = "#/components/schemas/" + name;
    if (!may_be_null) return text("$ref", address);
    raw("anyOf", fmt::format(R"([{{"$ref":"{}"}},{{"type":"null"}}])", address));
}

// Where the id of an object is meant, JSON may hold the object as it was read.
void OpenApi::named_by_id(OpenApi& api)
{
    api.json.StartObject();
    api.types({"object"}, false);
    api.text("description", "An object as it was read, or as much of it as names it.");
    api.raw("properties", R"({"id":{"type":"string","format":"uuid","description":"The object's id.",)"
                          R"("examples":["0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b"]}})");
    api.raw("required", R"(["id"])");
    api.json.EndObject();
}

void OpenApi::id(const Rules&, Side side, bool may_be_null)
{
    if (side != Side::input) {
        types({"string"}, may_be_null);
        return text("format", "uuid");
    }
    named["Reference"].insert(named_by_id);
    raw("anyOf",
        fmt::format(R"([{{"type":"string","format":"uuid"}},{{"$ref":"#/components/schemas/Reference"}}{}])",
            may_be_null ? R"(,{"type":"null"})" : ""));
}

// Only in forms, as they are.
void OpenApi::upload(const Rules& rules)
{
    json.StartObject();
    types({"string"}, false);
    text("format", "binary");
    about(rules, "", "");
    json.EndObject();
}

void OpenApi::parameter(
    std::string_view name, const Rules& rules, const std::function<void(const Rules&)>& write_schema)
{
    auto bare = rules_for(name, rules);
    json.StartObject();
    text("name", name);
    text("in", rules.in == In::path ? "path" : "query");
    if (rules.in == In::path) raw("required", "true");
    if (!bare.about.empty()) text("description", bare.about);
    if (bare.deprecated) raw("deprecated", "true");
    bare.about = "";
    bare.deprecated = {};
    key("schema");
    write_schema(bare);
    json.EndObject();
}

void OpenApi::begin_body(bool required)
{
    key("requestBody");
    json.StartObject();
    key("required");
    json.Bool(required);
    key("content");
    json.StartObject();
}

// A component by itself, with its own references noted here.
std::string OpenApi::rendered(Define define)
{
    rapidjson::StringBuffer out;
    JsonWriter writer(out);
    OpenApi other(writer);
    define(other);
    for (const auto& [name, defines] : other.named) named[name].insert(defines.begin(), defines.end());
    return {out.GetString(), out.GetSize()};
}

void OpenApi::components()
{
    // Writing one component may name others, so the set is walked until nothing new turns up.
    std::map<std::string, std::string> texts;
    std::set<std::pair<std::string, Define>> done;
    for (bool more = true; more;) {
        more = false;
        for (const auto& [name, defines] : std::map(named))
            for (auto define : defines) {
                if (!done.emplace(name, define).second) continue;
                more = true;
                auto said = rendered(define);
                if (texts.emplace(name, said).first->second != said)
                    throw std::logic_error(
                        "two schemas are called " + name + ":\n" + texts[name] + '\n' + said);
            }
    }
    for (const auto& [name, said] : texts) raw(name, said);
}
