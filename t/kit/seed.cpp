#include "seed.hpp"

#include "lib/store/accounts/sessions.hpp"
#include "lib/store/board/job_changes.hpp"

#include "lib/words/slug.hpp"

namespace {

struct Id {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &Id::id)};
};

} // namespace

Uuid seed::user(Sql& sql, const User& u)
{
    return sql
        .one<Id>(R"(
        INSERT INTO users (id, username, email, first_name, last_name, role)
        VALUES (:id::uuid, :username, :username || '@secret.example', :first_name, :last_name, :role)
        ON CONFLICT (username) DO UPDATE SET username = excluded.username RETURNING id)",
            {arg("id", new_uuid()), arg("username", u.username), arg("first_name", u.first_name),
                arg("last_name", u.last_name), arg("role", u.role)})
        ->id;
}

Uuid seed::session(Sql& sql, const Uuid& user)
{
    NewSession session{new_uuid(), user, "a test", "127.0.0.1", now() + std::chrono::hours(1)};
    store::open_session(sql, session);
    return session.id;
}

Uuid seed::category(Sql& sql, const Category& c)
{
    auto slug = slug_of(c.name);
    if (auto known = sql.one<Id>("SELECT id FROM categories WHERE slug = :slug", {arg("slug", slug)}))
        return known->id;
    auto id = new_uuid();
    sql.change(R"(
        INSERT INTO categories (id, name, description, parent_id, slug, ancestors, full_path, depth,
                                created_at, updated_at)
        VALUES (:id::uuid, :name, :description, :parent::uuid, :slug, '{}', '', 0,
                :at::timestamptz, :at2::timestamptz))",
        {arg("id", id), arg("name", c.name), arg("description", c.description), arg("parent", c.parent),
            arg("slug", slug), arg("at", c.created_at), arg("at2", c.created_at)});
    return id;
}

Uuid seed::job(Sql& sql, const Job& j)
{
    auto id = new_uuid();
    sql.change(R"(
        INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, location_id,
                          job_type,
                          salary_min, salary_max, status, application_deadline, is_featured, created_at, updated_at,
                          deleted_at)
        VALUES (:id::uuid, :employer::uuid, :category::uuid, :title, :description, :requirements, :location, 0,
                :job_type,
                :salary_min::numeric, :salary_max::numeric, :status, :deadline::date, :is_featured::boolean,
                :created_at::timestamptz, :updated_at::timestamptz,
                CASE WHEN :deleted::boolean THEN now() END))",
        {arg("id", id), arg("employer", j.employer ? *j.employer : user(sql)),
            arg("category", j.category ? *j.category : category(sql)), arg("title", j.title),
            arg("description", j.description), arg("requirements", j.requirements),
            arg("location", j.location), arg("job_type", j.job_type), arg("salary_min", j.salary_min),
            arg("salary_max", j.salary_max), arg("status", j.status), arg("deadline", j.application_deadline),
            arg("is_featured", j.is_featured), arg("created_at", j.created_at),
            arg("updated_at", j.created_at), arg("deleted", j.deleted)});
    if (j.views > 0)
        sql.change("UPDATE job_figures SET views_count = :views::bigint WHERE job_id = :id::uuid",
            {arg("views", j.views), arg("id", id)});
    return id;
}

void seed::jobs(Sql& sql, int count, const Job& j)
{
    sql.change(R"(
        INSERT INTO jobs (id, employer_id, category_id, title, description, requirements, location, location_id, status,
                          created_at)
        SELECT gen_random_uuid(), :employer::uuid, :category::uuid, :title, :description, :requirements, :location, 0,
               :status, :created_at::timestamptz FROM generate_series(1, :count::int))",
        {arg("employer", j.employer ? *j.employer : user(sql)),
            arg("category", j.category ? *j.category : category(sql)), arg("title", j.title),
            arg("description", j.description), arg("requirements", j.requirements),
            arg("location", j.location), arg("status", j.status), arg("created_at", j.created_at),
            arg("count", count)});
}

Uuid seed::application(Sql& sql, const Uuid& job, const Uuid& applicant, const Application& a)
{
    auto id = new_uuid();
    sql.change(R"(
        INSERT INTO applications (id, job_id, applicant_id, cover_letter, resume, resume_name, resume_kind,
                                  resume_bytes, resume_sha256, status, applied_at, reviewed_at, notes)
        VALUES (:id::uuid, :job::uuid, :applicant::uuid, 'I would like to work with you.', :resume, 'cv.pdf', 'pdf', 0,
                '', :status, :applied_at::timestamptz, CASE WHEN :status <> 'pending' THEN now() END, :notes))",
        {arg("id", id), arg("job", job), arg("applicant", applicant), arg("resume", resume_key),
            arg("status", a.status), arg("applied_at", a.applied_at), arg("notes", a.notes)});
    return id;
}

Uuid seed::event(Sql& sql, const std::string& name)
{
    static const auto posted = store::telling(job_created, "SELECT :id::uuid, :name::text, NULL::jsonb");
    store::tell(sql, posted, {arg("id", new_uuid()), arg("name", name)});
    return sql.one<Id>("SELECT id FROM events ORDER BY number DESC LIMIT 1")->id;
}
