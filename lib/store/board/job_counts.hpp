// How many jobs a list has. Counts of long lists are too slow to take in a request: they are kept, and made
// exact behind it.
#pragma once

#include "job_filter.hpp"

namespace store {

// How many jobs meet the conditions. Exact for whole categories and up to a thousand, and up to twenty
// thousand unless the planner expects half of it or more; beyond that what it expects, until recount has been
// there; so also for a common word narrowed by other conditions, and for what the session's limit leaves no
// time to count. One statement, or two if the first is given up.
long long count_jobs(Sql&, const JobConditions&);

// Takes the most urgent count that is due: one that is only expected, or old and asked for. False when none
// is.
bool recount(Sql&);

// Removes counts that nobody asks for, in batches outside any transaction; answers how many.
long long sweep_counts(Sql&);

} // namespace store
