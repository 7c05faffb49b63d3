// What happened, on the pages for admins.
#include "pages.hpp"

#include "lib/store/records/audit.hpp"
#include "lib/web/area.hpp"

namespace records {

using namespace pages;

namespace {

constexpr std::string_view whoever = "coalesce(nullif(e.actor_name, ''), e.came_by)";

std::vector<Column> columns()
{
    return {
        {"object", "Object", "coalesce(nullif(e.subject_name, ''), e.subject::text)"},
        {"event", "What happened", "e.kind"},
        {.name = "action", .label = "Action", .sql = "e.did", .show = Show::badge, .on_phones = false},
        {"who", "Who", whoever},
        {.name = "way", .label = "By", .sql = "e.came_by", .on_phones = false},
        {.name = "address", .label = "From", .sql = "e.address", .on_phones = false},
        {"at", "When", "e.at", Show::time, {"e.at", "timestamptz"}},
    };
}

// Named as the filters of the API's audit trail.
std::vector<Filter> filters()
{
    return {
        {"action", "Action", Pick::choice, "e.did = :action", choices_of<Did>()},
        {"event", "What happened", Pick::choice, "e.kind = :event", {}, store::kinds_of_events},
        {"content_type", "To what", Pick::choice, "e.subject_kind = :content_type", {},
            store::subjects_of_events},
        {"date", "When", Pick::days, "e.at"},
        {"user_id", "By one person", Pick::one, "e.actor = :user_id::uuid"},
        {"object_id", "To one object", Pick::one, "e.subject = :object_id::uuid"},
    };
}

FormField shown(std::string_view name, std::string_view label, std::string_view sql, Show show = Show::text,
    LinkTo to = {})
{
    return {.name = name, .label = label, .sql = sql, .ask = Ask::shown, .show = show, .to = to};
}

std::vector<Group> groups()
{
    return {
        {"What happened",
            {
                shown("event", "Event", "e.kind"),
                shown("action", "Action", "e.did"),
                shown("kind", "To what", "replace(e.subject_kind, '_', ' ')"),
                shown("object", "Object", "e.subject_name"),
                shown("at", "When", "e.at", Show::time),
                shown("changes", "What was, and what became",
                    "jsonb_build_object('of', e.subject_kind, 'changes', coalesce(e.changes, '{}'))",
                    Show::changes),
            }},
        {"By whom, and from where",
            {
                shown("who", "Who", "e.actor_name", Show::text, {"users", actor_still_there}),
                shown("way", "By", "e.came_by"),
                shown("address", "Address", "e.address"),
                shown("request", "Request", "trim(e.method || ' ' || e.path)", Show::prose),
                shown("request_id", "Request id", "e.request"),
                shown("agent", "Client", "e.agent", Show::prose),
            }},
    };
}

// The page of that kind of object; null when there is none.
const Resource* resource_of_kind(const Context& c, std::string_view kind)
{
    for (const auto* area : c.site.areas)
        for (auto resource : area->resources)
            if (resource().one == kind) return &resource();
    return nullptr;
}

View link_to(const std::string& href, const std::string& label)
{
    View out;
    out["href"] = href;
    out["label"] = label;
    return out;
}

// To what it happened, if that is still there, and what else happened to it.
void links(Context& c, const Uuid& id, View& view)
{
    auto entry = store::find_audit_entry(c.sql, id);
    if (!entry) return;
    kainjow::mustache::list out;
    auto object = to_text(entry->object_id);
    if (const auto* r = resource_of_kind(c, entry->content_type)) {
        Listing row{.base = r->base,
            .joins = r->joins,
            .id = r->id,
            .cells = "1",
            .where = std::string(r->where),
            .order = {}};
        if (store::find_row(c.sql, row, entry->object_id))
            out.push_back(
                link_to(fmt::format("/admin/{}/{}/", r->name, object), fmt::format("The {}", r->one)));
    }
    out.push_back(link_to("/admin/events/?object_id=" + object, "All that happened to it"));
    view["links"] = out;
}

} // namespace

const Resource& events_on_pages()
{
    static const Resource resource{
        .name = "events",
        .one = "event",
        .many = "Events",
        .base = "events e",
        .joins = "",
        .id = "e.id",
        .title = "e.kind || ': ' || coalesce(nullif(e.subject_name, ''), e.subject::text)",
        .about = "none.events"_s,
        .columns = columns(),
        .sorted = "-at",
        .filters = filters(),
        .search = "(e.subject_name ILIKE :like OR e.actor_name ILIKE :like)",
        .search_hint = "Part of what the object or the person was called",
        .groups = groups(),
        .extra = links,
    };
    return resource;
}

} // namespace records
