// Points in time (UTC, microseconds as PostgreSQL keeps them) and calendar dates.
#pragma once

#include "scalar.hpp"

#include <chrono>

using Time = std::chrono::sys_time<std::chrono::microseconds>;
using Date = std::chrono::year_month_day;

// Now, from the system's clock.
Time now();

// Reads RFC 3339 with any offset, and PostgreSQL's own text under timezone=UTC. Writes
// "2026-11-22T10:53:12Z": whole seconds, as the contract has it.
template <> struct Scalar<Time> {
    static constexpr JsonKind kind = JsonKind::text;
    static constexpr std::string_view format = "date-time";
    static bool parse(std::string_view in, Time& out);
    static void append(std::string& out, const Time& value);
};

// The same with all six decimal places: what goes to PostgreSQL and into cursors.
std::string exact_text(Time);

template <> struct Scalar<Date> {
    static constexpr JsonKind kind = JsonKind::text;
    static constexpr std::string_view format = "date";
    static bool parse(std::string_view in, Date& out);
    static void append(std::string& out, const Date& value);
};
