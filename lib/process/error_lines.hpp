// The latest lines of level error, in the memory that all workers share: whoever reports errors elsewhere
// takes them from there, so that no request waits for it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

class ErrorLines {
public:
    static constexpr std::size_t capacity = 64, longest = 2048;

    // Any process, at any time. A longer line is cut; the oldest gives way.
    void add(std::string_view line);

    // The lines that have come since `seen`, a number that starts at 0 and is moved on. `missed` grows by
    // those that have given way already.
    std::vector<std::string> after(std::uint64_t& seen, std::uint64_t& missed) const;

    // Where whoever reports them has got to, for the next process that does.
    std::atomic<std::uint64_t> reported{0};

private:
    struct Line {
        std::atomic<std::uint64_t> number; // of the line in it, from 1 on; 0 while it is written
        std::atomic<int> writer;           // the process that writes it, which may die over it
        std::array<std::atomic<std::uint64_t>, longest / 8> text;
    };
    std::atomic<std::uint64_t> added{0};
    std::array<Line, capacity> lines{};
};
