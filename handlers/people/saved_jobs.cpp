// Saved jobs: what somebody wants to find again, with their notes.
#include "lib/store/people/saved_jobs.hpp"

#include "lib/web/area.hpp"
#include "lib/web/shape/page.hpp"
#include "lib/web/shape/scope.hpp"

namespace saved_jobs {

constexpr std::string_view latest_first = "-created_at";

constexpr Rules about_job{.about = "The id of a job that one may see, or the object that reading it gives."},
    about_notes{.min = 0,
        .max = 5000,
        .defaulted = true,
        .about = "What there is to note about it.",
        .example = "Ask Ben about them."};

struct Save {
    Uuid job;
    std::string notes;
    static constexpr std::string_view schema_name = "SavedJobContent";
    static constexpr std::string_view schema_about = "A job to find again.";
    static constexpr auto fields =
        std::tuple{field("job", &Save::job, about_job), field("notes", &Save::notes, about_notes)};
};

// The same as older clients send it.
struct SaveById {
    Uuid job_id;
    std::string notes;
    static constexpr std::string_view schema_name = "JobToSave";
    static constexpr std::string_view schema_about = "A job to find again.";
    static constexpr auto fields = std::tuple{
        field("job_id", &SaveById::job_id, about_job), field("notes", &SaveById::notes, about_notes)};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The entry's id."})};
};

struct Notes {
    std::string notes;
    static constexpr std::string_view schema_name = "SavedJobNotes";
    static constexpr std::string_view schema_about = "What there is to note about a saved job.";
    static constexpr auto fields = std::tuple{field("notes", &Notes::notes, about_notes)};
};

struct Update {
    ById which;
    ChangeOf<Notes> notes;
    using Whole = Notes;
    static constexpr std::string_view schema_name = "SavedJobChange";
    static constexpr std::string_view schema_about = "What changes of a saved job.";
    static constexpr auto fields = std::tuple{fields_of(&Update::which), fields_of(&Update::notes)};
};

namespace {

SavedJob found(Context& c, const Uuid& id)
{
    auto one = store::find_saved_job(c.sql, id, scope_of(c, Grant::post_jobs));
    if (!one) throw Problem{"not_found"};
    return *one;
}

SavedJob save(Context& c, const Uuid& job, const std::string& notes, std::string_view field)
{
    if (!store::find_job(c.sql, job, scope_of(c, Grant::post_jobs)))
        throw invalid(field, "saved_job.no_job"_s);
    auto saved = store::save_job(c.sql, *c.caller.id, job, notes);
    if (!saved) throw invalid(no_field, Said("owned.too_many"_s, {{"max", 1000}}));
    if (saved->before) c.status = 200;
    return found(c, saved->id);
}

Nothing unsave(Context& c, const Uuid& id)
{
    if (!store::unsave_job(c.sql, id, *c.caller.id)) throw Problem{"not_found"};
    return {};
}

} // namespace

constexpr Rate reading{"profile", 600, per_minute}, writing{"profile_changes", 300, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_saved_jobs",
        .methods = Method::get,
        .path = "/api/v1/auth/profile/saved-jobs/",
        .summary = "One's saved jobs, latest first",
        .about = "Those that one may still see: a job that is closed or deleted is not among them.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .ordering = {order_names<store::saved_job_orders>, latest_first},
        .answer = [](Context& c, const Paging& in) -> Page<SavedJob> {
            auto window = window_of(c, in, store::saved_job_orders(), latest_first);
            return page_of(
                c, in, window, store::list_saved_jobs(c.sql, scope_of(c, Grant::post_jobs), window));
        },
    },
    {
        .name = "save_job",
        .methods = Method::post,
        .path = "/api/v1/auth/profile/saved-jobs/",
        .summary = "Save a job",
        .about = "One that is saved already gets these notes instead: 200.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .status = 201,
        .other_status = 200,
        .answer = [](Context& c, const Save& in) -> SavedJob { return save(c, in.job, in.notes, "job"); },
    },
    {
        .name = "save_job_by_id",
        .methods = Method::post,
        .path = "/api/v1/auth/profile/saved-jobs/save_job/",
        .summary = "Save a job, as older clients do",
        .about = "The same as `POST /api/v1/auth/profile/saved-jobs/`, with `job_id` for `job`.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .status = 201,
        .other_status = 200,
        .answer = [](Context& c, const SaveById& in) -> SavedJob {
            return save(c, in.job_id, in.notes, "job_id");
        },
    },
    {
        .name = "read_saved_job",
        .methods = Method::get,
        .path = "/api/v1/auth/profile/saved-jobs/{id}/",
        .thing = "saved_job",
        .summary = "Read a saved job",
        .about = "One's own, of a job that one may still see.",
        .needs = signed_in,
        .rate = reading,
        .cache = private_copy,
        .answer = [](Context& c, const ById& in) -> SavedJob { return found(c, in.id); },
    },
    {
        .name = "update_saved_job",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/auth/profile/saved-jobs/{id}/",
        .thing = "saved_job",
        .summary = "Note something else about a saved job",
        .about = "The notes are all that changes.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .row = "saved_jobs",
        .answer = [](Context& c, const Update& in) -> SavedJob {
            auto notes = in.notes.over(Notes{found(c, in.which.id).notes}).notes;
            store::change_saved_job(c.sql, in.which.id, *c.caller.id, notes);
            return found(c, in.which.id);
        },
    },
    {
        .name = "delete_saved_job",
        .methods = Method::del,
        .path = "/api/v1/auth/profile/saved-jobs/{id}/",
        .thing = "saved_job",
        .summary = "Do not keep a job any longer",
        .about = "The job stays; the notes are gone.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .row = "saved_jobs",
        .answer = [](Context& c, const ById& in) -> Nothing { return unsave(c, in.id); },
    },
    {
        .name = "unsave_job",
        .methods = Method::del,
        .path = "/api/v1/auth/profile/saved-jobs/{id}/unsave/",
        .thing = "saved_job",
        .summary = "Do not keep a job any longer, as older clients do",
        .about = "The same as `DELETE /api/v1/auth/profile/saved-jobs/{id}/`; the job's own id will do, too.",
        .needs = signed_in,
        .rate = writing,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Nothing { return unsave(c, in.id); },
    },
};
static_assert(consistent(list_of_endpoints));

extern constexpr Module endpoints{list_of_endpoints};

} // namespace saved_jobs
