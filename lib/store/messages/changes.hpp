// The change feed: what happened, in an order that nobody has to look back in.
#pragma once

#include "lib/base/scalar.hpp"
#include "lib/db/sql.hpp"

#include <vector>

enum class ChangedType { job, application };
template <> inline constexpr std::array<std::string_view, 2> names_of<ChangedType>{"job", "application"};
template <> inline constexpr SchemaName schema_of<ChangedType>{"ChangedType", "What has changed."};

struct Change {
    ChangedType type{};
    Uuid id;
    std::string event;
    bool deleted = false;
    std::string reason;
    Uuid event_id;
    Time at{};

    static constexpr std::string_view schema_name = "Change";
    static constexpr std::string_view schema_about =
        "That something changed, for whoever keeps a copy of it.";
    static constexpr auto fields = std::tuple{
        field("type", &Change::type, {.about = "What has changed."}),
        field("id", &Change::id, {.about = "Its id: read it anew, unless it is deleted."}),
        field("event", &Change::event, {.about = "What happened, by its name.", .example = "job.updated"}),
        field("deleted", &Change::deleted,
            {.about = "Whether it is gone for this reader: forget it. Later changes may bring it back.",
                .example = "false"}),
        field("reason", &Change::reason,
            {.about = "Why it is gone: closed, or deleted; empty where it is not.", .example = "closed"}),
        field("event_id", &Change::event_id, {.about = "The id of what happened."}),
        field("at", &Change::at, {.about = "When it happened."}),
    };
};

struct ChangesWanted {
    long long after = 0; // a place
    bool jobs = true, applications = false;
    std::optional<Uuid> reader; // whose applications, and whose drafts; none: what is public
    bool everything = false;
    int at_most = 100;
};

struct ChangesFound {
    std::vector<Change> changes;
    long long seen = 0; // the last place that was looked at: nothing before it is left
};

namespace store {

// Looks at some thousand places at most, so that it costs as much however few of them are wanted.
ChangesFound find_changes(Sql&, const ChangesWanted&);

} // namespace store
