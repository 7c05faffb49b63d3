#include "push.hpp"

#include "lib/db/batches.hpp"
#include "lib/store/ledger/part.hpp"

#include <fmt/format.h>

namespace {

constexpr std::string_view columns = "t.id, t.service, t.address, t.p256dh, t.auth, t.name, t.created_at";

constexpr Order<KnownTarget> orders[] = {
    {"created_at", "t.created_at", "t.created_at", "timestamptz",
        [](const KnownTarget& t, bool) { return exact_text(t.created_at); }},
};

std::string_view of_that_kind(bool browsers)
{
    return browsers ? " AND t.service = 'web'" : " AND t.service <> 'web'";
}

} // namespace

std::span<const Order<KnownTarget>> store::push_target_orders()
{
    return orders;
}

Slice<KnownTarget> store::list_push_targets(
    Sql& sql, const Uuid& owner, bool browsers, const Window<KnownTarget>& window)
{
    return read_part(sql, {columns, "push_targets t", "t.id"},
        fmt::format(" WHERE t.owner = :owner::uuid{}", of_that_kind(browsers)), {arg("owner", owner)},
        window);
}

long long store::count_push_targets(Sql& sql, const Uuid& owner)
{
    return sql
        .one<Count>(
            "SELECT count(*) AS count FROM push_targets WHERE owner = :owner::uuid", {arg("owner", owner)})
        ->count;
}

std::optional<KnownTarget> store::find_push_target(
    Sql& sql, PushKind service, const std::string& address, const Uuid& owner)
{
    static const auto text = fmt::format("SELECT {} FROM push_targets t WHERE t.service = :service AND "
                                         "t.address = :address AND t.owner = :owner::uuid",
        columns);
    return sql.one<KnownTarget>(
        text, {arg("service", service), arg("address", address), arg("owner", owner)});
}

std::optional<KnownTarget> store::read_push_target(Sql& sql, const Uuid& id, const Uuid& owner, bool browsers)
{
    auto text =
        fmt::format("SELECT {} FROM push_targets t WHERE t.id = :id::uuid AND t.owner = :owner::uuid{}",
            columns, of_that_kind(browsers));
    return sql.one<KnownTarget>(text, {arg("id", id), arg("owner", owner)});
}

void store::add_push_target(Sql& sql, const Uuid& owner, const KnownTarget& target)
{
    static const auto adding = telling(push_target_created, R"(
        INSERT INTO push_targets AS t (owner, service, address, p256dh, auth, name)
        VALUES (:owner::uuid, :service, :address, :p256dh, :auth, :name)
        ON CONFLICT ON CONSTRAINT push_targets_once DO UPDATE
           SET owner = EXCLUDED.owner, p256dh = EXCLUDED.p256dh, auth = EXCLUDED.auth, name = EXCLUDED.name,
               created_at = clock_timestamp()
         WHERE (t.owner, t.p256dh, t.auth, t.name)
               IS DISTINCT FROM (EXCLUDED.owner, EXCLUDED.p256dh, EXCLUDED.auth, EXCLUDED.name)
        RETURNING id, service, NULL::jsonb)");
    tell(sql, adding,
        {arg("owner", owner), arg("service", target.service), arg("address", target.address),
            arg("p256dh", target.p256dh), arg("auth", target.auth), arg("name", target.name)});
}

bool store::delete_push_target(Sql& sql, const Uuid& id, const Uuid& owner, bool browsers)
{
    static const std::string text =
                                 "DELETE FROM push_targets t WHERE id = :id::uuid AND owner = :owner::uuid",
                             told = " RETURNING id, service, NULL::jsonb";
    static const auto of_browsers =
                          telling(push_target_deleted, text + std::string(of_that_kind(true)) + told),
                      of_devices =
                          telling(push_target_deleted, text + std::string(of_that_kind(false)) + told);
    return tell(sql, browsers ? of_browsers : of_devices, {arg("id", id), arg("owner", owner)}) == 1;
}

void store::forget_push_target(Sql& sql, const Uuid& id)
{
    static const auto forgetting = telling(push_target_deleted,
        "DELETE FROM push_targets WHERE id = :id::uuid RETURNING id, service, NULL::jsonb");
    tell(sql, forgetting, {arg("id", id)});
}

