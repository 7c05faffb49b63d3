#include "applications.hpp"

#include <fmt/format.h>

namespace {

// A job that is deleted, or whose employer is, shows what the applicant saw.
const std::string columns = R"(
    a.id,
    j.id AS job_id, CASE WHEN j.deleted_at IS NULL THEN j.title ELSE a.job_title END AS job_title,
    j.description AS job_description,
    j.category_id AS job_category_id, c.name AS job_category_name, c.slug AS job_category_slug,
    c.full_path AS job_category_full_path, j.employer_id AS job_employer_id,
    CASE WHEN j.deleted_at IS NULL THEN u.username ELSE a.job_employer_username END AS job_employer_username,
    CASE WHEN j.deleted_at IS NULL THEN coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username)
         ELSE a.job_employer_name END AS job_employer_full_name,
    CASE WHEN j.deleted_at IS NULL THEN j.location ELSE a.job_location END AS job_location,
    j.job_type AS job_job_type,
    CASE WHEN j.deleted_at IS NULL THEN j.salary_min ELSE a.job_salary_min END AS job_salary_min,
    CASE WHEN j.deleted_at IS NULL THEN j.salary_max ELSE a.job_salary_max END AS job_salary_max,
    j.status AS job_status, j.is_featured AS job_is_featured, f.views_count AS job_views_count,
    f.application_count AS job_application_count, j.created_at AS job_created_at, j.updated_at AS job_updated_at,
    NULL::boolean AS job_is_saved,
    p.id AS applicant_id, p.username AS applicant_username,
    coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), p.username) AS applicant_full_name,
    p.email AS applicant_email,
    a.cover_letter, '' AS resume, a.status, a.applied_at, a.reviewed_at, a.notes,
    a.source)";

const std::string tables = R"(
    JOIN jobs j ON j.id = a.job_id
    JOIN categories c ON c.id = j.category_id
    JOIN users u ON u.id = j.employer_id
    JOIN job_figures f ON f.job_id = j.id
    JOIN users p ON p.id = a.applicant_id)";

// Whether a job takes applications today: the one place that says so.
const std::string in_time = "job_is_open(j.application_deadline)";

// Those for the caller's jobs, where the caller has some, or the caller's own.
const std::string visible =
    ' ' + store::owned_by_caller("CASE WHEN :hires::boolean THEN a.employer_id ELSE a.applicant_id END");

Params viewing(const Uuid& id, const Scope& scope)
{
    return store::args_of(scope, {arg("id", id), arg("hires", scope.own)});
}

constexpr Order<Application> orders[] = {
    {"applied_at", "a.applied_at", "a.applied_at", "timestamptz",
        [](const Application& a, bool) { return exact_text(a.applied_at); }},
    {"status", "a.status", "a.status", "text",
        [](const Application& a, bool) { return std::string(name_of(a.status)); }},
};

std::string conditions(const ApplicationFilter& filter, const Scope& scope, Params& params)
{
    std::string out = " WHERE true";
    if (!scope.everything) {
        out += scope.own ? " AND a.employer_id = :caller::uuid" : " AND a.applicant_id = :caller::uuid";
        params.push_back(arg("caller", scope.caller));
    }
    if (filter.status) {
        out += " AND a.status = :status";
        params.push_back(arg("status", *filter.status));
    }
    if (filter.job) {
        out += " AND a.job_id = :job::uuid";
        params.push_back(arg("job", *filter.job));
    }
    return out;
}

} // namespace

std::span<const Order<Application>> store::application_orders()
{
    return orders;
}

