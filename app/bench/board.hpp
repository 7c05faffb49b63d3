// A board of made-up words and any size, for measuring.
#pragma once

#include "app/settings.hpp"

// Fills an empty board with so many jobs and answers the exit status. The same board at every call, save for
// dates, which count back from today. What it is like, in shares of all jobs:
//   - 70 % active, 10 % draft, 20 % closed; 60 categories in two levels, 500 employers (bench_employer_0 …),
//     480 places; 80 % with a salary; one in 5,000 featured;
//   - about 1.5 KB of description each, its words drawn from 20,000 by Zipf's law;
//   - the word "teamwork" stands in 44 % of them, "logistics" in 10 %, "turbine" in 0.5 % and "quetzal" in
//     0.001 % (every 100,000th job, always an active one, and one job on smaller boards); "zeppelin" in none.
// Refuses a board with jobs, and production.
int load_bench_board(const Settings&, long long jobs);
