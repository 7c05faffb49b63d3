// Applications: who applied for which job, with what, and what became of it.
#pragma once

#include "application_events.hpp"
#include "lib/store/board/jobs.hpp"
#include "resume_files.hpp"

enum class ApplicationStatus { pending, reviewed, accepted, rejected };
template <> inline constexpr std::array<std::string_view, 4> names_of<ApplicationStatus>{
    "pending", "reviewed", "accepted", "rejected"};
template <> inline constexpr SchemaName schema_of<ApplicationStatus>{"ApplicationStatus",
    "A pending application may become anything else, a reviewed one is accepted or rejected, and "
    "that is final."};

// Whether one of that status may be given the other; every status stays what it is.
constexpr bool may_become(ApplicationStatus from, ApplicationStatus to)
{
    using enum ApplicationStatus;
    if (from == to || from == pending) return true;
    return from == reviewed && to != pending;
}

struct Applicant {
    Uuid id;
    std::string username, full_name, email;
    static constexpr std::string_view schema_name = "Applicant";
    static constexpr std::string_view schema_about = "Who applies.";
    static constexpr auto fields = std::tuple{
        field("id", &Applicant::id, {.about = "The id of the applicant's account."}),
        field("username", &Applicant::username, {.about = "The user name.", .example = "ann"}),
        field("full_name", &Applicant::full_name,
            {.about = "The user name where there are no names.", .example = "Ann Lee"}),
        field("email", &Applicant::email,
            {.about = "Where to write to.", .format = "email", .example = "ann@example.com"}),
    };
};

struct Application {
    Uuid id;
    Job job; // as it is; once it is deleted, with the title, employer, place and pay that it had for the
             // applicant
    Applicant applicant;
    std::string cover_letter;
    std::string resume; // empty as the store has it: whoever shows an application knows the address
    ApplicationStatus status{};
    Time applied_at{};
    std::optional<Time> reviewed_at;
    Patch<std::optional<std::string>> notes;
    std::string source;

    static constexpr std::string_view schema_name = "Application";
    static constexpr std::string_view schema_about = "An application, as the caller sees it.";
    static constexpr auto fields = std::tuple{
        field("id", &Application::id, {.about = "The application's id."}),
        field("job", &Application::job,
            {.about = "The job as it is now; once it is deleted, with the title, employer, place and pay "
                      "that it had."}),
        field("applicant", &Application::applicant, {.about = "Who applies."}),
        field("cover_letter", &Application::cover_letter,
            {.about = "What the applicant writes.", .example = "I would like to work for you."}),
        field("resume", &Application::resume,
            {.about = "Where the file can be fetched, by those who may, with their token.",
                .format = "uri",
                .example =
                    "https://jobs.example/api/v1/applications/0190a7b2-3c4d-7e5f-8a6b-7c8d9e0f1a2b/resume/"}),
        field("status", &Application::status, {.about = "What became of it."}),
        field("applied_at", &Application::applied_at, {.about = "When it was sent."}),
        field("reviewed_at", &Application::reviewed_at, {.about = "When it was first decided about."}),
        field("notes", &Application::notes,
            {.about = "Only there for the job's employer and admins.", .example = "Invite her."}),
        field("source", &Application::source,
            {.about = "Where the applicant comes from; empty when nobody says.", .example = "linkedin"}),
    };
};

struct ApplicationFilter {
    std::optional<ApplicationStatus> status;
    std::optional<Uuid> job;

    static constexpr auto fields = std::tuple{
        field("status", &ApplicationFilter::status, {.in = In::query, .about = "What became of it."}),
        field("job", &ApplicationFilter::job, {.in = In::query, .about = "The id of a job."}),
    };
};

struct NewApplication {
    Uuid id, job, applicant;
    std::string cover_letter;
    std::string resume, resume_name, resume_kind, resume_sha256; // its key in the storage; by whoever sent it
    long long resume_bytes = 0;
    std::string source; // where the applicant comes from; empty when nobody knows

    static constexpr auto fields = std::tuple{
        field("id", &NewApplication::id),
        field("job", &NewApplication::job),
        field("applicant", &NewApplication::applicant),
        field("cover_letter", &NewApplication::cover_letter),
        field("resume", &NewApplication::resume),
        field("resume_name", &NewApplication::resume_name),
        field("resume_kind", &NewApplication::resume_kind),
        field("resume_sha256", &NewApplication::resume_sha256),
        field("resume_bytes", &NewApplication::resume_bytes),
        field("source", &NewApplication::source),
    };
};

// How a job stands to somebody who would apply for it.
struct Opening {
    bool active = false, in_time = false, applied = false;
    static constexpr auto fields = std::tuple{
        field("active", &Opening::active),
        field("in_time", &Opening::in_time),
        field("applied", &Opening::applied),
    };
};

struct Decision {
    ApplicationStatus status{};
    std::optional<std::string> notes;
    static constexpr auto fields = std::tuple{
        field("status", &Decision::status),
        field("notes", &Decision::notes),
    };
};

struct Resume {
    std::string key, name, kind;
    long long bytes = 0;
    FileScan scan{};
    static constexpr auto fields = std::tuple{
        field("key", &Resume::key),
        field("name", &Resume::name),
        field("kind", &Resume::kind),
        field("bytes", &Resume::bytes),
        field("scan", &Resume::scan),
    };
};

// A scope that has own jobs sees the applications for them, any other the caller's own.
namespace store {

std::span<const Order<Application>> application_orders();

// Two statements.
Slice<Application> list_applications(
    Sql&, const ApplicationFilter&, const Scope&, const Window<Application>&);
std::optional<Application> find_application(Sql&, const Uuid& id, const Scope&);
// Nothing either when the applicant was erased, and the file with them.
std::optional<Resume> find_resume(Sql&, const Uuid& id, const Scope&);

// Nothing when there is no such job.
std::optional<Opening> find_opening(Sql&, const Uuid& job, const Uuid& applicant);

// False when the job is not open, or no longer. A second application of a person violates applications_once.
bool add_application(Sql&, const NewApplication&);

// The decision as it is, kept so until the transaction ends. Nothing when the caller does not see it.
std::optional<Decision> lock_decision(Sql&, const Uuid& id, const Scope&);
// Writes it.
void decide(Sql&, const Uuid& id, const Decision& before, const Decision& after);
void delete_applications_of(Sql&, const Uuid& applicant); // all of them

// The files that applications have: see ClaimedFiles.
inline constexpr std::string_view application_files =
    "SELECT resume AS key, resume_sha256 AS sha256 FROM applications WHERE resume <> '' "
    "UNION ALL SELECT thumbnail, NULL FROM resume_files WHERE thumbnail IS NOT NULL";

} // namespace store
