// Each step takes a text and gives a better one.
#include "text.hpp"

#include "lib/base/text.hpp"
#include "lib/formats/encoding.hpp"
#include "lib/formats/html.hpp"

#include <algorithm>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace {

std::string html_read(std::string_view text, Remarks& remarks)
{
    auto html = read_html(text);
    if (html.too_long) remarks.push_back({"has too many tags to be read as HTML; left as it is"});
    else if (html.escaped)
        remarks.push_back({"HTML or references were escaped, and were read as if they were not"});
    else if (html.markup) remarks.push_back({"HTML was read as text"});
    else if (html.text != text) remarks.push_back({"character references became characters"});
    if (html.pictures) remarks.push_back({"pictures were left out"});
    if (html.links) remarks.push_back({"links to places on the page were left out"});
    return std::move(html.text);
}

// The character that a position begins with, and the position behind it. At the end: 0.
UChar32 next(std::string_view text, std::size_t& at)
{
    if (at >= text.size()) return 0;
    UChar32 c;
    auto i = static_cast<int32_t>(at);
    U8_NEXT(text.data(), i, static_cast<int32_t>(text.size()), c);
    at = static_cast<std::size_t>(i);
    return c;
}

bool ends_line(UChar32 c)
{
    return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool is_blank(UChar32 c)
{
    return c == 0 || u_isUWhiteSpace(c);
}

constexpr std::string_view sentence_ends = ".:;!?)";

// A mark that opens a line: some always do; a dot in the middle of a line may be part of a word ("col·lega")
// or part two words ("Berlin · Remote"), and opens one only when glued to the word before it alone.
bool opens_line(UChar32 c, std::string_view text, UChar32 after)
{
    constexpr std::u32string_view always = U"▪●◦‣■□➢✓✔\uf0b7\uf0a7";
    if (always.find(static_cast<char32_t>(c)) != always.npos) return true;
    if (c != U'•' && c != U'·') return false;
    auto near = text.substr(text.size() - std::min<std::size_t>(text.size(), 64));
    bool glued = !near.empty() && near.back() != ' ' && near.back() != '\n';
    auto before = trimmed(near.substr(near.rfind('\n') + 1));
    bool after_sentence = !before.empty() && sentence_ends.find(before.back()) != sentence_ends.npos;
    return before.empty() || (is_blank(after) && (glued || after_sentence));
}

// Line ends as \n, blanks as spaces, no control characters, nothing invisible at the edges of words.
std::string tidied(std::string_view text, Remarks& remarks)
{
    std::string out;
    out.reserve(text.size());
    bool controls = false, hyphens = false;
    for (std::size_t at = 0; at < text.size();) {
        auto from = at;
        auto c = next(text, at);
        auto peek = at;
        auto after = next(text, peek);
        bool edge = out.empty() || out.back() == ' ' || out.back() == '\n' || is_blank(after);
        if (ends_line(c)) {
            if (c != '\r' || after != '\n') out += '\n';
        } else if (c < 0x80 && c >= 0x20 && c != 0x7f) out += static_cast<char>(c);
        else if (is_blank(c)) out += ' ';
        else if (u_charType(c) == U_CONTROL_CHAR) controls = true;
        else if (c == 0xad) hyphens = true;
        else if (opens_line(c, out, after)) out += out.empty() || out.back() == '\n' ? "- " : "\n- ";
        else if (!edge || (c != 0x200b && c != 0x2060 && c != 0xfeff)) out += text.substr(from, at - from);
    }
    if (controls) remarks.push_back({"control characters were left out"});
    if (hyphens) remarks.push_back({"soft hyphens were left out"});
    return out;
}

struct Mask {
    std::string_view name, neutral;
};

constexpr Mask masks[] = {{"#URL_", "[link]"}, {"#EMAIL_", "[e-mail]"}, {"#PHONE_", "[phone]"}};

// Contacts that whoever gave the data away has masked: #URL_01a7…#.
std::string masks_replaced(std::string_view text, bool neutral, Remarks& remarks)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto rest = text.substr(at);
        const auto* mask = text[at] != '#' ? std::end(masks)
                                           : std::find_if(std::begin(masks), std::end(masks),
                                                 [&](const Mask& m) { return rest.starts_with(m.name); });
        auto end = mask == std::end(masks) ? rest.npos
                                           : rest.find_first_not_of("0123456789abcdef", mask->name.size());
        if (end == rest.npos || rest[end] != '#') {
            out += text[at++];
            continue;
        }
        if (out.find_last_not_of(" \n") + 1 == out.size() && !out.empty()) out += ' ';
        if (neutral) out += mask->neutral;
        at += end + 1;
        if (at < text.size() && says_something(text.substr(at, 1))) out += ' ';
        if (remarks.empty() || remarks.back().reason != "masked contact data were made neutral or left out")
            remarks.push_back({"masked contact data were made neutral or left out"});
    }
    return out;
}

bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

