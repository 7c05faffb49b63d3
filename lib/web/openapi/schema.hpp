// Schemas of the OpenAPI 3.1 document, by the field lists that read and write the same structs.
#pragma once

#include "lib/base/secret.hpp"
#include "lib/web/http/upload.hpp"

#include "lib/base/fields.hpp"
#include "lib/base/json.hpp"
#include "lib/base/money.hpp"
#include "lib/base/time.hpp"
#include "lib/base/uuid.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

// Writes schemas. Each struct is a component, by its `static constexpr std::string_view schema_name`, and so
// is each enum, by schema_of. A struct that is_whole is described for PUT by its Whole, which has the same
// fields.
class OpenApi {
public:
    // input: JSON; form: multipart and parameters, which know neither null nor objects; output: an answer
    enum class Side { input, form, output };

    explicit OpenApi(JsonWriter& j) : json(j) {}

    // `fallback`: what an absent one counts as, in JSON.
    template <class M> void schema(const Rules& rules, Side side, std::string_view fallback = "");

    // One value that the schema takes.
    template <class M> void example(const Rules& rules, Side side);

    // "parameters": […] and, if any field is read from it, "requestBody": {…}.
    template <Described T> void input(bool replaces);

    // Parameters of the operation in hand that no struct has.
    std::function<void()> more_parameters = [] {};
    // What the operation in hand says of a parameter.
    std::function<Rules(std::string_view name, const Rules&)> rules_for = [](auto, const Rules& r) {
        return r;
    };

    // Members of "schemas" for all that was referred to so far. Throws std::logic_error when two differ under
    // one name.
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
    std::map<std::string, std::set<Define>> named; // components referred to so far
    std::vector<const void*> within;               // structs whose examples are being written

    void bounds(const Rules& rules, const char* low, const char* high);
    void text_bounds(const Rules& rules, Side side, bool nullable);
    void money(const Rules& rules, Side side, bool nullable);
    void types(std::initializer_list<std::string_view> names, bool nullable);
    void about(const Rules& rules, std::string_view fallback, std::string_view example);
    void reference(const std::string& name, bool nullable, Define define);
    void parameter(
        std::string_view name, const Rules& rules, const std::function<void(const Rules&)>& write_schema);
    void upload(const Rules& rules);
    void id(const Rules& rules, Side side, bool nullable);
    void begin_body(bool required);
    static void named_by_id(OpenApi&);
    std::string rendered(Define);
    template <IsScalar T> static std::string value_of(const Rules&);
    template <class T, class M>
    static constexpr bool may_be_absent(const Rules& rules, Side side, bool replaces);
    template <class T, class M> static std::string fallback_of(const Rules&, bool replaces, const M& initial);
    template <Named E> static void choices(OpenApi&);
    template <IsScalar T>
    void scalar(const Rules& rules, Side side, bool nullable, std::string_view fallback);
    template <IsScalar T> void plain(const Rules& rules, Side side, bool nullable);
    template <Described T, Side side, bool replaces> static void object(OpenApi&);
    template <Described T, Side side> void body(bool replaces);
    template <Described T> void object_example(Side side);
    template <class M> void nullable(const Rules& rules, Side side, std::string_view fallback);
};

// --- What a request sends

template <Described T, OpenApi::Side side> void OpenApi::body(bool replaces)
{
    std::string name(T::schema_name);
    auto define = object<T, side, false>;
    if constexpr (is_whole<T>)
        if (replaces) name = T::Whole::schema_name, define = object<T, side, true>;
    key(side == Side::form ? "multipart/form-data" : "application/json");
    json.StartObject();
    key("schema");
    json.StartObject();
    reference(name, false, define);
    json.EndObject();
    key("example");
    object_example<T>(side);
    json.EndObject();
}

