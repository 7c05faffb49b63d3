#include "notifications.hpp"

#include "lib/db/batches.hpp"
#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns = R"(
    n.id, n.kind AS notification_type, replace(initcap(left(n.kind, 1)) || substr(n.kind, 2), '_', ' ')
    AS notification_type_display, n.title, n.message,
    (ARRAY['low', 'normal', 'high', 'urgent'])[n.priority + 1] AS priority,
    (ARRAY['Low', 'Normal', 'High', 'Urgent'])[n.priority + 1] AS priority_display,
    n.read_at IS NOT NULL AS is_read, n.read_at, n.action_url, n.object_kind AS related_object_type,
    n.object_id AS related_object_id, n.facts::text AS metadata, n.created_at)";

constexpr Order<Notification> orders[] = {
    {"created_at", "n.created_at", "n.created_at", "timestamptz",
        [](const Notification& n, bool) { return exact_text(n.created_at); }},
};

std::string conditions(const Uuid& person, const NotificationFilter& filter, Params& params)
{
    std::string out = " WHERE n.person = :person::uuid";
    params.push_back(arg("person", person));
    if (filter.is_read) out += *filter.is_read ? " AND n.read_at IS NOT NULL" : " AND n.read_at IS NULL";
    if (filter.notification_type) {
        out += " AND n.kind = :kind";
        params.push_back(arg("kind", *filter.notification_type));
    }
    if (filter.priority) {
        out += " AND n.priority = :priority::smallint";
        params.push_back(arg("priority", static_cast<int>(*filter.priority)));
    }
    return out;
}

Params one_of(const Uuid& id, const Uuid& person)
{
    return {arg("id", id), arg("person", person)};
}

} // namespace

std::span<const Order<Notification>> store::notification_orders()
{
    return orders;
}

Slice<Notification> store::list_notifications(
    Sql& sql, const Uuid& person, const NotificationFilter& filter, const Window<Notification>& window)
{
    Params params;
    auto where = conditions(person, filter, params);
    return read_part(sql, {columns, "notifications n", "n.id"}, where, params, window);
}

std::optional<Notification> store::find_notification(Sql& sql, const Uuid& id, const Uuid& person)
{
    static const auto text = fmt::format(
        "SELECT {} FROM notifications n WHERE n.id = :id::uuid AND n.person = :person::uuid", columns);
    return sql.one<Notification>(text, one_of(id, person));
}

std::vector<News> store::news_of(
    Sql& sql, const Uuid& event, const std::optional<Uuid>& after, std::size_t at_most)
{
    static const auto text = fmt::format(R"(
        SELECT n.person, {} FROM notifications n
         WHERE n.event = :event::uuid AND (:after::uuid IS NULL OR n.id > :after::uuid)
         ORDER BY n.id LIMIT :at_most::bigint)",
        columns);
    return sql.all<News>(
        text, {arg("event", event), arg("after", after), arg("at_most", static_cast<long long>(at_most))});
}

NotificationSummary store::summarise_notifications(Sql& sql, const Uuid& person)
{
    return *sql.one<NotificationSummary>(R"(
        WITH unread AS (SELECT kind, priority FROM notifications WHERE person = :person::uuid AND read_at IS NULL)
        SELECT (SELECT count(*) FROM notifications WHERE person = :person::uuid) AS total,
               (SELECT count(*) FROM unread) AS unread,
               (SELECT coalesce(json_object_agg(kind, n), '{}') FROM
                   (SELECT kind, count(*) AS n FROM unread GROUP BY kind ORDER BY kind) k)::text AS by_type,
               (SELECT coalesce(json_object_agg((ARRAY['low', 'normal', 'high', 'urgent'])[priority + 1], n), '{}')
                  FROM (SELECT priority, count(*) AS n FROM unread GROUP BY priority ORDER BY priority) p)::text
               AS by_priority
    )",
        {arg("person", person)});
}

long long store::unread_notifications(Sql& sql, const Uuid& person)
{
    return sql
        .one<Count>("SELECT count(*) AS count FROM notifications "
                    "WHERE person = :person::uuid AND read_at IS NULL",
            {arg("person", person)})
        ->count;
}

long long store::mark_notification(Sql& sql, const Uuid& id, const Uuid& person, bool read)
{
    static const std::string begin = "UPDATE notifications SET read_at = ",
                             end = " WHERE id = :id::uuid AND person = :person::uuid AND read_at IS ";
    static const std::string reading = begin + "now()" + end + "NULL",
                             forgetting = begin + "NULL" + end + "NOT NULL";
    return sql.change(read ? reading : forgetting, one_of(id, person));
}

long long store::mark_all_read(Sql& sql, const Uuid& person)
{
    return sql.change("UPDATE notifications SET read_at = now() "
                      "WHERE person = :person::uuid AND read_at IS NULL",
        {arg("person", person)});
}

bool store::delete_notification(Sql& sql, const Uuid& id, const Uuid& person)
{
    return sql.change("DELETE FROM notifications WHERE id = :id::uuid AND person = :person::uuid",
               one_of(id, person)) == 1;
}

long long store::sweep_notifications(Sql& sql)
{
    return in_batches(sql, R"(
        DELETE FROM notifications WHERE id IN (
            SELECT id FROM notifications WHERE read_at < now() - interval '1 year'
             LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
    )");
}
