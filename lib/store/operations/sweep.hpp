// Rows that have had their time: over sessions, spent refresh tokens, forgotten failures, whole budgets, old
// counts.
#pragma once

#include "lib/db/sql.hpp"

#include <chrono>

// How many rows of each kind were removed.
struct SweptRows {
    long long sessions = 0, refresh_tokens = 0, sign_in_attempts = 0, rate_slots = 0, kept_counts = 0,
              idempotency_keys = 0;
};

namespace store {

// Removes them, in batches that are transactions of their own, outside any transaction of the caller's. Two
// at once share the work. A refresh token is kept for as long as one is good, since its second use ends the
// session; a session stays for a week after its end.
SweptRows sweep(Sql&, std::chrono::seconds refresh_lifetime);

// Which of these pictures an account has.
std::vector<std::string> pictures_in_use(Sql&, const std::vector<std::string>& names);

} // namespace store
