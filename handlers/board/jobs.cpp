// Jobs: lists, search and single postings, and what employers do with them.
#include "lib/base/net/networks.hpp"
#include "lib/base/text.hpp"
#include "lib/store/board/job_changes.hpp"
#include "lib/store/board/visits.hpp"
#include "lib/web/shape/page.hpp"
#include "lib/web/shape/scope.hpp"
#include "lib/web/shape/source.hpp"

#include <array>

namespace jobs {

struct List {
    JobFilter filter;
    bool include_deleted = false;
    Paging paging;

    static constexpr auto fields = std::tuple{
        fields_of(&List::filter),
        field("include_deleted", &List::include_deleted,
            {.in = In::query,
                .about = "Deleted ones too; for admins, ignored from others.",
                .example = "false"}),
        fields_of(&List::paging),
    };
};

struct ById {
    Uuid id;
    bool include_deleted = false;
    static constexpr auto fields = std::tuple{
        field("id", &ById::id, {.in = In::path, .about = "The job's id."}),
        field("include_deleted", &ById::include_deleted,
            {.in = In::query,
                .about = "Deleted ones too; for admins, ignored from others.",
                .example = "false"}),
    };
};

struct Read {
    ById which;
    NamedSource from;
    static constexpr auto fields = std::tuple{fields_of(&Read::which), fields_of(&Read::from)};
};

constexpr std::string_view newest_first = "-created_at";
constexpr long long longest_text = 20'000, highest_salary = 99'999'999;

// A job as POST takes it.
struct NewJob {
    std::string title, description, requirements, location;
    Uuid category;
    JobType job_type = JobType::full_time;
    std::optional<Money> salary_min, salary_max;
    JobStatus status = JobStatus::draft;
    std::optional<Date> application_deadline;
    bool is_featured = false;

    static constexpr std::string_view schema_name = "JobContent";
    static constexpr std::string_view schema_about = "All that an employer says of a job.";
    static constexpr auto fields = std::tuple{
        field("title", &NewJob::title,
            {.max = 200, .about = "What is advertised.", .example = "C++ developer"}),
        field("description", &NewJob::description,
            {.max = longest_text,
                .in_bytes = true,
                .about = "What the work is.",
                .example = "You build the back end of our board."}),
        field("requirements", &NewJob::requirements,
            {.max = longest_text,
                .in_bytes = true,
                .about = "What somebody needs for it.",
                .example = "Five years of C++."}),
        field("category", &NewJob::category,
            {.about = "The id of a category, or the object that reading a job gives."}),
        field(
            "location", &NewJob::location, {.max = 100, .about = "Where the work is.", .example = "Berlin"}),
        field("job_type", &NewJob::job_type, {.defaulted = true, .about = "How somebody is employed."}),
        field("salary_min", &NewJob::salary_min,
            {.min = 0,
                .max = highest_salary,
                .about = "The least that is paid, as a number or, to the hundredth, as text; not above "
                         "`salary_max`.",
                .example = "60000.00"}),
        field("salary_max", &NewJob::salary_max,
            {.min = 0, .max = highest_salary, .about = "The most that is paid.", .example = "80000.00"}),
        field("status", &NewJob::status, {.defaulted = true, .about = "Whether it is shown to everybody."}),
        field("application_deadline", &NewJob::application_deadline,
            {.about = "The last day on which applications are taken, in the board's time zone. A new one "
                      "must not be past."}),
        field("is_featured", &NewJob::is_featured,
            {.defaulted = true, .about = "Set by admins; ignored from others.", .example = "false"}),
    };
};

// What PATCH changes of it; PUT sends the whole.
struct Update {
    ById which;
    Patch<std::string> title, description, requirements, location;
    Patch<Uuid> category;
    Patch<JobType> job_type;
    Patch<std::optional<Money>> salary_min, salary_max;
    Patch<JobStatus> status;
    Patch<std::optional<Date>> application_deadline;
    Patch<bool> is_featured;

