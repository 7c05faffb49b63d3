// Enough of HTML for texts that people typed or editors wrote; no document trees.
#include "html.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace {

struct Entity {
    std::string_view name;
    char32_t character;
};

constexpr Entity entities[] = {
    {"amp", '&'},
    {"lt", '<'},
    {"gt", '>'},
    {"quot", '"'},
    {"apos", '\''},
    {"nbsp", 0xa0},
    {"iexcl", 0xa1},
    {"cent", 0xa2},
    {"pound", 0xa3},
    {"yen", 0xa5},
    {"sect", 0xa7},
    {"copy", 0xa9},
    {"laquo", 0xab},
    {"reg", 0xae},
    {"deg", 0xb0},
    {"plusmn", 0xb1},
    {"micro", 0xb5},
    {"middot", 0xb7},
    {"raquo", 0xbb},
    {"frac12", 0xbd},
    {"frac14", 0xbc},
    {"iquest", 0xbf},
    {"Agrave", 0xc0},
    {"Auml", 0xc4},
    {"Aring", 0xc5},
    {"AElig", 0xc6},
    {"Ccedil", 0xc7},
    {"Eacute", 0xc9},
    {"Ntilde", 0xd1},
    {"Ouml", 0xd6},
    {"times", 0xd7},
    {"Oslash", 0xd8},
    {"Uuml", 0xdc},
    {"szlig", 0xdf},
    {"agrave", 0xe0},
    {"aacute", 0xe1},
    {"acirc", 0xe2},
    {"atilde", 0xe3},
    {"auml", 0xe4},
    {"aring", 0xe5},
    {"aelig", 0xe6},
    {"ccedil", 0xe7},
    {"egrave", 0xe8},
    {"eacute", 0xe9},
    {"ecirc", 0xea},
    {"euml", 0xeb},
    {"iacute", 0xed},
    {"icirc", 0xee},
    {"iuml", 0xef},
    {"ntilde", 0xf1},
    {"ograve", 0xf2},
    {"oacute", 0xf3},
    {"ocirc", 0xf4},
    {"otilde", 0xf5},
    {"ouml", 0xf6},
    {"oslash", 0xf8},
    {"ugrave", 0xf9},
    {"uacute", 0xfa},
    {"ucirc", 0xfb},
    {"uuml", 0xfc},
    {"euro", 0x20ac},
    {"trade", 0x2122},
    {"ndash", 0x2013},
    {"mdash", 0x2014},
    {"lsquo", 0x2018},
    {"rsquo", 0x2019},
    {"sbquo", 0x201a},
    {"ldquo", 0x201c},
    {"rdquo", 0x201d},
    {"bdquo", 0x201e},
    {"bull", 0x2022},
    {"hellip", 0x2026},
    {"shy", 0xad},
    {"zwnj", 0x200c},
    {"ensp", 0x2002},
    {"emsp", 0x2003},
    {"thinsp", 0x2009},
    {"rarr", 0x2192},
    {"ge", 0x2265},
    {"le", 0x2264},
};

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_text_character(char32_t c)
{
    return c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c < 0xd800) ||
           (c > 0xdfff && c <= 0x10ffff);
}

// What a reference's name, without & and ;, stands for; 0 when for nothing.
char32_t character_named(std::string_view name)
{
    if (!name.starts_with('#')) {
        for (const auto& e : entities)
            if (e.name == name) return e.character;
        return 0;
    }
    name.remove_prefix(1);
    int base = name.starts_with('x') || name.starts_with('X') ? 16 : 10;
    if (base == 16) name.remove_prefix(1);
    unsigned number = 0;
    auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, base);
    if (error != std::errc{} || end != name.data() + name.size()) return 0;
    return is_text_character(number) ? number : 0;
}

enum class Effect { nothing, line, item, skip };

struct Tag {
    std::string_view name;
    Effect effect;
};

