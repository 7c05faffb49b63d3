#include "file_name.hpp"

#include "lib/base/text.hpp"
#include "lib/words/slug.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace {

constexpr std::size_t longest = 150, longest_extension = 10;

struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 1;
};

// The first one of clean text.
Character first_of(std::string_view text)
{
    auto lead = static_cast<unsigned char>(text[0]);
    std::size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    std::uint32_t code = bytes == 1 ? lead : lead & (0xffu >> (bytes + 1));
    for (std::size_t i = 1; i < bytes && i < text.size(); ++i)
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
    return {code, bytes};
}

bool is_harmful(std::uint32_t c)
{
    bool control = c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff;
    bool turns = c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
                 (c >= 0x2066 && c <= 0x2069);
    return control || turns;
}

// The first `count` characters.
std::string_view shortened(std::string_view text, std::size_t count)
{
    std::size_t end = 0;
    for (; count > 0 && end < text.size(); --count) end += first_of(text.substr(end)).bytes;
    return text.substr(0, end);
}

} // namespace

std::string clean_file_name(std::string_view path)
{
    auto slash = path.find_last_of("/\\");
    auto text = slash == path.npos ? path : path.substr(slash + 1);
    std::string out;
    while (!text.empty()) {
        auto c = first_of(text);
        if (!is_harmful(c.code)) out += text.substr(0, c.bytes);
        text.remove_prefix(std::min(c.bytes, text.size()));
    }
    out = trimmed(out);
    if (characters(out) <= longest) return out;
    auto dot = out.rfind('.');
    auto extension = dot == out.npos || out.size() - dot > longest_extension ? "" : out.substr(dot);
    return std::string(shortened(out, longest - extension.size())) + extension;
}

std::string attachment_header(std::string_view name)
{
    std::string likeness;
    for (char c : ascii_folded(name)) {
        bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%';
        likeness += plain ? c : '_';
    }
    if (likeness.empty() || likeness[0] == '.') likeness.insert(0, "document");
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", likeness, percent_encoded(name));
}
