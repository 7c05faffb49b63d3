// What the dashboard of the admin pages shows: what waits for somebody, and the last thirty days in figures.
#pragma once

#include "lib/db/sql.hpp"

struct Attention {
    long long drafts = 0, pending = 0, failing = 0; // a thousand at most is counted
    static constexpr auto fields = std::tuple{
        field("drafts", &Attention::drafts),
        field("pending", &Attention::pending),
        field("failing", &Attention::failing),
    };
};

struct DayCount {
    std::string day; // 2026-11-25
    long long count = 0;
    static constexpr auto fields = std::tuple{field("day", &DayCount::day), field("count", &DayCount::count)};
};

namespace store {

Attention attention(Sql&);

// Each of the last thirty days of the board, today last.
std::vector<DayCount> jobs_by_day(Sql&);
std::vector<DayCount> applications_by_day(Sql&);
std::vector<DayCount> views_by_day(Sql&);
std::vector<DayCount> registrations_by_day(Sql&);

} // namespace store
