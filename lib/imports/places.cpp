// Cuts a place into its parts, cleans each and puts them in order.
#include "places.hpp"

#include "lib/base/text.hpp"
#include "lib/formats/pattern.hpp"

#include <algorithm>
#include <map>
#include <unicode/locid.h>
#include <unicode/unistr.h>

namespace {

// Of the United States, Canada and Australia, where people name them; codes of other regions say little.
constexpr std::string_view regions =
    " AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO "
    "MT NE NV NH NJ NM NY NC ND OH OK OR PA PR RI SC SD TN TX UT VT VA WA WV WI WY "
    "AB BC MB NB NL NS NT NU ON PE QC SK YT NSW QLD SA TAS VIC ACT ";
constexpr std::string_view countries_with_regions[] = {"United States", "Canada", "Australia"};

struct Alias {
    std::string_view name, usual;
};

constexpr Alias aliases[] = {{"NY", "New York"}, {"NYC", "New York"}, {"New York City", "New York"},
    {"Newyork", "New York"}, {"Newyork City", "New York"}, {"LA", "Los Angeles"}, {"SF", "San Francisco"},
    {"Toronto Ontario", "Toronto"}};

constexpr std::string_view small_words[] = {"of", "and", "the", "de", "du", "des", "le", "la", "les", "am",
    "an", "der", "upon", "on", "in", "for", "or", "at", "to", "with", "et", "y", "und"};

// English names by codes of two and of three letters, and by the names themselves.
const std::map<std::string, std::string, std::less<>>& countries()
{
    static const auto all = [] {
        std::map<std::string, std::string, std::less<>> out;
        for (const char* const* code = icu::Locale::getISOCountries(); *code; ++code) {
            icu::Locale country("", *code);
            icu::UnicodeString name;
            std::string utf8;
            country.getDisplayCountry(icu::Locale::getEnglish(), name)
                .findAndReplace(" SAR China", "")
                .toUTF8String(utf8);
            out[*code] = out[country.getISO3Country()] = out[utf8] = utf8;
        }
        for (auto [alias, code] :
            {Alias{"UK", "GB"}, {"UAE", "AE"}, {"U.S.", "US"}, {"U.S.A.", "US"}, {"Great Britain", "GB"},
                {"United States of America", "US"}, {"Czech Republic", "CZ"}, {"The Netherlands", "NL"}})
            out[std::string(alias)] = out.find(code)->second;
        return out;
    }();
    return all;
}

std::string country_named(std::string_view text)
{
    auto found = countries().find(text);
    return found == countries().end() ? "" : found->second;
}

bool is_region(std::string_view code)
{
    return code.size() <= 3 && !code.empty() && regions.find(' ' + std::string(code) + ' ') != regions.npos;
}

// Up to three capitals or digits.
bool is_code(std::string_view text)
{
    return !text.empty() && text.size() <= 3 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

using Parts = std::vector<std::string>;

Parts split(std::string_view text)
{
    Parts out;
    for (std::size_t comma = 0; comma != text.npos; text.remove_prefix(std::min(text.size(), comma + 1))) {
        comma = text.find(',');
        out.emplace_back(trimmed(text.substr(0, comma)));
    }
    return out;
}

// Of Canada, the United Kingdom, Ireland, the Netherlands, then those of digits alone, such as 10115,
// 46259-1234, 00-950 or 111 22. What may be the number of a house stays.
std::string without_postal_code(const std::string& part, Remarks& remarks)
{
    static const Pattern code(R"((?<!\S) (?:
        [A-Z]\d[A-Z]\ ?\d[A-Z]\d | [A-Z]{1,2}\d[A-Z\d]?\ \d[A-Z]{2} | [A-Z]\d[A-Z\d]\ [A-Z\d]{4} |
    \d{4}\ ?[A-Z]{2}$ |
        [A-Z]\d[A-Z] | ^[A-Z]{1,2}\d{1,2}[A-Z]?$ |
        (?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})? | \d{2}-\d{3} | \d{3}\ \d{2} ) (?!\S))");
    static const Pattern street(
        R"(\b(?:st|street|ave|avenue|road|rd|blvd|drive|lane|suite|highway)\b | str(?:a(?:ß|ss)e|\.))");
    auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (std::none_of(part.begin(), part.end(), digit)) return part;
    auto found = code.find(part);
    if (!found || street.find(part)) return part;
    remarks.push_back({"a postal code was left out", in_quotes(found->groups[0])});
    return std::string(trimmed(std::string(trimmed(found->before)) + found->after));
}

