// Tasks: what is done behind the requests, for admins.
#include "lib/store/operations/tasks.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/page.hpp"

namespace tasks {

constexpr std::string_view latest_first = "-created_at";

struct List {
    TaskFilter filter;
    Paging paging;
    static constexpr auto fields = std::tuple{fields_of(&List::filter), fields_of(&List::paging)};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The task's id."})};
};

namespace {

Task found(Context& c, const Uuid& id)
{
    auto task = store::find_task(c.sql, id);
    if (!task) throw Problem{"not_found"};
    return *task;
}

Task become(Context& c, const Uuid& id, bool (*change)(Sql&, const Uuid&))
{
    auto task = found(c, id);
    if (!change(c.sql, id))
        throw Problem{
            .code = "task_not_open", .sentence = Said("task.is"_s, {{"state", name_of(task.state)}})};
    return found(c, id);
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_tasks",
        .methods = Method::get,
        .path = "/api/v1/tasks/",
        .summary = "What is done behind the requests, latest first",
        .about = "For admins: mails, webhooks, sweeps and whatever else is due. Those that ended are kept "
                 "for a day, "
                 "dead ones until somebody sees to them.",
        .needs = may(Grant::watch),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .ordering = {order_names<store::task_orders>, latest_first},
        .answer = [](Context& c, const List& in) -> Page<Task> {
            auto window = window_of(c, in.paging, store::task_orders(), latest_first);
            return page_of(c, in.paging, window, store::list_tasks(c.sql, in.filter, window));
        },
    },
    {
        .name = "read_task",
        .methods = Method::get,
        .path = "/api/v1/tasks/{id}/",
        .thing = "task",
        .summary = "Read a task",
        .about = "For admins.",
        .needs = may(Grant::watch),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Task { return found(c, in.id); },
    },
    {
        .name = "retry_task",
        .methods = Method::post,
        .path = "/api/v1/tasks/{id}/retry/",
        .thing = "task",
        .summary = "Have a task tried again, at once",
        .about = "For admins. Also one that is dead or was discarded.",
        .needs = may(Grant::watch),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .conflict = "It runs, or was done: `task_not_open`.",
        .answer = [](Context& c, const ById& in) -> Task { return become(c, in.id, store::retry_now); },
    },
    {
        .name = "discard_task",
        .methods = Method::post,
        .path = "/api/v1/tasks/{id}/discard/",
        .thing = "task",
        .summary = "Give a task up",
        .about = "For admins. It is kept for a day, as those that were done are.",
        .needs = may(Grant::watch),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .conflict = "It runs, has ended, or comes back by a schedule: `task_not_open`.",
        .answer = [](Context& c, const ById& in) -> Task { return become(c, in.id, store::discard_task); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace tasks
