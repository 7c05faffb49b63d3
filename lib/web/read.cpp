#include "read.hpp"

namespace reading {

Sentence check_size(long long size, const Rules& rules, std::string_view unit)
{
    if (size < rules.min) return fmt::format("Must have at least {} {}.", rules.min, unit);
    if (size > rules.max) return fmt::format("Must have at most {} {}.", rules.max, unit);
    return std::nullopt;
}

Sentence check_file_size(std::size_t bytes, const Rules& rules)
{
    constexpr long long mib = 1 << 20;
    if (static_cast<long long>(bytes) <= rules.max) return std::nullopt;
    if (rules.max % mib == 0) return fmt::format("Must have at most {} MiB.", rules.max / mib);
    return fmt::format("Must have at most {} bytes.", rules.max);
}

Sentence check_number(long long value, const Rules& rules)
{
    if (value < rules.min) return fmt::format("Must be at least {}.", rules.min);
    if (value > rules.max) return fmt::format("Must be at most {}.", rules.max);
    return std::nullopt;
}

Sentence check_money(const Money& value, const Rules& rules)
{
    // Bounds are whole units; the upper one includes its hundredths: max 99999999 allows 99999999.99.
    if (rules.min != LLONG_MIN && value.hundredths < rules.min * 100)
        return fmt::format("Must be at least {}.", rules.min);
    if (rules.max != LLONG_MAX && value.hundredths > rules.max * 100 + 99)
        return fmt::format("Must be at most {}.99.", rules.max);
    return std::nullopt;
}

} // namespace reading
