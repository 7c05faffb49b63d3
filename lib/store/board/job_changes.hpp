// Jobs as employers write them. Every change of a job passes here; only the loaders of whole boards write by
// themselves (imports, demo, bench).
#pragma once

#include "jobs.hpp"
#include "lib/store/ledger/events.hpp"

// Everything of a job that is written.
struct JobText {
    Uuid category;
    std::string title, description, requirements, location;
    JobType job_type{};
    std::optional<Money> salary_min, salary_max;
    JobStatus status{};
    std::optional<Date> application_deadline;
    bool is_featured = false;

    static constexpr auto fields = std::tuple{
        field("category", &JobText::category),
        field("title", &JobText::title),
        field("description", &JobText::description),
        field("requirements", &JobText::requirements),
        field("location", &JobText::location),
        field("job_type", &JobText::job_type),
        field("salary_min", &JobText::salary_min),
        field("salary_max", &JobText::salary_max),
        field("status", &JobText::status),
        field("application_deadline", &JobText::application_deadline),
        field("is_featured", &JobText::is_featured),
    };
};

// --- What can happen

inline constexpr EventSubject job_subject{
    .name = "job",
    .facts = R"(
        SELECT jsonb_build_object('job_id', j.id, 'job_title', j.title, 'location', j.location, 'status', j.status,
                   'company', coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username))
          FROM jobs j JOIN users u ON u.id = j.employer_id WHERE j.id = e.subject)",
    .party = "SELECT employer_id FROM jobs WHERE id = e.subject",
};

inline constexpr Tells tells_of_published_job[] = {
    {
        .whom = "SELECT employer_id FROM jobs WHERE id = e.subject AND activated_at <= e.at", // was no draft
        .topic = Topic::system,
        .priority = Priority::low,
        .title = "told.job_published.title"_s,
        .message = "told.job_published.message"_s,
        .link = "/jobs/{job_id}",
        .mail = "job_published",
    },
};
inline constexpr Tells tells_of_closed_job[] = {
    {
        .whom = "SELECT employer_id FROM jobs WHERE id = e.subject",
        .topic = Topic::system,
        .title = "told.job_closed.title"_s,
        .message = "told.job_closed.message"_s,
        .link = "/jobs/{job_id}",
        .mail = "job_closed",
    },
    {
        .whom = "SELECT applicant_id FROM applications WHERE job_id = e.subject AND status IN "
                "('pending', 'reviewed')",
        .topic = Topic::application_update,
        .title = "told.job_closed.title"_s,
        .message = "told.job_closed_to_applicants.message"_s,
        .link = "/jobs/{job_id}",
    },
};

inline constexpr EventKind job_created{
    .name = "job.created",
    .subject = &job_subject,
    .did = Did::create,
    .about = "A job was posted, as a draft or at once for everybody.",
    .feed = Feed::everybody,
    .tells = tells_of_published_job,
};
inline constexpr EventKind job_published{
    .name = "job.published",
    .subject = &job_subject,
    .did = Did::update,
    .about = "A draft or a closed job became active, maybe with other changes.",
    .feed = Feed::everybody,
    .tells = tells_of_published_job,
};
inline constexpr EventKind job_updated{
    .name = "job.updated",
    .subject = &job_subject,
    .did = Did::update,
    .about = "A job was changed, and its status was not.",
    .feed = Feed::everybody,
};
inline constexpr EventKind job_closed{
    .name = "job.closed",
    .subject = &job_subject,
    .did = Did::update,
    .about = "A job was closed by somebody, or since its deadline has passed.",
    .feed = Feed::everybody,
    .tells = tells_of_closed_job,
};
inline constexpr EventKind job_deleted{
    .name = "job.deleted",
    .subject = &job_subject,
    .did = Did::remove,
    .about = "A job was deleted.",
    .feed = Feed::everybody,
};

namespace store {

// Constraints decide: see handlers/board/sentences for what each violated one says.
void add_job(Sql&, const Uuid& id, const Uuid& employer, const JobText&);

// The job as it is, kept so until the transaction ends. Nothing when it is not the caller's to change.
std::optional<JobText> lock_job(Sql&, const Uuid& id, const Scope&);
std::optional<JobText> find_job_text(Sql&, const Uuid& id, const Scope&); // the same without keeping it
void change_job(Sql&, const Uuid& id, const JobText& before, const JobText& after);

// Gone for everyone but admins and those who have applied. False when it is not the caller's to delete.
bool delete_job(Sql&, const Uuid& id, const Scope&);
void delete_jobs_of(Sql&, const Uuid& employer); // all of them

// Files the jobs of a category and of those below it elsewhere. False when the target does not exist or is
// part of that subtree itself.
bool move_jobs(Sql&, const Uuid& from, const Uuid& to);

// Closes active jobs whose deadline's day has ended, the longest overdue first, and leaves alone those that
// somebody is changing. Answers how many it closed: call it again while that is `at_most`.
long long close_expired_jobs(Sql&, int at_most = 500);

// Whether a job with that deadline takes applications now: to the end of the deadline's day in the time zone
// of the settings, always without one. The rule itself is job_is_open(deadline) of the database, for any
// statement to use.
bool job_is_open(Sql&, const std::optional<Date>& deadline);

// What of a job only the database knows: whether there is such a category, and whether a job with that
// deadline is open.
struct JobReferences {
    bool category = false, open = false;
    static constexpr auto fields =
        std::tuple{field("category", &JobReferences::category), field("open", &JobReferences::open)};
};
JobReferences check_references(Sql&, const Uuid& category, const std::optional<Date>& deadline);

} // namespace store
