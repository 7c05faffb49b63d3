// Letters of the Latin script, and the bytes that Windows-1252 makes of them.
#include "letters.hpp"

#include "lib/formats/html.hpp"

namespace {

// What the bytes 0x80 to 0x9f are in Windows-1252.
constexpr char32_t windows_1252[] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,
    0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013,
    0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};

// The byte a character came from, 0 when from none above ASCII.
unsigned byte_of(char32_t c)
{
    for (unsigned i = 0; i < 32; ++i)
        if (windows_1252[i] == c) return 0x80 + i;
    return c >= 0x80 && c <= 0xff ? c : 0;
}

bool is_trail(const std::u32string& text, std::size_t i)
{
    return i < text.size() && (byte_of(text[i]) & 0xc0) == 0x80;
}

// A character of two bytes (Ã³) or of three (â€™), at position i; 0 when there is none.
char32_t doubly_encoded(const std::u32string& text, std::size_t i, std::size_t& length)
{
    unsigned lead = byte_of(text[i]);
    if (lead >= 0xc2 && lead <= 0xc5 && is_trail(text, i + 1)) {
        length = 2;
        return (lead & 0x1f) << 6 | (byte_of(text[i + 1]) & 0x3f);
    }
    if (lead == 0xe2 && is_trail(text, i + 1) && is_trail(text, i + 2)) {
        length = 3;
        return 0x2000 | (byte_of(text[i + 1]) & 0x3f) << 6 | (byte_of(text[i + 2]) & 0x3f);
    }
    return 0;
}

// Remains of punctuation (E2 80 xx) whose first byte was lost: "€™". A price before a closing quotation mark
// looks alike and stays.
char32_t beheaded(const std::u32string& text, std::size_t i, std::size_t& length)
{
    if (text[i] != 0x20ac || !is_trail(text, i + 1)) return 0;
    bool price = i > 0 && text[i - 1] >= '0' && text[i - 1] <= '9';
    bool quote = text[i + 1] == 0x201c || text[i + 1] == 0x201d;
    if (price && quote) return 0;
    length = 2;
    return 0x2000 | (byte_of(text[i + 1]) & 0x3f);
}

bool is_latin(char32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7);
}

} // namespace

std::u32string letters_of(std::string_view clean)
{
    std::u32string out;
    out.reserve(clean.size());
    for (std::size_t i = 0; i < clean.size();) {
        auto byte = static_cast<unsigned char>(clean[i++]);
        int more = byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        char32_t c = more == 0 ? byte : byte & (0x3fu >> more);
        for (; more > 0 && i < clean.size(); --more)
            c = c << 6 | (static_cast<unsigned char>(clean[i++]) & 0x3fu);
        out += c;
    }
    return out;
}

std::string utf8_of(std::u32string_view letters)
{
    std::string out;
    out.reserve(letters.size());
    for (char32_t c : letters) append_utf8(out, c);
    return out;
}

char32_t to_lower(char32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7)) return c + 32;
    return c;
}

char32_t to_upper(char32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7)) return c - 32;
    return c;
}

bool is_upper(char32_t c)
{
    return to_lower(c) != c;
}

bool is_lower(char32_t c)
{
    return is_latin(c) && !is_upper(c);
}

bool is_word_letter(char32_t c)
{
    return is_latin(c) || (c >= '0' && c <= '9') ||
           (c > 0x24f && (c < 0x2000 || c > 0x2bff) && (c < 0xe000 || c > 0xf8ff));
}

std::u32string characters_repaired(const std::u32string& text)
{
    std::u32string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t length = 0;
        char32_t c = text[i] < 0x80 ? 0 : doubly_encoded(text, i, length);
        if (c == 0) c = beheaded(text, i, length);
        if (c == 0) c = text[i], length = 1;
        out += c;
        i += length - 1;
    }
    return out;
}
