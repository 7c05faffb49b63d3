#include "schema.hpp"

#include <set>

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

void OpenApi::type(std::string_view name, bool may_be_null)
{
    key("type");
    if (!may_be_null) return json.text(name);
    json.StartArray();
    json.text(name);
    json.String("null");
    json.EndArray();
}

void OpenApi::upload(const Rules& rules, Side side, bool may_be_null)
{
    json.StartObject();
    if (side == Side::input && rules.or_encoded) {
        type("object", may_be_null);
        raw("properties",
            R"({"filename":{"type":"string"},"content":{"type":"string","contentEncoding":"base64"}})");
        raw("required", R"(["filename","content"])");
    } else {
        type("string", may_be_null);
        text("format", side == Side::multipart ? "binary" : "uri");
    }
    if (!rules.about.empty()) text("description", rules.about);
    json.EndObject();
}

void OpenApi::parameter(
    std::string_view name, const Rules& rules, void (*write_schema)(OpenApi&, const Rules&))
{
    json.StartObject();
    text("name", name);
    text("in", rules.in == In::path ? "path" : "query");
    if (rules.in == In::path) {
        key("required");
        json.Bool(true);
    }
    if (!rules.about.empty()) text("description", rules.about);
    key("schema");
    auto bare = rules;
    bare.about = "";
    write_schema(*this, bare);
    json.EndObject();
}

void OpenApi::components()
{
    // Writing one component may name others, so the set is walked until nothing new turns up.
    std::set<std::string_view> written;
    for (bool more = true; more;) {
        more = false;
        for (auto [name, define] : std::map(named))
            if (written.insert(name).second) {
                key(name);
                define(*this);
                more = true;
            }
    }
}
