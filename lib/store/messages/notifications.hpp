// Notifications: what somebody was told on the board. They follow from events; people read them and put them
// away.
#pragma once

#include "lib/db/sql.hpp"
#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"

#include <span>

template <> inline constexpr SchemaName schema_of<Topic>{"NotificationType", "What a notification is about."};
template <> inline constexpr SchemaName schema_of<Priority>{"NotificationPriority", "How much it matters."};

struct Notification {
    Uuid id;
    Topic notification_type{};
    std::string notification_type_display, title, message;
    Priority priority{};
    std::string priority_display;
    bool is_read = false;
    std::optional<Time> read_at;
    std::string action_url, related_object_type;
    Uuid related_object_id;
    JsonObject metadata;
    Time created_at{};

    static constexpr std::string_view schema_name = "Notification";
    static constexpr std::string_view schema_about = "Something that somebody was told.";
    static constexpr auto fields = std::tuple{
        field("id", &Notification::id, {.about = "The notification's id."}),
        field("notification_type", &Notification::notification_type, {.about = "What it is about."}),
        field("notification_type_display", &Notification::notification_type_display,
            {.about = "The same, for people.", .example = "Application update"}),
        field("title", &Notification::title,
            {.about = "What happened, in a line.", .example = "Your application was accepted"}),
        field("message", &Notification::message,
            {.about = "The same in sentences.", .example = "Acme has accepted your application for Joiner."}),
        field("priority", &Notification::priority, {.about = "How much it matters."}),
        field("priority_display", &Notification::priority_display,
            {.about = "The same, for people.", .example = "High"}),
        field("is_read", &Notification::is_read, {.about = "Whether it was marked as read."}),
        field("read_at", &Notification::read_at, {.about = "When it was; null while it is unread."}),
        field("action_url", &Notification::action_url,
            {.about = "The path of the page to go to; empty where there is none.",
                .example = "/jobs/1f0e4c9a-5d2b-4a6e-9c3d-7b8a9e0f1c2d"}),
        field("related_object_type", &Notification::related_object_type,
            {.about = "What kind of thing it is about.", .example = "job"}),
        field("related_object_id", &Notification::related_object_id, {.about = "The id of that thing."}),
        field("metadata", &Notification::metadata,
            {.about = "event: the name of what happened.", .example = R"({"event":"application.decided"})"}),
        field("created_at", &Notification::created_at, {.about = "When it was told."}),
    };
};

struct NotificationFilter {
    std::optional<bool> is_read;
    std::optional<Topic> notification_type;
    std::optional<Priority> priority;
    static constexpr auto fields = std::tuple{
        field("is_read", &NotificationFilter::is_read,
            {.in = In::query, .about = "Those that were read, or those that were not."}),
        field("notification_type", &NotificationFilter::notification_type,
            {.in = In::query, .about = "What it is about."}),
        field("priority", &NotificationFilter::priority, {.in = In::query, .about = "How much it matters."}),
    };
};

// A notification, and whose it is.
struct News {
    Uuid person;
    Notification notification;
    static constexpr auto fields = std::tuple{field("person", &News::person), fields_of(&News::notification)};
};

// How many there are, unread ones beside, and of these how many of each kind and weight.
struct NotificationSummary {
    long long total = 0, unread = 0;
    JsonObject by_type, by_priority;
    static constexpr std::string_view schema_name = "NotificationSummary";
    static constexpr std::string_view schema_about = "How many notifications somebody has.";
    static constexpr auto fields = std::tuple{
        field("total", &NotificationSummary::total, {.about = "All of them.", .example = "12"}),
        field("unread", &NotificationSummary::unread, {.about = "Those that are unread.", .example = "2"}),
        field("by_type", &NotificationSummary::by_type,
            {.about = "Of each type, how many are unread.", .example = R"({"application_update":2})"}),
        field("by_priority", &NotificationSummary::by_priority,
            {.about = "Of each priority, how many are unread.", .example = R"({"high":2})"}),
    };
};

namespace store {

std::span<const Order<Notification>> notification_orders();
Slice<Notification> list_notifications(
    Sql&, const Uuid& person, const NotificationFilter&, const Window<Notification>&);
std::optional<Notification> find_notification(Sql&, const Uuid& id, const Uuid& person);
// Of what people were told of an event, those after that one, at most so many.
std::vector<News> news_of(Sql&, const Uuid& event, const std::optional<Uuid>& after, std::size_t at_most);
NotificationSummary summarise_notifications(Sql&, const Uuid& person);
long long unread_notifications(Sql&, const Uuid& person);

// Each answers how many became what they were not.
long long mark_notification(Sql&, const Uuid& id, const Uuid& person, bool read);
long long mark_all_read(Sql&, const Uuid& person);
bool delete_notification(Sql&, const Uuid& id, const Uuid& person);

// Those that have been read for a year; answers how many went.
long long sweep_notifications(Sql&);

} // namespace store
