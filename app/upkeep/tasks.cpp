#include "tasks.hpp"

#include "app/areas.hpp"
#include "read_files.hpp"
#include "sweep.hpp"

namespace {

constexpr TaskKind sweep_hourly{
    .name = "sweep",
    .about = "Remove what has had its time, and close jobs whose deadline has passed",
    .limit = a_while,
    .urgency = Urgency::low,
    .far = true,
    .schedule = {.every = std::chrono::hours(1)},
    .work = {in_steps, [](TaskRun& run, const NoInput&) { sweep(run.sql, run.site); }},
};

constexpr TaskKind read_waiting_files{
    .name = "read_files",
    .about = "Scan the files of applications and keep what can be read in them",
    .limit = a_while,
    .far = true,
    .schedule = {.every = std::chrono::seconds(10)},
    .work = {in_steps,
        [](TaskRun& run, const NoInput&) {
            auto count = read_files(run.sql, run.site.files, run.site.scanner);
            if (count.unscanned) throw TaskLater("The scanner gives no verdict.");
            if (count.missing) throw TaskLater("The storage does not give the files.");
        }},
};

} // namespace

std::vector<const TaskKind*> task_kinds()
{
    std::vector<const TaskKind*> out{&sweep_hourly, &read_waiting_files};
    for (const auto* area : areas())
        for (const auto& kind : area->tasks) out.push_back(&kind);
    return out;
}
