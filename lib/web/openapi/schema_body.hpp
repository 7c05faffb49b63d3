// The templates of schema.hpp: what a request sends.
#pragma once

#include "schema.hpp"

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
