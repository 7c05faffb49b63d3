#include "dashboard.hpp"

#include <fmt/format.h>

namespace {

// Days without anything count too. `counted` gives day and count from `since` on.
std::string by_day(std::string_view counted)
{
    return fmt::format(R"(
        SELECT d.day::text AS day, coalesce(n.count, 0)::bigint AS count
          FROM (SELECT board_today() - 59 + i AS day FROM generate_series(0, 59) i) d
          LEFT JOIN ({}) n ON n.day = d.day
         ORDER BY d.day)",
        counted);
}

} // namespace

Attention store::attention(Sql& sql)
{
    return *sql.one<Attention>(R"(
        SELECT (SELECT count(*) FROM (SELECT FROM jobs WHERE status = 'draft' AND deleted_at IS NULL LIMIT 1001) d)
                   AS drafts,
               (SELECT count(*) FROM (SELECT FROM applications WHERE status = 'pending' LIMIT 1001) p) AS pending,
               (SELECT count(*) FROM (SELECT FROM sign_in_attempts
                                       WHERE bucket LIKE 'account %' AND failures > 0
                                         AND last_at > now() - interval '1 day' LIMIT 1001) f) AS failing,
               (SELECT count(*) FROM (SELECT FROM tasks WHERE state = 'dead' LIMIT 1001) t) AS dead_tasks,
               (SELECT count(*) FROM (SELECT FROM mails
                                       WHERE state IN ('failed', 'bounced', 'complained')
                                         AND created_at >= board_day_start(board_today() - 1) LIMIT 1001) m)
                   AS astray_mails,
               (SELECT count(*) FROM (SELECT FROM webhooks w JOIN webhook_failures f ON f.webhook = w.id
                                       WHERE is_active LIMIT 1001) w) AS failing_webhooks,
               (board_today() - 1)::text AS yesterday
    )");
}

std::vector<DayCount> store::jobs_by_day(Sql& sql)
{
    static const auto text =
        by_day("SELECT board_day(created_at) AS day, count(*) AS count FROM jobs "
               "WHERE deleted_at IS NULL AND created_at >= board_day_start(board_today() - 59) GROUP BY 1");
    return sql.all<DayCount>(text);
}

std::vector<DayCount> store::applications_by_day(Sql& sql)
{
    static const auto text =
        by_day("SELECT board_day(applied_at) AS day, count(*) AS count FROM applications "
               "WHERE applied_at >= board_day_start(board_today() - 59) GROUP BY 1");
    return sql.all<DayCount>(text);
}

std::vector<DayCount> store::views_by_day(Sql& sql)
{
    static const auto text = by_day("SELECT day, sum(views) AS count FROM job_views "
                                    "WHERE day >= board_today() - 59 GROUP BY 1");
    return sql.all<DayCount>(text);
}

std::vector<DayCount> store::registrations_by_day(Sql& sql)
{
    static const auto text =
        by_day("SELECT board_day(date_joined) AS day, count(*) AS count FROM users "
               "WHERE deleted_at IS NULL AND date_joined >= board_day_start(board_today() - 59) GROUP BY 1");
    return sql.all<DayCount>(text);
}

// What was changed may be of any resource, and gone meanwhile.
std::vector<Latest> store::latest_changes(
    Sql& sql, const std::vector<std::pair<std::string_view, Listing>>& resources)
{
    std::string there;
    for (const auto& [kind, rows] : resources)
        there += fmt::format(" WHEN '{}' THEN EXISTS (SELECT FROM {} {} WHERE {} = latest.subject AND {})",
            kind, rows.base, rows.joins, rows.id, rows.where);
    return sql.all<Latest>(fmt::format(R"(
        SELECT subject AS id, subject_kind AS resource, subject_name AS title, kind AS what,
               coalesce(nullif(actor_name, ''), came_by) AS who, at, coalesce(CASE subject_kind{} END, false) AS there
          FROM (SELECT * FROM events WHERE did NOT IN ('login', 'logout') ORDER BY at DESC, id DESC LIMIT 10) latest
         ORDER BY at DESC, number DESC)",
        there));
}

std::vector<Latest> store::latest_applications(Sql& sql)
{
    return sql.all<Latest>(R"(
        SELECT a.id, 'application' AS resource, a.job_title AS title, a.status AS what, p.username AS who,
               a.applied_at AS at, true AS there
          FROM (SELECT * FROM applications ORDER BY applied_at DESC, id DESC LIMIT 5) a
          JOIN users p ON p.id = a.applicant_id
         ORDER BY a.applied_at DESC, a.id DESC
    )");
}

std::vector<Latest> store::latest_registrations(Sql& sql)
{
    return sql.all<Latest>(R"(
        SELECT id, 'user' AS resource, username AS title, role AS what, '' AS who, date_joined AS at, true AS there
          FROM users WHERE deleted_at IS NULL ORDER BY date_joined DESC, users.id DESC LIMIT 5
    )");
}
