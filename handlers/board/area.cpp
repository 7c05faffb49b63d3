// The board: jobs, the categories they are filed in, and how they are found.
#include "lib/web/area.hpp"

#include "lib/db/batches.hpp"
#include "lib/store/board/category_changes.hpp"
#include "lib/store/board/job_changes.hpp"
#include "lib/store/board/job_counts.hpp"
#include "lib/store/board/visits.hpp"

namespace categories {
extern const Module endpoints;
}
namespace jobs {
extern const Module endpoints;
}

namespace board {

extern const std::span<const Sentence> sentences;
extern const std::span<const ProblemKind> problems;
extern const std::span<const ConstraintFault> constraints;

extern const Area area{
    .name = "board",
    .tags = {{"jobs", "Postings of employers: lists, search, and what employers do with them."},
        {"categories", "The tree that jobs are filed in."}},
    .endpoints = {categories::endpoints, jobs::endpoints},
    .sentences = sentences,
    .problems = problems,
    .constraints = constraints,
    .sweeps = {{"closed", "jobs",
                   [](Sql& sql, const Site&) {
                       return in_batches(
                           [&](int at_most) { return store::close_expired_jobs(sql, at_most); });
                   }},
        {"removed", "counts", [](Sql& sql, const Site&) { return store::sweep_counts(sql); }}},
    .upkeep = {{"visits", std::chrono::seconds(1), [](Sql& sql) { return store::add_up_visits(sql) > 0; }},
        {"counts", std::chrono::seconds(1), store::recount},
        {"visitors", std::chrono::minutes(1), [](Sql& sql) { return store::forget_visitors(sql), false; }}},
    .events = {job_created, job_updated, job_deleted, category_created, category_updated, category_deleted},
};

} // namespace board
