// Applications: applying with a résumé, reading them and deciding about them.
#include "lib/store/hiring/applications.hpp"
#include "lib/files/documents/document_header.hpp"
#include "lib/files/documents/document_text.hpp"
#include "lib/files/documents/file_name.hpp"
#include "lib/process/log.hpp"
#include "lib/web/shape/addresses.hpp"
#include "lib/web/shape/page.hpp"
#include "lib/web/shape/scope.hpp"
#include "lib/web/shape/source.hpp"

namespace applications {

constexpr std::string_view latest_first = "-applied_at";
constexpr long long longest_text = 20'000, largest_resume = 5 << 20;

struct List {
    ApplicationFilter filter;
    Paging paging;
    static constexpr auto fields = std::tuple{fields_of(&List::filter), fields_of(&List::paging)};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The application's id."})};
};

struct Apply {
    std::optional<Uuid> job_id, job;
    std::string cover_letter;
    Upload resume;
    std::string source;

    static constexpr std::string_view schema_name = "NewApplication";
    static constexpr std::string_view schema_about = "What somebody applies with.";
    static constexpr auto fields = std::tuple{
        field("job_id", &Apply::job_id, {.about = "The id of the job; needed unless `job` has it."}),
        field("job", &Apply::job, {.about = "The same."}),
        field("cover_letter", &Apply::cover_letter,
            {.max = longest_text,
                .in_bytes = true,
                .about = "What the employer reads first.",
                .example = "I would like to work for you."}),
        field("resume", &Apply::resume,
            {.max = largest_resume,
                .or_encoded = true,
                .about = "A PDF, DOC or DOCX file, by its name and by its content, of at most 5 MiB.",
                .example = "%PDF-1.4 …"}),
        field("source", &Apply::source,
            {.min = 0,
                .max = 100,
                .defaulted = true,
                .about = "Where the applicant comes from, for the employer's figures: letters, digits, dots, "
                         "dashes and "
                         "underscores; anything else counts as nothing.",
                .example = "linkedin"}),
    };

    void check(Faults& faults) const
    {
        if (!wanted() && faults.fine("job_id") && faults.fine("job")) faults.add("job_id", "required"_s);
    }

    const std::optional<Uuid>& wanted() const { return job_id ? job_id : job; }
};

struct Change {
    ById which;
    Patch<ApplicationStatus> status;
    Patch<std::optional<std::string>> notes;

