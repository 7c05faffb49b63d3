// Tasks: rows that ask for work to be done later, and the runners' way with them. What kinds there are and
// what they do is told by lib/tasks.
#pragma once

#include "lib/base/scalar.hpp"
#include "lib/db/sql.hpp"

// Which of the tasks that are due is taken first.
enum class Urgency { high, usual, low };
template <> inline constexpr std::array<std::string_view, 3> names_of<Urgency>{"high", "usual", "low"};

struct NewTask {
    std::string_view kind;
    std::string input = "{}";                       // a JSON object
    std::optional<std::string> once = std::nullopt; // none of that name while another one waits or runs
    Urgency urgency = Urgency::usual;
    bool far = false; // asks a far end
    std::chrono::seconds after{0};
};

// A task that a runner has taken.
struct TakenTask {
    Uuid id;
    std::string kind, input;
    long long taken = 0; // proves that it is still the runner's
    int attempts = 0;    // this one included
    Time due_at{};
    static constexpr auto fields = std::tuple{
        field("id", &TakenTask::id),
        field("kind", &TakenTask::kind),
        field("input", &TakenTask::input),
        field("taken", &TakenTask::taken),
        field("attempts", &TakenTask::attempts),
        field("due_at", &TakenTask::due_at),
    };
};

namespace store {

// In the caller's transaction, if there is one: it is done if and only if that commits. Runners that wait are
// woken. Nothing is added where one of the same name waits or runs.
void enqueue(Sql&, const NewTask&);

// The channel on which runners that wait are woken.
inline constexpr std::string_view tasks_channel = "tasks";

// A number for a runner, whose session holds its lock until it ends, however it does.
int enrol_runner(Sql&);
// Holds the lock of which there is one for all, or takes it.
bool is_first_runner(Sql&);

// Takes what is due, the most urgent first: at most so many, but one that asks a far end only by itself.
// `far`: whether such may be among them. `kinds`: which, each with the seconds for which it is the runner's,
// and commas between them: "send_mail 50,recount 610".
std::vector<TakenTask> take_tasks(Sql&, int runner, const std::string& kinds, bool far, int at_most);
// Gives back what dead runners had taken; answers how much. As an attempt it has counted.
long long rescue_tasks(Sql&); // at once the first time, later with growing delays

// Each answers false when the task is not the runner's any more: what it did must not be kept.
bool finish_task(Sql&, const TakenTask&);
bool retry_task(Sql&, const TakenTask&, std::chrono::milliseconds after, std::string_view trouble);
bool bury_task(Sql&, const TakenTask&, std::string_view trouble);
// The runner leaves before it began.
bool return_task(Sql&, const TakenTask&);

// --- Schedules

// When the next time of a schedule is: so long after this one, or at that time of the board's day.
struct Every {
    long long every_ms = 0;
    std::string day_time = ""; // "03:10"; empty: by every_ms
    static constexpr auto fields =
        std::tuple{field("every_ms", &Every::every_ms), field("day_time", &Every::day_time)};
};

// Sees to it that there is a row of that schedule.
void keep_schedule(Sql&, std::string_view kind, const Every&, Urgency, bool far);
// It comes back at its next time from now on.
bool finish_scheduled(Sql&, const TakenTask&, const Every&);

} // namespace store