// One media type, though others are taken too: generated clients use one, and prefer JSON to the form that a
// file can be sent in.
template <Described T> void OpenApi::input(bool replaces)
{
    bool has_body = false, has_files = false, required = false;
    const T initial{};
    key("parameters");
    json.StartArray();
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(initial))>;
        if (f.rules.in == In::body) {
            has_body = true;
            has_files |= is_upload<M>;
            required |= !may_be_absent<T, M>(f.rules, Side::input, replaces);
        } else if constexpr (!Described<M>)
            parameter(f.name, f.rules, [&](const Rules& r) {
                if constexpr (is_optional<M>) schema<typename M::value_type>(r, Side::form);
                else schema<M>(r, Side::form, fallback_of<T, M>(r, replaces, access(initial)));
            });
    });
    more_parameters();
    json.EndArray();
    if (!has_body) return;
    begin_body(required);
    if constexpr (requires { T::schema_name; }) {
        if (has_files) body<T, Side::form>(replaces);
        else body<T, Side::input>(replaces);
    } else throw std::logic_error("a body without schema_name");
    json.EndObject();
    json.EndObject();
}

// --- Examples

// As JSON; empty where a text has no example.
template <IsScalar T> std::string OpenApi::value_of(const Rules& rules)
{
    constexpr auto kind = Scalar<T>::kind;
    if constexpr (kind == JsonKind::object) return rules.example.empty() ? "{}" : std::string(rules.example);
    else if constexpr (kind == JsonKind::boolean)
        return rules.example.empty() ? "true" : std::string(rules.example);
    else if constexpr (kind == JsonKind::integer)
        return rules.example.empty() ? std::to_string(std::max(rules.min, 1LL)) : std::string(rules.example);
    else {
        std::string value(rules.example);
        if (value.empty()) {
            if constexpr (Named<T>) value = names_of<T>[0];
            else if constexpr (kind == JsonKind::money) value = "60000.00";
            else if constexpr (std::same_as<T, Uuid>) value = "0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b";
            else if constexpr (std::same_as<T, Time>) value = "2026-11-22T10:53:12Z";
            else if constexpr (std::same_as<T, Date>) value = "2027-12-31";
        }
        return value.empty() ? "" : json_text(value);
    }
}

template <Described T> void OpenApi::object_example(Side side)
{
    within.push_back(&T::fields);
    json.StartObject();
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
        if (f.rules.in != In::body) return;
        key(f.name);
        example<M>(f.rules, side);
    });
    json.EndObject();
    within.pop_back();
}

template <class M> void OpenApi::example(const Rules& rules, Side side)
{
    if constexpr (is_patch<M>) example<decltype(M::value)>(rules, side);
    else if constexpr (is_optional<M>) example<typename M::value_type>(rules, side);
    else if constexpr (is_list<M>) {
        using One = typename M::value_type;
        bool is_tree = false; // a child is shown without its children
        if constexpr (Described<One>) is_tree = std::count(within.begin(), within.end(), &One::fields) > 1;
        json.StartArray();
        Rules one;
        if constexpr (IsScalar<One>) one.example = rules.example; // a list's example is one of its items
        if (!is_tree) example<One>(one, side);
        json.EndArray();
    } else if constexpr (IsScalar<M>) {
        auto value = value_of<M>(rules);
        if (value.empty()) value = R"("")";
        json.RawValue(value.data(), value.size(), rapidjson::kStringType);
    } else if constexpr (is_upload<M>) json.text(rules.example);
    else object_example<M>(side);
}

// --- Schemas of values and structs

template <Named E> void OpenApi::choices(OpenApi& api)
{
    api.json.StartObject();
    api.types({"string"}, false);
    api.key("enum");
    api.json.StartArray();
    for (auto name : names_of<E>) api.json.text(name);
    api.json.EndArray();
    api.text("description", schema_of<E>.about);
    api.json.EndObject();
}

template <IsScalar T> void OpenApi::plain(const Rules& rules, Side side, bool may_be_null)
{
    using S = Scalar<T>;
    if constexpr (S::kind == JsonKind::boolean) types({"boolean"}, may_be_null);
    else if constexpr (S::kind == JsonKind::object) types({"object"}, may_be_null);
    else if constexpr (S::kind == JsonKind::integer) {
        types({"integer"}, may_be_null);
        bounds(rules, "minimum", "maximum");
    } else if constexpr (S::kind == JsonKind::money) return money(rules, side, may_be_null);
    else {
        types({"string"}, may_be_null);
        if constexpr (IsText<T>) text_bounds(rules, side, may_be_null);
    }
    if (!rules.format.empty()) text("format", rules.format);
    else if constexpr (!S::format.empty()) text("format", S::format);
}

