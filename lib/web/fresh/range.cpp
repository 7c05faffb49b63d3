#include "range.hpp"

#include "lib/base/scalar.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <cctype>

namespace {

// Digits alone: parse() also takes a sign.
std::optional<long long> position(std::string_view text)
{
    if (!std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); }))
        return std::nullopt;
    return parse<long long>(text);
}

enum class Part { inside, outside, unreadable };

// "5-9", "5-" and "-9".
Part judge(std::string_view part, long long size)
{
    auto dash = part.find('-');
    if (dash == part.npos) return Part::unreadable;
    auto first = trimmed(part.substr(0, dash)), last = trimmed(part.substr(dash + 1));
    auto from = position(first), to = position(last);
    if (first.empty()) return !to ? Part::unreadable : *to > 0 && size > 0 ? Part::inside : Part::outside;
    if (!from || (!last.empty() && !to)) return Part::unreadable;
    return *from < size && (last.empty() || *to >= *from) ? Part::inside : Part::outside;
}

bool has_unit(std::string_view range)
{
    static constexpr std::string_view unit = "bytes=";
    return lowered(range.substr(0, unit.size())) == unit;
}

} // namespace

bool asks_for_no_part(const Request& request, long long size)
{
    auto range = request.header("range");
    if (!range || !has_unit(*range)) return false;
    for (auto condition :
        {"if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since"})
        if (request.header(condition)) return false;
    bool some = false;
    for (std::string_view rest = range->substr(range->find('=') + 1);;) {
        auto comma = rest.find(',');
        auto part = judge(trimmed(rest.substr(0, comma)), size);
        if (part == Part::unreadable) return true;
        some = some || part == Part::inside;
        if (comma == rest.npos) return !some;
        rest.remove_prefix(comma + 1);
    }
}
