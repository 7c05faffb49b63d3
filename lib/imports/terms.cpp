// Small tables of the words that are seen, and rules for the rest.
#include "terms.hpp"

#include "letters.hpp"
#include "lib/base/text.hpp"
#include "places.hpp"
#include "text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace {

struct Word {
    std::string_view said, meant;
};

// In the order they are looked for in; the first that occurs decides.
constexpr Word job_types[] = {{"full-time", "full-time"}, {"full time", "full-time"},
    {"fulltime", "full-time"}, {"part-time", "part-time"}, {"part time", "part-time"},
    {"parttime", "part-time"}, {"per diem", "part-time"}, {"volunteer", "part-time"},
    {"intern", "internship"}, {"trainee", "internship"}, {"apprentice", "internship"},
    {"freelance", "freelance"}, {"self-employed", "freelance"}, {"temporary", "contract"},
    {"contract", "contract"}, {"fixed term", "contract"}, {"seasonal", "contract"},
    {"permanent", "full-time"}};

constexpr Word category_names[] = {
    {"information technology ans services", "Information Technology and Services"},
    {"information technology & services", "Information Technology and Services"},
    {"it", "Information Technology"}, {"hr", "Human Resources"}, {"account", "Accounting"},
    {"accounting/auditing", "Accounting"}, {"account/finance", "Accounting"},
    {"accounting/finance", "Accounting"}, {"accounting/payroll", "Accounting"},
    {"accounting and auditing services", "Accounting"}, {"admin", "Administrative"},
    {"administration", "Administrative"}, {"administration support", "Administrative"},
    {"administrative dept", "Administrative"}, {"admin/clerical", "Administrative"},
    {"admin - clerical", "Administrative"}, {"callcenter", "Call Center"}, {"call center csr", "Call Center"},
    {"call center sp", "Call Center"}, {"call center representative", "Call Center"},
    {"csr", "Customer Service"}, {"csr center", "Customer Service"}, {"csa rep", "Customer Service"},
    {"customer support", "Customer Service"}, {"customer service/support", "Customer Service"},
    {"maint", "Maintenance"}, {"biotech", "Biotechnology"}, {"financial dept", "Finance"},
    {"stocker", "Retail"}};

constexpr std::string_view no_categories[] = {"other", "all", "none", "n/a", "na", "not applicable",
    "unspecified", "office", "other/not classified", "associate"};

constexpr std::string_view months[] = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

