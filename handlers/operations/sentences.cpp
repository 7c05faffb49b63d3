// What is said about the program itself, to those who watch it.
#include "lib/web/problem.hpp"

namespace operations {

namespace {

constexpr Sentence sentence_table[] = {
    {"pool.workers", "{workers} workers, {busy} busy."},
    {"pool.workers_leaving", "{workers} workers, {busy} busy; about to leave."},
    {"pool.leaving", "This host is about to leave."},
    {"database.figures", "PostgreSQL {version}, {megabytes} MB, {connections} of {allowed} connections, "
                         "oldest transaction {ms} "
                         "ms, {migrations}."},
    {"database.migrated", "all migrations applied"},
    {"database.behind", "{pending} migrations are missing: run `jobboard migrate`"},
    {"database.fails", "Does not answer ({sqlstate})."},
    {"database.silent", "The database does not answer."},
    {"upkeep.runs", "Runs, {visits} visits to add up."},
    {"upkeep.runs_nowhere", "Runs nowhere: set TASK_RUNNERS on one host, {visits} visits to add up."},
    {"task_not_open", "That cannot be done with the task."},
    {"task.is", "The task is {state}: that cannot be done with it."},
    {"discard.task", "What it was to do is not done. It can be tried again for a day."},
    {"none.tasks", "They come from what people do, and from schedules."},
    {"cache.silent", "Redis does not answer."},
    {"storage.works", "Files could be kept {seconds} seconds ago."},
    {"storage.fails", "Files could not be kept {seconds} seconds ago."},
};

constexpr ProblemKind problem_table[] = {
    {"task_not_open", 409},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ProblemKind> problems{problem_table};

} // namespace operations
