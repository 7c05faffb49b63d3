// Browsers and devices: who has which, and sending to them.
#include "push.hpp"

#include "lib/base/text.hpp"
#include "lib/outside/push/web_push.hpp"
#include "lib/store/messages/push.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/page.hpp"

#include <algorithm>

namespace messages {

namespace {

const PushService& service_of(const Site& site, PushKind kind)
{
    switch (kind) {
    case PushKind::fcm: return site.push->android;
    case PushKind::apns: return site.push->apple;
    default: return site.push->browsers;
    }
}

struct Pushed {
    std::optional<DuePush> due; // none: there is nothing to do any more
    PushAnswer answer{PushVerdict::refused, "no such browser or device"};
};

Pushed send(TaskRun& run, const ToPush& in)
{
    Pushed out{.due = store::find_due_push(run.sql, in.delivery)};
    if (!out.due) return out;
    const auto& due = *out.due;
    const auto& service = service_of(run.site, due.service);
    out.answer =
        service
            ? service({due.address, due.p256dh, due.auth},
                  {due.title, due.message, due.action_url.empty() ? "" : run.site.public_url + due.action_url,
                      to_text(due.notification)})
            : PushAnswer{PushVerdict::refused, "not set up"};
    while (!is_clean_text(out.answer.says)) out.answer.says.pop_back();
    if (out.answer.verdict != PushVerdict::later || run.task.attempts >= push_notification.attempts)
        return out;
    store::keep_push(run.sql, in.delivery, ToldState::waiting, out.answer.says);
    throw TaskLater(out.answer.says);
}

void keep(TaskRun& run, const ToPush& in, const Pushed& pushed)
{
    bool sent = pushed.due && pushed.answer.verdict == PushVerdict::sent;
    store::keep_push(run.sql, in.delivery, sent ? ToldState::sent : ToldState::failed, pushed.answer.says);
    if (pushed.due && pushed.answer.verdict == PushVerdict::gone)
        store::forget_push_target(run.sql, pushed.due->target);
}

} // namespace

void push(TaskRun& run, const FollowedEvent& event, const Tells& tells, const Wording& words)
{
    std::string services;
    for (auto kind : {PushKind::web, PushKind::fcm, PushKind::apns})
        if (service_of(run.site, kind)) services += std::string(name_of(kind)) + ',';
    if (!services.empty()) store::push_to_people(run.sql, event, tells, words, services);
}

extern constexpr TaskKind push_notification{
    .name = "push_notification",
    .about = "Tell a browser or device what is new",
    .limit = std::chrono::seconds(30),
    .far = true,
    .work = {[](TaskRun& run, const ToPush& in) -> Pushed { return send(run, in); },
        [](TaskRun& run, const ToPush& in, const Pushed& pushed) { keep(run, in, pushed); }},
};

} // namespace messages

namespace pushing {

constexpr std::string_view latest_first = "-created_at";
constexpr long long most_targets = 50; // of one person

struct NoParameters {
    static constexpr auto fields = std::tuple{};
};

struct Subscription {
    std::string endpoint, p256dh, auth;
    static constexpr std::string_view schema_name = "PushSubscriptionContent";
    static constexpr std::string_view schema_about = "A browser that is told what is new.";
    static constexpr auto fields = std::tuple{
        field("endpoint", &Subscription::endpoint,
            {.min = 1,
                .max = 2000,
                .about = "The browser's address at its push service.",
                .format = "uri",
                .example = "https://push.example/send/dGhpcyBpcyBub25l"}),
        field("p256dh", &Subscription::p256dh,
            {.min = 1,
                .max = 200,
                .about = "The browser's public key, in base64url.",
                .example = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-"
                           "AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"}),
        field("auth", &Subscription::auth,
            {.min = 1,
                .max = 50,
                .about = "The secret that goes with it, in base64url.",
                .example = "BTBZMqHH6r4Tts7J_aSIgg"}),
    };
};

struct ShownSubscription {
    Uuid id;
    std::string endpoint;
    Time created_at{};
    static constexpr std::string_view schema_name = "PushSubscription";
    static constexpr std::string_view schema_about = "A browser that is told what is new.";
    static constexpr auto fields = std::tuple{
        field("id", &ShownSubscription::id, {.about = "The subscription's id."}),
        field("endpoint", &ShownSubscription::endpoint,
            {.about = "The browser's address at its push service.",
                .format = "uri",
                .example = "https://push.example/send/dGhpcyBpcyBub25l"}),
        field("created_at", &ShownSubscription::created_at, {.about = "When it was added."}),
    };
};

enum class DeviceService { fcm, apns };

} // namespace pushing

