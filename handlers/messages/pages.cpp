// Mails, webhooks and what these were told, on the pages for admins.
#include "pages.hpp"

#include "lib/store/messages/mails.hpp"
#include "lib/store/messages/webhooks.hpp"

namespace messages {

using namespace pages;

namespace {

FormField shown(std::string_view name, std::string_view label, std::string_view sql, Show show = Show::text,
    LinkTo to = {})
{
    return {.name = name, .label = label, .sql = sql, .ask = Ask::shown, .show = show, .to = to};
}

std::vector<Column> mail_columns()
{
    return {
        {"address", "Address", "m.address"},
        {"template", "Template", "m.template"},
        {.name = "subject", .label = "Subject", .sql = "m.subject", .on_phones = false},
        {"state", "State", "m.state", Show::badge},
        {"person", "Person", "p.username"},
        {"created", "Created", "m.created_at", Show::time, {"m.created_at", "timestamptz"}},
        {"sent", "Sent", "m.sent_at", Show::time},
    };
}

std::vector<Filter> mail_filters()
{
    return {
        {"state", "State", Pick::choice, "m.state = :state", choices_of<MailState>()},
        {"astray", "Went astray", Pick::yes,
            "(m.state IN ('failed', 'bounced', 'complained')) = :astray::boolean"},
        {"template", "Template", Pick::choice, "m.template = :template", {}, store::mail_templates},
        {"created", "Created", Pick::days, "m.created_at"},
        {"person", "To one person", Pick::one, "m.person = :person::uuid"},
    };
}

std::vector<Group> mail_groups()
{
    return {
        {"Mail",
            {
                shown("address", "Address", "m.address"),
                shown("person", "Person", "p.username", Show::text, {"users", "m.person"}),
                shown("template", "Template", "m.template"),
                shown("state", "State", "m.state"),
                shown("attempts", "Attempts", "m.attempts", Show::number),
                shown("created_at", "Created", "m.created_at", Show::time),
                shown("sent_at", "Sent", "m.sent_at", Show::time),
                shown("event", "Because of", mail_event_kind, Show::text, {"events", "m.event"}),
                shown("answer", "What the next server said", "m.answer", Show::prose),
                shown("blocked", "Why its address gets no more mail", mail_block_reason, Show::prose),
            }},
        {"As it looked",
            {
                shown("subject", "Subject", "m.subject", Show::prose),
                shown("body_text", "As text", "m.body_text", Show::prose),
            }},
    };
}

std::string html_of(Context& c, const Uuid& id)
{
    auto content = store::find_mail_content(c.sql, id);
    return content ? content->body_html : "";
}

} // namespace

const Resource& mails_on_pages()
{
    static const Resource resource{
        .name = "mails",
        .one = "mail",
        .many = "Mails",
        .base = "mails m",
        .joins = "LEFT JOIN users p ON p.id = m.person",
        .id = "m.id",
        .title = "m.template || ' to ' || m.address",
        .about = "none.mails"_s,
        .columns = mail_columns(),
        .sorted = "-created",
        .filters = mail_filters(),
        .search = "lower(m.address) = lower(:words)", // there is an index of whole addresses only
        .search_hint = "A whole e-mail address",
        .groups = mail_groups(),
        .actions =
            {
                {.name = "send-again",
                    .label = "Send again",
                    .done = "on its way again",
                    .endpoint = "send_mail_again",
                    .many = true,
                    .warning = "send_again.mail"_s,
                    .only_when = "m.created_at > now() - interval '90 days'"},
                {.name = "unblock",
                    .label = "Unblock the address",
                    .done = "to an address that gets mail again",
                    .endpoint = "unblock_mail_address",
                    .only_when = mail_is_blocked,
                    .at_once = true},
            },
        .html = html_of,
    };
    return resource;
}

namespace {

std::vector<Column> webhook_columns()
{
    return {
        {"url", "Address", "w.url"},
        {"owner", "Owner", "u.username"},
        {.name = "events", .label = "Events", .sql = "left(w.events, 100)", .on_phones = false},
        {"active", "Active", "w.is_active", Show::flag},
        {"failing", "Failing since", "f.since", Show::time},
        {"created", "Created", "w.created_at", Show::time, {"w.created_at", "timestamptz"}},
    };
}

std::vector<Filter> webhook_filters()
{
    return {
        {"active", "Active", Pick::yes, "w.is_active = :active::boolean"},
        {"failing", "Failing", Pick::yes, webhook_fails_or_not},
        {"created", "Created", Pick::days, "w.created_at"},
        {"owner", "Of one person", Pick::one, "w.owner = :owner::uuid"},
    };
}

std::vector<Group> webhook_groups()
{
    return {{"Webhook",
        {
            shown("url", "Address", "w.url", Show::prose),
            shown("owner", "Owner", "u.username", Show::text, {"users", "u.id"}),
            shown("everything", "Told of everything", "u.role = 'admin'", Show::yes),
            shown("is_active", "Active", "w.is_active", Show::yes),
            shown("failing_since", "Failing since", "f.since", Show::time),
            shown("created_at", "Created", "w.created_at", Show::time),
            shown("updated_at", "Updated", "w.updated_at", Show::time),
            shown("events", "Events", "replace(w.events, ',', ', ')", Show::prose),
            shown("description", "Description", "w.description", Show::prose),
            shown("disabled_reason", "Why the board turned it off", "w.disabled_reason", Show::prose),
        }}};
}

std::vector<Action> webhook_actions()
{
    return {
        {.name = "ping",
            .label = "Ping",
            .done = "about to be sent a ping",
            .endpoint = "ping_webhook",
            .only_when = "w.is_active",
            .at_once = true},
        {.name = "turn-on",
            .label = "Turn on",
            .done = "on",
            .endpoint = "update_webhook",
            .fixed = {{"is_active", "true"}},
            .many = true,
            .only_when = "NOT w.is_active",
            .at_once = true,
            .undo = "turn-off",
            .undo_when = "NOT w.is_active"},
        {.name = "turn-off",
            .label = "Turn off",
            .done = "off",
            .endpoint = "update_webhook",
            .fixed = {{"is_active", "false"}},
            .many = true,
            .only_when = "w.is_active",
            .at_once = true,
            .undo = "turn-on",
            .undo_when = "w.is_active"},
    };
}

} // namespace

const Resource& webhooks_on_pages()
{
    static const Resource resource{
        .name = "webhooks",
        .one = "webhook",
        .many = "Webhooks",
        .base = "webhooks w",
        .joins = "JOIN users u ON u.id = w.owner LEFT JOIN webhook_failures f ON f.webhook = w.id",
        .id = "w.id",
        .title = "w.url",
        .about = "none.webhooks"_s,
        .columns = webhook_columns(),
        .sorted = "-created",
        .filters = webhook_filters(),
        .search = "(w.url ILIKE :like OR w.description ILIKE :like)",
        .search_hint = "Address or description",
        .groups = webhook_groups(),
        .actions = webhook_actions(),
        .related = {{"deliveries", "webhook", "What it was told"}},
    };
    return resource;
}

namespace {

std::vector<Column> delivery_columns()
{
    return {
        {"event", "Event", "d.kind"},
        {.name = "webhook", .label = "Webhook", .sql = delivery_url, .on_phones = false},
        {"state", "State", "d.state", Show::badge},
        {"attempts", "Attempts", "d.attempts", Show::number},
        {"status", "Status", "d.status", Show::number},
        {"trouble", "Trouble", "left(d.trouble, 120)"},
        {"created", "Created", "d.created_at", Show::time, {"d.created_at", "timestamptz"}},
        {"tried", "Tried", "d.tried_at", Show::time},
    };
}

std::vector<Group> delivery_groups()
{
    return {
        {"Delivery",
            {
                shown("webhook", "Webhook", "w.url", Show::text, {"webhooks", "w.id"}),
                shown("event", "Event", "d.kind", Show::text, {"events", "d.event"}),
                shown("state", "State", "d.state"),
                shown("attempts", "Attempts", "d.attempts", Show::number),
                shown("created_at", "Created", "d.created_at", Show::time),
                shown("tried_at", "Tried", "d.tried_at", Show::time),
            }},
        {"What was sent", {shown("request", "Body", "jsonb_pretty(d.body::jsonb)", Show::prose)}},
        {"What was answered",
            {
                shown("status", "Status", "d.status"),
                shown("took_ms", "Milliseconds", "d.took_ms", Show::number),
                shown("trouble", "Why there was no answer", "d.trouble", Show::prose),
                shown("answer", "The beginning of the answer", "d.answer", Show::prose),
            }},
    };
}

} // namespace

const Resource& deliveries_on_pages()
{
    static const Resource resource{
        .name = "deliveries",
        .one = "webhook delivery",
        .many = "Webhook deliveries",
        .base = "webhook_deliveries d",
        .joins = "JOIN webhooks w ON w.id = d.webhook",
        .id = "d.id",
        .title = "d.kind || ' to ' || w.url",
        .about = "none.deliveries"_s,
        .columns = delivery_columns(),
        .sorted = "-created",
        .filters =
            {
                {"state", "State", Pick::choice, "d.state = :state", choices_of<DeliveryState>()},
                {"created", "Created", Pick::days, "d.created_at"},
                {"webhook", "Of one webhook", Pick::one, "d.webhook = :webhook::uuid"},
            },
        .search = "d.kind ILIKE :like",
        .search_hint = "Event",
        .groups = delivery_groups(),
        .actions = {{.name = "replay",
            .label = "Replay",
            .done = "sent again, as a delivery of its own",
            .endpoint = "replay_webhook_delivery",
            .looked_up = {"webhook", "d.webhook"},
            .many = true,
            .at_once = true}},
        .in_bar = false,
    };
    return resource;
}

} // namespace messages
