// Webhooks: addresses of other programs that are told of events.
#include "lib/store/messages/webhooks.hpp"

#include "webhooks.hpp"

#include "lib/outside/http.hpp"
#include "lib/outside/webhook_signature.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/page.hpp"

namespace webhooks {

constexpr std::string_view latest_first = "-created_at";

// What clients send of one.
struct Content {
    std::string url;
    std::vector<std::string> events;
    std::string description;
    bool is_active = true;

    static constexpr std::string_view schema_name = "WebhookContent";
    static constexpr std::string_view schema_about = "Where events are sent, and which.";
    static constexpr auto fields = std::tuple{
        field("url", &Content::url,
            {.max = 2000,
                .about = "The address that events are sent to, by POST. No private ones; redirects are not "
                         "followed.",
                .format = "uri",
                .example = "https://hooks.acme.example/jobs"}),
        field("events", &Content::events,
            {.min = 1,
                .max = 100,
                .about = "Names of events, or * for all that one may know of.",
                .example = "*"}),
        field("description", &Content::description,
            {.min = 0, .max = 500, .defaulted = true, .about = "What it is for.", .example = "Our own list"}),
        field("is_active", &Content::is_active, {.defaulted = true, .about = "Whether events are sent."}),
    };
};

struct Shown {
    Uuid id;
    Content content;
    Patch<std::string> secret;
    std::string disabled_reason;
    std::optional<Time> failing_since;
    Time created_at{}, updated_at{};