template <> inline constexpr std::array<std::string_view, 2> names_of<pushing::DeviceService>{"fcm", "apns"};
template <> inline constexpr SchemaName schema_of<pushing::DeviceService>{
    "DevicePushService", "fcm: Firebase Cloud Messaging, or apns: the Apple Push Notification service."};

namespace pushing {

struct Device {
    DeviceService service{};
    std::string token, name;
    static constexpr std::string_view schema_name = "DeviceContent";
    static constexpr std::string_view schema_about = "A device whose app is told what is new.";
    static constexpr auto fields = std::tuple{
        field("service", &Device::service, {.about = "By which service it is reached.", .example = "fcm"}),
        field("token", &Device::token,
            {.min = 1,
                .max = 1000,
                .about = "What the service calls it; of apns in hexadecimal.",
                .example = "a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1"}),
        field("name", &Device::name,
            {.min = 0,
                .max = 100,
                .defaulted = true,
                .about = "What its owner calls it.",
                .example = "My phone"}),
    };
};

struct ShownDevice {
    Uuid id;
    Device device;
    Time created_at{};
    static constexpr std::string_view schema_name = "Device";
    static constexpr std::string_view schema_about = "A device whose app is told what is new.";
    static constexpr auto fields = std::tuple{
        field("id", &ShownDevice::id, {.about = "The device's id."}),
        fields_of(&ShownDevice::device),
        field("created_at", &ShownDevice::created_at, {.about = "When it was added."}),
    };
};

struct ById {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &ById::id, {.in = In::path, .about = "Its id."})};
};

struct PublicKey {
    std::optional<std::string> public_key;
    static constexpr std::string_view schema_name = "PushPublicKey";
    static constexpr std::string_view schema_about = "Whose pushes a browser subscribes to.";
    static constexpr auto fields = std::tuple{
        field("public_key", &PublicKey::public_key,
            {.about = "The value of applicationServerKey; null where nothing is pushed to browsers.",
                .example = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-"
                           "AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"}),
    };
};

namespace {

ShownSubscription shown_browser(const KnownTarget& t)
{
    return {t.id, t.address, t.created_at};
}

ShownDevice shown_device(const KnownTarget& t)
{
    auto service = t.service == PushKind::fcm ? DeviceService::fcm : DeviceService::apns;
    return {t.id, {service, t.address, t.name}, t.created_at};
}

KnownTarget kept(Context& c, const KnownTarget& target, std::string_view field)
{
    const auto& owner = *c.caller.id;
    auto find = [&] { return store::find_push_target(c.sql, target.service, target.address, owner); };
    if (!find() && store::count_push_targets(c.sql, owner) >= most_targets)
        throw invalid(field, "push.too_many"_s);
    store::add_push_target(c.sql, owner, target);
    return *find();
}

ShownSubscription add_browser(Context& c, const Subscription& in)
{
    Faults faults;
    if (auto trouble = subscription_trouble({in.endpoint, in.p256dh, in.auth}, c.site.callable)) {
        bool key = *trouble == "push.bad_key"_s, auth = *trouble == "push.bad_auth"_s;
        faults.add(key ? "p256dh" : auth ? "auth" : "endpoint", *trouble);
    }
    faults.end_if_any();
    return shown_browser(
        kept(c, {.service = PushKind::web, .address = in.endpoint, .p256dh = in.p256dh, .auth = in.auth},
            "endpoint"));
}

bool is_token(DeviceService service, std::string_view token)
{
    static constexpr std::string_view hexadecimal = "0123456789abcdefABCDEF",
                                      any = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "-_:.%=+/";
    return token.find_first_not_of(service == DeviceService::apns ? hexadecimal : any) == token.npos;
}

ShownDevice add_device(Context& c, const Device& in)
{
    if (!is_token(in.service, in.token)) throw invalid("token", "push.bad_token"_s);
    auto service = in.service == DeviceService::fcm ? PushKind::fcm : PushKind::apns;
    auto token = in.service == DeviceService::apns ? lowered(in.token) : in.token;
    return shown_device(kept(c, {.service = service, .address = token, .name = in.name}, "token"));
}

template <class T> Page<T> listed(Context& c, const Paging& in, bool browsers, T (*shown)(const KnownTarget&))
{
    auto window = window_of(c, in, store::push_target_orders(), latest_first);
    auto slice = store::list_push_targets(c.sql, *c.caller.id, browsers, window);
    std::vector<T> rows;
    for (const auto& target : slice.rows) rows.push_back(shown(target));
    auto page = page_of(c, in, window, slice);
    return {page.count, page.next, page.previous, std::move(rows)};
}

KnownTarget found(Context& c, const Uuid& id, bool browsers)
{
    auto one = store::read_push_target(c.sql, id, *c.caller.id, browsers);
    if (!one) throw Problem{"not_found"};
    return *one;
}

Nothing remove(Context& c, const ById& in, bool browsers)
{
    if (!store::delete_push_target(c.sql, in.id, *c.caller.id, browsers)) throw Problem{"not_found"};
    return {};
}

} // namespace

