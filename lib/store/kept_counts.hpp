// Counts of long lists of jobs: too slow to take in a request, so they are kept, and made exact behind it.
#pragma once

#include "job_filter.hpp"

namespace store {

// A kept count is good for two minutes; when it is one minute old and somebody asks for it, it is taken
// again.
inline constexpr std::string_view good_count = "counted_at > now() - interval '2 minutes'",
                                  count_to_renew = "counted_at < now() - interval '1 minute' AND NOT asked";

// Exact up to a thousand, and up to twenty thousand unless the planner expects half of it or more; beyond
// that what it expects, until recount has been there; so also for a common word narrowed by other conditions.
// Keeps what is over a thousand or expected. One statement.
long long count_and_keep(Sql&, const JobConditions&);

// Takes the most urgent count that is due: one that is only expected, or old and asked for. False when none
// is.
bool recount(Sql&);

} // namespace store