    static constexpr std::string_view schema_name = "Webhook";
    static constexpr std::string_view schema_about = "Where events are sent, and how that goes.";
    static constexpr auto fields = std::tuple{
        field("id", &Shown::id, {.about = "The webhook's id."}),
        fields_of(&Shown::content),
        field("secret", &Shown::secret,
            {.about = "What signs each message; shown when it is made, and never again.",
                .example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}),
        field("disabled_reason", &Shown::disabled_reason,
            {.about = "Why the board turned it off by itself; empty if it did not.",
                .example = "No delivery ended well for five days."}),
        field("failing_since", &Shown::failing_since,
            {.about = "Since when no delivery has ended well; null if one has."}),
        field("created_at", &Shown::created_at, {.about = "When it was added."}),
        field("updated_at", &Shown::updated_at, {.about = "When it was changed last."}),
    };
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The webhook's id."})};
};

struct Update {
    ById which;
    ChangeOf<Content> content;
    using Whole = Content;
    static constexpr std::string_view schema_name = "WebhookChange";
    static constexpr std::string_view schema_about = "What changes of a webhook; the rest stays.";
    static constexpr auto fields = std::tuple{fields_of(&Update::which), fields_of(&Update::content)};
};

struct Rotate {
    ById which;
    int overlap_hours = 24;
    static constexpr std::string_view schema_name = "WebhookRotation";
    static constexpr std::string_view schema_about = "How long the old secret signs, too.";
    static constexpr auto fields = std::tuple{
        fields_of(&Rotate::which),
        field("overlap_hours", &Rotate::overlap_hours,
            {.min = 0,
                .max = 168,
                .defaulted = true,
                .about = "For so many hours both secrets sign.",
                .example = "24"}),
    };
};

struct ListDeliveries {
    ById which;
    Paging paging;
    static constexpr auto fields =
        std::tuple{fields_of(&ListDeliveries::which), fields_of(&ListDeliveries::paging)};
};

struct Replay {
    Uuid webhook, id;
    static constexpr auto fields = std::tuple{
        field("webhook", &Replay::webhook, {.in = In::path, .about = "The webhook's id."}),
        field("id", &Replay::id, {.in = In::path, .about = "The delivery's id."}),
    };
};

namespace {

Scope scope_of(const Caller& caller)
{
    return {.caller = caller.id, .own = true, .everything = caller.may(Grant::everybodys)};
}

std::string joined(const std::vector<std::string>& names)
{
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ",") + name;
    return out;
}

Content content_of(const WebhookText& text)
{
    return {text.url, split_list(text.events), text.description, text.is_active};
}

WebhookText text_of(const Content& content)
{
    return {content.url, joined(content.events), content.description, content.is_active};
}

Shown shown(const Webhook& webhook, Patch<std::string> secret = {})
{
    return {webhook.id, content_of(webhook.text), std::move(secret), webhook.disabled_reason,
        webhook.failing_since, webhook.created_at, webhook.updated_at};
}

Webhook found(Context& c, const Uuid& id)
{
    auto one = store::find_webhook(c.sql, id, scope_of(c.caller));
    if (!one) throw Problem{"not_found"};
    return *one;
}

bool is_event(const Site& site, std::string_view name)
{
    if (name == "*") return true;
    for (const auto* area : site.areas)
        for (const auto& kind : area->events)
            if (kind.name == name) return true;
    return false;
}

void check(Context& c, const Content& content)
{
    Faults faults;
    if (auto trouble = url_trouble(content.url, c.site.callable)) faults.add("url", *trouble);
    for (const auto& name : content.events)
        if (!is_event(c.site, name)) {
            faults.add("events", Said("webhook.no_such_event"_s, {{"event", name}}));
            break;
        }
    faults.end_if_any();
}

Shown add(Context& c, const Content& in)
{
    check(c, in);
    auto id = new_uuid();
    auto secret = new_webhook_secret();
    store::add_webhook(c.sql, id, *c.caller.id, text_of(in), secret.reveal());
    return shown(found(c, id), {true, secret.reveal()});
}

Webhook locked(Context& c, const Uuid& id)
{
    auto one = store::lock_webhook(c.sql, id, scope_of(c.caller));
    if (!one) throw Problem{"not_found"};
    return *one;
}

Shown update(Context& c, const Update& in)
{
    auto before = locked(c, in.which.id);
    auto after = in.content.over(content_of(before.text));
    check(c, after);
    store::change_webhook(c.sql, in.which.id, before.text, text_of(after));
    return shown(found(c, in.which.id));
}

Shown rotate(Context& c, const Rotate& in)
{
    locked(c, in.which.id);
    auto secret = new_webhook_secret();
    store::rotate_secret(c.sql, in.which.id, secret.reveal(), in.overlap_hours);
    return shown(found(c, in.which.id), {true, secret.reveal()});
}

} // namespace