    static constexpr std::string_view schema_name = "Decision";
    static constexpr std::string_view schema_about = "What the employer decides; what is not named stays.";
    static constexpr auto fields = std::tuple{
        fields_of(&Change::which),
        field("status", &Change::status, {.about = "What becomes of it."}),
        field("notes", &Change::notes,
            {.max = longest_text,
                .in_bytes = true,
                .about = "Never shown to the applicant.",
                .example = "Invite her."}),
    };
};

namespace {

// As this caller sees it.
Application for_caller(const Context& c, Application application)
{
    application.resume = resume_address(c, application.id);
    if (!c.caller.may(Grant::decide)) application.notes = {};
    return application;
}

Application read(Context& c, const Uuid& id)
{
    if (auto found = store::find_application(c.sql, id, scope_of(c, Grant::decide)))
        return for_caller(c, std::move(*found));
    throw Problem{"not_found"};
}

// Among those of one status the time decides, as the index has it.
Page<Application> list(Context& c, const List& in)
{
    auto sorted = in.paging;
    if (sorted.ordering == "status") sorted.ordering = "status,applied_at";
    if (sorted.ordering == "-status") sorted.ordering = "-status,-applied_at";
    auto window = window_of(c, sorted, store::application_orders(), latest_first);
    auto slice = store::list_applications(c.sql, in.filter, scope_of(c, Grant::decide), window);
    for (auto& row : slice.rows) row = for_caller(c, std::move(row));
    return page_of(c, sorted, window, std::move(slice));
}

// --- Applying
// ----------------------------------------------------------------------------------------------------

void check_opening(Context& c, const Uuid& job, Faults& faults)
{
    auto opening = store::find_opening(c.sql, job, *c.caller.id);
    if (!opening || !opening->active) return faults.add("job_id", "application.no_active_job"_s);
    if (opening->applied) faults.add("job", "application.again"_s);
    else if (!opening->in_time) faults.add("job", "application.late"_s);
}

DocumentKind check_resume(const Upload& resume, const std::string& name, Faults& faults)
{
    auto taken = take_document(bytes_of_file(resume.file->get()), name);
    if (const auto* refusal = std::get_if<Key>(&taken)) return faults.add("resume", *refusal), DocumentKind{};
    auto kind = std::get<DocumentKind>(taken);
    if (kind == DocumentKind::pdf && asks_for_password(resume.file->get()))
        faults.add("resume", "document.encrypted"_s);
    return kind;
}

void keep_file(Context& c, const NewApplication& application, int descriptor, const FileFacts& facts)
{
    try {
        c.site.files.put(application.resume, descriptor, facts);
    } catch (const std::exception& error) { // a full disk, a store that is away
        log(Level::error, "storage", {{"what", std::string_view(error.what())}});
        throw Problem{"storage_unavailable"};
    }
}

// What was sent, checked and in the storage, though no row names it yet.
struct Prepared {
    NewApplication application;
    std::unique_ptr<Unclaimed> file; // goes again unless the application is made
};

// What is wrong beside what is among the faults already.
DocumentKind check(Context& c, const Apply& in, Faults& faults)
{
    auto kind = faults.fine("resume") ? check_resume(in.resume, clean_file_name(in.resume.name), faults)
                                      : DocumentKind{};
    if (in.wanted() && faults.fine("job_id") && faults.fine("job")) check_opening(c, *in.wanted(), faults);
    return kind;
}

Prepared prepared(Context& c, const Apply& in)
{
    Faults faults;
    auto job = *in.wanted();
    auto name = clean_file_name(in.resume.name);
    auto kind = check(c, in, faults);
    faults.end_if_any();

    auto facts = facts_of(in.resume.file->get());
    NewApplication application{.id = new_uuid(),
        .job = job,
        .applicant = *c.caller.id,
        .cover_letter = in.cover_letter,
        .resume = new_file_key("resumes"),
        .resume_name = name,
        .resume_kind = std::string(name_of(kind)),
        .resume_sha256 = facts.sha256,
        .resume_bytes = facts.bytes,
        .source = source_named(in.source)};
    auto file = std::make_unique<Unclaimed>(c.site.files, application.resume);
    keep_file(c, application, in.resume.file->get(), facts);
    return {std::move(application), std::move(file)};
}

// The file is safe before the row that names it; whatever goes wrong before the commit takes it away again.
Application apply(Context& c, Prepared& p)
{
    if (!store::add_application(c.sql, p.application)) {
        Faults faults;
        check_opening(c, p.application.job, faults);
        faults.end_if_any();
        throw Problem{"database_conflict"}; // open again meanwhile
    }
    auto out = read(c, p.application.id);
    p.file->claim();
    return out;
}

// --- Deciding
// ----------------------------------------------------------------------------------------------------

Key why_not(ApplicationStatus from)
{
    switch (from) {
    case ApplicationStatus::reviewed: return "application.reviewed"_s;
    case ApplicationStatus::accepted: return "application.accepted"_s;
    default: return "application.rejected"_s;
    }
}

Application change(Context& c, const Change& in)
{
    auto before = store::lock_decision(c.sql, in.which.id, scope_of(c, Grant::decide));
    if (!before) throw Problem{"not_found"};
    Decision after{.status = in.status.over(before->status), .notes = in.notes.over(before->notes)};
    if (!may_become(before->status, after.status)) throw invalid("status", why_not(before->status));
    store::decide(c.sql, in.which.id, *before, after);
    return read(c, in.which.id);
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_applications",
        .methods = Method::get,
        .path = "/api/v1/applications/",
        .also_at = "/api/v1/jobs/applications/",
        .summary = "Applications: one's own, those for one's jobs, or all for admins",
        .about = "Applicants see their own, employers those for their jobs, admins all.",
        .needs = signed_in,
        .rate = {"read_applications", 300, per_minute},
        .cache = no_store,
        .ordering = {order_names<store::application_orders>, latest_first},
        .answer = [](Context& c, const List& in) -> Page<Application> { return list(c, in); },
    },
    {
        .name = "read_application",
        .methods = Method::get,
        .path = "/api/v1/applications/{id}/",
        .also_at = "/api/v1/jobs/applications/{id}/",
        .thing = "application",
        .summary = "Read an application",
        .about = "One's own, or one for a job of one's own; for admins any.",
        .needs = signed_in,
        .rate = {"read_applications", 300, per_minute},
        .cache = private_copy,
        .answer = [](Context& c, const ById& in) -> Application { return read(c, in.id); },
    },
    {
        .name = "apply",
        .methods = Method::post,
        .path = "/api/v1/applications/",
        .also_at = "/api/v1/jobs/applications/",
        .summary = "Apply for a job with a cover letter and a résumé; once for each job",
        .about = "For accounts with the role `user`: once for each active job, until its deadline's "
                 "day has ended. The file goes best as multipart/form-data.",
        .needs = may(Grant::apply),
        .rate = {"apply", 300, per_hour},
        .cache = no_store,
        .pool = Pool::slow,
        .status = 201,
        .further_faults = [](Context& c, const Apply& in, Faults& faults) { check(c, in, faults); },
        .prepare = [](Context& c, const Apply& in) -> Prepared { return prepared(c, in); },
        .answer = [](Context& c, const Apply&, Prepared& p) -> Application { return apply(c, p); },
    },
    {
        .name = "update_application",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/applications/{id}/",
        .also_at = "/api/v1/jobs/applications/{id}/",
        .thing = "application",
        .summary = "Decide about an application for a job of one's own; admins about any",
        .about = "For the job's employer and admins. A pending application becomes reviewed, accepted "
                 "or rejected, a reviewed one accepted or rejected; those two are final.",
        .needs = may(Grant::decide),
        .rate = {"decide", 600, per_minute},
        .cache = no_store,
        .row = "applications",
        .answer = [](Context& c, const Change& in) -> Application { return change(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace applications
