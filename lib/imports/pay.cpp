// The grammar is a regular expression, put together from its parts.
#include "pay.hpp"

#include "lib/base/text.hpp"
#include "lib/formats/pattern.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace {

using namespace std::string_literals;

constexpr Money largest{9'999'999'999};

// Digits by themselves or in groups of one kind; a decimal point or comma before the last one or two. Groups
// of two before the last of three are India's.
const auto number = R"((?!401\ ?\(?k) ( \d{1,3} (?: (?:,\d{3})+ (?:\.\d{1,2})? | (?:\.\d{3})+ (?:,\d{1,2})? |
                                     (?:['’]\d{3})+ (?:[.,]\d{1,2})? | (?:\ \d{3})+ (?:[.,]\d{1,2})? ) |
                         \d{1,2} (?:,\d{2})+ ,\d{3} | \d+ (?:[.,]\d{1,2})? ) (?![\d]) (?:[.,][-–—]+)? )"s;
const auto multiplier =
    R"((?: (?=\ ?\p{L}) \ ?( k | tsd\.? | thousand | m | mn | mio\.? | million | lakhs? | lacs? | lpa |
    crores? | cr )
                            (?![\p{L}\d]) )? )"s;
const auto currency =
    R"((?: (?=\ ?[\p{L}\p{Sc}]) \ ?(?: [A-Z]{0,2}\p{Sc} | T€ | rs\.? | fr\.? | kr\.? | zł | kč |
    dollars? | euros? | pounds? |
    (?: AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KES|
        KRW|KWD|MXN|MYR|NGN|NOK|
        NZD|PEN|PHP|PKR|PLN|QAR|RMB|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR ) (?!\p{L}) )\ ? )*+ )"s;
const auto unless_yearly =
    R"((?: /\ ? | (?<!\p{L}) (?: (?: per | an? | pro | par | por | je )\  | p\.?\ ? ) ) (?: hour | hr |
    h | day | d | week | wk | w | month | mo | mth |
    m | monat | tag | woche | stunde | std\.? | mois | jour | heure | mes | hora ) (?!\p{L}) | monthly |
    weekly | daily | hourly |
    monatlich )"s;
const auto yearly =
    R"((?: /\ ? | (?<!\p{L}) (?: per | an? | pro | par | por | je )\  ) (?: year | yr | y | annum | a\. |
    a | jahr | an | año ) (?!\p{L}) |
    annually | yearly | annual | p\.?a\.? (?!\p{L}) | jährlich )"s;
const auto period = R"((?: (?=\ ?[\p{L}/]) \ ?(?: )" + unless_yearly + "|" + yearly + R"( )\.? ))";
const auto amount = currency + number + multiplier + currency + period + "?";
// Words beside amounts that change nothing about them.
const auto beside =
    "(?:" + period +
    R"( | [\s•·|;,:()~\[\]+/&.*] | (?<!\p{L}) (?=[\p{L}\d]) (?: salary | pay | wage | wages | range |
    compensation | base | basic | gross |
    net | brutto | netto | gehalt | ote | doe | dep(?:ends|ending)?\ on\ experience | negotiable |
    competitive | vhb | vb | vat | circa |
    ca | approx | about | plus | and | with | of | bonus | bonuses | commission | commissions | equity |
    benefits | stock | options | tips | super |
    401\(?k\)? | \d{1,3}(?:[.,]\d)?\ ?% ) (?!\p{L}) )*+ )"s;
const auto from =
    R"((?: (?=[\p{L}>≥]) ( from | ab | von | min(?:imum|\.)? | at\ least | starting(?:\ (?:at|from))? |
    more\ than | over | above | > | ≥ |
    à\ partir\ de | dès | desde | mindestens | between | zwischen | de | entre )\ ?:? )? )"s;
const auto up_to =
    R"((?: (?=[\p{L}<≤]) ( up\ to | upto | max(?:imum|\.)? | bis(?:\ zu)? | at\ most | under | below |
    less\ than | < | ≤ | jusqu['’]à | hasta |
    maximal )\ ?:? )? )"s;
const auto to =
    R"((?: \ ?[-–—−‐‑~]\ ? | (?<=\ )to\ | \ ?(?:to|until|and|und|bis|à|a|et|y|e|up\ to|bis\ zu)\ ))"s;
const auto more = R"(( \+ (?![\ ]?[\p{L}\d]) | \ ?(?: and | or )\ (?: up | above | more | over ) )?)"s;

enum Group { whole, leading, only_from, only_to, low, low_times, high, high_times, open_end, trailing };

const Pattern& grammar()
{
    static const Pattern made("^ (" + beside + ") " + from + up_to + amount + "(?:" + to + amount + ")? " +
                              more + " (" + beside + ") $");
    return made;
}

const Pattern& date()
{
    static const Pattern made(R"(^ (?: (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-(\d{1,2}) |
        (\d{1,2})-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) |
    \d{4}-(\d\d)-(\d\d) (?:[\ T][\d:.]*)? ) $)");
    return made;
}

