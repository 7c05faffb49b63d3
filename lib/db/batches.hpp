// Rows that have had their time, changed in batches that are transactions of their own.
#pragma once

#include "sql.hpp"

#include <functional>

inline constexpr int usual_batch = 500;

// Repeats `change`, which changes at most that many rows and answers how many, until there are no more.
// Answers how many there were. Outside any transaction.
long long in_batches(const std::function<long long(int at_most)>& change);

// The same with a statement that changes at most :batch rows and leaves those that somebody else works on for
// next time.
long long in_batches(Sql&, std::string_view text, Params params = {});
