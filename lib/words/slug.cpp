// Other scripts by ICU's transliterator.
#include "slug.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <unicode/translit.h>

namespace {

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Made once for each process, since that takes tens of milliseconds, and only when a name asks for it.
// Signs that stand for no sound of their own (hard and soft signs, hamza, ayn) go, lest they part a word.
const icu::Transliterator& to_latin()
{
    static const auto made = [] {
        auto status = U_ZERO_ERROR;
        std::unique_ptr<icu::Transliterator> rules(icu::Transliterator::createInstance(
            "Any-Latin; NFD; [[:Mn:][\\u02b9-\\u02bf]] Remove; NFC; Latin-ASCII", UTRANS_FORWARD, status));
        if (U_FAILURE(status)) throw std::runtime_error("ICU has no rules to spell other scripts in Latin");
        return rules;
    }();
    return *made;
}

bool is_slug_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

} // namespace

std::string ascii_folded(std::string_view text)
{
    if (is_ascii(text)) return std::string(text);
    auto letters = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    to_latin().transliterate(letters);
    std::string out;
    letters.toUTF8String(out);
    std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    return out;
}

std::string slug_of(std::string_view name, std::size_t longest)
{
    std::string out;
    for (char c : ascii_folded(name)) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (is_slug_character(c)) out += c;
        else if (!out.empty() && out.back() != '-') out += '-';
    }
    if (out.size() > longest) {
        auto dash = out.rfind('-', longest);
        out.resize(dash == out.npos || dash == 0 ? longest : dash);
    }
    if (out.ends_with('-')) out.pop_back();
    return out;
}
