// Money as a decimal of two places, exact at every step: hundredths in an integer, never floating point.
#pragma once

#include "scalar.hpp"

#include <compare>

struct Money {
    long long hundredths = 0;
    auto operator<=>(const Money&) const = default;
};

// Reads "80000", "80000.5" and "80000.50": at most 15 digits before the point and two after it, no
// exponent, no sign but a leading minus. Writes "80000.50".
template <> struct Scalar<Money> {
    static constexpr JsonKind kind = JsonKind::money;
    static constexpr std::string_view format = "decimal";
    static bool parse(std::string_view in, Money& out);
    static void append(std::string& out, const Money& value);
};
