// What people are told, and what they want to be told.
#include "t/kit/told.hpp"

#include "t/kit/seed.hpp"

namespace {

Uuid notification(Sql& sql, const Uuid& owner)
{
    auto id = new_uuid();
    sql.change("INSERT INTO notifications (id, event, person, kind, title, message, priority, object_kind, object_id) "
               "VALUES (:id::uuid, :id::uuid, :owner::uuid, 'system', 'Title', 'Message.', 1, 'job', :id::uuid)",
        {arg("id", id), arg("owner", owner)});
    return id;
}

// clang-format off
const Tell all{Told{
    .things = {{"notification", [](Sql& sql) { return notification(sql, seed::user(sql)); },
        [](Sql& sql, const Uuid& owner, bool) { return notification(sql, owner); }}},
    .expectations = {
        //                                                 anon     user emp  other admin deactivated
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
    },
}};
// clang-format on

} // namespace