constexpr Money largest{9'999'999'999};

int month_number(std::string_view word)
{
    for (int i = 0; i < 12; ++i)
        if (lowered(word) == months[i]) return i + 1;
    return 0;
}

// "Oct-20", "20-Oct", "2021-10-20 00:00:00": a range of two small numbers that became a date.
std::optional<std::pair<int, int>> range_behind_date(std::string_view text)
{
    auto number = [](std::string_view digits) { return parse<int>(digits).value_or(0); };
    if (text.size() >= 10 && text[4] == '-' && text[7] == '-' &&
        (text.size() == 10 || text[10] == ' ' || text[10] == 'T'))
        return std::pair{number(text.substr(5, 1) == "0" ? text.substr(6, 1) : text.substr(5, 2)),
            number(text.substr(8, 1) == "0" ? text.substr(9, 1) : text.substr(8, 2))};
    auto dash = text.find('-');
    if (dash == text.npos) return std::nullopt;
    auto left = text.substr(0, dash), right = text.substr(dash + 1);
    if (int month = month_number(left)) return std::pair{month, number(right)};
    if (int month = month_number(right)) return std::pair{month, number(left)};
    return std::nullopt;
}

// Where a range's two amounts part: at a dash, a long dash or "to".
std::pair<std::string_view, std::string_view> parted(std::string_view text)
{
    for (std::string_view separator : {"–", "—", " to ", "-"})
        if (auto at = text.find(separator); at != text.npos && at > 0)
            return {trimmed(text.substr(0, at)), trimmed(text.substr(at + separator.size()))};
    return {text, text};
}

void put_in_order(SalaryRange& range)
{
    if (range.min && range.max && *range.min > *range.max) {
        std::swap(range.min, range.max);
        range.note = "the bounds were in the wrong order";
    }
    if (!range.min || !range.max || range.min->hundredths == 0) return;
    Money thousands{range.min->hundredths * 1000};
    if (range.max->hundredths >= 1'000'000 && range.min->hundredths < 100'000 && thousands <= *range.max) {
        range.note = fmt::format("the lower bound {} was taken for thousands", to_text(*range.min));
        range.min = thousands;
    }
}

// Bounds that say nothing or too much are none.
void drop_bounds(SalaryRange& range)
{
    for (auto* bound : {&range.min, &range.max}) {
        if (!*bound) continue;
        if (**bound > largest) {
            range = {.min = std::nullopt,
                .max = std::nullopt,
                .note = "an amount beyond 99999999.99 was left out"};
            return;
        }
        if ((*bound)->hundredths == 0) bound->reset();
    }
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

std::optional<Money> read_amount(std::string_view text)
{
    std::string digits;
    text = trimmed(text);
    bool thousands = text.ends_with('k') || text.ends_with('K');
    if (thousands) text.remove_suffix(1);
    while (!text.empty() && !is_digit(text[0])) text.remove_prefix(1); // a currency
    while (!text.empty() && !is_digit(text.back())) text.remove_suffix(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool three_follow = text.size() >= i + 4 && is_digit(text[i + 1]) && is_digit(text[i + 2]) &&
                            is_digit(text[i + 3]) && (text.size() == i + 4 || !is_digit(text[i + 4]));
        bool grouping =
            (text[i] == ',' || text[i] == '.' || text[i] == ' ' || text[i] == '\'') && three_follow;
        if (!grouping) digits += text[i] == ',' ? '.' : text[i];
    }
    auto amount = parse<Money>(digits);
    if (amount && thousands && *amount <= largest) amount->hundredths *= 1000;
    return amount;
}

SalaryRange read_salary(std::string_view text)
{
    auto line = readable_line(text);
    if (line.empty()) return {};
    SalaryRange out;
    if (auto date = range_behind_date(line); date && date->first > 0 && date->second > 0) {
        out.min = Money{std::min(date->first, date->second) * 100LL};
        out.max = Money{std::max(date->first, date->second) * 100LL};
        out.note = fmt::format("\"{}\" is a range that a spreadsheet took for a date; read as {}-{}", line,
            std::min(date->first, date->second), std::max(date->first, date->second));
        return out;
    }
    auto [low, high] = parted(line);
    out.min = read_amount(low);
    out.max = read_amount(high);
    if (!out.min || !out.max)
        return {.min = std::nullopt,
            .max = std::nullopt,
            .note = fmt::format("\"{}\" was not understood and left out", shortened(line, 60))};
    put_in_order(out);
    drop_bounds(out);
    return out;
}

std::string normal_job_type(std::string_view text, std::string_view title, std::string& note)
{
    auto words = lowered(text.empty() ? title : text);
    const Word* first = nullptr;
    std::size_t first_at = words.size();
    for (const auto& type : job_types) {
        auto at = words.find(type.said);
        bool whole =
            at == 0 || (at < words.size() && !is_word_letter(static_cast<unsigned char>(words[at - 1])));
        bool in_title = text.empty() && (type.said == "intern" || type.said == "contract" ||
                                            type.said == "permanent" || type.said == "apprentice");
        if (!whole || in_title || at >= first_at) continue;
        first = &type;
        first_at = at;
    }
    if (first) return std::string(first->meant);
    if (!text.empty())
        note = fmt::format("\"{}\" names no job type; taken for full-time", shortened(text, 60));
    return "full-time";
}

std::string normal_category(std::string_view text)
{
    auto name = readable_line(text);
    name = std::string(trimmed(name.substr(0, name.find(';'))));
    auto plain = lowered(name);
    for (const auto& word : category_names)
        if (word.said == plain) return std::string(word.meant);
    auto letters = std::count_if(name.begin(), name.end(),
        [](char c) { return is_word_letter(static_cast<unsigned char>(c)) && !is_digit(c); });
    bool none =
        std::find(std::begin(no_categories), std::end(no_categories), plain) != std::end(no_categories);
    if (letters < 3 || none) return "";
    return shortened(with_capitals(name), 100);
}

std::string company_named_in(std::string_view profile)
{
    constexpr std::string_view verbs[] = {" is a ", " is an ", " is the ", " is one of ", " has more than ",
        " has over ", " provides ", " specializes ", " was founded ", " delivers "};
    constexpr std::string_view not_names[] = {"position", "job", "role", "candidate", "company", "manager",
        "team", "opportunity", "client", "department", "associate", "technician", "engineer", "developer",
        "specialist", "analyst", "assistant", "this", "our", "we", "he", "she", "they", "it", "there", "who",
        "salary", "mission"};
    auto line = readable_line(profile.substr(0, 400));
    std::size_t end = std::string::npos;
    for (auto verb : verbs) end = std::min(end, line.find(verb));
    if (end == std::string::npos || end > 60) return "";
    auto name = std::string_view(line).substr(0, end);
    if (name.starts_with("The ")) name.remove_prefix(4);

    std::size_t words = 0;
    for (auto rest = name; !rest.empty(); ++words) {
        auto word = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        bool joins = word == "&" || word == "and" || word == "of";
        bool clean = std::all_of(word.begin(), word.end(), [](char c) {
            return is_word_letter(static_cast<unsigned char>(c)) || c == '.' || c == '&' || c == '\'';
        });
        bool foreign =
            std::find(std::begin(not_names), std::end(not_names), lowered(word)) != std::end(not_names);
        if (word.empty() || !clean || (foreign && !(word == "Company" && words > 0)) ||
            (!joins && !is_upper(static_cast<unsigned char>(word[0]))))
            return "";
    }
    return words >= 2 && words <= 6 ? std::string(name) : "";
}
