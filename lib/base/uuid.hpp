// Identifiers: UUID version 7 (RFC 9562), 16 bytes that sort by the time they were made.
#pragma once

#include "scalar.hpp"

#include <compare>
#include <cstdint>

struct Uuid {
    std::array<std::uint8_t, 16> bytes{};
    auto operator<=>(const Uuid&) const = default;
};

// A fresh identifier: 48 bits of Unix milliseconds, 74 random bits. Throws std::runtime_error when the
// system has no randomness to give.
Uuid new_uuid();

// The version 7 identifier of given Unix milliseconds (48 bits) and given random bits (64, of which 62 count,
// and 12): for made-up data that is the same everywhere.
Uuid uuid_of(std::uint64_t milliseconds, std::uint64_t random, std::uint64_t more_random);

// Reads the dashed form in either case; writes it in lower case.
template <> struct Scalar<Uuid> {
    static constexpr JsonKind kind = JsonKind::text;
    static constexpr std::string_view format = "uuid";
    static bool parse(std::string_view in, Uuid& out);
    static void append(std::string& out, const Uuid& value);
};
