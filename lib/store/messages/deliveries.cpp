// What webhooks are told, and what came of it: see webhooks.hpp.
#include "webhooks.hpp"

#include "lib/db/batches.hpp"
#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns =
    "d.id, d.event AS event_id, d.kind AS event, d.body AS request, d.state, d.attempts, "
    "d.status, d.answer, d.trouble, d.took_ms, d.created_at, d.tried_at";

constexpr Order<WebhookDelivery> orders[] = {
    {"created_at", "d.created_at", "d.created_at", "timestamptz",
        [](const WebhookDelivery& d, bool) { return exact_text(d.created_at); }},
};

// Of deliveries that a statement has added.
constexpr std::string_view their_tasks = R"(
    INSERT INTO tasks (kind, input, once, far)
    SELECT 'deliver_webhook', jsonb_build_object('delivery', id), id::text, true FROM added)";

} // namespace

std::span<const Order<WebhookDelivery>> store::delivery_orders()
{
    return orders;
}

Slice<WebhookDelivery> store::list_deliveries(
    Sql& sql, const Uuid& webhook, const Window<WebhookDelivery>& window)
{
    return read_part(sql, {columns, "webhook_deliveries d", "d.id", Counting::to_ten_thousand},
        " WHERE d.webhook = :webhook::uuid", {arg("webhook", webhook)}, window);
}

std::optional<WebhookDelivery> store::find_delivery(Sql& sql, const Uuid& id)
{
    static const auto text =
        fmt::format("SELECT {} FROM webhook_deliveries d WHERE d.id = :id::uuid", columns);
    return sql.one<WebhookDelivery>(text, {arg("id", id)});
}

// The payload has the shape that Standard Webhooks recommends. What happened to webhooks themselves is
// nobody's news.
void store::deliver_event(Sql& sql, const Uuid& event, const EventSubject& subject)
{
    auto text = fmt::format(R"(
        WITH e AS (SELECT * FROM events WHERE id = :event::uuid),
        about AS (SELECT ({}) AS facts, ({}) AS party FROM e),
        added AS (
            INSERT INTO webhook_deliveries (once, webhook, event, kind, body)
            SELECT e.id || ' ' || w.id, w.id, e.id, e.kind,
                   json_build_object('type', e.kind,
                       'timestamp', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                       'data', jsonb_build_object('event_id', e.id, 'object_type', e.subject_kind,
                                   'object_id', e.subject, 'object_name', e.subject_name,
                                   'changes', coalesce(e.changes, '{{}}'),
                                   'object', coalesce(facts_then(about.facts, e.changes), '{{}}')))::text
              FROM e, about, webhooks w JOIN users u ON u.id = w.owner AND u.is_active
             WHERE w.is_active AND (u.role = 'admin' OR w.owner = about.party)
               AND (w.events = '*' OR e.kind = ANY(string_to_array(w.events, ',')))
            ON CONFLICT ON CONSTRAINT webhook_deliveries_once DO NOTHING
            RETURNING id)
        {})",
        subject.facts.empty() ? "NULL::jsonb" : subject.facts,
        subject.party.empty() ? "NULL::uuid" : subject.party, their_tasks);
    sql.change(text, {arg("event", event)});
}

Uuid store::deliver_ping(Sql& sql, const Uuid& webhook)
{
    static const auto text = fmt::format(R"(
        WITH added AS (
            INSERT INTO webhook_deliveries (id, once, webhook, kind, body)
            SELECT :id::uuid, 'ping ' || :id::text, :webhook::uuid, 'ping',
                   json_build_object('type', 'ping',
                       'timestamp', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                       'data', json_build_object('webhook_id', :webhook::text))::text
            RETURNING id)
        {})",
        their_tasks);
    auto id = new_uuid();
    sql.change(text, {arg("id", id), arg("webhook", webhook)});
    sql.change("SELECT pg_notify('tasks', '')");
    return id;
}

std::optional<Uuid> store::replay_delivery(Sql& sql, const Uuid& id, const Uuid& webhook)
{
    static const auto text = fmt::format(R"(
        WITH added AS (
            INSERT INTO webhook_deliveries (id, once, webhook, event, kind, body)
            SELECT :new::uuid, 'again ' || :new::text, webhook, event, kind, body FROM webhook_deliveries
             WHERE id = :id::uuid AND webhook = :webhook::uuid
            RETURNING id)
        {})",
        their_tasks);
    auto fresh = new_uuid();
    if (sql.change(text, {arg("new", fresh), arg("id", id), arg("webhook", webhook)}) == 0)
        return std::nullopt;
    sql.change("SELECT pg_notify('tasks', '')");
    return fresh;
}

std::optional<DueDelivery> store::find_due_delivery(Sql& sql, const Uuid& id)
{
    return sql.one<DueDelivery>(R"(
        SELECT d.id, d.webhook, w.url, d.body, w.secret,
               CASE WHEN w.previous_until > now() THEN w.previous_secret END AS previous_secret
          FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook
         WHERE d.id = :id::uuid AND d.state = 'waiting' AND w.is_active
    )",
        {arg("id", id)});
}

void store::note_attempt(Sql& sql, const Uuid& delivery, const DeliveryAttempt& attempt)
{
    sql.change(R"(
        UPDATE webhook_deliveries
           SET attempts = attempts + 1, status = :status::int, answer = :answer, trouble = :trouble,
               took_ms = :took_ms::int, tried_at = now()
         WHERE id = :id::uuid
    )",
        args_of(attempt, {arg("id", delivery)}));
}

void store::end_delivery(Sql& sql, const DueDelivery& delivery, DeliveryState state)
{
    sql.change("UPDATE webhook_deliveries SET state = :state WHERE id = :id::uuid",
        {arg("state", state), arg("id", delivery.id)});
    state == DeliveryState::delivered ? note_well(sql, delivery.webhook)
                                      : note_failing(sql, delivery.webhook);
}

void store::note_failing(Sql& sql, const Uuid& webhook)
{
    sql.change("INSERT INTO webhook_failures (webhook) VALUES (:webhook::uuid) ON CONFLICT DO NOTHING",
        {arg("webhook", webhook)});
}

void store::note_well(Sql& sql, const Uuid& webhook)
{
    sql.change("DELETE FROM webhook_failures WHERE webhook = :webhook::uuid", {arg("webhook", webhook)});
}

long long store::sweep_deliveries(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM webhook_deliveries WHERE id IN (
            SELECT id FROM webhook_deliveries WHERE created_at < now() - interval '30 days'
             ORDER BY created_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
    )");
}
