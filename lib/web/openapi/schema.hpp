// Schemas of the OpenAPI 3.1 document, by the field lists that read and write the same structs.
#pragma once

#include "lib/base/secret.hpp"
#include "lib/web/http/upload.hpp"

#include "lib/base/fields.hpp"
#include "lib/base/json.hpp"
#include "lib/base/money.hpp"

#include <functional>
#include <map>

// Writes schemas. A struct with a `static constexpr std::string_view schema_name` becomes a component that
// others refer to; any other is written where it stands.
class OpenApi {
public:
    enum class Side { input, multipart, output }; // multipart: the input in a form that has files

    explicit OpenApi(JsonWriter& j) : json(j) {}

    template <class M> void schema(const Rules& rules, Side side);

    // "parameters": […] and, if any field is read from it, "requestBody": {…}.
    template <Described T> void input(bool replaces);

    // Parameters of the operation in hand that no struct has.
    std::function<void()> more_parameters = [] {};

    // Members of "schemas" for all that was referred to so far.
    void components();

    void key(std::string_view k) { json.Key(k.data(), static_cast<rapidjson::SizeType>(k.size())); }
    void text(std::string_view k, std::string_view v)
    {
        key(k);
        json.text(v);
    }
    void raw(std::string_view k, std::string_view value)
    {
        key(k);
        json.RawValue(value.data(), value.size(), rapidjson::kObjectType);
    }

private:
    using Define = void (*)(OpenApi&);
    JsonWriter& json;
    std::map<std::string_view, Define> named; // components referred to so far

    void bounds(const Rules& rules, const char* low, const char* high);
    void type(std::string_view name, bool nullable);
    void parameter(std::string_view name, const Rules& rules, void (*write_schema)(OpenApi&, const Rules&));
    void upload(const Rules& rules, Side side, bool nullable);
    template <class T, class M>
    static constexpr bool may_be_absent(const Rules& rules, Side side, bool replaces);
    template <class M> static constexpr bool is_sent(const Rules& rules, Side side);
    template <IsScalar T> void scalar(const Rules& rules, Side side, bool nullable);
    template <Described T> void object(Side side, bool replaces = false);
    template <class M> void nullable(const Rules& rules, Side side);
};

template <IsScalar T> void OpenApi::scalar(const Rules& rules, Side side, bool may_be_null)
{
    using S = Scalar<T>;
    json.StartObject();
    if constexpr (S::kind == JsonKind::boolean) type("boolean", may_be_null);
    else if constexpr (S::kind == JsonKind::integer) {
        type("integer", may_be_null);
        bounds(rules, "minimum", "maximum");
    } else {
        type("string", may_be_null);
        if constexpr (IsText<T>) bounds(rules, "minLength", "maxLength");
    }
    if constexpr (!S::format.empty()) text("format", S::format);
    if constexpr (S::kind == JsonKind::money)
        text("pattern", side == Side::output ? "^-?[0-9]+\\.[0-9]{2}$" : "^-?[0-9]+(\\.[0-9]{1,2})?$");
    if constexpr (Named<T>) {
        key("enum");
        json.StartArray();
        for (auto name : names_of<T>) json.text(name);
        if (may_be_null) json.Null();
        json.EndArray();
    }
    if (!rules.about.empty()) text("description", rules.about);
    json.EndObject();
}

// Files come by multipart; elsewhere the address of one may stand for it, and in JSON its bytes in base64.
template <class M> constexpr bool OpenApi::is_sent(const Rules& rules, Side side)
{
    return !is_upload<M> || side == Side::multipart || rules.or_address ||
           (rules.or_encoded && side == Side::input);
}

template <class T, class M>
constexpr bool OpenApi::may_be_absent(const Rules& rules, Side side, bool replaces)
{
    if (side == Side::output) return is_patch<M>;
    if (rules.defaulted || is_optional<M>) return true;
    if constexpr (is_patch<M>) return !(replaces && is_whole<T>) || is_optional<decltype(M::value)>;
    return false;
}

template <Described T> void OpenApi::object(Side side, bool replaces)
{
    json.StartObject();
    type("object", false);
    key("properties");
    json.StartObject();
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
        if (f.rules.in != In::body || !is_sent<M>(f.rules, side)) return;
        key(f.name);
        schema<M>(f.rules, side);
    });
    json.EndObject();
    key("required");
    json.StartArray();
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
        bool may_miss = may_be_absent<T, M>(f.rules, side, replaces);
        if (f.rules.in == In::body && is_sent<M>(f.rules, side) && !may_miss) json.text(f.name);
    });
    json.EndArray();
    if (side == Side::output) {
        key("additionalProperties");
        json.Bool(false);
    }
    json.EndObject();
}

template <class M> void OpenApi::nullable(const Rules& rules, Side side)
{
    if constexpr (IsScalar<M>) scalar<M>(rules, side, true);
    else if constexpr (is_upload<M>) upload(rules, side, true);
    else {
        json.StartObject();
        key("anyOf");
        json.StartArray();
        schema<M>(rules, side);
        json.StartObject();
        type("null", false);
        json.EndObject();
        json.EndArray();
        json.EndObject();
    }
}

template <class M> void OpenApi::schema(const Rules& rules, Side side)
{
    if constexpr (is_patch<M>) schema<decltype(M::value)>(rules, side);
    else if constexpr (is_optional<M>) nullable<typename M::value_type>(rules, side);
    else if constexpr (is_list<M>) {
        json.StartObject();
        type("array", false);
        bounds(rules, "minItems", "maxItems");
        key("items");
        schema<typename M::value_type>(Rules{}, side);
        json.EndObject();
    } else if constexpr (IsScalar<M>) scalar<M>(rules, side, false);
    else if constexpr (is_upload<M>) upload(rules, side, false);
    else if constexpr (requires { M::schema_name; }) {
        named.emplace(M::schema_name, [](OpenApi& api) { api.object<M>(Side::output); });
        json.StartObject();
        text("$ref", "#/components/schemas/" + std::string(M::schema_name));
        json.EndObject();
    } else object<M>(side);
}

template <Described T> void OpenApi::input(bool replaces)
{
    bool has_body = false, only_json_holds_it = false;
    key("parameters");
    json.StartArray();
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
        only_json_holds_it |= f.rules.or_encoded;
        if (f.rules.in == In::body) has_body = true;
        else if constexpr (!Described<M>)
            parameter(f.name, f.rules, [](OpenApi& api, const Rules& r) {
                if constexpr (is_optional<M>) api.schema<typename M::value_type>(r, Side::input);
                else api.schema<M>(r, Side::input);
            });
    });
    more_parameters();
    json.EndArray();
    if (!has_body) return;
    key("requestBody");
    json.StartObject();
    key("content");
    json.StartObject();
    auto content = [&](std::string_view media, Side side) {
        key(media);
        json.StartObject();
        key("schema");
        object<T>(side, replaces);
        json.EndObject();
    };
    content("application/json", Side::input);
    if (!only_json_holds_it) content("application/x-www-form-urlencoded", Side::input);
    content("multipart/form-data", Side::multipart);
    json.EndObject();
    json.EndObject();
}