constexpr Rate reading{"webhooks", 300, per_minute}, writing{"webhook_changes", 60, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_webhooks",
        .methods = Method::get,
        .path = "/api/v1/webhooks/",
        .summary = "One's webhooks, latest first",
        .about =
            "For employers, who are told of what concerns them, and for admins, who are told of everything.",
        .needs = may(Grant::post_jobs),
        .rate = reading,
        .cache = private_copy,
        .ordering = {order_names<store::webhook_orders>, latest_first},
        .answer = [](Context& c, const Paging& in) -> Page<Shown> {
            auto window = window_of(c, in, store::webhook_orders(), latest_first);
            auto slice = store::list_webhooks(c.sql, scope_of(c.caller), window);
            std::vector<Shown> rows;
            for (const auto& webhook : slice.rows) rows.push_back(shown(webhook));
            auto page = page_of(c, in, window, slice);
            return {page.count, page.next, page.previous, std::move(rows)};
        },
    },
    {
        .name = "add_webhook",
        .methods = Method::post,
        .path = "/api/v1/webhooks/",
        .summary = "Add a webhook",
        .about = "The answer has the secret that signs each message: keep it, it is not shown again.",
        .needs = may(Grant::post_jobs),
        .rate = writing,
        .cache = no_store,
        .status = 201,
        .answer = [](Context& c, const Content& in) -> Shown { return add(c, in); },
    },
    {
        .name = "read_webhook",
        .methods = Method::get,
        .path = "/api/v1/webhooks/{id}/",
        .thing = "webhook",
        .summary = "Read a webhook",
        .about = "Without its secret.",
        .needs = may(Grant::post_jobs),
        .rate = reading,
        .cache = private_copy,
        .answer = [](Context& c, const ById& in) -> Shown { return shown(found(c, in.id)); },
    },
    {
        .name = "update_webhook",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/webhooks/{id}/",
        .thing = "webhook",
        .summary = "Change a webhook, the whole or some of it",
        .about = "Turning on one that the board had turned off begins its five days anew.",
        .needs = may(Grant::post_jobs),
        .rate = writing,
        .cache = no_store,
        .row = "webhooks",
        .answer = [](Context& c, const Update& in) -> Shown { return update(c, in); },
    },
    {
        .name = "delete_webhook",
        .methods = Method::del,
        .path = "/api/v1/webhooks/{id}/",
        .thing = "webhook",
        .summary = "Delete a webhook and what it was told",
        .about = "What is under way to it is not sent any more.",
        .needs = may(Grant::post_jobs),
        .rate = writing,
        .cache = no_store,
        .row = "webhooks",
        .answer = [](Context& c, const ById& in) -> Nothing {
            if (!store::delete_webhook(c.sql, in.id, scope_of(c.caller))) throw Problem{"not_found"};
            return {};
        },
    },
    {
        .name = "ping_webhook",
        .methods = Method::post,
        .path = "/api/v1/webhooks/{id}/ping/",
        .thing = "webhook",
        .summary = "Send a message that says nothing, to try it",
        .about = "The answer is the delivery, which is sent in a moment: read it among the deliveries.",
        .needs = may(Grant::post_jobs),
        .rate = writing,
        .cache = no_store,
        .status = 202,
        .answer = [](Context& c, const ById& in) -> WebhookDelivery {
            found(c, in.id);
            return *store::find_delivery(c.sql, store::deliver_ping(c.sql, in.id));
        },
    },
    {
        .name = "rotate_webhook_secret",
        .methods = Method::post,
        .path = "/api/v1/webhooks/{id}/rotate-secret/",
        .thing = "webhook",
        .summary = "Make another secret, with time to change over",
        .about =
            "The answer has the new one. Until the overlap is over, each message carries signatures of both.",
        .needs = may(Grant::post_jobs),
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const Rotate& in) -> Shown { return rotate(c, in); },
    },
    {
        .name = "list_webhook_deliveries",
        .methods = Method::get,
        .path = "/api/v1/webhooks/{id}/deliveries/",
        .thing = "webhook",
        .summary = "What a webhook was told and answered, latest first",
        .about = "Kept for thirty days.",
        .needs = may(Grant::post_jobs),
        .rate = reading,
        .cache = no_store,
        .ordering = {order_names<store::delivery_orders>, latest_first},
        .answer = [](Context& c, const ListDeliveries& in) -> Page<WebhookDelivery> {
            found(c, in.which.id);
            auto window = window_of(c, in.paging, store::delivery_orders(), latest_first);
            return page_of(c, in.paging, window, store::list_deliveries(c.sql, in.which.id, window));
        },
    },
    {
        .name = "replay_webhook_delivery",
        .methods = Method::post,
        .path = "/api/v1/webhooks/{webhook}/deliveries/{id}/replay/",
        .thing = "webhook_delivery",
        .summary = "Send the same message again",
        .about = "As a new delivery, which the answer shows.",
        .needs = may(Grant::post_jobs),
        .rate = writing,
        .cache = no_store,
        .status = 202,
        .answer = [](Context& c, const Replay& in) -> WebhookDelivery {
            found(c, in.webhook);
            auto again = store::replay_delivery(c.sql, in.id, in.webhook);
            if (!again) throw Problem{"not_found"};
            return *store::find_delivery(c.sql, *again);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace webhooks
