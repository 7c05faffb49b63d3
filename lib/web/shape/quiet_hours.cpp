#include "quiet_hours.hpp"

namespace {

bool is_clock(const std::optional<std::string>& text)
{
    if (!text) return true;
    const auto& t = *text;
    auto digit = [&](std::size_t i) { return t[i] >= '0' && t[i] <= '9'; };
    return t.size() == 5 && t[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4) && t < "24:00" &&
           t[3] < '6';
}

} // namespace

void check_quiet_hours(ClockField from, ClockField until, Faults& faults)
{
    for (const auto* end : {&from, &until})
        if (!is_clock(end->time)) faults.add(end->name, "quiet_hours.clock"_s);
    if (from.time.has_value() != until.time.has_value())
        faults.add(from.time ? until.name : from.name, "quiet_hours.both_ends"_s);
    else if (from.time && from.time == until.time) faults.add(until.name, "quiet_hours.no_hours"_s);
}