constexpr Tag tags[] = {
    {"a", Effect::nothing},
    {"abbr", Effect::nothing},
    {"b", Effect::nothing},
    {"big", Effect::nothing},
    {"center", Effect::nothing},
    {"code", Effect::nothing},
    {"em", Effect::nothing},
    {"font", Effect::nothing},
    {"i", Effect::nothing},
    {"img", Effect::nothing},
    {"label", Effect::nothing},
    {"o:p", Effect::nothing},
    {"s", Effect::nothing},
    {"small", Effect::nothing},
    {"span", Effect::nothing},
    {"strike", Effect::nothing},
    {"strong", Effect::nothing},
    {"sub", Effect::nothing},
    {"sup", Effect::nothing},
    {"u", Effect::nothing},
    {"td", Effect::nothing},
    {"th", Effect::nothing},
    {"tbody", Effect::nothing},
    {"thead", Effect::nothing},
    {"iframe", Effect::nothing},
    {"input", Effect::nothing},
    {"button", Effect::nothing},
    {"html", Effect::nothing},
    {"body", Effect::nothing},
    {"meta", Effect::nothing},
    {"link", Effect::nothing},
    {"br", Effect::line},
    {"div", Effect::line},
    {"p", Effect::line},
    {"h1", Effect::line},
    {"h2", Effect::line},
    {"h3", Effect::line},
    {"h4", Effect::line},
    {"h5", Effect::line},
    {"h6", Effect::line},
    {"hr", Effect::line},
    {"ol", Effect::line},
    {"ul", Effect::line},
    {"table", Effect::line},
    {"tr", Effect::line},
    {"blockquote", Effect::line},
    {"pre", Effect::line},
    {"section", Effect::line},
    {"article", Effect::line},
    {"dl", Effect::line},
    {"dt", Effect::line},
    {"dd", Effect::line},
    {"li", Effect::item},
    {"script", Effect::skip},
    {"style", Effect::skip},
};

struct FoundTag {
    const Tag* tag;
    bool closing;
    std::size_t length; // with < and >
};

// The tag that the text begins with.
FoundTag tag_at(std::string_view text)
{
    auto end = text.find('>');
    if (end == text.npos || end > 2000) return {};
    auto inner = text.substr(1, end - 1);
    bool closing = inner.starts_with('/');
    if (closing) inner.remove_prefix(1);
    auto stop = std::find_if(
        inner.begin(), inner.end(), [](char c) { return !is_letter(c) && c != ':' && (c < '1' || c > '6'); });
    auto name = lowered(inner.substr(0, static_cast<std::size_t>(stop - inner.begin())));
    for (const auto& tag : tags)
        if (tag.name == name) return {&tag, closing, end + 1};
    return {};
}

// How much to leave out from an opening script or style on.
std::size_t length_through_close(std::string_view text, const Tag& tag)
{
    auto close = lowered(text).find("</" + std::string(tag.name));
    if (close == std::string::npos) return text.size();
    auto end = text.find('>', close);
    return end == text.npos ? text.size() : end + 1;
}

} // namespace

void append_utf8(std::string& out, char32_t c)
{
    auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) return put(c);
    if (c < 0x800) put(0xc0 | c >> 6);
    else if (c < 0x10000) put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 0x3f));
    else put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 0x3f)), put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
}

std::string entities_decoded(std::string_view text)
{
    std::string out;
    while (true) {
        auto start = text.find('&');
        out += text.substr(0, start);
        if (start == text.npos) return out;
        text.remove_prefix(start);
        auto end = text.find(';');
        auto character = end < 12 ? character_named(text.substr(1, end - 1)) : 0;
        if (character) append_utf8(out, character);
        else out += '&';
        text.remove_prefix(character ? end + 1 : 1);
    }
}

std::string tags_removed(std::string_view text)
{
    std::string out;
    while (true) {
        auto start = text.find('<');
        out += text.substr(0, start);
        if (start == text.npos) return out;
        text.remove_prefix(start);
        if (text.starts_with("<!--")) {
            auto end = text.find("-->");
            text.remove_prefix(end == text.npos ? text.size() : end + 3);
            continue;
        }
        auto found = tag_at(text);
        if (!found.tag) {
            out += '<';
            text.remove_prefix(1);
            continue;
        }
        if (found.tag->effect == Effect::line) out += '\n';
        if (found.tag->effect == Effect::item && !found.closing) out += "\n- ";
        bool skips = found.tag->effect == Effect::skip && !found.closing;
        text.remove_prefix(skips ? length_through_close(text, *found.tag) : found.length);
    }
}
