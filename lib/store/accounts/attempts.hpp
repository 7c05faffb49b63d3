// Attempts to sign in, counted before the password is looked at, so that guesses made at once are counted
// too.
#pragma once

#include "lib/db/sql.hpp"

#include <span>

// How patient a bucket is: so many failures without a delay, then one that doubles from a second to
// `longest_s`. A failure is forgotten after `forget_s` without another.
struct Patience {
    int free = 10, longest_s = 1200, forget_s = 1800;
};

namespace store {

// Counts an attempt as failed. Answers how many seconds to wait instead when the bucket is blocked.
std::optional<long long> begin_attempt(Sql&, const std::string& bucket, const Patience&);

// Takes that failure back: it was a success, or nobody's fault.
void forgive_attempt(Sql&, const std::string& bucket);

// Removes failures that are forgotten, in batches outside any transaction; answers how many.
long long sweep_attempts(Sql&);

} // namespace store
