// Folding by a table of the letters from U+00C0 to U+017F.
#include "slug.hpp"

#include <array>

namespace {

// One entry for each code point; a space parts them, "-" stands for nothing.
constexpr std::string_view folded_letters =
    "A A A A A A AE C E E E E I I I I D N O O O O O - O U U U U Y TH ss "
    "a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y "
    "A a A a A a C c C c C c C c D d D d E e E e E e E e E e G g G g G g G g H h H h "
    "I i I i I i I i I i IJ ij J j K k k L l L l L l L l L l N n N n N n n N n "
    "O o O o O o OE oe R r R r R r S s S s S s S s T t T t T t U u U u U u U u U u U u W w Y y Y Z z Z z Z z "
    "s";

constexpr char32_t first_letter = 0xc0, letters = 0x17f - 0xc0 + 1;

constexpr auto letter_table = [] {
    std::array<std::string_view, letters> table{};
    std::size_t at = 0;
    for (auto& entry : table) {
        auto end = std::min(folded_letters.find(' ', at), folded_letters.size());
        entry = folded_letters.substr(at, end - at);
        if (entry == "-") entry = {};
        at = end + 1;
    }
    return table;
}();
static_assert(letter_table.back() == "s" && letter_table[0xff - first_letter] == "y");

bool is_slug_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

} // namespace

std::string ascii_folded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) out += text[i];
        else if (byte >= 0xc3 && byte <= 0xc5 && i + 1 < text.size()) {
            char32_t letter = (byte & 0x1fu) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3fu);
            out += letter_table[letter - first_letter];
        }
    }
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
