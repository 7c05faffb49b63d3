// Each step takes a text and gives a better one.
#include "text.hpp"

#include "letters.hpp"
#include "lib/base/text.hpp"
#include "lib/formats/html.hpp"

#include <algorithm>

namespace {

using Letters = std::u32string;

struct Mask {
    std::u32string_view name, neutral;
};

constexpr Mask masks[] = {{U"URL", U"[link]"}, {U"EMAIL", U"[e-mail]"}, {U"PHONE", U"[phone]"}};

// The length of a masked contact such as #URL_01a7…# at the front, with the mask it is.
std::size_t mask_at(std::u32string_view text, const Mask*& found)
{
    for (const auto& mask : masks) {
        if (!text.substr(1).starts_with(mask.name) || text.size() < mask.name.size() + 3) continue;
        auto end = text.find_first_not_of(U"0123456789abcdef", mask.name.size() + 2);
        bool whole = text[mask.name.size() + 1] == '_' && end != text.npos && text[end] == '#';
        if (whole) return found = &mask, end + 1;
    }
    return 0;
}

Letters masks_replaced(const Letters& text, bool neutral)
{
    Letters out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const Mask* mask = nullptr;
        auto length = text[i] == '#' ? mask_at(std::u32string_view(text).substr(i), mask) : 0;
        if (length == 0) {
            out += text[i];
            continue;
        }
        if (!out.empty() && is_word_letter(out.back())) out += U' ';
        if (neutral) out += mask->neutral;
        i += length - 1;
        if (i + 1 < text.size() && is_word_letter(text[i + 1])) out += U' ';
    }
    return out;
}

bool is_odd_space(char32_t c)
{
    return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

bool is_invisible(char32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0xad ||
           (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || c == 0xfffd;
}

bool is_list_mark(char32_t c)
{
    constexpr std::u32string_view marks = U"•·▪●◦‣■□➢✓✔\uf0b7\uf0a7";
    return marks.find(c) != marks.npos;
}

// Line ends as \n, spaces as spaces, nothing invisible; a list mark opens a line.
Letters tidied(const Letters& text)
{
    Letters out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t c = text[i];
        if (c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85) {
            if (c != '\r' || i + 1 == text.size() || text[i + 1] != '\n') out += U'\n';
        } else if (is_list_mark(c)) out += U"\n- ";
        else if (is_odd_space(c) || c == '\t') out += U' ';
        else if (!is_invisible(c)) out += c;
    }
    return out;
}

// Words that end a heading or a list's line far more often than they are the front of a name.
constexpr std::string_view line_enders[] = {"Ability", "Benefits", "Certificate", "Communication", "Degree",
    "Description", "Diploma", "Duties", "Education", "Environment", "Equivalent", "Experience", "Expertise",
    "Knowledge", "License", "Management", "Overview", "Preferred", "Profile", "Qualifications", "Required",
    "Requirements", "Responsibilities", "Schedule", "Services", "Skills", "Summary", "Support", "Training"};

// Names that begin in lower case and go on in upper case.
constexpr std::string_view camel_names[] = {"asp", "com", "deviant", "free", "java", "linked", "mac", "open",
    "post", "power", "quick", "type", "visual", "web", "you"};

template <class List> bool among(const List& list, std::string_view word)
{
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// "skillsGood", "softwareBA": whether a line end was lost between two words, the second at position i. Only
// long words in lower case are certain to end before capitals alone.
bool lost_line_end(const Letters& text, std::size_t i)
{
    if (i < 3 || !is_upper(text[i]) || !is_lower(text[i - 1])) return false;
    auto start = i;
    while (start > 0 && is_word_letter(text[start - 1])) --start;
    auto word = std::u32string_view(text).substr(start, i - start);
    bool all_lower = std::all_of(word.begin(), word.end(), is_lower);
    bool capitalised = i + 1 < text.size() && is_lower(text[i + 1]);
    if (word.size() < 3 || (!capitalised && !(all_lower && word.size() >= 6))) return false;
    return all_lower ? !among(camel_names, utf8_of(word)) : among(line_enders, utf8_of(word));
}

// Endings of names that look like the beginning of a sentence: ASP.Net, Node.Js, example.Com.
bool is_name_ending(const Letters& text, std::size_t i)
{
    auto word = lowered(utf8_of(std::u32string_view(text).substr(i, 3)));
    return word == "net" || word == "com" || word == "org" || word.starts_with("js") ||
           word.starts_with("io");
}

// "employees.Headquartered": whether a sentence ends before position i without a space.
bool lost_space(const Letters& text, std::size_t i)
{
    if (i < 2 || i + 1 >= text.size() || !is_upper(text[i]) || !is_word_letter(text[i + 1])) return false;
    bool ends = std::u32string_view(U".!?:;").find(text[i - 1]) != std::u32string_view::npos;
    char32_t before = text[i - 2];
    return ends && (is_lower(before) || before == ')' || (before >= '0' && before <= '9')) &&
           !is_name_ending(text, i);
}

Letters lines_restored(const Letters& text)
{
    Letters out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i > 0 && (lost_line_end(text, i) || lost_space(text, i))) out += U'\n';
        out += text[i];
    }
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

Letters understood(std::string_view text)
{
    return tidied(characters_repaired(letters_of(entities_decoded(tags_removed(text)))));
}

} // namespace

std::string readable_text(std::string_view text)
{
    return spaces_collapsed(utf8_of(lines_restored(masks_replaced(understood(text), true))));
}

std::string readable_line(std::string_view text)
{
    auto line = utf8_of(masks_replaced(understood(text), false));
    std::replace(line.begin(), line.end(), '\n', ' ');
    return spaces_collapsed(line);
}

std::string shortened(std::string_view text, std::size_t longest)
{
    if (text.size() <= longest || characters(text) <= longest) return std::string(text);
    auto letters = letters_of(text).substr(0, longest);
    auto space = letters.find_last_of(U" \n");
    if (space != letters.npos && space > longest * 4 / 5) letters.resize(space);
    return std::string(trimmed(utf8_of(letters)));
}

bool says_something(std::string_view text)
{
    auto letters = letters_of(text);
    return std::any_of(letters.begin(), letters.end(), is_word_letter);
}
