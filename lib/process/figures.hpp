// What requests have cost, counted by endpoint in the memory that all workers share.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Upper bounds of the classes that durations are counted in, in milliseconds; one more class takes the rest.
inline constexpr std::array<double, 12> duration_bounds_ms{
    1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10000};

// What one request has cost.
struct Cost {
    int status = 200;
    std::chrono::microseconds time{}, sql_time{};
    int statements = 0;
    enum class Cached { not_asked, found, made } cached = Cached::not_asked; // its answer, in Redis
};

using Counter = std::atomic<std::uint64_t>;

// One endpoint's line. Any worker adds to it.
struct EndpointFigures {
    Counter key;                     // made from the name, 0 while nobody has the line
    std::array<Counter, 6> name;     // cut, as bytes
    std::array<Counter, 5> statuses; // by class: 1xx to 5xx
    std::array<Counter, duration_bounds_ms.size() + 1> took; // by class of duration
    Counter time_us, sql_us, statements, rate_limited, kept_found, kept_made;

    void add(const Cost&);
};

// A line as plain values.
struct EndpointStatus {
    std::string name;
    std::array<std::uint64_t, 5> statuses{};
    std::array<std::uint64_t, duration_bounds_ms.size() + 1> took{};
    double time_s = 0, sql_s = 0;
    std::uint64_t requests = 0, statements = 0, rate_limited = 0, kept_found = 0, kept_made = 0;
};

struct Figures {
    static constexpr std::size_t capacity = 512;
    std::array<EndpointFigures, capacity> lines;

    // The line of that name, which is taken by whoever comes first. Endpoints keep their lines when a new
    // binary with other endpoints takes over. Names beyond the capacity share the last line.
    EndpointFigures& of(std::string_view name);

    // Lines with a name, by name. What a process that went astray may have written is left out.
    std::vector<EndpointStatus> status() const;
};
