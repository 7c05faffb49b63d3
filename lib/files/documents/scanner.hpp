// Asks a virus scanner about a file.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

struct ScanAnswer {
    enum class Verdict {
        clean,
        infected,
        refused, // it would not look at this file, or broke off
        away     // it cannot be reached
    } verdict = Verdict::away;
    std::string says; // the name of what it found, or the reason
};

// Reads the file from its beginning; waits no longer than a minute. Never throws.
using Scanner = std::function<ScanAnswer(int descriptor)>;

// The scanner that a setting names: clamd:/path or clamd:host:port. Empty is none. Touches nothing yet.
// Throws std::runtime_error saying what would be right.
std::optional<Scanner> scanner_of(std::string_view where);