    static constexpr std::string_view schema_name = "JobChange";
    using Whole = NewJob; // what PUT takes
    static constexpr std::string_view schema_about = "What changes of a job; the rest stays.";
    static constexpr auto fields = std::tuple{
        fields_of(&Update::which),
        field("title", &Update::title,
            {.max = 200, .about = "What is advertised.", .example = "C++ developer"}),
        field("description", &Update::description,
            {.max = longest_text,
                .in_bytes = true,
                .about = "What the work is.",
                .example = "You build the back end of our board."}),
        field("requirements", &Update::requirements,
            {.max = longest_text,
                .in_bytes = true,
                .about = "What somebody needs for it.",
                .example = "Five years of C++."}),
        field("category", &Update::category,
            {.about = "The id of a category, or the object that reading a job gives."}),
        field(
            "location", &Update::location, {.max = 100, .about = "Where the work is.", .example = "Berlin"}),
        field("job_type", &Update::job_type, {.defaulted = true, .about = "How somebody is employed."}),
        field("salary_min", &Update::salary_min,
            {.min = 0,
                .max = highest_salary,
                .about = "The least that is paid, as a number or, to the hundredth, as text; not above "
                         "`salary_max`.",
                .example = "60000.00"}),
        field("salary_max", &Update::salary_max,
            {.min = 0, .max = highest_salary, .about = "The most that is paid.", .example = "80000.00"}),
        field("status", &Update::status, {.defaulted = true, .about = "Whether it is shown to everybody."}),
        field("application_deadline", &Update::application_deadline,
            {.about = "The last day on which applications are taken, in the board's time zone. A new one "
                      "must not be past."}),
        field("is_featured", &Update::is_featured,
            {.defaulted = true, .about = "Set by admins; ignored from others.", .example = "false"}),
    };
};

namespace {

Scope scope_of(const Context& c, bool include_deleted = false)
{
    auto scope = ::scope_of(c, Grant::post_jobs);
    scope.deleted_too = include_deleted && scope.everything;
    return scope;
}

// Relevance is no column: it is the order of a search that asks for no other.
Page<Job> list(Context& c, const List& in)
{
    if (in.filter.status && *in.filter.status != JobStatus::active && !c.caller.id)
        throw Problem{"not_authenticated"};
    auto sorted = in.paging;
    if (sorted.ordering == "relevance" || sorted.ordering == "-relevance") sorted.ordering.reset();
    auto window = window_of(c, sorted, store::job_orders(), in.filter.search ? "" : newest_first);
    try {
        auto slice = store::list_jobs(c.sql, c.copy, in.filter, scope_of(c, in.include_deleted), window);
        if (c.caller.id) store::mark_saved(c.sql, *c.caller.id, slice.rows);
        return page_of(c, sorted, window, std::move(slice));
    } catch (const DatabaseError& error) {
        if (error.sqlstate != given_up || !in.filter.search) throw;
        throw Problem{.code = "database_timeout", .sentence = "search.takes_too_long"_s};
    } catch (const NothingAsked&) {
        throw invalid("search", "search.needs_a_word"_s);
    } catch (const UnknownFilter& unknown) {
        throw invalid(
            unknown.parameter, unknown.parameter == "employer" ? "employer.unknown"_s : "category.unknown"_s);
    }
}

JobDetail read(Context& c, const ById& in)
{
    if (auto job = store::find_job(c.copy, in.id, scope_of(c, in.include_deleted))) return *job;
    throw Problem{"not_found"};
}

// Told by account or by network: whoever changes how their browser calls itself is no other visitor.
std::string visitor_of(const Context& c)
{
    return c.caller.id ? to_text(*c.caller.id) : network_of(c.request.remote_address);
}

// Visits that this worker has written down lately: somebody who reads a job again and again costs one row.
// What is written twice all the same is counted once, see store::add_up_visits.
std::size_t& place_of(std::size_t visit)
{
    static std::array<std::size_t, 16384> lately{};
    return lately[visit % lately.size()];
}

JobDetail visit(Context& c, const Read& read_from)
{
    const auto& in = read_from.which;
    auto agent = c.request.header("user-agent").value_or("");
    if (c.request.method != "GET" || is_bot(agent)) return read(c, in);
    auto visitor = visitor_of(c);
    auto half_hour = now().time_since_epoch() / std::chrono::minutes(30);
    auto visit = std::hash<std::string>()(fmt::format("{} {} {}", to_text(in.id), half_hour, visitor));
    if (place_of(visit) == visit) return read(c, in);
    // The digest is of no use to anybody without the key.
    Visit noted{
        fingerprint(fmt::format("{} {}", c.site.secret_key.reveal(), visitor)), source_of(c, read_from.from)};
    auto scope = scope_of(c, in.include_deleted);
    bool elsewhere = &c.copy != &c.sql;
    auto job =
        elsewhere ? store::find_job(c.copy, in.id, scope) : store::visit_job(c.sql, in.id, scope, noted);
    if (!job) throw Problem{"not_found"};
    if (elsewhere) store::note_visit(c.sql, in.id, scope, noted);
    place_of(visit) = visit;
    return *job;
}

// Rules of the job as it is to be, and as it was, if it was. Those of single fields hold, except where they
// are among the faults already; the database's own hold in any case.
void check(Context& c, const JobText& job, const std::optional<JobText>& before, Faults& faults)
{
    bool pay = faults.fine("salary_min") && faults.fine("salary_max");
    if (pay && job.salary_min && job.salary_max && *job.salary_min > *job.salary_max)
        faults.add("salary_max", "salary.order"_s);
    auto same = [&](auto member) { return before && (*before).*member == job.*member; };
    bool category = faults.fine("category") && !same(&JobText::category);
    bool deadline = faults.fine("application_deadline") && !same(&JobText::application_deadline);
    if (!category && !deadline) return;
    auto known = store::check_references(c.sql, job.category, job.application_deadline);
    if (category && !known.category) faults.add("category", "category.unknown"_s);
    if (deadline && !known.open) faults.add("application_deadline", "must_not_be_past"_s);
}

JobText text_of(const Context& c, const NewJob& in)
{
    return {in.category, in.title, in.description, in.requirements, in.location, in.job_type, in.salary_min,
        in.salary_max, in.status, in.application_deadline,
        in.is_featured && c.caller.may(Grant::feature_jobs)};
}

JobDetail add(Context& c, const NewJob& in)
{
    auto job = text_of(c, in);
    Faults faults;
    check(c, job, std::nullopt, faults);
    faults.end_if_any();
    auto id = new_uuid();
    store::add_job(c.sql, id, c.caller.owner_of_new(), job);
    return read(c, {.id = id});
}

// Somebody else's job is none of one's business, unless it is there for everybody to see.
[[noreturn]] void refuse_other(Context& c, const Uuid& id)
{
    bool visible = store::find_job(c.sql, id, scope_of(c)).has_value();
    throw Problem{visible ? "permission_denied" : "not_found"};
}

JobText locked(Context& c, const Uuid& id)
{
    if (auto job = store::lock_job(c.sql, id, scope_of(c))) return *job;
    refuse_other(c, id);
}

JobText changed(const Context& c, const JobText& before, const Update& in)
{
    auto featured =
        c.caller.may(Grant::feature_jobs) ? in.is_featured.over(before.is_featured) : before.is_featured;
    return {in.category.over(before.category), in.title.over(before.title),
        in.description.over(before.description), in.requirements.over(before.requirements),
        in.location.over(before.location), in.job_type.over(before.job_type),
        in.salary_min.over(before.salary_min), in.salary_max.over(before.salary_max),
        in.status.over(before.status), in.application_deadline.over(before.application_deadline), featured};
}

JobDetail update(Context& c, const Update& in)
{
    auto before = locked(c, in.which.id);
    auto after = changed(c, before, in);
    Faults faults;
    check(c, after, before, faults);
    faults.end_if_any();
    store::change_job(c.sql, in.which.id, before, after);
    return read(c, {.id = in.which.id});
}

Nothing remove(Context& c, const ById& in)
{
    if (!store::delete_job(c.sql, in.id, scope_of(c))) refuse_other(c, in.id);
    return {};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_jobs",
        .methods = Method::get,
        .path = "/api/v1/jobs/",
        .summary = "List and search active jobs",
        .about = "Active jobs; employers who send a token see their own drafts and closed jobs as "
                 "well, admins all jobs. All filters combine. A search without `ordering` shows the "
                 "best matches first.",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .ordering = {order_names<store::job_orders>, newest_first, "relevance"},
        .from_copy = true,
        .metered = true,
        .answer = [](Context& c, const List& in) -> Page<Job> { return list(c, in); },
    },
    {
        .name = "list_featured_jobs",
        .methods = Method::get,
        .path = "/api/v1/jobs/featured/",
        .summary = "The newest ten featured jobs",
        .about = "Active jobs that admins put in front of others, newest first, as a plain array.",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .topic = "featured",
        .answer = [](Context& c, const Nothing&) -> std::vector<Job> { return store::featured_jobs(c.sql); },
    },
    {
        .name = "read_job",
        .methods = Method::get,
        .path = "/api/v1/jobs/{id}/",
        .thing = "job",
        .summary = "Read one job",
        .about = "An active job, for anybody; a draft or closed one for its employer and admins, who "
                 "send a token. Each visitor counts once in half an hour.",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = private_copy, // each visit is counted, and has_applied is the caller's own
        .from_copy = true,
        .answer = [](Context& c, const Read& in) -> JobDetail { return visit(c, in); },
    },
    {
        .name = "add_job",
        .methods = Method::post,
        .path = "/api/v1/jobs/",
        .summary = "Post a job; its employer is the caller",
        .about = "The job is a draft unless `status` says otherwise, and its employer is the caller.",
        .needs = may(Grant::post_jobs),
        .rate = {"post_job", 600, per_hour},
        .cache = no_store,
        .status = 201,
        .further_faults = [](Context& c, const NewJob& in,
                              Faults& faults) { check(c, text_of(c, in), std::nullopt, faults); },
        .answer = [](Context& c, const NewJob& in) -> JobDetail { return add(c, in); },
    },
    {
        .name = "update_job",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/jobs/{id}/",
        .thing = "job",
        .summary = "Change a job of one's own, the whole or some of it; admins any",
        .about = "`PATCH` changes the fields that it names; `PUT` takes the whole, and what reading "
                 "the job gave can be put back. The rules hold for the job as it becomes.",
        .needs = may(Grant::post_jobs),
        .rate = {"change_job", 600, per_hour},
        .cache = no_store,
        .row = "jobs",
        .further_faults =
            [](Context& c, const Update& in, Faults& faults) {
                auto before = store::find_job_text(c.sql, in.which.id, scope_of(c));
                if (!before) refuse_other(c, in.which.id);
                check(c, changed(c, *before, in), before, faults);
            },
        .answer = [](Context& c, const Update& in) -> JobDetail { return update(c, in); },
    },
    {
        .name = "delete_job",
        .methods = Method::del,
        .path = "/api/v1/jobs/{id}/",
        .thing = "job",
        .summary = "Delete a job of one's own; admins any",
        .about = "The job is gone for everybody but admins, who find it with `include_deleted`. Its "
                 "applications stay.",
        .needs = may(Grant::post_jobs),
        .rate = {"change_job", 600, per_hour},
        .cache = no_store,
        .row = "jobs",
        .answer = [](Context& c, const ById& in) -> Nothing { return remove(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace jobs
