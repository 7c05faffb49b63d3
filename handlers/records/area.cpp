// Records: what happened on the board, in an order that everybody can follow.
#include "lib/web/area.hpp"

namespace audit {
extern const Module endpoints;
}

namespace records {

extern const Area area{
    .name = "records",
    .tags = {{"audit", "Who did what, when and from where."}},
    .endpoints = {audit::endpoints},
    .upkeep = {{"event order", std::chrono::seconds(1),
                   [](Sql& sql) { return store::chain_events(sql, 5000) > 0; }},
        {"event months", std::chrono::hours(1),
            [](Sql& sql) { return store::make_event_months(sql), false; }}},
};

} // namespace records
