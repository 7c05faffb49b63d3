// The audit trail: what happened, by whom and from where, as admins read it.
#pragma once

#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"
#include "lib/store/ledger/listing.hpp"

#include <functional>

#include <span>

template <> inline constexpr SchemaName schema_of<Did>{"AuditAction", "What somebody did."};

struct AuditEntry {
    Uuid id;
    std::optional<Uuid> user;
    std::string user_name;
    Did action{};
    std::string action_display, event, content_type, content_type_name;
    Uuid object_id;
    std::string object_repr;
    JsonObject changes;
    std::string ip_address, user_agent, request_path, request_method;
    JsonObject metadata;
    Time created_at{};

    static constexpr std::string_view schema_name = "AuditEntry";
    static constexpr std::string_view schema_about = "Something that happened.";
    static constexpr auto fields = std::tuple{
        field("id", &AuditEntry::id, {.about = "The entry's id."}),
        field("user", &AuditEntry::user,
            {.about = "The id of whoever did it; null when nobody did, or nobody who had signed in."}),
        field("user_name", &AuditEntry::user_name,
            {.about = "What they were called then; empty when nobody did it.", .example = "ann"}),
        field("action", &AuditEntry::action, {.about = "What was done."}),
        field("action_display", &AuditEntry::action_display,
            {.about = "The same, for people.", .example = "Update"}),
        field(
            "event", &AuditEntry::event, {.about = "What happened, by its name.", .example = "job.updated"}),
        field("content_type", &AuditEntry::content_type,
            {.about = "What kind of thing it happened to.", .example = "job"}),
        field("content_type_name", &AuditEntry::content_type_name,
            {.about = "The same, for people.", .example = "Job"}),
        field("object_id", &AuditEntry::object_id, {.about = "The id of that thing."}),
        field("object_repr", &AuditEntry::object_repr,
            {.about = "What it was called then.", .example = "Joiner"}),
        field("changes", &AuditEntry::changes,
            {.about = "Of each field that changed, what it was and what it became; empty where all of the "
                      "thing is new or gone. Never a secret.",
                .example = R"({"title":["Joiner","Carpenter"]})"}),
        field("ip_address", &AuditEntry::ip_address,
            {.about = "Where the request came from; empty when there was none.", .example = "192.0.2.7"}),
        field("user_agent", &AuditEntry::user_agent,
            {.about = "What the client called itself.", .example = "curl/8"}),
        field("request_path", &AuditEntry::request_path,
            {.about = "The path of the request, without its query.", .example = "/api/v1/jobs/"}),
        field("request_method", &AuditEntry::request_method,
            {.about = "The method of the request.", .example = "POST"}),
        field("metadata", &AuditEntry::metadata,
            {.about = "request_id, the request's X-Request-ID; came_by, how it came about: api, key (an API "
                      "key), page, command or task.",
                .example = R"({"request_id":"0f3c8a72d9","came_by":"api"})"}),
        field("created_at", &AuditEntry::created_at, {.about = "When it happened."}),
    };
};

struct AuditFilter {
    std::optional<Did> action;
    std::optional<std::string> content_type, event;
    std::optional<Uuid> object_id, user_id;
    std::optional<Date> date_from, date_to;
    std::optional<std::string> search;

    static constexpr auto fields = std::tuple{
        field("action", &AuditFilter::action, {.in = In::query, .about = "What was done."}),
        field("content_type", &AuditFilter::content_type,
            {.in = In::query, .max = 50, .about = "What kind of thing it happened to.", .example = "job"}),
        field("event", &AuditFilter::event,
            {.in = In::query, .max = 100, .about = "What happened, by its name.", .example = "job.updated"}),
        field("object_id", &AuditFilter::object_id, {.in = In::query, .about = "The id of that thing."}),
        field("user_id", &AuditFilter::user_id, {.in = In::query, .about = "The id of whoever did it."}),
        field("date_from", &AuditFilter::date_from, {.in = In::query, .about = "On that day or later."}),
        field("date_to", &AuditFilter::date_to, {.in = In::query, .about = "On that day or earlier."}),
        field("search", &AuditFilter::search,
            {.in = In::query,
                .max = 200,
                .about = "Part of what the thing or the person was called.",
                .example = "joiner"}),
    };
};

// Of a row e of events, as SQL: the id of whoever did it, while their account is there.
inline constexpr std::string_view actor_still_there =
    "(SELECT u.id FROM users u WHERE u.id = e.actor AND u.deleted_at IS NULL)";

namespace store {

std::span<const Order<AuditEntry>> audit_orders();

// The count ends at ten thousand and one: more than that.
Slice<AuditEntry> list_audit(Sql&, const AuditFilter&, const Window<AuditEntry>&);
std::optional<AuditEntry> find_audit_entry(Sql&, const Uuid& id);

// Visits all that fit, latest first, a few thousand at a time in memory, or none: false where there are more
// than so many.
bool visit_audit(
    Sql&, const AuditFilter&, long long at_most, const std::function<void(const AuditEntry&)>& visit);

// What has happened so far, and to what.
std::vector<Choice> kinds_of_events(Sql&);
std::vector<Choice> subjects_of_events(Sql&);

} // namespace store
