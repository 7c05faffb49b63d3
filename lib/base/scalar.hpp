// What a single value looks like in text: how it is read, how it is written and how OpenAPI names it.
// Every type that can be a field of a struct, short of lists and other structs, has one Scalar.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the value is in JSON. `money` is a decimal string that also reads from a JSON number, since
// clients of the old service send both; it never goes through floating point either way. `object` is only
// ever written.
enum class JsonKind { boolean, integer, money, text, object };

// parse() answers false when the text is no such value and leaves the target unspecified.
// append() writes the one canonical text of the value.
template <class T> struct Scalar;

// clang-format off
template <class T>
concept IsScalar = requires(std::string_view in, T& value, std::string& out) {
    { Scalar<T>::parse(in, value) } -> std::same_as<bool>;
    Scalar<T>::append(out, value);
};
// clang-format on

template <IsScalar T> std::string to_text(const T& value)
{
    std::string out;
    Scalar<T>::append(out, value);
    return out;
}

template <IsScalar T> std::optional<T> parse(std::string_view text)
{
    T value{};
    if (!Scalar<T>::parse(text, value)) return std::nullopt;
    return value;
}

template <> struct Scalar<std::string> {
    static constexpr JsonKind kind = JsonKind::text;
    static constexpr std::string_view format = "";
    static bool parse(std::string_view in, std::string& out) { return out = in, true; }
    static void append(std::string& out, const std::string& value) { out += value; }
};

// A whole JSON object that goes out as it is.
struct JsonObject {
    std::string text = "{}";
};
template <> struct Scalar<JsonObject> {
    static constexpr JsonKind kind = JsonKind::object;
    static constexpr std::string_view format = "";
    static bool parse(std::string_view in, JsonObject& out) { return out.text = in, true; }
    static void append(std::string& out, const JsonObject& value) { out += value.text; }
};

template <> struct Scalar<bool> {
    static constexpr JsonKind kind = JsonKind::boolean;
    static constexpr std::string_view format = "";
    static bool parse(std::string_view in, bool& out)
    {
        // "t" and "f" are PostgreSQL's; "True", "1", "on" are what HTML forms and Python clients send.
        for (std::string_view yes : {"true", "t", "True", "1", "on"})
            if (in == yes) return out = true;
        out = false;
        for (std::string_view no : {"false", "f", "False", "0", "off"})
            if (in == no) return true;
        return false;
    }
    static void append(std::string& out, bool value) { out += value ? "true" : "false"; }
};

template <std::signed_integral T> struct Scalar<T> {
    static constexpr JsonKind kind = JsonKind::integer;
    static constexpr std::string_view format = sizeof(T) > 4 ? "int64" : "int32";
    static bool parse(std::string_view in, T& out)
    {
        auto [end, error] = std::from_chars(in.data(), in.data() + in.size(), out);
        return error == std::errc{} && end == in.data() + in.size();
    }
    static void append(std::string& out, T value)
    {
        char digits[24];
        out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    }
};

// An enum becomes a scalar by naming its values in order:
//     template <> inline constexpr std::array names_of<Color>{"red"sv, "green"sv};
template <class E> inline constexpr std::array<std::string_view, 0> names_of{};

// clang-format off
template <class E>
concept Named = std::is_enum_v<E> && (names_of<E>.size() > 0);
// clang-format on

// What OpenAPI calls an enum, once for all places it stands in, and says of it:
//     template <> inline constexpr SchemaName schema_of<Color>{"Color", "What it is painted with."};
struct SchemaName {
    std::string_view name = "", about = "";
};
template <class E> inline constexpr SchemaName schema_of{};

template <Named E> constexpr std::string_view name_of(E value)
{
    return names_of<E>[static_cast<std::size_t>(value)];
}

template <Named E> struct Scalar<E> {
    static constexpr JsonKind kind = JsonKind::text;
    static constexpr std::string_view format = "";
    static bool parse(std::string_view in, E& out)
    {
        for (std::size_t i = 0; i < names_of<E>.size(); ++i)
            if (in == names_of<E>[i]) return out = static_cast<E>(i), true;
        return false;
    }
    static void append(std::string& out, E value) { out += name_of(value); }
};
