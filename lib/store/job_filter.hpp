// A job filter as conditions of a statement.
#pragma once

#include "jobs.hpp"

namespace store {

// Conditions on jobs j with the values they bind.
struct JobConditions {
    std::string where, pattern; // pattern: the same for format() of PostgreSQL: %1$L is the first of params
    Params params;
    std::string search;             // what is searched for, as PostgreSQL is to read it
    bool has_index = false;         // there is a search, and an index can find what it asks for
    long long jobs = 0;             // about how many there are in all; not if the filter asks for nothing
    bool plain = false;             // every active job and nothing else
    bool only_search = false;       // every active job that the search finds
    std::string categories;         // if the category is all that is asked: its array of ids
    std::string question;           // the same for the same filter: names its kept count
    std::optional<long long> known; // the kept count, if it is fresh
};

// What somebody has typed, for websearch_to_tsquery: without what costs much or makes it fail.
std::string search_words(std::string_view typed);

// Looks names up (one statement, none when nothing is asked) so that the planner sees ids, whose
// frequencies it knows. Throws UnknownFilter.
JobConditions conditions_of(Sql&, const JobFilter&, const Viewer&);

// The values that the pattern takes, as a JSON array of texts.
std::string values_of(const JobConditions&);

// How many jobs meet the conditions: see list_jobs. One statement at most.
long long count_jobs(Sql&, const JobConditions&);

} // namespace store
