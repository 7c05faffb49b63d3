// The audit trail, for admins.
#include "audit.hpp"

#include "lib/web/area.hpp"
#include "lib/web/shape/page.hpp"

namespace audit {

constexpr std::string_view latest_first = "-created_at";

struct List {
    AuditFilter filter;
    Paging paging;
    static constexpr auto fields = std::tuple{fields_of(&List::filter), fields_of(&List::paging)};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The entry's id."})};
};

// What happened to one thing.
struct OfObject {
    std::optional<std::string> content_type;
    std::optional<Uuid> object_id;
    Paging paging;
    static constexpr auto fields = std::tuple{
        field("content_type", &OfObject::content_type,
            {.in = In::query, .max = 50, .about = "What kind of thing it is.", .example = "job"}),
        field("object_id", &OfObject::object_id, {.in = In::query, .about = "Its id."}),
        fields_of(&OfObject::paging),
    };
};

struct Export {
    AuditFilter filter;
    ExportFormat format = ExportFormat::csv;
    static constexpr auto fields = std::tuple{
        fields_of(&Export::filter),
        field("format", &Export::format, {.in = In::query, .defaulted = true, .about = "How it is written."}),
    };
};

void check(const Context& c, const AuditFilter& filter)
{
    bool kind = !filter.content_type, event = !filter.event;
    for (const auto* area : c.site.areas)
        for (const auto& one : area->events) {
            kind = kind || *filter.content_type == one.subject->name;
            event = event || *filter.event == one.name;
        }
    Faults faults;
    if (!kind) faults.add("content_type", "must_be_a_choice"_s);
    if (!event) faults.add("event", "must_be_a_choice"_s);
    faults.end_if_any();
}

namespace {

Page<AuditEntry> list(Context& c, const AuditFilter& filter, const Paging& paging)
{
    check(c, filter);
    auto window = window_of(c, paging, store::audit_orders(), latest_first);
    return page_of(c, paging, window, store::list_audit(c.sql, filter, window));
}

} // namespace

constexpr std::string_view export_media[] = {"text/csv", "application/x-ndjson"};
constexpr Rate reading{"audit", 600, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_audit_entries",
        .methods = Method::get,
        .path = "/api/v1/audit/logs/",
        .also_at = "/api/v1/audit/history/",
        .summary = "What happened, latest first",
        .about =
            "For admins. Whoever changed something, and how: through the API, on the pages for admins, by a "
            "command on the host, or by itself when it was due.",
        .needs = may(Grant::audit),
        .rate = reading,
        .cache = no_store,
        .pool = Pool::slow,
        .ordering = {order_names<store::audit_orders>, latest_first},
        .answer = [](Context& c, const List& in) -> Page<AuditEntry> {
            return list(c, in.filter, in.paging);
        },
    },
    {
        .name = "export_audit_entries",
        .methods = Method::get,
        .path = "/api/v1/audit/export/",
        .summary = "What happened, as a file",
        .about = "For admins. All entries that fit, latest first, as CSV or as one JSON object a line. "
                 "100,000 at most: "
                 "where more fit, choose days. In CSV, cells that a spreadsheet would run as a formula begin "
                 "with an "
                 "apostrophe. A client follows redirects here, should files be kept elsewhere.",
        .needs = may(Grant::audit),
        .rate = {"audit_export", 10, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .other_status = 206,
        .media = any_media,
        .delivers = export_media,
        .answer = [](Context& c, const Export& in) -> Text {
            return export_entries(c, in.filter, in.format);
        },
    },
    {
        .name = "read_audit_entry",
        .methods = Method::get,
        .path = "/api/v1/audit/logs/{id}/",
        .thing = "audit_entry",
        .summary = "Read an entry",
        .about = "For admins.",
        .needs = may(Grant::audit),
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> AuditEntry {
            auto entry = store::find_audit_entry(c.sql, in.id);
            if (!entry) throw Problem{"not_found"};
            return *entry;
        },
    },
    {
        .name = "list_object_history",
        .methods = Method::get,
        .path = "/api/v1/audit/object-history/",
        .summary = "What happened to one thing, latest first",
        .about = "For admins. Also of what is gone.",
        .needs = may(Grant::audit),
        .rate = reading,
        .cache = no_store,
        .ordering = {order_names<store::audit_orders>, latest_first},
        .answer = [](Context& c, const OfObject& in) -> Page<AuditEntry> {
            return list(c, {.content_type = in.content_type, .object_id = in.object_id}, in.paging);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace audit
