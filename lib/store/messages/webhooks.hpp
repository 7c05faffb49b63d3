// Webhooks: addresses of other programs that are told of events.
#pragma once

#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"
#include "lib/store/ledger/scope.hpp"
#include "lib/words/values.hpp"

#include <span>

// What its owner says of one.
struct WebhookText {
    std::string url;
    std::string events; // names with commas; * stands for all
    std::string description;
    bool is_active = true;

    static constexpr auto fields = std::tuple{
        field("url", &WebhookText::url),
        field("events", &WebhookText::events),
        field("description", &WebhookText::description),
        field("is_active", &WebhookText::is_active),
    };
};

struct Webhook {
    Uuid id;
    WebhookText text;
    std::string disabled_reason;
    std::optional<Time> failing_since;
    Time created_at{}, updated_at{};
    static constexpr auto fields = std::tuple{
        field("id", &Webhook::id),
        fields_of(&Webhook::text),
        field("disabled_reason", &Webhook::disabled_reason),
        field("failing_since", &Webhook::failing_since),
        field("created_at", &Webhook::created_at),
        field("updated_at", &Webhook::updated_at),
    };
};

enum class DeliveryState { waiting, delivered, failed };
template <>
inline constexpr std::array<std::string_view, 3> names_of<DeliveryState>{"waiting", "delivered", "failed"};
template <> inline constexpr SchemaName schema_of<DeliveryState>{
    "WebhookDeliveryState", "waiting for its first or next attempt, delivered, or failed for good."};

struct WebhookDelivery {
    Uuid id;
    std::optional<Uuid> event;
    std::string kind;
    JsonObject request;
    DeliveryState state{};
    int attempts = 0;
    std::optional<int> status;
    std::string answer, trouble;
    std::optional<int> took_ms;
    Time created_at{};
    std::optional<Time> tried_at;

    static constexpr std::string_view schema_name = "WebhookDelivery";
    static constexpr std::string_view schema_about = "One event as one webhook is told of it.";
    static constexpr auto fields = std::tuple{
        field("id", &WebhookDelivery::id,
            {.about = "The delivery's id: the header webhook-id of each attempt."}),
        field("event_id", &WebhookDelivery::event, {.about = "The id of what happened; null of a ping."}),
        field("event", &WebhookDelivery::kind,
            {.about = "What happened, by its name.", .example = "application.submitted"}),
        field("request", &WebhookDelivery::request,
            {.about = "What is sent.",
                .example = R"({"type":"ping","timestamp":"2026-11-28T10:00:00Z","data":{}})"}),
        field("state", &WebhookDelivery::state, {.about = "How it stands."}),
        field("attempts", &WebhookDelivery::attempts, {.about = "How often it was tried.", .example = "1"}),
        field("status", &WebhookDelivery::status,
            {.about = "The status of the last answer; null when none came.", .example = "200"}),
        field("answer", &WebhookDelivery::answer, {.about = "The first 4 kB of it.", .example = "ok"}),
        field("trouble", &WebhookDelivery::trouble,
            {.about = "Why none came.", .example = "connection refused"}),
        field("took_ms", &WebhookDelivery::took_ms, {.about = "Milliseconds until it did.", .example = "48"}),
        field("created_at", &WebhookDelivery::created_at, {.about = "When it was due."}),
        field("tried_at", &WebhookDelivery::tried_at, {.about = "When it was tried last; null if never."}),
    };
};

// What sends it.
struct DueDelivery {
    Uuid id, webhook;
    std::string url, body, secret;
    std::optional<std::string> previous_secret; // while it signs, too
    static constexpr auto fields = std::tuple{
        field("id", &DueDelivery::id),
        field("webhook", &DueDelivery::webhook),
        field("url", &DueDelivery::url),
        field("body", &DueDelivery::body),
        field("secret", &DueDelivery::secret),
        field("previous_secret", &DueDelivery::previous_secret),
    };
};

// What came of an attempt.
struct DeliveryAttempt {
    std::optional<int> status;
    std::string answer, trouble;
    int took_ms = 0;
    static constexpr auto fields = std::tuple{
        field("status", &DeliveryAttempt::status),
        field("answer", &DeliveryAttempt::answer),
        field("trouble", &DeliveryAttempt::trouble),
        field("took_ms", &DeliveryAttempt::took_ms),
    };
};

