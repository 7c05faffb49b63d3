// What came of jobs, for their employers: views, applications, and where they come from.
#include "lib/store/board/reach/analytics.hpp"

#include "lib/store/hiring/applications.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/addresses.hpp"
#include "lib/web/shape/scope.hpp"

namespace analytics {

constexpr int days_unless_asked = 30, most_days = 366, shown_of_each = 5;

struct Period {
    std::optional<Date> from, to;
    static constexpr auto fields = std::tuple{
        field("from", &Period::from,
            {.in = In::query,
                .about = "The first day; thirty days before the last, if nothing is said.",
                .example = "2027-01-01"}),
        field("to", &Period::to,
            {.in = In::query, .about = "The last day; today, if nothing is said.", .example = "2027-01-31"}),
    };
};

struct OfJob {
    Uuid id;
    Period period;
    static constexpr auto fields = std::tuple{
        field("id", &OfJob::id, {.in = In::path, .about = "The job's id."}), fields_of(&OfJob::period)};
};

struct JobAnalytics {
    JobFigures figures;
    Money conversion_rate;
    std::vector<SourceFigures> sources;
    std::vector<DayFigures> daily;

    static constexpr std::string_view schema_name = "JobAnalytics";
    static constexpr std::string_view schema_about = "What came of a job.";
    static constexpr auto fields = std::tuple{
        fields_of(&JobAnalytics::figures),
        field("conversion_rate", &JobAnalytics::conversion_rate,
            {.about = "Applications for each hundred visitors.", .example = "5.00"}),
        field("sources", &JobAnalytics::sources, {.about = "Where they come from, most visitors first."}),
        field("daily", &JobAnalytics::daily, {.about = "Each day of the period, or of the last thirty."}),
    };
};

// --- The dashboard

struct JobNumbers {
    long long total = 0, active = 0, draft = 0, closed = 0, pending_approval = 0;
    static constexpr std::string_view schema_name = "JobNumbers", schema_about = "Jobs by their status.";
    static constexpr auto fields = std::tuple{
        field("total", &JobNumbers::total, {.about = "All.", .example = "12"}),
        field("active", &JobNumbers::active, {.about = "Those that are shown to everybody.", .example = "8"}),
        field("draft", &JobNumbers::draft, {.about = "Drafts.", .example = "1"}),
        field("closed", &JobNumbers::closed, {.about = "Those that are closed.", .example = "3"}),
        field("pending_approval", &JobNumbers::pending_approval,
            {.about = "Those that wait for approval: none where nothing has to be approved.",
                .example = "0"}),
    };
};
struct ApplicationNumbers {
    long long total = 0, pending = 0, accepted = 0, rejected = 0;
    static constexpr std::string_view schema_name = "ApplicationNumbers",
                                      schema_about = "Applications by what became of them.";
    static constexpr auto fields = std::tuple{
        field("total", &ApplicationNumbers::total, {.about = "All.", .example = "40"}),
        field("pending", &ApplicationNumbers::pending,
            {.about = "Nobody has decided about them.", .example = "9"}),
        field("accepted", &ApplicationNumbers::accepted, {.about = "Accepted.", .example = "4"}),
        field("rejected", &ApplicationNumbers::rejected, {.about = "Rejected.", .example = "20"}),
    };
};
struct ViewNumbers {
    long long total = 0, unique = 0;
    static constexpr std::string_view schema_name = "ViewNumbers", schema_about = "Visitors of jobs.";
    static constexpr auto fields = std::tuple{
        field("total", &ViewNumbers::total,
            {.about = "A visitor of a job counts once a day.", .example = "900"}),
        field("unique", &ViewNumbers::unique, {.about = "The same.", .example = "900"}),
    };
};
struct EmployerStatistics {
    JobNumbers jobs;
    ApplicationNumbers applications;
    ViewNumbers views;
    static constexpr std::string_view schema_name = "EmployerStatistics",
                                      schema_about = "Numbers of an employer.";
    static constexpr auto fields = std::tuple{
        field("jobs", &EmployerStatistics::jobs, {.about = "Of jobs."}),
        field("applications", &EmployerStatistics::applications, {.about = "Of applications."}),
        field("views", &EmployerStatistics::views, {.about = "Of visitors."}),
    };
};
struct Funnel {
    long long views = 0, applications = 0, reviewed = 0, accepted = 0;
    static constexpr std::string_view schema_name = "VisitorFunnel", schema_about = "How far visitors come.";
    static constexpr auto fields = std::tuple{
        field("views", &Funnel::views, {.about = "Visitors.", .example = "900"}),
        field("applications", &Funnel::applications, {.about = "Who applied.", .example = "40"}),
        field("reviewed", &Funnel::reviewed,
            {.about = "Whose application was looked at or decided.", .example = "31"}),
        field("accepted", &Funnel::accepted, {.about = "Who was accepted.", .example = "4"}),
    };
};
struct EmployerDashboard {
    EmployerStatistics statistics;
    std::vector<Job> recent_jobs;
    std::vector<Application> recent_applications;
    std::vector<Job> top_jobs;
    Funnel funnel;
    std::optional<Money> time_to_first_answer;
    std::vector<DayFigures> series;
    static constexpr std::string_view schema_name = "EmployerDashboard",
                                      schema_about = "What an employer has going on.";
    static constexpr auto fields = std::tuple{
        field("statistics", &EmployerDashboard::statistics, {.about = "In numbers."}),
        field("recent_jobs", &EmployerDashboard::recent_jobs, {.about = "The latest five."}),
        field("recent_applications", &EmployerDashboard::recent_applications, {.about = "The latest five."}),
        field("top_jobs", &EmployerDashboard::top_jobs, {.about = "The five with the most applications."}),
        field("funnel", &EmployerDashboard::funnel, {.about = "How far visitors come."}),
        field("time_to_first_answer", &EmployerDashboard::time_to_first_answer,
            {.about = "Half of all applications were answered within so many days; null when none was.",
                .example = "2.50"}),
        field("series", &EmployerDashboard::series, {.about = "Each of the last thirty days."}),
    };
};

namespace {

Days days_of(Context& c, const Period& period)
{
    auto last = std::chrono::sys_days(period.to ? *period.to : store::today(c.sql));
    auto first =
        period.from ? std::chrono::sys_days(*period.from) : last - std::chrono::days(days_unless_asked - 1);
    auto named = period.to ? "to" : "from"; // what a client can change
    if (last < first) throw invalid(named, "period.before"_s);
    if ((last - first).count() >= most_days)
        throw invalid(named, Said("period.too_long"_s, {{"max", most_days}}));
    return {Date(first), Date(last)};
}

JobAnalytics of_job(Context& c, const OfJob& in)
{
    auto days = days_of(c, in.period);
    auto asked = in.period.from || in.period.to ? std::optional(days) : std::nullopt;
    auto figures = store::job_figures(c.sql, in.id, asked, scope_of(c, Grant::post_jobs));
    if (!figures) throw Problem{"not_found"};
    Money rate{figures->total_views ? 10'000 * figures->total_applications / figures->total_views : 0};
    return {*figures, rate, store::job_sources(c.sql, in.id, asked), store::job_days(c.sql, in.id, days)};
}

std::vector<Application> recent_applications(Context& c, const Scope& scope)
{
    Window<Application> latest{.order = {{&store::application_orders()[0], true}}, .size = shown_of_each};
    auto rows = store::list_applications(c.sql, {}, scope, latest).rows;
    for (auto& row : rows) row.resume = resume_address(c, row.id);
    return rows;
}

// Of one's own jobs alone, also for admins: adding up everybody's would cost more with every job there is.
EmployerDashboard dashboard(Context& c)
{
    Scope scope{.caller = c.caller.id, .own = true};
    auto n = store::employer_figures(c.sql, scope);
    return {
        .statistics = {{n.jobs, n.active, n.draft, n.closed, 0},
            {n.applications, n.pending, n.accepted, n.rejected}, {n.views, n.views}},
        .recent_jobs = store::recent_jobs(c.sql, scope, shown_of_each),
        .recent_applications = recent_applications(c, scope),
        .top_jobs = store::top_jobs(c.sql, scope, shown_of_each),
        .funnel = {n.views, n.applications, n.reviewed + n.accepted + n.rejected, n.accepted},
        .time_to_first_answer = n.days_to_first_answer,
        .series = store::employer_days(c.sql, days_of(c, {}), scope),
    };
}

} // namespace

constexpr Rate reading{"analytics", 120, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "read_job_analytics",
        .methods = Method::get,
        .path = "/api/v1/jobs/{id}/analytics/",
        .thing = "job",
        .summary = "What came of a job: visitors, applications, and where they come from",
        .about =
            "For the job's employer and admins. Of the whole life of the job unless a period is asked for; "
            "`daily` is then of the last thirty days.",
        .needs = may(Grant::post_jobs),
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const OfJob& in) -> JobAnalytics { return of_job(c, in); },
    },
    {
        .name = "read_employer_dashboard",
        .methods = Method::get,
        .path = "/api/v1/jobs/employer/dashboard/",
        .summary = "What an employer has going on",
        .about = "Of one's own jobs. The whole board's numbers are on the pages for admins.",
        .needs = may(Grant::post_jobs),
        .rate = reading,
        .cache = no_store,
        .answer = [](Context& c, const Nothing&) -> EmployerDashboard { return dashboard(c); },
    },
};
static_assert(consistent(list_of_endpoints));

extern constexpr Module endpoints{list_of_endpoints};

} // namespace analytics
