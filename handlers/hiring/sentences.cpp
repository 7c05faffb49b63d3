// What is said about applications and their files.
#include "lib/web/problem.hpp"

namespace hiring {

namespace {

constexpr Sentence sentence_table[] = {
    {"file_waiting", "The file has not been checked for viruses yet; try again in some minutes."},
    {"file_infected", "A virus was found in the file: nobody gets it."},
    {"file_missing", "The file cannot be found on our side."},
    {"file.not_fetched", "The file cannot be fetched at the moment; try again."},
    {"application.no_such_job", "There is no such job."},
    {"application.no_active_job", "There is no active job with this id."},
    {"application.again", "You have already applied for this job."},
    {"application.late", "Applications were due before today."},
    {"application.reviewed", "A reviewed application can become accepted or rejected, and nothing else."},
    {"application.accepted", "An accepted application stays accepted."},
    {"application.rejected", "A rejected application stays rejected."},
};

constexpr ProblemKind problem_table[] = {
    {"file_waiting", 409},
    {"file_infected", 409},
    {"file_missing", 500},
};

constexpr ConstraintFault constraint_table[] = {
    {"applications_once", "job", "application.again"_s},
    {"applications_job_exists", "job_id", "application.no_such_job"_s},
    {"applications_applicant_exists", "", "token_not_valid"_s}, // the account was deleted meanwhile
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ProblemKind> problems{problem_table};
extern constexpr std::span<const ConstraintFault> constraints{constraint_table};

} // namespace hiring