bool is_letter(char c)
{
    return is_small(c) || (c >= 'A' && c <= 'Z');
}

// Words that begin a sentence or a heading and no name.
constexpr std::string_view openers[] = {"About", "All", "An", "And", "Apply", "Are", "As", "At", "Benefits",
    "Experience", "For", "From", "Good", "Has", "Have", "How", "If", "In", "Is", "It", "Job", "Must", "No",
    "Not", "On", "Our", "Please", "Qualifications", "Requirements", "Responsibilities", "Responsible",
    "Skills", "Strong", "That", "The", "These", "They", "This", "Those", "To", "We", "What", "When", "Who",
    "Why", "Will", "With", "Work", "Working", "You", "Your"};
static_assert(std::is_sorted(std::begin(openers), std::end(openers)));

// "employees.The rest": whether a sentence ends before position i without a blank. The word before must be a
// plain one in small letters, so that addresses, names and code stay whole.
bool lost_sentence_end(std::string_view text, std::size_t i)
{
    if (i < 3 || text[i] < 'A' || text[i] > 'Z' || sentence_ends.find(text[i - 1]) == sentence_ends.npos)
        return false;
    auto end = text.find_last_not_of(sentence_ends, i - 1);
    auto start = end;
    while (start != text.npos && start > 0 && is_small(text[start])) --start;
    bool plain = start != text.npos && end - start >= 3 &&
                 (text[start] == ' ' || text[start] == '\n' || (start == 0 && is_small(text[0])));
    auto stop = i;
    while (stop < text.size() && is_letter(text[stop])) ++stop;
    bool word_ends = stop < text.size() && (text[stop] == ' ' || text[stop] == '\n');
    return plain && word_ends &&
           std::binary_search(std::begin(openers), std::end(openers), text.substr(i, stop - i));
}

// "Drive.- Load": not what ends an amount ("CHF 500.- a month").
bool lost_list_line(std::string_view text, std::size_t i)
{
    return (text[i] == '-' || text[i] == '*') && i >= 2 && i + 1 < text.size() && text[i + 1] == ' ' &&
           sentence_ends.find(text[i - 1]) != sentence_ends.npos && (text[i - 2] < '0' || text[i - 2] > '9');
}

std::string lines_restored(std::string_view text, Remarks& remarks)
{
    std::string out, where;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool mark = lost_list_line(text, i), sentence = lost_sentence_end(text, i);
        if ((mark || sentence) && where.empty()) where = in_quotes(shortened(text.substr(i, 200), 30));
        if (mark || sentence) out += '\n';
        out += mark ? '-' : text[i];
    }
    if (!where.empty())
        remarks.push_back({"line ends that were lost were put back", "first before " + where});
    return out;
}

// One space between words, none at the ends of lines, at most one empty line.
std::string spaces_collapsed(std::string_view text)
{
    std::string out;
    std::size_t line_ends = 2;
    for (char c : text) {
        if (c == '\n') {
            while (out.ends_with(' ')) out.pop_back();
            if (out.ends_with("\n-")) out.pop_back();
            else if (line_ends < 2) out += '\n', ++line_ends;
        } else if (c != ' ' || (!out.empty() && out.back() != ' ' && out.back() != '\n')) {
            out += c;
            if (c != ' ') line_ends = 0;
        }
    }
    return std::string(trimmed(out));
}

std::string understood(std::string_view text, bool neutral_masks, Remarks& remarks)
{
    bool plain = std::none_of(text.begin(), text.end(), [](char c) {
        return (c & 0x80) || (c < 0x20 && c != '\n') || c == 0x7f || c == '<' || c == '&' || c == '#';
    });
    if (plain) return std::string(text);
    auto out = html_read(text, remarks);
    if (auto better = better_decoded(out)) {
        out = *better;
        remarks.push_back({"characters that had been decoded wrongly were repaired"});
    }
    return masks_replaced(tidied(out, remarks), neutral_masks, remarks);
}

} // namespace

std::string readable_text(std::string_view text, Remarks& remarks)
{
    return spaces_collapsed(lines_restored(understood(text, true, remarks), remarks));
}

std::string readable_line(std::string_view text, Remarks& remarks)
{
    auto line = understood(text, false, remarks);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return spaces_collapsed(line);
}

std::string shortened(std::string_view text, std::size_t longest)
{
    if (text.size() <= longest || characters(text) <= longest) return std::string(text);
    int32_t end = 0;
    U8_FWD_N(text.data(), end, static_cast<int32_t>(text.size()), static_cast<int32_t>(longest));
    auto out = text.substr(0, static_cast<std::size_t>(end));
    auto space = out.find_last_of(" \n");
    if (space != out.npos && space > out.size() * 4 / 5) out = out.substr(0, space);
    return std::string(trimmed(out));
}

std::string in_quotes(std::string_view text)
{
    return '"' + shortened(text, 60) + '"';
}

bool says_something(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();)
        if (u_isalnum(next(text, at))) return true;
    return false;
}
