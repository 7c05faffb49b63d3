#include "analytics.hpp"

#include <fmt/format.h>

namespace {

Params days_args(const std::optional<Days>& days, Params params)
{
    params.push_back(arg("from", days ? std::optional(days->from) : std::nullopt));
    params.push_back(arg("to", days ? std::optional(days->to) : std::nullopt));
    return params;
}

// Whether a day, as SQL, is among them.
std::string among(std::string_view day)
{
    return fmt::format(
        "{0} BETWEEN coalesce(:from::date, '-infinity') AND coalesce(:to::date, 'infinity')", day);
}

std::vector<Job> some_jobs(Sql& sql, std::string_view order, const Scope& scope, int at_most)
{
    auto text = fmt::format(
        "SELECT {} FROM jobs j{} WHERE j.deleted_at IS NULL AND {} ORDER BY {} LIMIT :at_most::int",
        store::job_columns, store::job_joins, store::owned_by_caller("j.employer_id"), order);
    return sql.all_once<Job>(text, store::args_of(scope, {arg("at_most", at_most)}));
}

struct Today {
    Date day{};
    static constexpr auto fields = std::tuple{field("day", &Today::day)};
};

} // namespace

Date store::today(Sql& sql)
{
    return sql.one<Today>("SELECT board_today() AS day")->day;
}

std::optional<JobFigures> store::job_figures(
    Sql& sql, const Uuid& job, const std::optional<Days>& days, const Scope& scope)
{
    static const auto text = fmt::format(R"(
        SELECT j.id, j.id AS job, j.title AS job_title, v.views AS total_views, v.views AS unique_views,
               (SELECT count(*) FROM applications a WHERE a.job_id = j.id AND {}) AS total_applications,
               (SELECT count(*) FROM job_shares s WHERE s.job = j.id AND {}) AS shares_count,
               (SELECT count(*) FROM saved_jobs s WHERE s.job = j.id) AS saved_count, now() AS last_updated
          FROM jobs j
               CROSS JOIN LATERAL (
                   SELECT CASE WHEN :from::date IS NULL AND :to::date IS NULL
                               THEN (SELECT f.views_count FROM job_figures f WHERE f.job_id = j.id)
                               ELSE (SELECT coalesce(sum(d.views), 0)::bigint FROM job_views d
                                      WHERE d.job_id = j.id AND {}) END AS views) v
         WHERE j.id = :job::uuid AND j.deleted_at IS NULL AND {})",
        among("board_day(a.applied_at)"), among("board_day(s.shared_at)"), among("d.day"),
        owned_by_caller("j.employer_id"));
    return sql.one<JobFigures>(text, args_of(scope, days_args(days, {arg("job", job)})));
}

std::vector<SourceFigures> store::job_sources(Sql& sql, const Uuid& job, const std::optional<Days>& days)
{
    static const auto text = fmt::format(R"(
        SELECT coalesce(v.source, a.source) AS source, coalesce(v.views, 0) AS views,
               coalesce(a.applications, 0) AS applications
          FROM (SELECT source, sum(views)::bigint AS views FROM job_sources
                 WHERE job_id = :job::uuid AND {} GROUP BY 1) v
               FULL JOIN (
                SELECT source, count(*) AS applications FROM applications
                 WHERE job_id = :job::uuid AND {} GROUP BY 1) a ON a.source = v.source
         ORDER BY 2 DESC, 3 DESC, 1 LIMIT 100)",
        among("day"), among("board_day(applied_at)"));
    return sql.all<SourceFigures>(text, days_args(days, {arg("job", job)}));
}

std::vector<DayFigures> store::job_days(Sql& sql, const Uuid& job, const Days& days)
{
    return sql.all<DayFigures>(R"(
        SELECT d.day::date AS date, coalesce(v.views, 0) AS views, coalesce(a.applications, 0) AS applications
          FROM generate_series(:from::date, :to::date, interval '1 day') d (day)
               LEFT JOIN job_views v ON v.job_id = :job::uuid AND v.day = d.day::date
               LEFT JOIN (SELECT board_day(applied_at) AS day, count(*) AS applications FROM applications
                           WHERE job_id = :job::uuid GROUP BY 1) a ON a.day = d.day::date
         ORDER BY 1
    )",
        args_of(days, {arg("job", job)}));
}

EmployerFigures store::employer_figures(Sql& sql, const Scope& scope)
{
    static const auto text = fmt::format(R"(
        SELECT j.*, a.*
          FROM (SELECT count(*) AS jobs, count(*) FILTER (WHERE j.status = 'active') AS active,
                       count(*) FILTER (WHERE j.status = 'draft') AS draft,
                       count(*) FILTER (WHERE j.status = 'closed') AS closed
                  FROM jobs j WHERE j.deleted_at IS NULL AND {0}) j
               CROSS JOIN (
                SELECT count(*) AS applications, count(*) FILTER (WHERE a.status = 'pending') AS pending,
                       count(*) FILTER (WHERE a.status = 'reviewed') AS reviewed,
                       count(*) FILTER (WHERE a.status = 'accepted') AS accepted,
                       count(*) FILTER (WHERE a.status = 'rejected') AS rejected,
                       (SELECT coalesce(sum(f.views_count), 0)::bigint FROM jobs j JOIN job_figures f ON f.job_id = j.id
                         WHERE j.deleted_at IS NULL AND {0}) AS views,
                       round((percentile_cont(0.5) WITHIN GROUP (
                           ORDER BY extract(epoch FROM a.reviewed_at - a.applied_at) / 86400))::numeric, 2)
                           AS days_to_first_answer
                  FROM applications a WHERE {1}) a)",
        owned_by_caller("j.employer_id"), owned_by_caller("a.employer_id"));
    return *sql.one<EmployerFigures>(text, args_of(scope));
}

std::vector<DayFigures> store::employer_days(Sql& sql, const Days& days, const Scope& scope)
{
    static const auto text = fmt::format(R"(
        SELECT d.day::date AS date, coalesce(v.views, 0) AS views, coalesce(a.applications, 0) AS applications
          FROM generate_series(:from::date, :to::date, interval '1 day') d (day)
               LEFT JOIN (SELECT v.day, sum(v.views)::bigint AS views FROM job_views v JOIN jobs j ON j.id = v.job_id
                           WHERE v.day BETWEEN :from::date AND :to::date AND {} GROUP BY 1) v ON v.day = d.day::date
               LEFT JOIN (SELECT board_day(a.applied_at) AS day, count(*) AS applications FROM applications a
                           WHERE a.applied_at >= board_day_start(:from::date) AND {} GROUP BY 1) a
                 ON a.day = d.day::date
         ORDER BY 1)",
        owned_by_caller("j.employer_id"), owned_by_caller("a.employer_id"));
    return sql.all<DayFigures>(text, args_of(scope, args_of(days)));
}

std::vector<Job> store::recent_jobs(Sql& sql, const Scope& scope, int at_most)
{
    return some_jobs(sql, "j.created_at DESC, j.id DESC", scope, at_most);
}

std::vector<Job> store::top_jobs(Sql& sql, const Scope& scope, int at_most)
{
    return some_jobs(sql, "f.application_count DESC, f.views_count DESC, j.id DESC", scope, at_most);
}