template <IsScalar T>
void OpenApi::scalar(const Rules& rules, Side side, bool may_be_null, std::string_view fallback)
{
    json.StartObject();
    std::string like;
    if constexpr (Named<T>) {
        if (schema_of<T>.name.empty()) throw std::logic_error("an enum without schema_of");
        reference(std::string(schema_of<T>.name), may_be_null, choices<T>);
    } else {
        if constexpr (std::same_as<T, Uuid>) id(rules, side, may_be_null);
        else plain<T>(rules, side, may_be_null);
        like = value_of<T>(rules);
    }
    about(rules, fallback, like);
    json.EndObject();
}

template <class T, class M>
constexpr bool OpenApi::may_be_absent(const Rules& rules, Side side, bool replaces)
{
    if (side == Side::output) return is_patch<M>;
    if (rules.defaulted || is_optional<M>) return true;
    if constexpr (is_patch<M>) return !(replaces && is_whole<T>) || is_optional<decltype(M::value)>;
    return false;
}

// Of what a request need not say, and what then counts; nothing where that is null, or what there was before.
template <class T, class M>
std::string OpenApi::fallback_of(const Rules& rules, bool replaces, const M& initial)
{
    if constexpr (is_patch<M>) {
        if (replaces && is_whole<T>)
            return fallback_of<T, decltype(M::value)>(rules, replaces, initial.value);
    } else if constexpr (IsScalar<M> && !std::same_as<M, Secret>) {
        if (rules.defaulted || rules.in == In::query) return json_text(initial);
    }
    return "";
}

template <Described T, OpenApi::Side side, bool replaces> void OpenApi::object(OpenApi& api)
{
    auto& json = api.json;
    const T initial{};
    json.StartObject();
    api.types({"object"}, false);
    if constexpr (replaces) api.text("description", T::Whole::schema_about);
    else if constexpr (requires { T::schema_about; }) api.text("description", T::schema_about);
    api.key("properties");
    json.StartObject();
    std::vector<std::string_view> needed;
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(initial))>;
        if (f.rules.in != In::body) return;
        api.key(f.name);
        api.schema<M>(
            f.rules, side, side == Side::output ? "" : fallback_of<T, M>(f.rules, replaces, access(initial)));
        if (!may_be_absent<T, M>(f.rules, side, replaces)) needed.push_back(f.name);
    });
    json.EndObject();
    if (!needed.empty()) {
        api.key("required");
        write(json, std::vector<std::string>(needed.begin(), needed.end()));
    }
    if (side == Side::output) {
        api.key("additionalProperties");
        json.Bool(false);
    }
    json.EndObject();
}

template <class M> void OpenApi::nullable(const Rules& rules, Side side, std::string_view fallback)
{
    bool may_be_null = side != Side::form;
    if constexpr (IsScalar<M>) scalar<M>(rules, side, may_be_null, fallback);
    else if constexpr (is_upload<M>) upload(rules);
    else {
        json.StartObject();
        reference(std::string(M::schema_name), may_be_null, object<M, Side::output, false>);
        about(rules, fallback, "");
        json.EndObject();
    }
}

template <class M> void OpenApi::schema(const Rules& rules, Side side, std::string_view fallback)
{
    if constexpr (is_patch<M>) schema<decltype(M::value)>(rules, side, fallback);
    else if constexpr (is_optional<M>) nullable<typename M::value_type>(rules, side, fallback);
    else if constexpr (is_list<M>) {
        json.StartObject();
        types({"array"}, false);
        bounds(rules, "minItems", "maxItems");
        key("items");
        schema<typename M::value_type>(Rules{}, side);
        about(rules, fallback, "");
        json.EndObject();
    } else if constexpr (IsScalar<M>) scalar<M>(rules, side, false, fallback);
    else if constexpr (is_upload<M>) upload(rules);
    else {
        json.StartObject();
        reference(std::string(M::schema_name), false, object<M, Side::output, false>);
        about(rules, fallback, "");
        json.EndObject();
    }
}
