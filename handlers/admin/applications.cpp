// Applications on the admin pages.
#include "admin.hpp"

#include "lib/store/admin/found.hpp"
#include "lib/store/hiring/applications.hpp"

namespace admin {

namespace {

std::vector<Column> columns()
{
    return {
        {"applicant", "Applicant",
            "coalesce(nullif(trim(p.first_name || ' ' || p.last_name), ''), p.username)"},
        {"job", "Job", "j.title"},
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

std::vector<Group> groups()
{
    return {
        {"Decision",
            {
                {"status", "Status", "a.status", Ask::choice, true, "hint.decision"_s,
                    choices_of<ApplicationStatus>()},
                {"notes", "Notes", "a.notes", Ask::area, false, "hint.notes"_s},
            }},
        {"Application",
            {
                {"applicant", "Applicant", "p.username", Ask::shown},
                {"email", "E-mail", "p.email", Ask::shown},
                {"job", "Job", "j.title", Ask::shown},
                {"employer", "Employer", "u.username", Ask::shown},
                {"applied_at", "Applied", "a.applied_at", Ask::shown, false, {}, {}, nullptr, Show::time},
                {"reviewed_at", "Reviewed", "a.reviewed_at", Ask::shown, false, {}, {}, nullptr, Show::time},
                {"cover_letter", "Cover letter", "a.cover_letter", Ask::shown},
                {"resume_name", "Résumé", "a.resume_name", Ask::shown},
            }},
    };
}

void history(Context& c, const Uuid& id, View& view)
{
    kainjow::mustache::list steps, links;
    for (const auto& step : store::application_history(c.sql, id)) {
        View item;
        item["what"] = step.from_status + " → " + step.to_status;
        item["by"] = step.username;
        item["at"] = exact_text(step.changed_at).replace(10, 1, " ").substr(0, 16);
        steps.push_back(item);
    }
    View link;
    link["href"] = "/admin/applications/" + to_text(id) + "/resume/";
    link["label"] = "Download the résumé";
    links.push_back(link);
    view["links"] = links;
    view["has_history"] = !steps.empty();
    view["history"] = steps;
}

std::string changed_since(Context& c, const Uuid& id, Time seen)
{
    auto steps = store::application_history(c.sql, id);
    return !steps.empty() && steps.back().changed_at >= seen ? steps.back().username : "";
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
        .extra = history,
        .changed_since = changed_since,
    };
    return resource;
}

} // namespace admin
