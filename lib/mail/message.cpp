#include "message.hpp"

#include "lib/base/text.hpp"
#include "lib/formats/mail_address.hpp"

#include <algorithm>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <stdexcept>
#include <vector>

namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t longest_line = 76; // of what is encoded, by RFC 2045 and 2047
constexpr std::string_view letters_and_digits =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

[[noreturn]] void refuse(std::string_view header, std::string_view why)
{
    throw std::invalid_argument(fmt::format("{} of a mail {}", header, why));
}

bool consists_of(std::string_view text, std::string_view more)
{
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return letters_and_digits.find(c) != letters_and_digits.npos || more.find(c) != more.npos;
    });
}

bool is_printable_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// A byte as both encodings write those that do not stand for themselves.
std::string encoded(char c)
{
    return fmt::format("={:02X}", static_cast<unsigned char>(c));
}

// --- Headers

// Words of RFC 2047, each on a line of its own. A character is never divided, and only characters stand for
// themselves that may in any header.
std::string encoded_words(std::string_view text)
{
    constexpr std::string_view start = "=?UTF-8?Q?", end = "?=";
    constexpr std::size_t room = 64 - start.size() - end.size(); // beside the header's name
    std::vector<std::string> words(1);
    for (std::size_t at = 0, next = 0; at < text.size(); at = next) {
        next = at + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
        std::string character;
        for (char c : text.substr(at, next - at))
            character += c == ' ' ? "_" : consists_of({&c, 1}, "!*+-/") ? std::string(1, c) : encoded(c);
        if (words.back().size() + character.size() > room) words.emplace_back();
        words.back() += character;
    }
    std::string out;
    for (const auto& word : words)
        out += fmt::format("{}{}{}{}", out.empty() ? "" : "\r\n ", start, word, end);
    return out;
}

// Whether a text can be folded between its words, and cannot be taken for an encoded one.
bool may_stand_as_it_is(std::string_view text)
{
    constexpr std::size_t longest_word = 60;
    if (!is_printable_ascii(text) || text.find("=?") != text.npos || text.find("  ") != text.npos)
        return false;
    for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
        end = std::min(text.find(' ', at), text.size());
        if (end - at > longest_word) return false;
    }
    return true;
}

// The words of a header's value, in lines.
std::string folded(std::string_view header, std::string_view text)
{
    std::string out;
    auto length = header.size() + 1;
    for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
        end = std::min(text.find(' ', at), text.size());
        bool full = length + 1 + end - at > longest_line;
        if (full) out += line_end, length = 0;
        out += ' ';
        out += text.substr(at, end - at);
        length += 1 + end - at;
    }
    return out;
}

std::string header(std::string_view name, std::string_view value)
{
    return fmt::format("{}: {}{}", name, value, line_end);
}

std::string text_header(std::string_view name, std::string_view text)
{
    if (!is_one_line(text)) refuse(name, "has a control character, or is no UTF-8");
    text = trimmed(text);
    return may_stand_as_it_is(text) ? fmt::format("{}:{}{}", name, folded(name, text), line_end)
                                    : header(name, encoded_words(text));
}

// A name before an address: bare, in quotes or encoded.
std::string phrase(std::string_view name)
{
    constexpr std::size_t longest_quoted = 50;
    if (name.size() > longest_quoted || !may_stand_as_it_is(name)) return encoded_words(name);
    if (consists_of(name, " !#$%&'*+-/=?^_`{|}~")) return std::string(name);
    std::string out = "\"";
    for (char c : name) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string address_header(std::string_view header_name, std::string_view name, std::string_view address)
{
    if (!is_mail_address(address)) refuse(header_name, "is no address");
    if (!is_one_line(name)) refuse(header_name, "has a control character, or is no UTF-8");
    name = trimmed(name);
    if (name.empty()) return header(header_name, address);
    auto before = phrase(name);
    auto last_line = before.size() - (before.rfind('\n') + 1); // npos + 1 is 0
    bool fits = header_name.size() + last_line + address.size() + 5 <= longest_line;
    auto between = fits ? " " : "\r\n ";
    return header(header_name, fmt::format("{}{}<{}>", before, between, address));
}

std::string unsubscribe_headers(std::string_view url)
{
    constexpr std::size_t longest = 900; // a line may have 998
    bool fits = url.starts_with("https://") || url.starts_with("http://");
    if (!fits || url.size() > longest || !is_printable_ascii(url) || url.find_first_of(" <>") != url.npos)
        refuse("List-Unsubscribe", "is no link");
    return header("List-Unsubscribe", fmt::format("\r\n <{}>", url)) +
           header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
}

std::string message_id(std::string_view id, std::string_view sender)
{
    if (id.empty() || id.size() > 64 || !consists_of(id, ".-")) refuse("Message-ID", "is none");
    return header("Message-ID", fmt::format("<{}@{}>", id, sender.substr(sender.find('@') + 1)));
}

// --- Parts

// The lines of a text, however they end.
std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto end = std::min(text.find_first_of("\r\n"), text.size());
        out.push_back(text.substr(0, end));
        bool pair = text.substr(end).starts_with("\r\n");
        text.remove_prefix(std::min(end + (pair ? 2 : 1), text.size()));
    }
    return out;
}

// A line in quoted-printable. White space at an end would be lost on the way.
std::string quoted_printable(std::string_view line)
{
    std::string out;
    std::size_t length = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        bool last = i + 1 == line.size();
        char c = line[i];
        bool plain = (c > ' ' && c <= '~' && c != '=') || ((c == ' ' || c == '\t') && !last);
        auto one = plain ? std::string(1, c) : encoded(c);
        if (length + one.size() > longest_line - (last ? 0 : 1)) out += "=\r\n", length = 0;
        out += one;
        length += one.size();
    }
    return out;
}

std::string part(std::string_view type, std::string_view text)
{
    if (!is_clean_text(text)) refuse("The text", "is no UTF-8");
    auto out = header("Content-Type", fmt::format("{}; charset=utf-8", type)) +
               header("Content-Transfer-Encoding", "quoted-printable") + std::string(line_end);
    for (auto line : lines_of(text)) out += quoted_printable(line) + std::string(line_end);
    return out;
}

} // namespace

std::string mime_text(const MailSender& from, const MailMessage& mail, Time at)
{
    constexpr std::string_view boundary = "=_part"; // no line of quoted-printable can begin like it
    std::string out = header(
        "Date", fmt::format("{:%a, %d %b %Y %H:%M:%S +0000}", std::chrono::floor<std::chrono::seconds>(at)));
    out += address_header("From", from.name, from.address);
    out += address_header("To", mail.to_name, mail.to);
    if (!from.reply_to.empty()) out += address_header("Reply-To", "", from.reply_to);
    out += text_header("Subject", mail.subject);
    out += message_id(mail.id, from.address);
    out += header("Auto-Submitted", "auto-generated");
    if (!mail.unsubscribe_url.empty()) out += unsubscribe_headers(mail.unsubscribe_url);
    out += header("MIME-Version", "1.0");
    out += header("Content-Type", fmt::format("multipart/alternative; boundary=\"{}\"", boundary));
    for (auto [type, text] : {std::pair("text/plain", &mail.text), {"text/html", &mail.html}})
        out += fmt::format("\r\n--{}\r\n{}", boundary, part(type, *text));
    return out + fmt::format("\r\n--{}--\r\n", boundary);
}