// A town without the code of its region behind it ("Hilliard FL"), under its usual name.
std::string town_name(std::string part, std::string_view region)
{
    if (!region.empty() && part.ends_with(' ' + std::string(region)))
        part.resize(part.size() - region.size() - 1);
    auto name = is_code(part) ? part : with_capitals(trimmed(part));
    for (const auto& alias : aliases)
        if (alias.name == name) return std::string(alias.usual);
    return is_code(part) && part == region ? "" : name;
}

// "Mexico, MO" is a town, "US, TX" is not, "LA, CA, USA" ends with its country.
bool begins_with_country(const Parts& parts)
{
    if (country_named(parts[0]).empty()) return false;
    if (parts.size() > 1 && is_region(parts.back())) return is_code(parts[0]) && !is_region(parts[0]);
    if (parts.size() > 1 && !country_named(parts.back()).empty()) return false;
    return parts.size() >= 3 || !is_region(parts[0]);
}

// Country, region, towns, as the parts of "US, TX, Houston", into the opposite order.
Parts from_largest_first(const Parts& parts, Remarks& remarks)
{
    auto country = country_named(parts[0]);
    bool named = std::find(std::begin(countries_with_regions), std::end(countries_with_regions), country) !=
                 std::end(countries_with_regions);
    auto region = parts.size() > 1 ? parts[1] : "";
    Parts out;
    for (std::size_t i = 2; i < parts.size(); ++i)
        out.push_back(town_name(without_postal_code(parts[i], remarks), region));
    bool kept = named || !is_code(region);
    if (kept) out.push_back(is_code(region) ? region : town_name(without_postal_code(region, remarks), ""));
    else remarks.push_back({"the code of a region was left out", in_quotes(region)});
    out.push_back(country);
    return out;
}

Parts from_smallest_first(const Parts& parts, Remarks& remarks)
{
    Parts out;
    for (const auto& part : parts) {
        auto clean = without_postal_code(part, remarks);
        bool last = &part == &parts.back() && parts.size() > 1;
        auto country = last && !is_region(clean) ? country_named(clean) : "";
        bool region = last && is_region(clean);
        out.push_back(!country.empty() ? country : region ? clean : town_name(clean, ""));
    }
    return out;
}

std::string joined(const Parts& parts, Remarks& remarks)
{
    std::string out;
    for (auto part = parts.begin(); part != parts.end(); ++part) {
        if (!says_something(*part)) continue;
        if (std::find(parts.begin(), part, *part) != part)
            remarks.push_back({"a part of the place that stands there twice was left out", in_quotes(*part)});
        else out += (out.empty() ? "" : ", ") + *part;
    }
    return out;
}

} // namespace

std::string with_capitals(std::string_view name)
{
    auto text = icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
    auto upper = text, lower = text;
    const auto& any = icu::Locale::getRoot();
    static const Pattern initials(R"(\p{L}\.\p{L})");
    bool mixed = text != upper.toUpper(any) && text != lower.toLower(any);
    if (mixed || initials.find(name)) return std::string(name);
    std::string titled, out;
    text.toTitle(nullptr, any).toUTF8String(titled);
    for (auto rest = std::string_view(titled); !rest.empty();) {
        auto word = rest.substr(0, rest.find(' ') + 1);
        if (word.empty()) word = rest;
        auto small = lowered(trimmed(word));
        bool stays_small = !out.empty() && std::find(std::begin(small_words), std::end(small_words), small) !=
                                               std::end(small_words);
        out += stays_small ? lowered(word) : std::string(word);
        rest.remove_prefix(word.size());
    }
    return out;
}

std::string normal_place(std::string_view text, Remarks& remarks)
{
    auto parts = split(readable_line(text, remarks));
    auto place = joined(
        begins_with_country(parts) ? from_largest_first(parts, remarks) : from_smallest_first(parts, remarks),
        remarks);
    auto out = shortened(place, 100);
    if (out.size() < place.size())
        remarks.push_back({"the place was cut to 100 characters", in_quotes(place)});
    return out;
}
