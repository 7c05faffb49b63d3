// Hiring: applications and the way to a decision.
#include "lib/web/area.hpp"

#include "lib/store/hiring/applications.hpp"

namespace applications {
extern const Module endpoints;
}

namespace resumes {
extern const Module endpoints;
}

namespace hiring {

extern const std::span<const Sentence> sentences;
extern const std::span<const ProblemKind> problems;
extern const std::span<const ConstraintFault> constraints;

extern const Area area{
    .name = "hiring",
    .tags = {{"applications", "Applying with a résumé, reading applications and deciding about them."}},
    .endpoints = {applications::endpoints, resumes::endpoints},
    .sentences = sentences,
    .problems = problems,
    .constraints = constraints,
    .files = {{Shelf::storage, store::application_files}},
    .events = {application_submitted, application_decided, application_annotated, application_deleted},
};

} // namespace hiring
