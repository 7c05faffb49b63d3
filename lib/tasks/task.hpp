// A kind of task is one value: its name, how often and when it is tried, and what it does. The input is a
// struct that lists its fields:
//
//     struct Greeting {
//         Uuid person;
//         static constexpr auto fields = std::tuple{field("person", &Greeting::person)};
//     };
//     inline constexpr TaskKind greet{
//         .name = "greet",
//         .about = "Greet somebody who is new",
//         .work = {[](TaskRun& run, const Greeting& in) -> Card { … },               // outside any
//         transaction
//                  [](TaskRun& run, const Greeting& in, const Card& card) { … }},    // in the one that ends
//                  it
//     };
//     enqueue(sql, greet, Greeting{person});
//
// An area lists its kinds; the runners do what rows ask for.
#pragma once

#include "lib/base/json.hpp"
#include "lib/store/ledger/tasks.hpp"

#include <memory>
#include <stdexcept>

struct Site;

// What somebody who does a task may touch.
struct TaskRun {
    Sql& sql;
    const Site& site;
    const TakenTask& task;
    bool again = false; // set: there is more to do, the schedule's next time is at once
};

// Thrown by a task that is not to be tried again, with the reason.
struct TaskOver : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// Thrown by a task that must wait: at least so long, and as its kind says if it gives no time.
struct TaskLater : std::runtime_error {
    explicit TaskLater(const std::string& why, std::chrono::seconds after = {})
        : std::runtime_error(why), after(after)
    {
    }
    std::chrono::seconds after;
};

// The input of a task that is told nothing.
struct NoInput {
    static constexpr auto fields = std::tuple{};
};

// Reads what enqueue() wrote. Throws TaskOver when it does not fit.
template <Described In> In read_task_input(std::string_view json)
{
    In out;
    auto object = parse_json(json);
    each_field<In>([&](const auto& f, auto access) {
        auto& member = access(out);
        auto* value = object.member(f.name);
        if (!value || value->kind == JsonValue::Kind::null) return;
        using M = typename std::remove_cvref_t<decltype(member)>;
        bool fits;
        if constexpr (is_optional<M>)
            fits = Scalar<typename M::value_type>::parse(value->text, member.emplace());
        else fits = Scalar<M>::parse(value->text, member);
        if (!fits) throw TaskOver("Its input cannot be read.");
    });
    return out;
}

template <class F> struct TaskPart;
template <class L, class O, class I> struct TaskPart<O (L::*)(TaskRun&, const I&) const> {
    using Out = O;
    using In = I;
};
template <class L, class O, class I, class P> struct TaskPart<O (L::*)(TaskRun&, const I&, const P&) const> {
    using Out = O;
    using In = I;
    using Found = P;
};

struct InSteps {};
inline constexpr InSteps in_steps;

// What a task does: a lambda outside any transaction, which may ask far ends and take long, and one inside
// the transaction that says the task is done, which is told what the first one found. Either may be missing.
class TaskWork {
public:
    std::shared_ptr<void> (*outside)(TaskRun&) = nullptr;
    void (*inside)(TaskRun&, const void* found) = nullptr;

    template <class L> using Part = TaskPart<decltype(&L::operator())>;

    template <class L> consteval TaskWork(L) requires std::same_as < typename Part<L>::Out,
    void > : inside([](TaskRun& run, const void*) {
        L{}(run, read_task_input<typename Part<L>::In>(run.task.input));
    })
    {
    }
    template <class Outside, class Inside> consteval TaskWork(Outside, Inside)
        : outside([](TaskRun& run) -> std::shared_ptr<void> {
              using In = typename Part<Outside>::In;
              using Found = typename Part<Outside>::Out;
              return std::make_shared<Found>(Outside{}(run, read_task_input<In>(run.task.input)));
          }),
          inside([](TaskRun& run, const void* found) {
              using In = typename Part<Inside>::In;
              using Found = typename Part<Inside>::Found;
              Inside{}(run, read_task_input<In>(run.task.input), *static_cast<const Found*>(found));
          })
    {
    }

    // All of it outside: each of its steps is a transaction of its own, and may be done again.
    template <class L> consteval TaskWork(InSteps, L)
        : outside([](TaskRun& run) -> std::shared_ptr<void> {
              L{}(run, read_task_input<typename Part<L>::In>(run.task.input));
              return nullptr;
          })
    {
    }
};

// When a task that nobody enqueues is due.
struct Schedule {
    std::chrono::milliseconds every{0};
    std::string_view day_time = ""; // "03:10", on the board's clock
    bool late_too =
        true; // also when its time was missed by more than an hour; otherwise it waits for the next

    constexpr bool is_one() const { return every.count() > 0 || !day_time.empty(); }
};

// Of what takes as long as it takes.
inline constexpr std::chrono::seconds a_while{600};

struct TaskKind {
    std::string_view name, about;
    int attempts = 12;              // the delays between them grow from seconds to hours: a day in all
    std::chrono::seconds limit{10}; // who takes longer is ended, and the attempt has failed
    Urgency urgency = Urgency::usual;
    bool far = false; // asks a far end: others do not wait behind it
    Schedule schedule = {};
    TaskWork work;
};

// In the caller's transaction, if there is one.
template <Described In> void enqueue(Sql& sql, const TaskKind& kind, const In& input,
    std::optional<std::string> once = std::nullopt, std::chrono::seconds after = {})
{
    store::enqueue(sql, {kind.name, json_text(input), std::move(once), kind.urgency, kind.far, after});
}

// How long a task waits after so many attempts: 5 seconds, 15, 45 … 6 hours, and up to a fifth more or less,
// so that those that failed together do not come back together.
std::chrono::milliseconds delay_after(int attempts);
