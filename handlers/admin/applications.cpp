// Applications on the admin pages.
#include "admin.hpp"

#include "lib/store/admin/found.hpp"
#include "lib/store/hiring/applications.hpp"
#include "lib/store/hiring/resume_files.hpp"

namespace admin {

namespace {

constexpr std::string_view named =
    "coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), p.username)";

// More of a résumé's text is to be read in the file itself.
constexpr std::size_t longest_preview = 20'000; // bytes

std::vector<Column> columns()
{
    return {
        {"applicant", "Applicant", named},
        {"job", "Job", "j.title"},
        {.name = "employer", .label = "Employer", .sql = employer_named, .on_phones = false},
        {"status", "Status", "a.status", Show::badge, {"a.status", "text"}},
        {"applied", "Applied", "a.applied_at", Show::time, {"a.applied_at", "timestamptz"}},
        {"reviewed", "Reviewed", "a.reviewed_at", Show::time},
    };
}

std::vector<Filter> filters()
{
    return {
        {"status", "Status", Pick::choice, "a.status = :status", choices_of<ApplicationStatus>()},
        {"applied", "Applied", Pick::days, "a.applied_at"},
        {"reviewed", "Reviewed", Pick::days, "a.reviewed_at"},
        {"job", "One job", Pick::one, "a.job_id = :job::uuid"},
    };
}

// A page offers what the API would take.
bool may_become(std::string_view now, std::string_view then)
{
    auto from = parse<ApplicationStatus>(now), to = parse<ApplicationStatus>(then);
    return from && to && ::may_become(*from, *to);
}

std::vector<Group> groups()
{
    return {
        {"Application",
            {
                {.name = "applicant",
                    .label = "Applicant",
                    .sql = named,
                    .ask = Ask::shown,
                    .to = {"users", "p.id"}},
                {"email", "E-mail", "p.email", Ask::shown},
                {.name = "job", .label = "Job", .sql = "j.title", .ask = Ask::shown, .to = {"jobs", "j.id"}},
                {.name = "employer",
                    .label = "Employer",
                    .sql = employer_named,
                    .ask = Ask::shown,
                    .to = {"users", "u.id"}},
                {"applied_at", "Applied", "a.applied_at", Ask::shown, false, {}, {}, nullptr, Show::time},
                {"reviewed_at", "Reviewed", "a.reviewed_at", Ask::shown, false, {}, {}, nullptr, Show::time},
                {"cover_letter", "Cover letter", "a.cover_letter", Ask::shown, false, {}, {}, nullptr,
                    Show::prose},
                {"resume_name", "Résumé", "a.resume_name", Ask::shown},
            }},
        {"Decision",
            {
                {.name = "status",
                    .label = "Status",
                    .sql = "a.status",
                    .ask = Ask::choice,
                    .required = true,
                    .hint = "hint.decision"_s,
                    .choices = choices_of<ApplicationStatus>(),
                    .may_become = may_become},
                {"notes", "Notes", "a.notes", Ask::area, false, "hint.notes"_s},
            }},
    };
}

std::vector<Action> actions()
{
    return {
        {.name = "review",
            .label = "Mark as reviewed",
            .done = "reviewed",
            .endpoint = "update_application",
            .fixed = {{"status", "reviewed"}},
            .many = true,
            .only_when = "a.status = 'pending'",
            .at_once = true},
        {.name = "accept",
            .label = "Accept",
            .done = "accepted",
            .endpoint = "update_application",
            .fixed = {{"status", "accepted"}},
            .many = true,
            .warning = "decide.final"_s,
            .only_when = "a.status IN ('pending', 'reviewed')"},
        {.name = "reject",
            .label = "Reject",
            .done = "rejected",
            .endpoint = "update_application",
            .fixed = {{"status", "rejected"}},
            .many = true,
            .warning = "decide.final"_s,
            .only_when = "a.status IN ('pending', 'reviewed')"},
    };
}

// What the résumé looks like and says.
void extra(Context& c, const Uuid& id, View& view)
{
    auto below = "/admin/applications/" + to_text(id) + "/resume/";
    if (auto resume = store::find_resume_shown(c.sql, id, c.site.scanner.has_value())) {
        view["has_preview"] = true;
        view["resume"] = below;
        view["resume_text"] = beginning(std::string(trimmed(resume->content)), longest_preview);
        if (resume->thumbnail) view["first_page"] = below + "first-page/";
    }
    View link;
    link["href"] = below;
    link["label"] = "Download the résumé";
    view["links"] = kainjow::mustache::list{link};
}

} // namespace

const Resource& applications()
{
    static const Resource resource{
        .name = "applications",
        .one = "application",
        .many = "Applications",
        .base = "applications a",
        .joins = "JOIN jobs j ON j.id = a.job_id JOIN users u ON u.id = j.employer_id "
                 "JOIN users p ON p.id = a.applicant_id",
        .id = "a.id",
        .title = "p.username || ' for ' || j.title",
        .about = "none.applications"_s,
        .columns = columns(),
        .sorted = "-applied",
        .filters = filters(),
        .search = store::applications_found,
        .search_hint = "Applicant, job or cover letter",
        .groups = groups(),
        .update = "update_application",
        .actions = actions(),
        .extra = extra,
    };
    return resource;
}

namespace {

Text first_page(Context& c, const Uuid& id)
{
    auto resume = store::find_resume_shown(c.sql, id, c.site.scanner.has_value());
    if (!resume || !resume->thumbnail) throw Problem{"not_found"};
    auto delivery = c.site.files.deliver(*resume->thumbnail, "image/jpeg", "inline");
    c.status = delivery.status;
    c.headers.insert(c.headers.end(), delivery.headers.begin(), delivery.headers.end());
    return {};
}

} // namespace

constexpr Endpoint list_of_application_endpoints[] = {
    {
        .name = "admin_fetch_resume",
        .methods = Method::get,
        .path = "/admin/applications/{id}/resume/",
        .summary = "The résumé of an application, as a file to save",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .other_status = 206,
        .media = any_media,
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text {
            auto call = prepare_call(c, "fetch_resume", id_of(in), {}, c.caller);
            auto response = finish(c, call);
            c.status = response.status;
            return {response.body};
        },
    },
    {
        .name = "admin_first_page_of_resume",
        .methods = Method::get,
        .path = "/admin/applications/{id}/resume/first-page/",
        .summary = "What the résumé of an application looks like, if it is a PDF",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .other_status = 206,
        .media = any_media,
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text { return first_page(c, id_of(in)); },
    },
};
static_assert(consistent(list_of_application_endpoints));
extern const Module application_endpoints{list_of_application_endpoints};

} // namespace admin
