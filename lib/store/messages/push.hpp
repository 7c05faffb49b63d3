// Browsers and devices of people, and what is pushed to them.
#pragma once

#include "follow.hpp"
#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"

#include <span>

enum class PushKind { web, fcm, apns };
template <> inline constexpr std::array<std::string_view, 3> names_of<PushKind>{"web", "fcm", "apns"};

// A browser or a device.
struct KnownTarget {
    Uuid id;
    PushKind service{};
    std::string address; // a browser's at its push service, or a device's token
    std::string p256dh, auth, name;
    Time created_at{};
    static constexpr auto fields = std::tuple{
        field("id", &KnownTarget::id),
        field("service", &KnownTarget::service),
        field("address", &KnownTarget::address),
        field("p256dh", &KnownTarget::p256dh),
        field("auth", &KnownTarget::auth),
        field("name", &KnownTarget::name),
        field("created_at", &KnownTarget::created_at),
    };
};

// A message that waits to be sent.
struct DuePush {
    Uuid id, target, notification;
    PushKind service{};
    std::string address, p256dh, auth, title, message, action_url;
    static constexpr auto fields = std::tuple{
        field("id", &DuePush::id),
        field("target", &DuePush::target),
        field("notification", &DuePush::notification),
        field("service", &DuePush::service),
        field("address", &DuePush::address),
        field("p256dh", &DuePush::p256dh),
        field("auth", &DuePush::auth),
        field("title", &DuePush::title),
        field("message", &DuePush::message),
        field("action_url", &DuePush::action_url),
    };
};

enum class Channel { in_app, email, push };
template <> inline constexpr std::array<std::string_view, 3> names_of<Channel>{"in_app", "email", "push"};
template <> inline constexpr SchemaName schema_of<Channel>{
    "NotificationChannel", "On the board, by mail, or to a browser or device."};

enum class ToldState { waiting, sent, failed };
template <> inline constexpr std::array<std::string_view, 3> names_of<ToldState>{"waiting", "sent", "failed"};
template <> inline constexpr SchemaName schema_of<ToldState>{
    "NotificationDeliveryState", "waiting to be sent or to be tried again, sent, or failed for good."};

struct NotificationDelivery {
    Channel channel{};
    ToldState state{};
    int attempts = 0;
    std::optional<Time> time;
    static constexpr std::string_view schema_name = "NotificationDelivery";
    static constexpr std::string_view schema_about = "One way in which somebody was told of something.";
    static constexpr auto fields = std::tuple{
        field("channel", &NotificationDelivery::channel, {.about = "Which way."}),
        field("state", &NotificationDelivery::state, {.about = "How it stands."}),
        field("attempts", &NotificationDelivery::attempts,
            {.about = "How often it was tried.", .example = "1"}),
        field("time", &NotificationDelivery::time, {.about = "When it was tried last; null if never."}),
    };
};

inline constexpr EventSubject push_target_subject{.name = "push_target"};
inline constexpr EventKind push_target_created{
    .name = "push_target.created",
    .subject = &push_target_subject,
    .did = Did::create,
    .about = "Somebody's browser or device was added, or came to them from another account.",
};
inline constexpr EventKind push_target_deleted{
    .name = "push_target.deleted",
    .subject = &push_target_subject,
    .did = Did::remove,
    .about = "Somebody's browser or device was removed, or its service knows it no more.",
};

namespace store {

std::span<const Order<KnownTarget>> push_target_orders();
// Those of one person, of browsers or of devices.
Slice<KnownTarget> list_push_targets(Sql&, const Uuid& owner, bool browsers, const Window<KnownTarget>&);
long long count_push_targets(Sql&, const Uuid& owner);
std::optional<KnownTarget> find_push_target(Sql&, PushKind, const std::string& address, const Uuid& owner);
std::optional<KnownTarget> read_push_target(Sql&, const Uuid& id, const Uuid& owner, bool browsers);
// The same address is the same row, whoever had it before.
void add_push_target(Sql&, const Uuid& owner, const KnownTarget&);
bool delete_push_target(Sql&, const Uuid& id, const Uuid& owner, bool browsers);

// Adds a message to each browser and device of these services, as each person prefers, and the tasks that
// send them; answers how many.
long long push_to_people(
    Sql&, const FollowedEvent&, const Tells&, const Wording&, const std::string& services);

// Nothing when it is not waiting, or when what it is for is gone or somebody else's by now.
std::optional<DuePush> find_due_push(Sql&, const Uuid& id);
// One that cannot be sent any more has failed.
void keep_push(Sql&, const Uuid& id, ToldState, std::string_view answer);
// Its service has said that there is no such browser or device.
void forget_push_target(Sql&, const Uuid& id);

// How somebody was told what a notification tells.
std::vector<NotificationDelivery> list_ways_told(Sql&, const Uuid& notification, const Uuid& person);

// Those of ninety days ago and more; answers how many went.
long long sweep_pushes(Sql&);

} // namespace store
