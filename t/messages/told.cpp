// What people are told, and what they want to be told.
#include "t/kit/told.hpp"

#include "lib/store/messages/webhooks.hpp"
#include "t/kit/people.hpp"
#include "t/kit/seed.hpp"

namespace {

Uuid notification(Sql& sql, const Uuid& owner)
{
    auto id = new_uuid();
    sql.change(
        "INSERT INTO notifications (id, event, person, kind, title, message, priority, object_kind, "
        "object_id) "
        "VALUES (:id::uuid, :id::uuid, :owner::uuid, 'system', 'Title', 'Message.', 1, 'job', :id::uuid)",
        {arg("id", id), arg("owner", owner)});
    return id;
}

Uuid webhook(Sql& sql, const Uuid& owner)
{
    auto id = new_uuid();
    sql.change("INSERT INTO webhooks (id, owner, url, events, secret) VALUES (:id::uuid, :owner::uuid, "
               "'https://hooks.example/x', '*', "
               "'whsec_')",
        {arg("id", id), arg("owner", owner)});
    return id;
}

Uuid delivery(Sql& sql, const Uuid& owner)
{
    auto id = new_uuid();
    sql.change("INSERT INTO webhook_deliveries (id, once, webhook, kind, body) "
               "VALUES (:id::uuid, :id::text, :webhook::uuid, 'ping', '{}')",
        {arg("id", id), arg("webhook", webhook(sql, owner))});
    return id;
}

struct Part {
    Uuid whole;
    static constexpr auto fields = std::tuple{field("whole", &Part::whole)};
};

Uuid webhook_of(Sql& sql, const Uuid& delivery)
{
    auto found = sql.one<Part>(
        "SELECT webhook AS whole FROM webhook_deliveries WHERE id = :id::uuid", {arg("id", delivery)});
    return found ? found->whole : new_uuid();
}

// One that has bounced, of an address that gets no more mail.
Uuid mail(Sql& sql)
{
    auto id = new_uuid();
    sql.change("INSERT INTO mails (id, once, address, template, state) "
               "VALUES (:id::uuid, :id::uuid::text, :id::uuid || '@people.example', 'welcome', 'bounced')",
        {arg("id", id)});
    sql.change(
        "INSERT INTO mail_blocks (address, reason) VALUES (:id::uuid || '@people.example', 'Unknown.')",
        {arg("id", id)});
    return id;
}

constexpr std::string_view content = R"({"url":"https://hooks.example/y","events":["job.created"]})";

// clang-format off
const Tell all{Told{
    .things = {{"notification", [](Sql& sql) { return notification(sql, seed::user(sql, {.username = "ann", .role = "user"})); },
        [](Sql& sql, const Uuid& owner, bool) { return notification(sql, owner); }},
        {"mail", mail, [](Sql& sql, const Uuid&, bool) { return mail(sql); }, false},
        {"webhook", [](Sql& sql) { return webhook(sql, seed::user(sql)); },
            [](Sql& sql, const Uuid& owner, bool) { return webhook(sql, owner); }},
        {"webhook_delivery", [](Sql& sql) { return delivery(sql, seed::user(sql)); },
            [](Sql& sql, const Uuid& owner, bool) { return delivery(sql, owner); }, true, false, false, webhook_of}},
    .expectations = {
        //                                                 anon     user emp  other admin deactivated
        {"read_changes",                    On::nothing,   {200,     200, 200, 200, 200, 401}},
        {"list_notifications",              On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"count_unread_notifications",      On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"summarise_notifications",         On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"mark_all_notifications_read",     On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"read_notification_preferences",   On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"update_notification_preferences", On::nothing,   {401,     200, 200, 200, 200, 401}},
        {"replace_notification_preferences", On::nothing,  {401,     200, 200, 200, 200, 401}},
        {"read_notification",               On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"read_notification",               On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"read_notification",               On::absent,    {401,     404, 404, 404, 404, 401}},
        {"mark_notification_read",          On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"mark_notification_read",          On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"mark_notification_read",          On::absent,    {401,     404, 404, 404, 404, 401}},
        {"mark_notification_unread",        On::own,       {no_case, 200, 200, 200, 200, 401}},
        {"mark_notification_unread",        On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"mark_notification_unread",        On::absent,    {401,     404, 404, 404, 404, 401}},
        {"delete_notification",             On::own,       {no_case, 204, 204, 204, 204, 401}},
        {"delete_notification",             On::foreign,   {401,     404, 404, 404, 404, 401}},
        {"delete_notification",             On::absent,    {401,     404, 404, 404, 404, 401}},
        {"list_mails",                      On::nothing,   {401,     403, 403, 403, 200, 401}},
        {"read_mail",                       On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"read_mail",                       On::absent,    {401,     403, 403, 403, 404, 401}},
        {"send_mail_again",                 On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"send_mail_again",                 On::absent,    {401,     403, 403, 403, 404, 401}},
        {"unblock_mail_address",            On::foreign,   {401,     403, 403, 403, 200, 401}},
        {"unblock_mail_address",            On::absent,    {401,     403, 403, 403, 404, 401}},
        {"list_webhooks",                   On::nothing,   {401,     403, 200, 200, 200, 401}},
        {"add_webhook",                     On::nothing,   {401,     403, 201, 201, 201, 401}, content},
        {"read_webhook",                    On::own,       {no_case, 403, 200, 200, 200, 401}},
        {"read_webhook",                    On::foreign,   {401,     403, 404, 404, 200, 401}},
        {"read_webhook",                    On::absent,    {401,     403, 404, 404, 404, 401}},
        {"update_webhook",                  On::own,       {no_case, 403, 200, 200, 200, 401}},
        {"update_webhook",                  On::foreign,   {401,     403, 404, 404, 200, 401}},
        {"update_webhook",                  On::absent,    {401,     403, 404, 404, 404, 401}},
        {"replace_webhook",                 On::own,       {no_case, 403, 200, 200, 200, 401}, content},
        {"replace_webhook",                 On::foreign,   {401,     403, 404, 404, 200, 401}, content},
        {"replace_webhook",                 On::absent,    {401,     403, 404, 404, 404, 401}, content},
        {"delete_webhook",                  On::own,       {no_case, 403, 204, 204, 204, 401}},
        {"delete_webhook",                  On::foreign,   {401,     403, 404, 404, 204, 401}},
        {"delete_webhook",                  On::absent,    {401,     403, 404, 404, 404, 401}},
        {"ping_webhook",                    On::own,       {no_case, 403, 202, 202, 202, 401}},
        {"ping_webhook",                    On::foreign,   {401,     403, 404, 404, 202, 401}},
        {"ping_webhook",                    On::absent,    {401,     403, 404, 404, 404, 401}},
        {"rotate_webhook_secret",           On::own,       {no_case, 403, 200, 200, 200, 401}},
        {"rotate_webhook_secret",           On::foreign,   {401,     403, 404, 404, 200, 401}},
        {"rotate_webhook_secret",           On::absent,    {401,     403, 404, 404, 404, 401}},
        {"list_webhook_deliveries",         On::own,       {no_case, 403, 200, 200, 200, 401}},
        {"list_webhook_deliveries",         On::foreign,   {401,     403, 404, 404, 200, 401}},
        {"list_webhook_deliveries",         On::absent,    {401,     403, 404, 404, 404, 401}},
        {"replay_webhook_delivery",         On::own,       {no_case, 403, 202, 202, 202, 401}},
        {"replay_webhook_delivery",         On::foreign,   {401,     403, 404, 404, 202, 401}},
        {"replay_webhook_delivery",         On::absent,    {401,     403, 404, 404, 404, 401}},
    },
    .writes = {
        {"mark_all_notifications_read", "{}", {}},
        {"update_notification_preferences", R"({"email_system":false})",
            {"notification_preferences +", "event notification_preferences.updated"}},
        {"replace_notification_preferences", R"({"push_new_jobs":false})",
            {"notification_preferences +", "event notification_preferences.updated"}},
        {"mark_notification_read", "{}", {"notifications.read_at"}},
        {"mark_notification_unread", "{}", {}},
        {"delete_notification", "{}", {"notifications -"}},
        {"send_mail_again", "{}", {"mails.state", "tasks +", "event mail.sent_again"}},
        {"unblock_mail_address", "{}", {"mail_blocks -", "event mail.unblocked"}},
        {"add_webhook", content, {"webhooks +", "event webhook.created"}},
        {"update_webhook", R"({"description":"Ours."})",
            {"webhooks.description", "webhooks.updated_at", "event webhook.updated"}},
        {"replace_webhook", content, {"webhooks.url", "webhooks.events", "webhooks.updated_at", "event webhook.updated"}},
        {"delete_webhook", "{}", {"webhooks -", "event webhook.deleted"}},
        {"ping_webhook", "{}", {"webhook_deliveries +", "tasks +"}},
        {"rotate_webhook_secret", "{}",
            {"webhooks.secret", "webhooks.previous_secret", "webhooks.previous_until", "webhooks.updated_at",
                "event webhook.updated"}},
        {"replay_webhook_delivery", "{}", {"webhook_deliveries +", "tasks +"}},
    },
    .happenings = {{"webhook.disabled",
        [](Sql& sql) {
            auto id = webhook(sql, seed::user(sql));
            sql.change("INSERT INTO webhook_failures SELECT id, now() - interval '6 days' FROM webhooks");
            store::disable_failing_webhook(sql, id);
        }}},
}};
// clang-format on

} // namespace