// The page's ids come first, from an index alone: a deep page then skips index entries and not whole rows.
Slice<Application> store::list_applications(
    Sql& sql, const ApplicationFilter& filter, const Scope& scope, const Window<Application>& window)
{
    Params params;
    auto where = conditions(filter, scope, params);
    auto count = sql.all_once<Count>("SELECT count(*) AS count FROM applications a" + where, params)[0].count;
    where += beside_condition(window, "a.id", params);
    auto order = order_clause(window, "a.id");
    auto rows = sql.all_once<Application>(
        fmt::format("SELECT {} FROM (SELECT a.id FROM applications a {} ORDER BY {} LIMIT {} OFFSET {}) page "
                    "JOIN applications a ON a.id = page.id {} ORDER BY {}",
            columns, where, order, window.size + 1, window.offset, tables, order),
        params);
    return slice_of(window, std::move(rows), count);
}

std::optional<Application> store::find_application(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const std::string text =
        "SELECT" + columns + " FROM applications a" + tables + " WHERE a.id = :id::uuid AND" + visible;
    return sql.one<Application>(text, viewing(id, scope));
}

std::optional<Resume> store::find_resume(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const std::string text =
        "SELECT a.resume AS key, a.resume_name AS name, a.resume_kind AS kind, a.resume_bytes AS bytes, "
        "f.scan"
        " FROM applications a JOIN resume_files f ON f.application_id = a.id"
        " WHERE a.id = :id::uuid AND a.resume <> '' AND" +
        visible;
    return sql.one<Resume>(text, viewing(id, scope));
}

std::optional<Opening> store::find_opening(Sql& sql, const Uuid& job, const Uuid& applicant)
{
    static const std::string text = "SELECT j.status = 'active' AND j.deleted_at IS NULL AS active, " +
                                    in_time +
                                    R"( AS in_time,
               EXISTS (SELECT FROM applications a
                        WHERE a.job_id = j.id AND a.applicant_id = :applicant::uuid) AS applied
          FROM jobs j WHERE j.id = :job::uuid)";
    return sql.one<Opening>(text, {arg("applicant", applicant), arg("job", job)});
}

// The job is kept as it is until the application is there: nobody applies for what has just been closed.
bool store::add_application(Sql& sql, const NewApplication& application)
{
    static const auto applying =
        telling(application_submitted, R"(
        INSERT INTO applications (id, job_id, applicant_id, cover_letter, resume, resume_name, resume_kind,
                                  resume_sha256, resume_bytes, source)
        SELECT :id::uuid, j.id, :applicant::uuid, :cover_letter, :resume, :resume_name, :resume_kind,
               :resume_sha256, :resume_bytes::bigint, :source
          FROM jobs j
         WHERE j.id = :job::uuid AND j.status = 'active' AND j.deleted_at IS NULL AND )" +
                                           in_time + " FOR SHARE OF j RETURNING id, job_title, NULL::jsonb");
    return tell(sql, applying, args_of(application)) == 1;
}

std::optional<Decision> store::lock_decision(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const std::string text =
        "SELECT a.status, a.notes FROM applications a WHERE a.id = :id::uuid AND" + visible + " FOR UPDATE";
    return sql.one<Decision>(text, viewing(id, scope));
}

void store::decide(Sql& sql, const Uuid& id, const Decision& before, const Decision& after)
{
    static const std::string deciding = R"(
        UPDATE applications
           SET status = :status, notes = :notes,
               reviewed_at = CASE WHEN :status <> 'pending' THEN coalesce(reviewed_at, now()) END
         WHERE id = :id::uuid
        RETURNING id, job_title, :changes::jsonb)";
    static const auto decided = telling(application_decided, deciding),
                      annotated = telling(application_annotated, deciding);
    tell(sql, before.status == after.status ? annotated : decided,
        args_of(after, {arg("id", id), arg("changes", changes_of(before, after))}));
}

void store::delete_applications_of(Sql& sql, const Uuid& applicant)
{
    static const auto deleting =
        telling(application_deleted, "DELETE FROM applications WHERE applicant_id = :applicant::uuid "
                                     "RETURNING id, job_title, NULL::jsonb");
    tell(sql, deleting, {arg("applicant", applicant)});
}
