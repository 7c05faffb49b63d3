// How busy the days of a made-up board are: working days more than weekends, no day like another, and a
// little more from week to week. In whole numbers, so that every machine makes the same.
#pragma once

#include "random.hpp"

#include "lib/base/time.hpp"

#include <algorithm>
#include <array>
#include <numeric>

// From Sunday on, in percent of a usual day: when employers post, and when people look for work.
inline constexpr std::array office_week{12LL, 105LL, 115LL, 108LL, 100LL, 72LL, 18LL},
    home_week{50LL, 124LL, 118LL, 108LL, 98LL, 74LL, 36LL};

class BusyDays {
public:
    // Days are told by how many lie between them and now: 0 is today, `oldest` the first one.
    BusyDays(Time now, int oldest, const std::array<long long, 7>& week, std::uint64_t seed)
        : now(now), today(std::chrono::floor<std::chrono::days>(now))
    {
        Random random{seed};
        auto gone = (now - Time(today)) / std::chrono::minutes(1) + 1; // of today's 1440 minutes
        for (int ago = 0; ago <= oldest; ++ago) {
            auto luck = 60 + random.between(0, 40) + random.between(0, 40), growth = 130 - 65 * ago / oldest;
            auto percent = week[weekday_of(ago)] * luck * growth / 10'000;
            percents.push_back(std::max(ago ? percent : percent * gone / 1440, 1LL));
        }
    }

    // How much happens on a day, in percent of a usual one.
    long long percent(int ago) const { return percents[static_cast<std::size_t>(ago)]; }

    // One of them all. Always one number of the sequence, whatever comes of it.
    int pick(Random& random) const
    {
        auto all = std::accumulate(percents.begin(), percents.end(), 0LL);
        auto left = static_cast<long long>(random.below(static_cast<std::uint64_t>(all)));
        int ago = 0;
        while (left >= percent(ago)) left -= percent(ago++);
        return ago;
    }

    // A moment of that day between two points in time, by daylight where that leaves one. Two numbers.
    Time moment(Random& random, int ago, Time from, Time until) const
    {
        using namespace std::chrono;
        Time midnight(today - days(ago));
        auto begin = std::max(from, midnight + minutes(390)), end = std::min(until, midnight + minutes(1320));
        if (begin >= end) begin = std::max(from, midnight), end = std::min(until, midnight + minutes(1439));
        auto part = static_cast<int>(random.below(466) + random.below(466));
        return begin >= end ? begin : begin + floor<minutes>((end - begin) * part / 931);
    }

    // How many days lie between a point in time and now.
    int ago(Time time) const
    {
        return static_cast<int>((today - std::chrono::floor<std::chrono::days>(time)).count());
    }

    // How many look at something of that age, in percent of the first day.
    static long long interest(int age) { return 2 + 1568 / ((4 + age) * (4 + age)); }

private:
    Time now;
    std::chrono::sys_days today;
    std::vector<long long> percents;

    std::size_t weekday_of(int ago) const
    {
        return std::chrono::weekday(today - std::chrono::days(ago)).c_encoding();
    }
};
