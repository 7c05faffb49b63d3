// Records: what happened on the board, in an order that everybody can follow.
#include "lib/web/area.hpp"

#include "lib/store/messages/follow.hpp"
#include "pages.hpp"

namespace audit {
extern const Module endpoints;
}

namespace records {

constexpr int events_at_once = 2000;

// With commas.
static std::string kinds_that_tell(const Site& site)
{
    std::string out;
    for (const auto* area : site.areas)
        for (const auto& kind : area->events)
            if (!kind.tells.empty()) out += (out.empty() ? "" : ",") + std::string(kind.name);
    return out;
}

constexpr TaskKind order_events{
    .name = "order_events",
    .about = "Give what happened its place",
    .limit = a_while,
    .urgency = Urgency::high,
    .schedule = {.every = std::chrono::milliseconds(200)},
    .work = {[](TaskRun& run, const NoInput&) {
        auto before = store::last_place(run.sql);
        run.again = store::chain_events(run.sql, events_at_once) == events_at_once;
        store::enqueue_followers(run.sql, before, kinds_that_tell(run.site));
    }},
};
constexpr TaskKind make_event_months{
    .name = "make_event_months",
    .about = "Make room for what happens in the next months",
    .schedule = {.every = std::chrono::hours(1)},
    .work = {[](TaskRun& run, const NoInput&) { store::make_event_months(run.sql); }},
};

extern const std::span<const Sentence> sentences;

extern const Area area{
    .name = "records",
    .tags = {{"audit", "Who did what, when and from where."}},
    .endpoints = {audit::endpoints},
    .resources = {events_on_pages},
    .sentences = sentences,
    .tasks = {order_events, make_event_months},
};

} // namespace records
