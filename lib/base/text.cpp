#include "text.hpp"

#include <algorithm>
#include <array>
#include <openssl/sha.h>
#include <span>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <xxhash.h>

namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";
constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The length of the well-formed UTF-8 sequence at the front, 0 when there is none.
std::size_t sequence_length(std::string_view s)
{
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    auto trail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
        return i < s.size() && byte(i) >= low && byte(i) <= high;
    };
    unsigned lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return trail(1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef)
        return trail(1, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf) && trail(2) ? 3 : 0;
    if (lead >= 0xf0 && lead <= 0xf4)
        return trail(1, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf) && trail(2) && trail(3) ? 4
                                                                                                        : 0;
    return 0;
}

} // namespace

namespace {

// The character that begins or ends the text; nothing where that is no UTF-8.
struct Character {
    UChar32 code;
    std::size_t bytes;
};

Character first_of(std::string_view s)
{
    int32_t at = 0;
    UChar32 code;
    U8_NEXT(s.data(), at, static_cast<int32_t>(s.size()), code);
    return {code, static_cast<std::size_t>(at)};
}

Character last_of(std::string_view s)
{
    auto size = static_cast<int32_t>(s.size());
    int32_t at = size;
    UChar32 code;
    U8_PREV(s.data(), 0, at, code);
    return {code, static_cast<std::size_t>(size - at)};
}

bool is_blank(UChar32 code)
{
    return code >= 0 && u_isUWhiteSpace(code);
}

bool is_unseen(UChar32 code)
{
    return is_blank(code) || (code >= 0 && u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT));
}

std::string_view without_blanks(std::string_view s)
{
    while (!s.empty()) {
        auto first = first_of(s);
        if (!is_blank(first.code)) break;
        s.remove_prefix(first.bytes);
    }
    while (!s.empty()) {
        auto last = last_of(s);
        if (!is_blank(last.code)) break;
        s.remove_suffix(last.bytes);
    }
    return s;
}

bool says_nothing(std::string_view s)
{
    while (!s.empty()) {
        auto first = first_of(s);
        if (!is_unseen(first.code)) return false;
        s.remove_prefix(first.bytes);
    }
    return true;
}

} // namespace

std::string_view trimmed(std::string_view s)
{
    auto first = s.find_first_not_of(white_space);
    if (first == s.npos) return {};
    s = s.substr(first, s.find_last_not_of(white_space) - first + 1);
    auto plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (plain(s.front()) && plain(s.back())) return s;
    s = without_blanks(s);
    return says_nothing(s) ? std::string_view{} : s;
}

std::vector<std::string> split_list(std::string_view list)
{
    std::vector<std::string> out;
    while (!list.empty()) {
        auto comma = list.find(',');
        if (auto one = trimmed(list.substr(0, comma)); !one.empty()) out.emplace_back(one);
        list = comma == list.npos ? std::string_view{} : list.substr(comma + 1);
    }
    return out;
}

std::string lowered(std::string_view s)
{
    std::string out(s);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_clean_text(std::string_view s)
{
    while (!s.empty()) {
        auto n = s[0] == '\0' ? 0 : sequence_length(s);
        if (n == 0) return false;
        s.remove_prefix(n);
    }
    return true;
}

std::size_t characters(std::string_view s)
{
    return static_cast<std::size_t>(std::count_if(
        s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::optional<std::string> percent_decoded(std::string_view s, bool plus_is_space)
{
    std::string out;
    out.reserve(s.size());
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '%') {
            int high = i + 2 < s.size() ? hex_digit(s[i + 1]) : -1;
            int low = i + 2 < s.size() ? hex_digit(s[i + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high << 4 | low);
            i += 2;
        } else out += s[i] == '+' && plus_is_space ? ' ' : s[i];
    }
    if (!is_clean_text(out)) return std::nullopt;
    return out;
}

std::string percent_encoded(std::string_view s)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (char c : s) {
        if (unreserved.find(c) != unreserved.npos) out += c;
        else {
            auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

std::string grouped(long long number)
{
    auto out = std::to_string(number);
    for (auto at = static_cast<long long>(out.size()) - 3; at > (number < 0); at -= 3)
        out.insert(static_cast<std::size_t>(at), 1, ',');
    return out;
}

std::string like_containing(std::string_view s)
{
    std::string out = "%";
    for (char c : s) {
        if (c == '%' || c == '_' || c == '\\') out += '\\';
        out += c;
    }
    return out += '%';
}

std::string html_escaped(std::string_view s)
{
    std::string out;
    for (char c : s) switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
    return out;
}

std::string base64url(std::string_view bytes)
{
    std::string out;
    unsigned bits = 0, held = 0;
    for (char c : bytes) {
        held = held << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6; bits -= 6) out += base64url_digits[held >> (bits - 6) & 63];
    }
    if (bits > 0) out += base64url_digits[held << (6 - bits) & 63];
    return out;
}

std::optional<std::string> base64url_decoded(std::string_view text)
{
    std::string out;
    unsigned bits = 0, held = 0;
    for (char c : text) {
        auto digit = base64url_digits.find(c);
        if (digit == base64url_digits.npos) return std::nullopt;
        held = held << 6 | static_cast<unsigned>(digit);
        if ((bits += 6) >= 8) out += static_cast<char>(held >> (bits -= 8) & 255);
    }
    // Left-over bits must be few and zero, or two texts would mean the same bytes.
    if (bits >= 6 || (held & ((1u << bits) - 1)) != 0) return std::nullopt;
    return out;
}

std::string base64(std::string_view bytes)
{
    auto out = base64url(bytes);
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    return out.append((4 - out.size() % 4) % 4, '=');
}

std::optional<std::string> base64_decoded(std::string_view text)
{
    auto end = text.find_last_not_of('=') + 1;
    if (end != text.size() && (text.size() % 4 != 0 || text.size() - end > 2)) return std::nullopt;
    std::string other(text.substr(0, end));
    for (char& c : other) {
        if (c == '-' || c == '_') return std::nullopt;
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return base64url_decoded(other);
}

namespace {

std::string hexadecimal(std::span<const unsigned char> bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (unsigned char byte : bytes) out += {digits[byte >> 4], digits[byte & 15]};
    return out;
}

} // namespace

std::string fingerprint(std::string_view text)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    return hexadecimal(std::span(digest).first(16));
}

std::string quick_fingerprint(std::string_view text)
{
    XXH128_canonical_t digest;
    XXH128_canonicalFromHash(&digest, XXH3_128bits(text.data(), text.size()));
    return hexadecimal(digest.digest);
}
