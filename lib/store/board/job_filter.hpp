// What narrows a list of jobs, and the same as conditions of a statement.
#pragma once

#include "job_terms.hpp"

#include "lib/base/money.hpp"
#include "lib/base/uuid.hpp"
#include "lib/store/ledger/scope.hpp"

// What narrows a list of jobs; all of it must hold.
struct JobFilter {
    std::optional<std::string> category; // id or slug; its descendants count too
    std::optional<Uuid> employer;
    std::optional<std::string> location; // part of it, regardless of case
    std::optional<JobType> job_type;
    std::optional<JobStatus> status; // other than active: of what the caller may see besides
    std::optional<Money> min_salary; // salary_min is at least this
    std::optional<Money> max_salary; // salary_max is at most this
    std::optional<bool> is_featured;
    std::optional<std::string> search; // words, "phrases", -without, or

    static constexpr auto fields = std::tuple{
        field("category", &JobFilter::category,
            {.in = In::query, .max = 120, .about = "Its id or slug; its descendants count too."}),
        field("employer", &JobFilter::employer,
            {.in = In::query, .about = "The id of the employer's account."}),
        field("location", &JobFilter::location,
            {.in = In::query, .max = 100, .about = "Part of the place's name."}),
        field("job_type", &JobFilter::job_type, {.in = In::query}),
        field("status", &JobFilter::status,
            {.in = In::query, .about = "Other than active only for signed-in callers."}),
        field("min_salary", &JobFilter::min_salary,
            {.in = In::query, .min = 0, .about = "salary_min is at least this."}),
        field("max_salary", &JobFilter::max_salary,
            {.in = In::query, .min = 0, .about = "salary_max is at most this."}),
        field("is_featured", &JobFilter::is_featured, {.in = In::query}),
        field("search", &JobFilter::search,
            {.in = In::query, .max = 200, .about = "Words; \"a phrase\"; -without; this or that."}),
    };
};

// A filter names something that is not there.
struct UnknownFilter {
    std::string_view parameter;
};

namespace store {

// A kept count is good for two minutes; when it is one minute old and somebody asks for it, it is taken
// again.
inline constexpr std::string_view good_count = "counted_at > now() - interval '2 minutes'",
                                  count_to_renew = "counted_at < now() - interval '1 minute' AND NOT asked";

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
JobConditions conditions_of(Sql&, const JobFilter&, const Scope&);

// The values that the pattern takes, as a JSON array of texts.
std::string values_of(const JobConditions&);

} // namespace store
