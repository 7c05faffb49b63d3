// Hours in which nobody wants to be disturbed, as people enter them.
#pragma once

#include "read.hpp"

// A field that holds a time of the day as HH:MM, or nothing.
struct ClockField {
    std::string_view name;
    const std::optional<std::string>& time;
};

// Both are times, at which quiet hours begin and end, or neither is.
void check_quiet_hours(ClockField from, ClockField until, Faults&);
