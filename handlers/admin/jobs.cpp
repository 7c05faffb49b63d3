// Jobs on the admin pages.
#include "admin.hpp"

#include "lib/store/admin/found.hpp"
#include "lib/store/board/jobs.hpp"

namespace admin {

namespace {

const std::vector<Column>& columns()
{
    static const std::vector<Column> all{
        {"title", "Title", "j.title", Show::text, {"j.title", "text"}},
        {"employer", "Employer", employer_named},
        {.name = "category", .label = "Category", .sql = "c.name", .on_phones = false},
        {"location", "Location", "j.location"},
        {.name = "type", .label = "Type", .sql = "j.job_type", .on_phones = false},
        {"status", "Status", "j.status", Show::badge},
        {"featured", "Featured", "j.is_featured", Show::flag},
        {"views", "Views", "f.views_count", Show::number,
            {"f.views_count", "bigint", "job_figures f JOIN jobs j ON j.id = f.job_id", "f.job_id"}},
        {"created", "Created", "j.created_at", Show::time, {"j.created_at", "timestamptz"}},
    };
    return all;
}

std::vector<Filter> filters()
{
    return {
        {"status", "Status", Pick::choice, "j.status = :status", choices_of<JobStatus>()},
        {"type", "Type", Pick::choice, "j.job_type = :type", choices_of<JobType>()},
        {"category", "Category", Pick::choice, store::jobs_below_category, {}, store::category_choices},
        {"featured", "Featured", Pick::yes, "j.is_featured = :featured::boolean"},
        {"created", "Created", Pick::days, "j.created_at"},
    };
}

std::vector<Group> groups()
{
    return {
        {"Posting",
            {
                {"title", "Title", "j.title", Ask::text, true},
                {"description", "Description", "j.description", Ask::area, true},
                {"requirements", "Requirements", "j.requirements", Ask::area, true},
            }},
        {"Place and kind",
            {
                {"category", "Category", "j.category_id", Ask::choice, true, {}, {}, store::category_choices},
                {"location", "Location", "j.location", Ask::text, true},
                {"job_type", "Type", "j.job_type", Ask::choice, true, {}, choices_of<JobType>()},
            }},
        {"Pay",
            {
                {"salary_min", "From", "j.salary_min", Ask::money},
                {"salary_max", "To", "j.salary_max", Ask::money},
            }},
        {"Publication",
            {
                {.name = "status",
                    .label = "Status",
                    .sql = "j.status",
                    .ask = Ask::choice,
                    .required = true,
                    .choices = choices_of<JobStatus>(),
                    .first = "draft"},
                {"application_deadline", "Apply until", "j.application_deadline", Ask::day, false,
                    "hint.deadline"_s},
                {"is_featured", "Featured", "j.is_featured", Ask::yes},
            }},
        {"Facts",
            {
                {.name = "employer",
                    .label = "Employer",
                    .sql = employer_named,
                    .ask = Ask::shown,
                    .to = {"users", "u.id"}},
                {"views", "Views", "f.views_count", Ask::shown, false, {}, {}, nullptr, Show::number},
                {"applied", "Applications", "f.application_count", Ask::shown, false, {}, {}, nullptr,
                    Show::number},
                {"created", "Created", "j.created_at", Ask::shown, false, {}, {}, nullptr, Show::time},
                {"updated", "Updated", "j.updated_at", Ask::shown, false, {}, {}, nullptr, Show::time},
            }},
    };
}

std::vector<Group> create_groups()
{
    auto out = groups();
    FormField employer{.name = "employer", .label = "Employer", .sql = "", .hint = "hint.employer"_s};
    out.insert(out.begin(), {"Whose", {employer}});
    return out;
}

std::vector<Action> actions()
{
    return {
        {.name = "activate",
            .label = "Activate",
            .done = "active",
            .endpoint = "update_job",
            .fixed = {{"status", "active"}},
            .many = true,
            .only_when = "j.status <> 'active'",
            .at_once = true,
            .undo = "close",
            .undo_when = "j.status = 'closed'"},
        {.name = "close",
            .label = "Close",
            .done = "closed",
            .endpoint = "update_job",
            .fixed = {{"status", "closed"}},
            .many = true,
            .only_when = "j.status <> 'closed'",
            .at_once = true,
            .undo = "activate",
            .undo_when = "j.status = 'active'"},
        {.name = "feature",
            .label = "Feature",
            .done = "featured",
            .endpoint = "update_job",
            .fixed = {{"is_featured", "true"}},
            .many = true,
            .only_when = "NOT j.is_featured",
            .at_once = true,
            .undo = "unfeature",
            .undo_when = "NOT j.is_featured"},
        {.name = "unfeature",
            .label = "Unfeature",
            .done = "no longer featured",
            .endpoint = "update_job",
            .fixed = {{"is_featured", "false"}},
            .many = true,
            .only_when = "j.is_featured",
            .at_once = true,
            .undo = "feature",
            .undo_when = "j.is_featured"},
        {.name = "delete",
            .label = "Delete",
            .done = "deleted",
            .endpoint = "delete_job",
            .risky = true,
            .many = true,
            .warning = "delete.job"_s},
    };
}

void applications_of(Context&, const Uuid& id, View& view)
{
    kainjow::mustache::list links;
    View link;
    link["href"] = "/admin/applications/?job=" + to_text(id);
    link["label"] = "Its applications";
    links.push_back(link);
    view["links"] = links;
}

} // namespace

const Resource& jobs()
{
    static const Resource resource{
        .name = "jobs",
        .one = "job",
        .many = "Jobs",
        .base = "jobs j",
        .joins = "JOIN categories c ON c.id = j.category_id JOIN users u ON u.id = j.employer_id "
                 "JOIN job_figures f ON f.job_id = j.id",
        .id = "j.id",
        .title = "j.title",
        .where = "j.deleted_at IS NULL",
        .about = "none.jobs"_s,
        .columns = columns(),
        .sorted = "-created",
        .filters = filters(),
        .search = store::jobs_found,
        .search_hint = "Title, description, location or employer",
        .groups = groups(),
        .create_groups = create_groups(),
        .create = "add_job",
        .update = "update_job",
        .owner = "employer",
        .actions = actions(),
        .extra = applications_of,
    };
    return resource;
}

} // namespace admin