constexpr Rate reading{"push_targets", 300, per_minute}, writing{"push_target_changes", 60, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_push_subscriptions",
        .methods = Method::get,
        .path = "/api/v1/notifications/push-subscriptions/",
        .summary = "One's browsers that are told what is new, latest first",
        .about = "A browser is here once, with whoever added it last.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .ordering = {order_names<store::push_target_orders>, latest_first},
        .answer = [](Context& c, const Paging& in) -> Page<ShownSubscription> {
            return listed<ShownSubscription>(c, in, true, shown_browser);
        },
    },
    {
        .name = "add_push_subscription",
        .methods = Method::post,
        .path = "/api/v1/notifications/push-subscriptions/",
        .summary = "Have a browser told what is new",
        .about = "The same one again is the same row, and becomes the caller's if it was somebody else's.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const Subscription& in) -> ShownSubscription { return add_browser(c, in); },
    },
    {
        .name = "read_push_key",
        .methods = Method::get,
        .path = "/api/v1/notifications/push-subscriptions/key/",
        .summary = "Whose pushes a browser subscribes to",
        .about = "`applicationServerKey` of `PushManager.subscribe()`.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .answer = [](Context& c, const NoParameters&) -> PublicKey {
            const auto& key = c.site.push->vapid_public_key;
            return {key.empty() ? std::nullopt : std::optional(key)};
        },
    },
    {
        .name = "read_push_subscription",
        .methods = Method::get,
        .path = "/api/v1/notifications/push-subscriptions/{id}/",
        .thing = "push_subscription",
        .summary = "Read one of one's browsers",
        .about = "Its keys are not shown.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> ShownSubscription {
            return shown_browser(found(c, in.id, true));
        },
    },
    {
        .name = "delete_push_subscription",
        .methods = Method::del,
        .path = "/api/v1/notifications/push-subscriptions/{id}/",
        .thing = "push_subscription",
        .summary = "Have a browser told no more",
        .about = "When somebody signs out there, for instance.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Nothing { return remove(c, in, true); },
    },
    {
        .name = "list_devices",
        .methods = Method::get,
        .path = "/api/v1/notifications/devices/",
        .summary = "One's devices that are told what is new, latest first",
        .about = "A device is here once, with whoever added it last.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .ordering = {order_names<store::push_target_orders>, latest_first},
        .answer = [](Context& c, const Paging& in) -> Page<ShownDevice> {
            return listed<ShownDevice>(c, in, false, shown_device);
        },
    },
    {
        .name = "add_device",
        .methods = Method::post,
        .path = "/api/v1/notifications/devices/",
        .summary = "Have a device told what is new",
        .about = "The same one again is the same row, and becomes the caller's if it was somebody else's.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const Device& in) -> ShownDevice { return add_device(c, in); },
    },
    {
        .name = "read_device",
        .methods = Method::get,
        .path = "/api/v1/notifications/devices/{id}/",
        .thing = "device",
        .summary = "Read one of one's devices",
        .about = "With its token, as it was given.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> ShownDevice {
            return shown_device(found(c, in.id, false));
        },
    },
    {
        .name = "delete_device",
        .methods = Method::del,
        .path = "/api/v1/notifications/devices/{id}/",
        .thing = "device",
        .summary = "Have a device told no more",
        .about = "When somebody signs out there, for instance.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Nothing { return remove(c, in, false); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace pushing
