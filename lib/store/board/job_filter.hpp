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
    std::optional<std::string> search; // words, "phrases", -without, or: see search_asked in sql/

    static constexpr auto fields = std::tuple{
        field("category", &JobFilter::category,
            {.in = In::query,
                .max = 120,
                .about = "Id or slug of a category; jobs of its descendants count too.",
                .example = "technology"}),
        field("employer", &JobFilter::employer,
            {.in = In::query, .about = "The id of the employer's account."}),
        field("location", &JobFilter::location,
            {.in = In::query,
                .max = 100,
                .about = "Part of the place's name, in any case of letters.",
                .example = "berlin"}),
        field("job_type", &JobFilter::job_type, {.in = In::query, .about = "How somebody is employed."}),
        field("status", &JobFilter::status,
            {.in = In::query,
                .about = "Other than `active` only for callers with a token, of what they may see."}),
        field("min_salary", &JobFilter::min_salary,
            {.in = In::query, .min = 0, .about = "`salary_min` is at least this.", .example = "60000"}),
        field("max_salary", &JobFilter::max_salary,
            {.in = In::query, .min = 0, .about = "`salary_max` is at most this.", .example = "90000"}),
        field("is_featured", &JobFilter::is_featured,
            {.in = In::query, .about = "Whether admins put it in front of others."}),
        field("search", &JobFilter::search,
            {.in = In::query,
                .max = 200,
                .about =
                    "Words in title, requirements and description; \"a phrase\"; -without; this or that.",
                .example = "c++ -senior"}),
    };
};

// A filter names something that is not there.
struct UnknownFilter {
    std::string_view parameter;
};

// A search, or one of its alternatives, only says what it is not.
struct NothingAsked {};

// What a search asks for, as tsqueries: see search_asked in sql/.
struct AskedWords {
    std::optional<std::string> matching, loosely, in_title, titled, some_in_title;
    bool only_excludes = false;
    static constexpr auto fields = std::tuple{
        field("matching", &AskedWords::matching),
        field("loosely", &AskedWords::loosely),
        field("in_title", &AskedWords::in_title),
        field("titled", &AskedWords::titled),
        field("some_in_title", &AskedWords::some_in_title),
        field("only_excludes", &AskedWords::only_excludes),
    };
};

namespace store {

// A kept count is good for two minutes; when it is one minute old and somebody asks for it, it is taken
// again.
inline constexpr std::string_view good_count = "counted_at > now() - interval '2 minutes'",
                                  count_to_renew = "counted_at < now() - interval '1 minute' AND NOT asked";

// Conditions on jobs j with the values they bind. Those of the search are not among them.
struct JobConditions {
    std::string where, pattern; // pattern: the same for format() of PostgreSQL: %1$L is the first of params
    Params params;
    AskedWords asked;               // what is searched for, if anything
    long long jobs = 0;             // about how many there are in all; not if the filter asks for nothing
    bool plain = false;             // every active job and nothing else
    bool by_id = false;             // the search has been done: see of_these
    bool only_search = false;       // every active job that the search finds
    std::string categories;         // if the category is all that is asked: its array of ids
    std::string question;           // the same for the same filter: names its kept count
    std::optional<long long> known; // the kept count, if it is fresh
};

// Looks names up (one statement, none when nothing is asked) so that the planner sees ids, whose
// frequencies it knows. Throws UnknownFilter and NothingAsked.
JobConditions conditions_of(Sql&, const JobFilter&, const Scope&);

// The same, and that the search finds the job.
JobConditions with_search(JobConditions);

// In place of all conditions, the ids of the jobs that meet them, as an array.
JobConditions of_these(JobConditions, std::string_view ids);

// The same without the jobs of those ids, an array.
JobConditions without(JobConditions, std::string_view ids);

// The values that the pattern takes, as a JSON array of texts.
std::string values_of(const JobConditions&);

} // namespace store
