#include "mail_address.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace {

constexpr std::string_view letters_and_digits =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

// Parts of such characters, with single dots between them.
bool is_dotted(std::string_view text, std::string_view more)
{
    bool known = std::all_of(text.begin(), text.end(), [&](char c) {
        return c == '.' || letters_and_digits.find(c) != letters_and_digits.npos || more.find(c) != more.npos;
    });
    return known && !text.empty() && text.front() != '.' && text.back() != '.' &&
           text.find("..") == text.npos;
}

} // namespace

bool is_mail_address(std::string_view text)
{
    auto at = text.find('@');
    if (at == text.npos || text.size() > 254 || at > 64) return false;
    return is_dotted(text.substr(0, at), "!#$%&'*+/=?^_`{|}~-") && is_dotted(text.substr(at + 1), "-");
}

std::optional<Mailbox> read_mailbox(std::string_view text)
{
    text = trimmed(text);
    if (is_mail_address(text)) return Mailbox{"", std::string(text)};
    auto open = text.rfind('<');
    if (open == text.npos || !text.ends_with('>')) return std::nullopt;
    auto address = text.substr(open + 1, text.size() - open - 2);
    auto name = trimmed(text.substr(0, open));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    if (!is_mail_address(address) || !is_one_line(name)) return std::nullopt;
    return Mailbox{std::string(name), std::string(address)};
}

bool is_one_line(std::string_view text)
{
    if (!is_clean_text(text)) return false;
    auto size = static_cast<int32_t>(text.size());
    for (int32_t at = 0; at < size;) {
        UChar32 c = 0;
        U8_NEXT(text.data(), at, size, c);
        auto kind = u_charType(c);
        if (kind == U_CONTROL_CHAR || kind == U_LINE_SEPARATOR || kind == U_PARAGRAPH_SEPARATOR) return false;
    }
    return true;
}

std::string printable_line(std::string_view text, std::size_t longest)
{
    std::string out;
    for (char c : text.substr(0, longest)) {
        bool plain = c > ' ' && c <= '~';
        if (plain || (!out.empty() && out.back() != ' ')) out += plain ? c : ' ';
    }
    return std::string(trimmed(out));
}
