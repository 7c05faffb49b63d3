// Notifications: what somebody was told, and what they want to be told.
#include "lib/store/messages/notifications.hpp"
#include "lib/store/messages/preferences.hpp"
#include "lib/store/messages/push.hpp"
#include "lib/web/shape/page.hpp"
#include "lib/web/shape/quiet_hours.hpp"

namespace notifications {

constexpr std::string_view latest_first = "-created_at";

struct List {
    NotificationFilter filter;
    Paging paging;
    static constexpr auto fields = std::tuple{fields_of(&List::filter), fields_of(&List::paging)};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The notification's id."})};
};

struct NoParameters {
    static constexpr auto fields = std::tuple{};
};

// A notification after it was marked, and whether that changed anything.
struct Marked {
    std::string message;
    long long count = 0;
    static constexpr std::string_view schema_name = "NotificationsMarked";
    static constexpr std::string_view schema_about = "How many notifications were marked.";
    static constexpr auto fields = std::tuple{
        field("message", &Marked::message,
            {.about = "The same in words.", .example = "2 notifications were marked as read."}),
        field("count", &Marked::count, {.about = "How many became what they were not.", .example = "2"}),
    };
};

struct Unread {
    long long unread_count = 0, count = 0;
    static constexpr std::string_view schema_name = "UnreadNotifications";
    static constexpr std::string_view schema_about = "How many notifications are unread.";
    static constexpr auto fields = std::tuple{
        field("unread_count", &Unread::unread_count, {.about = "How many.", .example = "2"}),
        field("count", &Unread::count, {.about = "The same, for older clients.", .example = "2"}),
    };
};

namespace {

Notification found(Context& c, const Uuid& id)
{
    auto one = store::find_notification(c.sql, id, *c.caller.id);
    if (!one) throw Problem{"not_found"};
    return *one;
}

Marked mark(Context& c, const Uuid& id, bool read)
{
    found(c, id);
    auto count = store::mark_notification(c.sql, id, *c.caller.id, read);
    return {c.site.words(read ? Said("notification.read"_s, {{"count", count}})
                              : Said("notification.unread"_s, {{"count", count}})),
        count};
}

NotificationPreferences shown(const NotificationChoices& choices)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    auto row = [&](std::string_view topic, bool in_app, bool email, bool push) {
        json.plain(topic);
        json.StartObject();
        for (auto [channel, on] : {std::pair{"in_app", in_app}, {"email", email}, {"push", push}}) {
            json.plain(channel);
            json.Bool(on);
        }
        json.EndObject();
    };
    json.StartObject();
    const auto& c = choices;
    row("job_application", c.in_app_job_applications, c.email_job_applications, c.push_job_applications);
    row("application_update", c.in_app_application_updates, c.email_application_updates,
        c.push_application_updates);
    row("new_job", c.in_app_new_jobs, c.email_new_jobs, c.push_new_jobs);
    row("message", c.in_app_messages, c.email_messages, c.push_messages);
    row("interview", c.in_app_interviews, c.email_interviews, c.push_interviews);
    row("system", c.in_app_system, c.email_system, c.push_system);
    json.EndObject();
    return {choices, {{out.GetString(), out.GetSize()}}};
}

void check(Context& c, const NotificationChoices& after)
{
    Faults faults;
    check_quiet_hours({"quiet_from", after.quiet_from}, {"quiet_until", after.quiet_until}, faults);
    if (!after.time_zone.empty() && !store::is_time_zone(c.sql, after.time_zone))
        faults.add("time_zone", "preferences.time_zone"_s);
    faults.end_if_any();
}

NotificationPreferences change(Context& c, const ChangeOf<NotificationChoices>& in)
{
    auto before = store::lock_preferences(c.sql, *c.caller.id);
    auto after = in.over(before);
    check(c, after);
    store::change_preferences(c.sql, *c.caller.id, before, after);
    return shown(store::find_preferences(c.sql, *c.caller.id));
}

} // namespace