inline constexpr EventSubject webhook_subject{
    .name = "webhook",
    .facts = "SELECT jsonb_build_object('webhook_id', id, 'webhook_url', url, 'reason', disabled_reason) "
             "FROM webhooks WHERE id = e.subject",
    .party = "SELECT owner FROM webhooks WHERE id = e.subject",
};
inline constexpr Tells tells_of_disabled_webhook[] = {{
    .whom = "SELECT owner FROM webhooks WHERE id = e.subject",
    .topic = Topic::system,
    .priority = Priority::high,
    .title = "told.webhook_disabled.title"_s,
    .message = "told.webhook_disabled.message"_s,
    .mail = "webhook_disabled",
    .about_safety = true,
}};
inline constexpr EventKind webhook_created{.name = "webhook.created",
    .subject = &webhook_subject,
    .did = Did::create,
    .about = "A webhook was added."};
inline constexpr EventKind webhook_updated{.name = "webhook.updated",
    .subject = &webhook_subject,
    .did = Did::update,
    .about = "A webhook was changed, or got another secret."};
inline constexpr EventKind webhook_deleted{.name = "webhook.deleted",
    .subject = &webhook_subject,
    .did = Did::remove,
    .about = "A webhook was deleted."};
inline constexpr EventKind webhook_disabled{
    .name = "webhook.disabled",
    .subject = &webhook_subject,
    .did = Did::update,
    .about = "A webhook was turned off, since none of its deliveries had come to its end well for five days.",
    .tells = tells_of_disabled_webhook,
};

// Of a row w of webhooks, and of a row d of their deliveries, as SQL.
inline constexpr std::string_view webhook_fails_or_not =
                                      "(w.is_active AND EXISTS (SELECT FROM webhook_failures "
                                      "WHERE webhook = w.id)) = :failing::boolean",
                                  delivery_url = "(SELECT w.url FROM webhooks w WHERE w.id = d.webhook)";

namespace store {

std::span<const Order<Webhook>> webhook_orders();
Slice<Webhook> list_webhooks(Sql&, const Scope&, const Window<Webhook>&);
std::optional<Webhook> find_webhook(Sql&, const Uuid& id, const Scope&);
// Kept as it is until the transaction ends.
std::optional<Webhook> lock_webhook(Sql&, const Uuid& id, const Scope&);
void add_webhook(Sql&, const Uuid& id, const Uuid& owner, const WebhookText&, const std::string& secret);
void change_webhook(Sql&, const Uuid& id, const WebhookText& before, const WebhookText& after);
bool delete_webhook(Sql&, const Uuid& id, const Scope&);
// The old secret signs, too, for so many hours.
void rotate_secret(Sql&, const Uuid& id, const std::string& secret, int overlap_hours);

std::span<const Order<WebhookDelivery>> delivery_orders();
Slice<WebhookDelivery> list_deliveries(Sql&, const Uuid& webhook, const Window<WebhookDelivery>&);
std::optional<WebhookDelivery> find_delivery(Sql&, const Uuid& id);

// Adds a delivery to each webhook that wants it and may know of it, and the tasks that send them.
void deliver_event(Sql&, const Uuid& event, const EventSubject&);
Uuid deliver_ping(Sql&, const Uuid& webhook);
// The same again, as a new delivery. Nothing when there is none of that webhook's.
std::optional<Uuid> replay_delivery(Sql&, const Uuid& id, const Uuid& webhook);

// Nothing when it is not waiting, or its webhook is turned off.
std::optional<DueDelivery> find_due_delivery(Sql&, const Uuid& id);
void note_attempt(Sql&, const Uuid& delivery, const DeliveryAttempt&);
void end_delivery(Sql&, const DueDelivery&, DeliveryState);
// Begins to count how long it fails, or forgets that it did.
void note_failing(Sql&, const Uuid& webhook);
void note_well(Sql&, const Uuid& webhook);
// If it has failed for five days.
void disable_failing_webhook(Sql&, const Uuid& webhook);

// Those of thirty days ago and more; answers how many went.
long long sweep_deliveries(Sql&);

} // namespace store
