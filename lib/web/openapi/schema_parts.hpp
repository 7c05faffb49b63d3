// The templates of schema.hpp: schemas of values and structs.
#pragma once

#include "schema.hpp"

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
