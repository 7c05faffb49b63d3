// Cuts a place into its parts, cleans each and puts them in order.
#include "places.hpp"

#include "letters.hpp"
#include "lib/base/text.hpp"
#include "text.hpp"

#include <algorithm>
#include <vector>

namespace {

// Countries whose states or provinces people name; elsewhere their codes say little.
constexpr std::string_view countries_with_regions[] = {"US", "CA", "AU"};

struct Alias {
    std::string_view name, usual;
};

constexpr Alias aliases[] = {{"Ny", "New York"}, {"Nyc", "New York"}, {"New York City", "New York"},
    {"Newyork", "New York"}, {"Newyork City", "New York"}, {"La", "Los Angeles"}, {"Sf", "San Francisco"},
    {"Toronto Ontario", "Toronto"}};

constexpr std::string_view small_words[] = {"of", "and", "the", "de", "du", "des", "le", "la", "les", "am",
    "an", "der", "upon", "on", "in", "for", "or", "at", "to", "with", "et", "y", "und"};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_code(std::string_view text)
{
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> out;
    while (true) {
        auto at = text.find(separator);
        if (auto part = trimmed(text.substr(0, at)); !part.empty() || separator == ',') out.push_back(part);
        if (at == text.npos) return out;
        text.remove_prefix(at + 1);
    }
}

// "M5V", "1N6", "m4y1t5", "000000", "32065": letters and digits in turn, or digits alone.
bool is_postal(std::string_view word)
{
    if (word.size() < 3 || std::none_of(word.begin(), word.end(), is_digit)) return false;
    if (std::all_of(word.begin(), word.end(), is_digit)) return true;
    if (word.size() != 3 && word.size() != 6) return false;
    for (std::size_t i = 1; i < word.size(); ++i)
        if (is_digit(word[i]) == is_digit(word[i - 1])) return false;
    return true;
}

std::string joined(const std::vector<std::string_view>& parts, std::string_view separator)
{
    std::string out;
    for (auto part : parts) out += (out.empty() ? "" : std::string(separator)) + std::string(part);
    return out;
}

std::string without_postal_codes(std::string_view part)
{
    auto words = split(part, ' ');
    std::erase_if(words, is_postal);
    return joined(words, " ");
}

// A town without the code of its region behind it ("Hilliard FL"), under its usual name.
std::string town_name(std::string_view part, std::string_view region)
{
    auto words = split(part, ' ');
    if (words.size() > 1 && !region.empty() && words.back() == region) words.pop_back();
    auto name = with_capitals(joined(words, " "));
    if (is_code(part) && part == region && region != "NY") return "";
    if (is_code(part)) name = {part[0], static_cast<char>(to_lower(static_cast<unsigned char>(part[1])))};
    for (const auto& alias : aliases)
        if (alias.name == name) return std::string(alias.usual);
    return is_code(part) ? std::string(part) : name;
}

// Country, region, town, as the parts of "US, TX, Houston".
std::string from_largest_first(const std::vector<std::string_view>& parts)
{
    auto country = parts[0];
    auto region = parts.size() > 1 ? parts[1] : std::string_view{};
    bool named = std::find(std::begin(countries_with_regions), std::end(countries_with_regions), country) !=
                 std::end(countries_with_regions);
    auto town = parts.size() > 2 ? town_name(without_postal_codes(parts[2]), region) : std::string();
    std::vector<std::string_view> out;
    if (says_something(town)) out.push_back(town);
    if (named && !region.empty()) out.push_back(region);
    out.push_back(country);
    return joined(out, ", ");
}

std::string from_smallest_first(const std::vector<std::string_view>& parts)
{
    std::vector<std::string> kept;
    for (auto part : parts) {
        auto clean = without_postal_codes(part);
        if (says_something(clean)) kept.push_back(is_code(clean) ? clean : town_name(clean, ""));
    }
    std::vector<std::string_view> out;
    for (const auto& part : kept)
        if (std::find(out.begin(), out.end(), part) == out.end()) out.push_back(part);
    return joined(out, ", ");
}

} // namespace

std::string with_capitals(std::string_view name)
{
    auto letters = letters_of(name);
    bool upper = std::any_of(letters.begin(), letters.end(), is_upper);
    bool lower = std::any_of(letters.begin(), letters.end(), is_lower);
    std::u32string out;
    std::u32string word;
    auto end_word = [&] {
        bool small = !out.empty() && std::find(std::begin(small_words), std::end(small_words),
                                         utf8_of(word)) != std::end(small_words);
        bool all_lower = std::none_of(word.begin(), word.end(), is_upper);
        if (!word.empty() && !small && all_lower) word[0] = to_upper(word[0]);
        out += word;
        word.clear();
    };
    for (char32_t c : letters) {
        if (is_word_letter(c) || c == '\'' || c == U'’') word += upper && !lower ? to_lower(c) : c;
        else end_word(), out += c;
    }
    end_word();
    return utf8_of(out);
}

std::string normal_place(std::string_view text)
{
    auto line = readable_line(text);
    auto parts = split(line, ',');
    auto place = is_code(parts[0]) && (parts.size() == 1 || parts.size() >= 3) ? from_largest_first(parts)
                                                                               : from_smallest_first(parts);
    return shortened(place, 100);
}
