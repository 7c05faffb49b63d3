// Small tables of the words that are seen, and rules for the rest.
#include "terms.hpp"

#include "lib/base/text.hpp"
#include "lib/formats/pattern.hpp"
#include "places.hpp"

#include <algorithm>
#include <map>
#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>

namespace {

struct Word {
    std::string_view said, meant;
};

struct Type {
    std::string_view said, meant;
    enum Sense {
        plain,
        in_titles_too,
        nearest,
        weak
    } sense = plain; // weak: unless another word says something else
};

constexpr Type job_types[] = {{"full time", "full-time", Type::in_titles_too},
    {"fulltime", "full-time", Type::in_titles_too}, {"vollzeit", "full-time", Type::in_titles_too},
    {"temps plein", "full-time"}, {"tiempo completo", "full-time"}, {"jornada completa", "full-time"},
    {"permanent", "full-time", Type::weak}, {"regular", "full-time", Type::weak},
    {"festanstellung", "full-time", Type::weak}, {"unbefristet", "full-time", Type::weak},
    {"cdi", "full-time", Type::weak}, {"part time", "part-time", Type::in_titles_too},
    {"parttime", "part-time", Type::in_titles_too}, {"teilzeit", "part-time", Type::in_titles_too},
    {"minijob", "part-time", Type::in_titles_too}, {"temps partiel", "part-time"},
    {"tiempo parcial", "part-time"}, {"media jornada", "part-time"}, {"per diem", "part-time", Type::nearest},
    {"volunteer", "part-time", Type::nearest}, {"casual", "part-time", Type::nearest},
    {"zero hours", "part-time", Type::nearest}, {"working student", "part-time", Type::nearest},
    {"werkstudent", "part-time", Type::nearest}, {"intern", "internship", Type::in_titles_too},
    {"interns", "internship", Type::in_titles_too}, {"internship", "internship", Type::in_titles_too},
    {"internships", "internship", Type::in_titles_too}, {"trainee", "internship"},
    {"traineeship", "internship"}, {"apprentice", "internship"}, {"apprenticeship", "internship"},
    {"praktikum", "internship", Type::in_titles_too}, {"praktikant", "internship", Type::in_titles_too},
    {"ausbildung", "internship", Type::nearest}, {"stage", "internship"},
    {"freelance", "freelance", Type::in_titles_too}, {"freelancer", "freelance", Type::in_titles_too},
    {"self employed", "freelance"}, {"freiberuflich", "freelance"}, {"contract", "contract"},
    {"contractor", "contract"}, {"contracts", "contract"}, {"contractual", "contract"},
    {"temporary", "contract", Type::in_titles_too}, {"temp", "contract"},
    {"fixed term", "contract", Type::in_titles_too}, {"seasonal", "contract", Type::in_titles_too},
    {"befristet", "contract", Type::in_titles_too}, {"cdd", "contract"}, {"interim", "contract"}};

constexpr Word states[] = {{"active", "active"}, {"open", "active"}, {"published", "active"},
    {"publish", "active"}, {"live", "active"}, {"online", "active"}, {"public", "active"},
    {"posted", "active"}, {"enabled", "active"}, {"draft", "draft"}, {"pending", "draft"},
    {"unpublished", "draft"}, {"inactive", "draft"}, {"private", "draft"}, {"hidden", "draft"},
    {"new", "draft"}, {"scheduled", "draft"}, {"closed", "closed"}, {"close", "closed"},
    {"expired", "closed"}, {"filled", "closed"}, {"archived", "closed"}, {"ended", "closed"},
    {"cancelled", "closed"}, {"canceled", "closed"}, {"offline", "closed"}};

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

// The words of a text in small letters, one space around each.
std::string words_of(std::string_view text)
{
    auto out = ' ' + lowered(text) + ' ';
    std::replace_if(
        out.begin(), out.end(),
        [](char c) { return std::string_view("-_/,;|+()&.\t\n").find(c) != std::string_view::npos; }, ' ');
    out.erase(
        std::unique(out.begin(), out.end(), [](char a, char b) { return a == ' ' && b == ' '; }), out.end());
    return out;
}

// The names and abbreviations of months in some languages.
const std::map<std::string, unsigned>& months()
{
    static const auto all = [] {
        std::map<std::string, unsigned> out;
        for (const char* language : {"en", "de", "fr", "es", "it", "nl", "pt", "pl"})
            for (auto width : {icu::DateFormatSymbols::WIDE, icu::DateFormatSymbols::ABBREVIATED}) {
                auto error = U_ZERO_ERROR;
                int32_t count = 0;
                icu::DateFormatSymbols symbols(icu::Locale(language), error);
                const auto* names = symbols.getMonths(count, icu::DateFormatSymbols::FORMAT, width);
                for (int32_t i = 0; i < count; ++i) {
                    std::string name;
                    icu::UnicodeString(names[i]).toLower().toUTF8String(name);
                    while (name.ends_with('.')) name.pop_back();
                    out.emplace(name, i + 1);
                }
            }
        out.emplace("sept", 9);
        return out;
    }();
    return all;
}

// A day of the years that deadlines are in; of digits.
std::optional<Date> day(const std::string& year, unsigned month, const std::string& day)
{
    auto y = std::stoi(year);
    Date out(std::chrono::year(y), std::chrono::month(month),
        std::chrono::day(static_cast<unsigned>(std::stoi(day))));
    return out.ok() && y >= 1900 && y < 2200 ? std::optional(out) : std::nullopt;
}

std::optional<Date> day_of_epoch(std::string_view digits)
{
    auto seconds = parse<long long>(digits.substr(0, 10)).value_or(0);
    return Date(
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds))));
}

} // namespace

