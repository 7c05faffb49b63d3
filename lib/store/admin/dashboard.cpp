#include "dashboard.hpp"

#include <fmt/format.h>

namespace {

// Days without anything count too. `counted` gives day and count from `since` on.
std::string by_day(std::string_view counted)
{
    return fmt::format(R"(
        SELECT d.day::text AS day, coalesce(n.count, 0)::bigint AS count
          FROM (SELECT board_today() - 29 + i AS day FROM generate_series(0, 29) i) d
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
                                         AND last_at > now() - interval '1 day' LIMIT 1001) f) AS failing
    )");
}

std::vector<DayCount> store::jobs_by_day(Sql& sql)
{
    static const auto text =
        by_day("SELECT board_day(created_at) AS day, count(*) AS count FROM jobs "
               "WHERE deleted_at IS NULL AND created_at >= board_day_start(board_today() - 29) GROUP BY 1");
    return sql.all<DayCount>(text);
}

std::vector<DayCount> store::applications_by_day(Sql& sql)
{
    static const auto text =
        by_day("SELECT board_day(applied_at) AS day, count(*) AS count FROM applications "
               "WHERE applied_at >= board_day_start(board_today() - 29) GROUP BY 1");
    return sql.all<DayCount>(text);
}

std::vector<DayCount> store::views_by_day(Sql& sql)
{
    static const auto text = by_day("SELECT day, sum(views) AS count FROM job_views "
                                    "WHERE day >= board_today() - 29 GROUP BY 1");
    return sql.all<DayCount>(text);
}

std::vector<DayCount> store::registrations_by_day(Sql& sql)
{
    static const auto text =
        by_day("SELECT board_day(date_joined) AS day, count(*) AS count FROM users "
               "WHERE deleted_at IS NULL AND date_joined >= board_day_start(board_today() - 29) GROUP BY 1");
    return sql.all<DayCount>(text);
}
