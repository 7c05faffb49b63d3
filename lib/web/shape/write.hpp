// Structs as JSON, by their field lists.
#pragma once

#include "lib/base/fields.hpp"
#include "lib/base/json.hpp"

template <IsScalar T> void write(JsonWriter& json, const T& value)
{
    constexpr auto kind = Scalar<T>::kind;
    if constexpr (std::same_as<T, std::string>) json.text(value);
    else if constexpr (kind == JsonKind::boolean) json.Bool(value);
    else if constexpr (kind == JsonKind::integer) json.Int64(value);
    else {
        // Identifiers, times, money and names of choices hold nothing that needs an escape.
        thread_local std::string text;
        text.clear();
        Scalar<T>::append(text, value);
        json.plain(text);
    }
}

template <Described T> void write(JsonWriter& json, const T& value);

template <class T> void write(JsonWriter& json, const std::optional<T>& value)
{
    if (value) write(json, *value);
    else json.Null();
}

template <class T> void write(JsonWriter& json, const std::vector<T>& values)
{
    json.StartArray();
    for (const auto& v : values) write(json, v);
    json.EndArray();
}

// A Patch is a field that not every answer has.
template <Described T> void write(JsonWriter& json, const T& value)
{
    json.StartObject();
    each_field<T>([&](const auto& f, auto access) {
        const auto& member = access(value);
        if constexpr (is_patch<std::remove_cvref_t<decltype(member)>>) {
            if (!member.given) return;
            json.plain(f.name);
            write(json, member.value);
        } else {
            json.plain(f.name);
            write(json, member);
        }
    });
    json.EndObject();
}

template <class T> std::string json_text(const T& value)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    write(json, value);
    return {out.GetString(), out.GetSize()};
}
