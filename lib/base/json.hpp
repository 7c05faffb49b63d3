// JSON: the guarded reader, the writer, and structs as JSON by their field lists.
#pragma once

#include "fields.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// RapidJSON's writer, with text copied in runs: its own String() takes each byte by itself, which is most of
// the work of a page of postings. Its events are compiled once, instead of into each unit that writes a
// struct.
class JsonWriter : private rapidjson::Writer<rapidjson::StringBuffer> {
public:
    explicit JsonWriter(rapidjson::StringBuffer& out);
    void text(std::string_view);  // a string value, escaped
    void plain(std::string_view); // a string value or key that is known to hold nothing to escape

    void StartObject();
    void EndObject();
    void StartArray();
    void EndArray();
    void Key(const char*, rapidjson::SizeType);
    void Key(const char*);
    void RawValue(const char* json, std::size_t size, rapidjson::Type);
    void Null();
    void Bool(bool);
    void Int64(std::int64_t);
    using Writer::Double, Writer::Int, Writer::SetMaxDecimalPlaces, Writer::String;

private:
    void copy(std::string_view);
};

struct JsonMember;

// A parsed value. Numbers stay the text they came as; Scalar<T> turns them into numbers.
struct JsonValue {
    enum class Kind { null, boolean, number, text, list, object };
    Kind kind = Kind::null;
    std::string text;                // of a boolean ("true"), number or text
    std::vector<JsonValue> items;    // of a list
    std::vector<JsonMember> members; // of an object, in order

    const JsonValue* member(std::string_view name) const; // null when there is none
};

struct JsonMember {
    std::string name;
    JsonValue value;
};

enum class JsonFault { malformed, nul, not_unicode, doubled_key, too_many_values, too_deep };

struct JsonError {
    JsonFault fault;
};

inline constexpr std::size_t json_max_depth = 32, json_max_nodes = 10'000;

// Parses one JSON text of at most json_max_depth levels and json_max_nodes values. Refuses what RFC 8259
// lets a receiver refuse and what would be lost or misread further on: duplicate keys, NUL characters,
// invalid UTF-8, trailing data. Throws JsonError.
//
// RapidJSON 1.1.0 misreads and overruns on crafted numbers, and its recursive parser overflows the stack,
// so only its iterative SAX reader is used and numbers never reach its arithmetic.
JsonValue parse_json(std::string_view text);
// The same of at most so many values: for what is our own and long, such as the OpenAPI document.
JsonValue parse_json(std::string_view text, std::size_t most_values);

// --- Structs as JSON

template <IsScalar T> void write(JsonWriter& json, const T& value)
{
    constexpr auto kind = Scalar<T>::kind;
    if constexpr (std::same_as<T, std::string>) json.text(value);
    else if constexpr (kind == JsonKind::object)
        json.RawValue(value.text.data(), value.text.size(), rapidjson::kObjectType);
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
