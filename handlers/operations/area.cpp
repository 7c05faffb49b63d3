// Operations: health, figures and the documentation, and what every request leaves behind.
#include "lib/web/area.hpp"

#include "lib/store/ledger/idempotency.hpp"
#include "lib/store/ledger/rate_slots.hpp"
#include "lib/store/operations/tasks.hpp"
#include "pages.hpp"

namespace documentation {
extern const Module endpoints;
}
namespace health {
extern const Module endpoints;
}
namespace metrics {
extern const Module endpoints;
}
namespace status {
extern const Module endpoints;
}

namespace tasks {
extern const Module endpoints;
}

namespace operations {

extern const std::span<const Sentence> sentences;
extern const std::span<const ProblemKind> problems;

extern const Area area{
    .name = "operations",
    .tags = {{"documentation", "This document, as data and as pages."},
        {"health", "Whether the service lives, is ready, and how its parts are."},
        {"tasks", "What is done behind the requests."}},
    .endpoints = {documentation::endpoints, health::endpoints, metrics::endpoints, status::endpoints,
        tasks::endpoints},
    .resources = {tasks_on_pages},
    .sentences = sentences,
    .problems = problems,
    .sweeps = {{"removed", "request budgets",
                   [](Sql& sql, const Site&) { return store::sweep_rate_slots(sql); }},
        {"removed", "idempotency keys",
            [](Sql& sql, const Site&) { return store::sweep_idempotency_keys(sql); }},
        {"removed", "tasks", [](Sql& sql, const Site&) { return store::sweep_tasks(sql); }}},
    .events = {task_retried, task_discarded},
};

} // namespace operations