long long store::push_to_people(Sql& sql, const FollowedEvent& event, const Tells& tells,
    const Wording& words, const std::string& services)
{
    auto text = fmt::format(R"(
        WITH e AS (SELECT * FROM events WHERE id = :event::uuid),
        who AS MATERIALIZED (
            SELECT DISTINCT ON (t.id) t.id AS target, t.owner, t.service,
                   undisturbed_from(p.quiet_from, p.quiet_until, coalesce(p.time_zone, '')) AS undisturbed
              FROM e, LATERAL ({}) w (person)
              JOIN users u ON u.id = w.person AND u.is_active
              JOIN push_targets t ON t.owner = u.id AND t.service = ANY(string_to_array(:services, ','))
              LEFT JOIN notification_preferences p ON p.person = u.id
             WHERE coalesce(p.push_{}, true)),
        added AS (
            INSERT INTO push_deliveries (event, person, target, service, title, message, action_url)
            SELECT e.id, who.owner, who.target, who.service, :title, :message, :action_url FROM who, e
            ON CONFLICT ON CONSTRAINT push_deliveries_once DO NOTHING
            RETURNING id, target),
        queued AS (
            INSERT INTO tasks (kind, input, once, far, due_at)
            SELECT 'push_notification', jsonb_build_object('delivery', added.id), added.id::text, true, who.undisturbed
              FROM added JOIN who ON who.target = added.target
            RETURNING id),
        woken AS (SELECT pg_notify('tasks', '') FROM (SELECT FROM queued LIMIT 1) any_at_all)
        SELECT (SELECT count(*) FROM queued) + 0 * (SELECT count(*) FROM woken) AS count)",
        tells.whom, plural(tells.topic));
    return sql
        .one<Count>(text, {arg("event", event.id), arg("services", services), arg("title", words.title),
                              arg("message", words.message), arg("action_url", words.action_url)})
        ->count;
}

std::optional<DuePush> store::find_due_push(Sql& sql, const Uuid& id)
{
    return sql.one<DuePush>(R"(
        SELECT d.id, t.id AS target,
               coalesce((SELECT n.id FROM notifications n WHERE n.event = d.event AND n.person = d.person), d.event)
               AS notification,
               t.service, t.address, t.p256dh, t.auth, d.title, d.message, d.action_url
          FROM push_deliveries d
          JOIN push_targets t ON t.id = d.target AND t.owner = d.person
          JOIN users u ON u.id = d.person AND u.is_active
         WHERE d.id = :id::uuid AND d.state = 'waiting'
    )",
        {arg("id", id)});
}

void store::keep_push(Sql& sql, const Uuid& id, ToldState state, std::string_view answer)
{
    sql.change(R"(
        UPDATE push_deliveries
           SET state = :state, answer = :answer, attempts = attempts + 1, tried_at = now()
         WHERE id = :id::uuid AND state = 'waiting'
    )",
        {arg("id", id), arg("state", state), arg("answer", answer)});
}

std::vector<NotificationDelivery> store::list_ways_told(
    Sql& sql, const Uuid& notification, const Uuid& person)
{
    return sql.all<NotificationDelivery>(R"(
        WITH n AS (SELECT * FROM notifications WHERE id = :id::uuid AND person = :person::uuid)
        SELECT channel, state, attempts, time FROM (
            SELECT 'in_app' AS channel, 'sent' AS state, 1 AS attempts, n.created_at AS time, n.created_at FROM n
            UNION ALL
            SELECT 'email', CASE WHEN m.state = 'queued' THEN 'waiting'
                                 WHEN m.state IN ('sent', 'delivered') THEN 'sent' ELSE 'failed' END, m.attempts, m.sent_at, m.created_at
              FROM n JOIN mails m ON m.event = n.event AND m.person = n.person
            UNION ALL
            SELECT 'push', d.state, d.attempts, d.tried_at, d.created_at
              FROM n JOIN push_deliveries d ON d.event = n.event AND d.person = n.person) w
         ORDER BY created_at, channel
    )",
        {arg("id", notification), arg("person", person)});
}

long long store::sweep_pushes(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM push_deliveries WHERE id IN (
            SELECT id FROM push_deliveries WHERE created_at < now() - interval '90 days'
             ORDER BY created_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
    )");
}
