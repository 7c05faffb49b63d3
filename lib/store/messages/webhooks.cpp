#include "webhooks.hpp"

#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns = "w.id, w.url, w.events, w.description, w.is_active, w.disabled_reason, "
                                     "(SELECT since FROM webhook_failures f WHERE f.webhook = w.id) AS "
                                     "failing_since, w.created_at, w.updated_at";

constexpr Order<Webhook> orders[] = {
    {"created_at", "w.created_at", "w.created_at", "timestamptz",
        [](const Webhook& w, bool) { return exact_text(w.created_at); }},
};

Params one_of(const Uuid& id, const Scope& scope)
{
    return store::args_of(scope, {arg("id", id)});
}

} // namespace

std::span<const Order<Webhook>> store::webhook_orders()
{
    return orders;
}

Slice<Webhook> store::list_webhooks(Sql& sql, const Scope& scope, const Window<Webhook>& window)
{
    return read_part(
        sql, {columns, "webhooks w", "w.id"}, " WHERE " + owned_by_caller("w.owner"), args_of(scope), window);
}

std::optional<Webhook> store::find_webhook(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const auto text = fmt::format(
        "SELECT {} FROM webhooks w WHERE w.id = :id::uuid AND {}", columns, owned_by_caller("w.owner"));
    return sql.one<Webhook>(text, one_of(id, scope));
}

std::optional<Webhook> store::lock_webhook(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const auto text = fmt::format("SELECT {} FROM webhooks w WHERE w.id = :id::uuid AND {} FOR UPDATE",
        columns, owned_by_caller("w.owner"));
    return sql.one<Webhook>(text, one_of(id, scope));
}

void store::add_webhook(
    Sql& sql, const Uuid& id, const Uuid& owner, const WebhookText& text, const std::string& secret)
{
    static const auto adding = telling(webhook_created, R"(
        INSERT INTO webhooks (id, owner, url, events, description, is_active, secret)
        VALUES (:id::uuid, :owner::uuid, :url, :events, :description, :is_active::boolean, :secret)
        RETURNING id, url, NULL::jsonb)");
    tell(sql, adding, args_of(text, {arg("id", id), arg("owner", owner), arg("secret", secret)}));
}

// Turning it on forgets why it was turned off.
void store::change_webhook(Sql& sql, const Uuid& id, const WebhookText& before, const WebhookText& after)
{
    static const auto changing = telling(webhook_updated, R"(
        UPDATE webhooks
           SET url = :url, events = :events, description = :description, is_active = :is_active::boolean,
               disabled_reason = CASE WHEN :is_active::boolean THEN '' ELSE disabled_reason END,
               updated_at = CASE WHEN :changes::jsonb = '{}' THEN updated_at ELSE now() END
         WHERE id = :id::uuid
        RETURNING id, url, :changes::jsonb)");
    tell(sql, changing, args_of(after, {arg("id", id), arg("changes", changes_of(before, after))}));
    if (after.is_active && !before.is_active) note_well(sql, id);
}

bool store::delete_webhook(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const auto deleting =
        telling(webhook_deleted, "DELETE FROM webhooks WHERE id = :id::uuid AND " + owned_by_caller("owner") +
                                     " RETURNING id, url, NULL::jsonb");
    return tell(sql, deleting, one_of(id, scope)) == 1;
}

void store::rotate_secret(Sql& sql, const Uuid& id, const std::string& secret, int overlap_hours)
{
    static const auto rotating = telling(webhook_updated, R"(
        UPDATE webhooks
           SET previous_secret = secret, previous_until = now() + :hours::int * interval '1 hour', secret = :secret,
               updated_at = now()
         WHERE id = :id::uuid
        RETURNING id, url, '{"secret": ["", ""]}'::jsonb)");
    tell(sql, rotating, {arg("hours", overlap_hours), arg("secret", secret), arg("id", id)});
}

void store::disable_failing_webhook(Sql& sql, const Uuid& webhook)
{
    static const auto disabling = telling(webhook_disabled, R"(
        UPDATE webhooks SET is_active = false, updated_at = now(),
                            disabled_reason = 'No delivery ended well for five days.'
         WHERE id = :id::uuid AND is_active
           AND EXISTS (SELECT FROM webhook_failures WHERE webhook = :id::uuid AND since < now() - interval '5 days')
        RETURNING id, url, '{"is_active": [true, false]}'::jsonb)");
    tell(sql, disabling, {arg("id", webhook)});
}
