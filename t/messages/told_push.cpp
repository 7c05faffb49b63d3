// Listening, browsers and devices.
#include "t/kit/told.hpp"

#include "lib/store/messages/push.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

namespace {

Uuid target(Sql& sql, const Uuid& owner, PushKind service)
{
    auto address = "https://push.example/" + to_text(new_uuid());
    for (char& c : address)
        if (c >= '0' && c <= '9') c = static_cast<char>(c - '0' + 'g'); // no number that a request could tell
    store::add_push_target(sql, owner, {.service = service, .address = address});
    return store::find_push_target(sql, service, address, owner)->id;
}

Uuid ann(Sql& sql)
{
    return seed::user(sql, {.username = "ann", .role = "user"});
}

constexpr std::string_view browser =
    R"({"endpoint":"https://push.example/one","auth":"BTBZMqHH6r4Tts7J_aSIgg",)"
    R"("p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-)"
    R"(AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"})";
constexpr std::string_view device = R"({"service":"apns","token":"a0b1c2d3","name":"My phone"})";

// clang-format off
const Tell all{Told{
    .things = {{"push_subscription", [](Sql& sql) { return target(sql, ann(sql), PushKind::web); },
        [](Sql& sql, const Uuid& owner, bool) { return target(sql, owner, PushKind::web); }},
        {"device", [](Sql& sql) { return target(sql, ann(sql), PushKind::fcm); },
            [](Sql& sql, const Uuid& owner, bool) { return target(sql, owner, PushKind::fcm); }}},
    .expectations = {
        //                                              anon     user emp  other admin deactivated
        {"make_listening_ticket",        On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"listen_to_notifications",      On::nothing,   {401,     503, 503, 503, 503, 401}},
        {"listen_by_socket",             On::nothing,   {401,     503, 503, 503, 503, 401}},
        {"list_push_subscriptions",      On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"add_push_subscription",        On::nothing,   {401,     200, 200, 200, 200, 401}, browser},
        {"read_push_key",                On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"read_push_subscription",       On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"read_push_subscription",       On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"read_push_subscription",       On::absent,    {401,     404, 404, 404, 404, 401}},
        {"delete_push_subscription",     On::own,       {no_case, 204, 204, 204, 204, 401}},
        {"delete_push_subscription",     On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"delete_push_subscription",     On::absent,    {401,     404, 404, 404, 404, 401}},
        {"list_devices",                 On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"add_device",                   On::nothing,   {401,     200, 200, 200, 200, 401}, device},
        {"read_device",                  On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"read_device",                  On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"read_device",                  On::absent,    {401,     404, 404, 404, 404, 401}},
        {"delete_device",                On::own,       {no_case, 204, 204, 204, 204, 401}},
        {"delete_device",                On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"delete_device",                On::absent,    {401,     404, 404, 404, 404, 401}},
        {"list_notification_deliveries", On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"list_notification_deliveries", On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"list_notification_deliveries", On::absent,    {401,     404, 404, 404, 404, 401}},
    },
    .writes = {
        {"make_listening_ticket", "{}", {}},
        {"add_push_subscription", browser, {"push_targets +", "event push_target.created"}},
        {"delete_push_subscription", "{}", {"push_targets -", "event push_target.deleted"}},
        {"add_device", device, {"push_targets +", "event push_target.created"}},
        {"delete_device", "{}", {"push_targets -", "event push_target.deleted"}},
    },
}};
// clang-format on

} // namespace
