// Visits of jobs, and what they add up to.
#pragma once

#include "jobs.hpp"

// That somebody has looked at a job. The visitor is 32 hexadecimal digits, the same for the same visitor; the
// source where they come from, empty when nobody knows.
struct Visit {
    std::string visitor, source;
    static constexpr auto fields =
        std::tuple{field("visitor", &Visit::visitor), field("source", &Visit::source)};
};

namespace store {

// find_job, and a visit with it. Locks nothing and waits for no disk: a visit of the last moment may be lost
// when PostgreSQL itself crashes.
std::optional<JobDetail> visit_job(Sql&, const Uuid& id, const Scope&, const Visit&);

// The visit alone, of a job that was read elsewhere.
void note_visit(Sql&, const Uuid& id, const Scope&, const Visit&);

// Adds up to fifty thousand visits to views_count and to the day's views: one for each visitor, job and day
// of the board. All of it or nothing, so that whoever dies meanwhile loses none and counts none twice.
// Answers how many visits there were; call it again while there are any.
long long add_up_visits(Sql&);

// Forgets who has been counted before yesterday.
void forget_visitors(Sql&);

} // namespace store
