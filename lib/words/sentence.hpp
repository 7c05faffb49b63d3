// What somebody is told, before it is worded: a key and what varies. Only the catalogue knows the words.
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

// Whether it looks like a key: "must_not_be_past", "picture.is_pdf". No sentence does.
constexpr bool is_sentence_key(std::string_view text)
{
    if (text.empty() || text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") != text.npos)
        return false;
    return text.front() >= 'a' && text.front() <= 'z' && text.back() != '_' && text.back() != '.';
}

// The name of a sentence. Made while compiling, as "must_not_be_past"_s: an English sentence where a key is
// wanted does not compile, and t/sentences sees to it that the catalogue has every one.
struct Key {
    std::string_view name;

    consteval explicit Key(std::string_view name) : name(name)
    {
        if (!is_sentence_key(name)) throw "is no key: lower-case letters, digits, dots and underscores";
    }
    friend bool operator==(const Key&, const Key&) = default;
};

// The text of a key as a parameter of a template: clang 14 leaves calls of a consteval operator behind.
template <std::size_t size> struct KeyText {
    char text[size]{};

    consteval KeyText(const char (&from)[size]) // NOLINT: meant to convert
    {
        for (std::size_t i = 0; i < size; ++i) text[i] = from[i];
    }
    constexpr std::string_view view() const { return {text, size - 1}; }
};

template <KeyText text> constexpr Key operator""_s()
{
    constexpr Key key(text.view());
    return key;
}

// A sentence with what it is about: Said("too_many_characters"_s, {{"max", 200}}). A key alone is one, too.
struct Said {
    struct Arg {
        std::string_view name; // as in the text of the sentence: {max}
        std::string value;

        Arg(std::string_view name, std::string_view value) : name(name), value(value) {}
        Arg(std::string_view name, std::integral auto value) : name(name), value(std::to_string(value)) {}
    };

    Key key;
    std::vector<Arg> args;

    Said(Key key, std::initializer_list<Arg> args = {}) : key(key), args(args) {} // NOLINT: meant to convert
};