long long factor(std::string_view times)
{
    auto word = lowered(times);
    return word.empty()                                     ? 1
           : word.starts_with('k') || word.starts_with('t') ? 1000
           : word.starts_with("la") || word == "lpa"        ? 100'000
           : word.starts_with("cr")                         ? 10'000'000
                                                            : 1'000'000;
}

// Nothing when there is no text; more than the largest when it does not fit.
std::optional<Money> value(std::string_view digits, std::string_view times)
{
    if (digits.empty()) return std::nullopt;
    auto point = digits.find_last_of(".,");
    bool decimal = point != digits.npos && digits.size() - point <= 3 && point + 1 < digits.size();
    std::string plain;
    for (std::size_t i = 0; i < digits.size(); ++i)
        if (digits[i] >= '0' && digits[i] <= '9') plain += digits[i];
        else if (decimal && i == point) plain += '.';
    auto out = parse<Money>(plain);
    if (!out || *out > largest) return Money{largest.hundredths + 1};
    return Money{out->hundredths * factor(times)};
}

std::optional<Pay> range_behind_date(const std::string& line, Remarks& remarks)
{
    auto found = date().find(line);
    if (!found) return std::nullopt;
    constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
    const auto& g = found->groups;
    auto month = g[1] + g[4];
    int one = month.empty() ? std::stoi(g[5]) : static_cast<int>(months.find(lowered(month)) / 3) + 1;
    int other = std::stoi(g[2] + g[3] + g[6]);
    if (one == 0 || other == 0) return std::nullopt;
    auto [min, max] = std::minmax(one, other);
    remarks.push_back({"the pay was a range that a spreadsheet took for a date",
        fmt::format("{} was read as {}-{}", in_quotes(line), min, max)});
    return Pay{Money{min * 100LL}, Money{max * 100LL}};
}

void read_thousands(Pay& pay, Remarks& remarks)
{
    if (!pay.min || !pay.max || pay.min->hundredths == 0) return;
    Money thousands{pay.min->hundredths * 1000};
    if (pay.max->hundredths < 1'000'000 || pay.min->hundredths >= 100'000 || thousands > *pay.max) return;
    remarks.push_back({"the lower bound of the pay was taken for thousands", to_text(*pay.min)});
    pay.min = thousands;
}

// Bounds that say nothing are none, and one that says too much makes the other doubtful.
void drop_bounds(Pay& pay, Remarks& remarks)
{
    if (std::max(pay.min, pay.max) > largest) {
        remarks.push_back({"an amount of pay beyond 99999999.99 was left out"});
        pay = {};
    }
    for (auto* bound : {&pay.min, &pay.max})
        if (*bound && (*bound)->hundredths == 0) bound->reset();
}

bool has_letters(std::string_view text)
{
    return std::any_of(
        text.begin(), text.end(), [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; });
}

// Of "50-60k" the first is in thousands too, and of "80k-95" the second.
void share_multiplier(std::string& one, std::string_view digits, const std::string& other)
{
    if (one.empty() && digits.size() <= 3 && factor(other) > 1) one = other;
}

} // namespace

void put_in_order(Pay& pay, Remarks& remarks)
{
    if (!pay.min || !pay.max || *pay.min <= *pay.max) return;
    std::swap(pay.min, pay.max);
    remarks.push_back({"the bounds of the pay stood in the wrong order"});
}

Pay read_pay(std::string_view text, Remarks& remarks)
{
    auto line = readable_line(text, remarks);
    if (line.empty()) return {};
    if (has_letters(line) || line.size() > 9)
        if (auto range = range_behind_date(line, remarks)) return *range;
    auto found = line.size() <= 200 ? grammar().find(line) : std::nullopt;
    if (!found) {
        remarks.push_back({"the pay was not understood and left out", in_quotes(line)});
        return {};
    }
    auto& g = found->groups;
    bool range = !g[high].empty();
    if (range)
        share_multiplier(g[low_times], g[low], g[high_times]),
            share_multiplier(g[high_times], g[high], g[low_times]);
    Pay out{
        value(g[low], g[low_times]), value(range ? g[high] : g[low], range ? g[high_times] : g[low_times])};
    if (!range && !g[only_to].empty()) out.min.reset();
    if (!range && (!g[only_from].empty() || !g[open_end].empty())) out.max.reset();
    if (has_letters(g[leading]) || has_letters(g[trailing]))
        remarks.push_back({"what stands beside the pay was left out", in_quotes(line)});
    static const Pattern other_period(unless_yearly);
    if (has_letters(line) && other_period.find(line))
        remarks.push_back({"the pay is for less than a year, which the board cannot say", in_quotes(line)});
    put_in_order(out, remarks);
    drop_bounds(out, remarks);
    read_thousands(out, remarks);
    return out;
}

std::optional<Money> read_bound(std::string_view text, Remarks& remarks)
{
    auto pay = read_pay(text, remarks);
    if (pay.min && pay.max && *pay.min != *pay.max) {
        remarks.push_back({"a bound of the pay was a range and was left out", in_quotes(text)});
        return std::nullopt;
    }
    return pay.min ? pay.min : pay.max;
}
