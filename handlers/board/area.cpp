// The board: jobs, the categories they are filed in, and how they are found.
#include "lib/web/area.hpp"

#include "lib/db/batches.hpp"
#include "lib/store/board/category_changes.hpp"
#include "lib/store/board/job_changes.hpp"
#include "lib/store/board/job_counts.hpp"
#include "lib/store/board/reach/shares.hpp"
#include "lib/store/board/visits.hpp"

namespace advice {
extern const Module endpoints;
}
namespace analytics {
extern const Module endpoints;
}
namespace categories {
extern const Module endpoints;
}
namespace jobs {
extern const Module endpoints;
}

namespace shares {
extern const Module endpoints;
}

namespace board {

extern const std::span<const Sentence> sentences;
extern const std::span<const ProblemKind> problems;
extern const std::span<const ConstraintFault> constraints;

constexpr TaskKind add_up_visits{
    .name = "add_up_visits",
    .about = "Add up who has looked at jobs",
    .limit = a_while,
    .schedule = {.every = std::chrono::seconds(1)},
    .work = {in_steps, [](TaskRun& run, const NoInput&) { store::add_up_visits(run.sql); }},
};
constexpr TaskKind recount{
    .name = "recount",
    .about = "Take the counts of long lists that people ask for",
    .limit = a_while,
    .schedule = {.every = std::chrono::seconds(1)},
    .work = {in_steps, [](TaskRun& run, const NoInput&) { store::recount(run.sql); }},
};
constexpr TaskKind forget_visitors{
    .name = "forget_visitors",
    .about = "Forget who looked at jobs on days gone by",
    .limit = a_while,
    .schedule = {.every = std::chrono::minutes(1)},
    .work = {in_steps, [](TaskRun& run, const NoInput&) { store::forget_visitors(run.sql); }},
};

extern const Area area{
    .name = "board",
    .tags = {{"jobs", "Postings of employers: lists, search, and what employers do with them."},
        {"categories", "The tree that jobs are filed in."}},
    .endpoints = {advice::endpoints, analytics::endpoints, categories::endpoints, jobs::endpoints,
        shares::endpoints},
    .sentences = sentences,
    .problems = problems,
    .constraints = constraints,
    .sweeps = {{"closed", "jobs",
                   [](Sql& sql, const Site&) {
                       return in_batches(
                           [&](int at_most) { return store::close_expired_jobs(sql, at_most); });
                   }},
        {"removed", "counts", [](Sql& sql, const Site&) { return store::sweep_counts(sql); }}},
    .events = {job_created, job_published, job_updated, job_closed, job_deleted, job_shared, category_created,
        category_updated, category_deleted},
    .tasks = {add_up_visits, recount, forget_visitors},
};

} // namespace board