constexpr Rate reading{"notifications", 300, per_minute}, writing{"notification_changes", 120, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_notifications",
        .methods = Method::get,
        .path = "/api/v1/notifications/",
        .summary = "What one was told, latest first",
        .about = "What happened that concerns whoever asks: applications, decisions, jobs, their account.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .ordering = {order_names<store::notification_orders>, latest_first},
        .answer = [](Context& c, const List& in) -> Page<Notification> {
            auto window = window_of(c, in.paging, store::notification_orders(), latest_first);
            return page_of(
                c, in.paging, window, store::list_notifications(c.sql, *c.caller.id, in.filter, window));
        },
    },
    {
        .name = "count_unread_notifications",
        .methods = Method::get,
        .path = "/api/v1/notifications/unread_count/",
        .summary = "How many notifications are unread",
        .about = "Cheap enough to be asked now and then.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const NoParameters&) -> Unread {
            auto unread = store::unread_notifications(c.sql, *c.caller.id);
            return {unread, unread};
        },
    },
    {
        .name = "summarise_notifications",
        .methods = Method::get,
        .path = "/api/v1/notifications/summary/",
        .summary = "How many notifications there are, of which kinds",
        .about = "All and unread ones; of the unread how many of each type and priority.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const NoParameters&) -> NotificationSummary {
            return store::summarise_notifications(c.sql, *c.caller.id);
        },
    },
    {
        .name = "mark_all_notifications_read",
        .methods = Method::post,
        .path = "/api/v1/notifications/mark_all_read/",
        .summary = "Mark all notifications as read",
        .about = "Those that came until now.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const NoParameters&) -> Marked {
            auto count = store::mark_all_read(c.sql, *c.caller.id);
            return {c.site.words(Said("notification.read"_s, {{"count", count}})), count};
        },
    },
    {
        .name = "read_notification_preferences",
        .methods = Method::get,
        .path = "/api/v1/notifications/preferences/",
        .also_at = "/api/v1/notifications/preferences/me/",
        .summary = "What one wants to be told, how and how often",
        .about = "Whoever has chosen nothing is told everything at once.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .answer = [](Context& c, const NoParameters&) -> NotificationPreferences {
            return shown(store::find_preferences(c.sql, *c.caller.id));
        },
    },
    {
        .name = "update_notification_preferences",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/notifications/preferences/",
        .also_at = "/api/v1/notifications/preferences/me/",
        .summary = "Choose what one is told, how and how often",
        .about = "`PATCH` changes the fields that it names, `PUT` the whole. What is about one's safety, "
                 "such as a "
                 "changed password, is always told by mail.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const ChangeOf<NotificationChoices>& in) -> NotificationPreferences {
            return change(c, in);
        },
    },
    {
        .name = "read_notification",
        .methods = Method::get,
        .path = "/api/v1/notifications/{id}/",
        .thing = "notification",
        .summary = "Read a notification",
        .about = "One's own; somebody else's is not found.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Notification { return found(c, in.id); },
    },
    {
        .name = "list_notification_deliveries",
        .methods = Method::get,
        .path = "/api/v1/notifications/{id}/deliveries/",
        .thing = "notification",
        .summary = "The ways in which one was told, and how each stands",
        .about =
            "One for the board, one for a mail if there was one to send at once, and one for each browser "
            "and device.",
        .needs = signed_in,
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Page<NotificationDelivery> {
            auto rows = store::list_ways_told(c.sql, in.id, *c.caller.id);
            if (rows.empty()) throw Problem{"not_found"};
            auto count = static_cast<long long>(rows.size());
            return {count, std::nullopt, std::nullopt, std::move(rows)};
        },
    },
    {
        .name = "mark_notification_read",
        .methods = Method::post,
        .path = "/api/v1/notifications/{id}/mark_read/",
        .thing = "notification",
        .summary = "Mark a notification as read",
        .about = "Nothing happens to one that was read.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Marked { return mark(c, in.id, true); },
    },
    {
        .name = "mark_notification_unread",
        .methods = Method::post,
        .path = "/api/v1/notifications/{id}/mark_unread/",
        .thing = "notification",
        .summary = "Mark a notification as unread",
        .about = "Nothing happens to one that is unread.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Marked { return mark(c, in.id, false); },
    },
    {
        .name = "delete_notification",
        .methods = Method::del,
        .path = "/api/v1/notifications/{id}/",
        .thing = "notification",
        .summary = "Put a notification away for good",
        .about = "It is gone; what it told of stays.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Nothing {
            if (!store::delete_notification(c.sql, in.id, *c.caller.id)) throw Problem{"not_found"};
            return {};
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace notifications