std::string normal_job_type(std::string_view text, std::string_view title, Remarks& remarks)
{
    bool in_title = text.empty();
    auto words = words_of(in_title ? title : text);
    const Type *first = nullptr, *weak = nullptr;
    std::size_t first_at = words.size();
    bool several = false;
    for (const auto& type : job_types) {
        auto at = words.find(' ' + std::string(type.said) + ' ');
        if (at == words.npos || (in_title && type.sense != Type::in_titles_too)) continue;
        if (type.sense == Type::weak) weak = &type;
        else {
            several |= first && first->meant != type.meant;
            if (at < first_at) first = &type, first_at = at;
        }
    }
    if (!first) first = weak;
    if (in_title && first)
        remarks.push_back({"the job type was read from the title", std::string(first->said)});
    else if (several)
        remarks.push_back({"names more than one job type, of which the first was taken", in_quotes(text)});
    else if (first && first->sense == Type::nearest)
        remarks.push_back({"the nearest job type was taken", in_quotes(text)});
    else if (!first && !in_title)
        remarks.push_back({"names no job type; taken for full-time", in_quotes(text)});
    return first ? std::string(first->meant) : "full-time";
}

std::string normal_status(std::string_view text, Remarks& remarks)
{
    auto word = lowered(text);
    for (const auto& state : states)
        if (state.said == word) return std::string(state.meant);
    remarks.push_back({"the status was not understood; taken for draft", in_quotes(text)});
    return "draft";
}

std::optional<Date> read_date(std::string_view text, Remarks& remarks)
{
    static const auto time = std::string(R"((?: [T,\ ]\ ? \d{1,2}:\d\d .* )?)");
    static const Pattern year_first("^ (\\d{4}) [-/.]? (\\d\\d?) [-/.]? (\\d\\d?)" + time + "$");
    static const Pattern year_last("^ (\\d\\d?) ([-/.]) (\\d\\d?) \\2 (\\d{4})" + time + "$");
    static const Pattern day_month(
        "^ (?:\\p{L}+,?\\ )? (\\d\\d?) (?:\\.|st|nd|rd|th|er)? [-\\ ] (?:of\\ |de\\ "
        ")? (\\p{L}+) \\.?,?[-\\ ] (?:de\\ )? (\\d{4})" +
        time + "$");
    static const Pattern month_day(
        "^ (?:\\p{L}+,\\ )? (\\p{L}+) \\.?\\  (\\d\\d?) (?:st|nd|rd|th)? ,?\\  (\\d{4})" + time + "$");
    static const Pattern epoch(R"(^ (?: (\d{10}) | (\d{10})\d{3} ) (?:\.0)? $)");
    std::optional<Date> out;
    auto month = [](const std::string& name) {
        auto found = months().find(lowered(name));
        return found == months().end() ? 0 : found->second;
    };
    auto number = [](const std::string& digits) { return static_cast<unsigned>(std::stoi(digits)); };
    if (text.size() > 60) text = {};
    if (auto f = epoch.find(text)) out = day_of_epoch(f->groups[1] + f->groups[2]);
    else if ((f = year_first.find(text))) out = day(f->groups[1], number(f->groups[2]), f->groups[3]);
    else if ((f = year_last.find(text))) {
        const auto &one = f->groups[1], &other = f->groups[3], &year = f->groups[4];
        auto day_first = day(year, number(other), one), month_first = day(year, number(one), other);
        bool dots = f->groups[2] == ".";
        out = dots || !month_first || day_first == month_first ? day_first : !day_first ? month_first : out;
    } else if ((f = day_month.find(text))) out = day(f->groups[3], month(f->groups[2]), f->groups[1]);
    else if ((f = month_day.find(text))) out = day(f->groups[3], month(f->groups[1]), f->groups[2]);
    if (!out)
        remarks.push_back(
            {"the date was not understood, or may mean two days, and was left out", in_quotes(text)});
    return out;
}

std::string normal_category(std::string_view text, Remarks& remarks)
{
    auto line = readable_line(text, remarks);
    auto name = std::string(trimmed(std::string_view(line).substr(0, line.find(';'))));
    if (name.size() < line.size())
        remarks.push_back({"names several categories, of which the first was taken", in_quotes(line)});
    auto plain = lowered(name);
    for (const auto& word : category_names)
        if (word.said == plain) {
            remarks.push_back({"the category took its usual name", in_quotes(name)});
            return std::string(word.meant);
        }
    bool none =
        std::find(std::begin(no_categories), std::end(no_categories), plain) != std::end(no_categories);
    static const Pattern three_letters(R"((?: \p{L} .*? ){3} | [\p{Lo}] )");
    return none || !three_letters.find(name) ? "" : shortened(with_capitals(name), 100);
}

std::string company_named_in(std::string_view profile)
{
    static const Pattern name(R"((?-i) ^ (?:The\ )? (?!Company) ( (?=\p{Lu})
        (?: (?! (?i: position | job | role | candidate | manager | team | opportunity | client |
    department | associate |
                technician | engineer | developer | specialist | analyst | assistant | this | our | we |
    he | she | they | it |
                there | who | salary | mission ) \b )
            (?: \p{Lu}[\p{L}\d.&']* | & | and | of ) \  ){2,6} )
        (?: is\ (?:an?|the|one\ of) | has\ (?:more\ than|over) | provides | specializes | was\ founded |
    delivers )\  )");
    Remarks ignored; // of a text that is read once more as a whole
    auto found = name.find(readable_line(shortened(profile, 400), ignored));
    return found ? std::string(trimmed(found->groups[1])) : "";
}
