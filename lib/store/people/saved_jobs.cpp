#include "saved_jobs.hpp"

#include "lib/store/ledger/part.hpp"

#include <fmt/format.h>

namespace {

constexpr long long at_most = 1000;

constexpr Order<SavedJob> orders[] = {
    {"created_at", "s.created_at", "s.created_at", "timestamptz",
        [](const SavedJob& s, bool) { return exact_text(s.created_at); }},
};

// The columns of a job, named as those of a member are.
const std::string& columns()
{
    static const std::string text = [] {
        std::string of_job;
        each_field<Job>([&](const auto& f, auto access) {
            using M = std::remove_cvref_t<decltype(access(std::declval<Job&>()))>;
            auto add = [&](const std::string& name) {
                of_job += fmt::format(", j.{0} AS job_detail_{0}", name);
            };
            if constexpr (Described<M>)
                each_field<M>(
                    [&](const auto& inner, auto) { add(fmt::format("{}_{}", f.name, inner.name)); });
            else if (f.name != "is_saved") add(std::string(f.name));
        });
        return "s.id" + of_job + ", true AS job_detail_is_saved, s.notes, s.created_at";
    }();
    return text;
}

// Entries s of the caller's, with jobs j that they may see.
const std::string& rows()
{
    static const std::string text = fmt::format("saved_jobs s CROSS JOIN LATERAL (SELECT {} FROM jobs j{} "
                                                "WHERE j.id = s.job AND j.deleted_at IS NULL "
                                                "AND (j.status = 'active' OR {})) j",
        store::job_columns, store::job_joins, store::owned_by_caller("j.employer_id"));
    return text;
}

} // namespace

std::span<const Order<SavedJob>> store::saved_job_orders()
{
    return orders;
}

Slice<SavedJob> store::list_saved_jobs(Sql& sql, const Scope& scope, const Window<SavedJob>& window)
{
    return read_part(
        sql, {columns(), rows(), "s.id"}, " WHERE s.owner = :caller::uuid", args_of(scope), window);
}

std::vector<SavedJob> store::latest_saved_jobs(Sql& sql, const Scope& scope, int at_most)
{
    static const auto text =
        fmt::format("SELECT {} FROM {} WHERE s.owner = :caller::uuid ORDER BY s.created_at "
                    "DESC, s.id DESC LIMIT :at_most::int",
            columns(), rows());
    return sql.all<SavedJob>(text, args_of(scope, {arg("at_most", at_most)}));
}

std::optional<SavedJob> store::find_saved_job(Sql& sql, const Uuid& id, const Scope& scope)
{
    static const auto text = fmt::format(
        "SELECT {} FROM {} WHERE s.id = :id::uuid AND s.owner = :caller::uuid", columns(), rows());
    return sql.one<SavedJob>(text, args_of(scope, {arg("id", id)}));
}

namespace {

struct Entry {
    Uuid id;
    static constexpr auto fields = std::tuple{field("id", &Entry::id)};
};

} // namespace

std::optional<store::JobSaved> store::save_job(
    Sql& sql, const Uuid& owner, const Uuid& job, const std::string& notes)
{
    sql.change("SELECT FROM users WHERE id = :owner::uuid FOR NO KEY UPDATE", {arg("owner", owner)});
    if (auto before = sql.one<Entry>(
            "SELECT id FROM saved_jobs WHERE owner = :owner::uuid AND job = :job::uuid FOR UPDATE",
            {arg("owner", owner), arg("job", job)})) {
        change_saved_job(sql, before->id, owner, notes);
        return JobSaved{before->id, true};
    }
    auto count = sql.one<Count>(
        "SELECT count(*) AS count FROM saved_jobs WHERE owner = :owner::uuid", {arg("owner", owner)});
    if (count->count >= at_most) return std::nullopt;
    static const auto saving = telling(job_saved, R"(
        INSERT INTO saved_jobs (id, owner, job, notes) VALUES (:id::uuid, :owner::uuid, :job::uuid, :notes)
        RETURNING owner, (SELECT username FROM users WHERE id = owner),
                  jsonb_build_object('job', jsonb_build_array(NULL, job)))");
    auto id = new_uuid();
    tell(sql, saving,
        {arg("id", id), arg("owner", owner), arg("job", job), arg("notes", std::string_view(notes))});
    return JobSaved{id};
}

void store::change_saved_job(Sql& sql, const Uuid& id, const Uuid& owner, const std::string& notes)
{
    static const auto changing = telling(job_saved, R"(
        UPDATE saved_jobs s SET notes = :notes, updated_at = now()
          FROM saved_jobs before
         WHERE s.id = :id::uuid AND s.owner = :owner::uuid AND before.id = s.id AND before.notes <> :notes
        RETURNING s.owner, (SELECT username FROM users WHERE id = s.owner),
                  jsonb_build_object('job', jsonb_build_array(s.job, s.job),
                                     'notes', jsonb_build_array(before.notes, s.notes)))");
    tell(sql, changing, {arg("notes", std::string_view(notes)), arg("id", id), arg("owner", owner)});
}

bool store::unsave_job(Sql& sql, const Uuid& id, const Uuid& owner)
{
    static const auto unsaving = telling(job_unsaved, R"(
        DELETE FROM saved_jobs WHERE (id = :id::uuid OR job = :id::uuid) AND owner = :owner::uuid
        RETURNING owner, (SELECT username FROM users WHERE id = owner),
                  jsonb_build_object('job', jsonb_build_array(job, NULL)))");
    return tell(sql, unsaving, {arg("id", id), arg("owner", owner)}) == 1;
}
