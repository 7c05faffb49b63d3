// Budgets of requests that must hold also where Redis is away.
#pragma once

#include "lib/db/sql.hpp"

namespace store {

// A claim on a budget of requests, kept as RateLimiter keeps it in Redis: for limits that must hold without.
struct Slot {
    bool allowed = false;
    long long remaining = 0, whole_ms = 0, retry_ms = 0;
    static constexpr auto fields = std::tuple{
        field("allowed", &Slot::allowed),
        field("remaining", &Slot::remaining),
        field("whole_ms", &Slot::whole_ms),
        field("retry_ms", &Slot::retry_ms),
    };
};
Slot take_slot(Sql&, const std::string& key, long long budget, int seconds);

// Removes budgets that are whole again, in batches outside any transaction; answers how many.
long long sweep_rate_slots(Sql&);

} // namespace store
