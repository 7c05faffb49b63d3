// Categories on the admin pages.
#include "admin.hpp"

#include "lib/store/admin/found.hpp"
#include "lib/store/board/category_changes.hpp"

namespace admin {

namespace {

std::vector<Column> columns()
{
    return {
        {"name", "Name", "c.name", Show::text, {"c.name", "text"}},
        {"parent", "Parent category", "p.name"},
        {"jobs", "Active jobs", store::active_jobs_below, Show::number},
        {"slug", "Slug", "c.slug", Show::text, {"c.slug", "text"}},
        {"created", "Created", "c.created_at", Show::time, {"c.created_at", "timestamptz"}},
    };
}

std::vector<Filter> filters()
{
    return {
        {"parent", "Parent category", Pick::choice, "c.parent_id = :parent::uuid", {},
            store::category_choices},
        {"root", "Top level", Pick::yes, "(c.parent_id IS NULL) = :root::boolean"},
        {"created", "Created", Pick::days, "c.created_at"},
    };
}

std::vector<Group> groups()
{
    return {
        {"Category",
            {
                {"name", "Name", "c.name", Ask::text, true},
                {"slug", "Slug", "c.slug", Ask::text, false, "hint.slug"_s},
                {"parent", "Parent category", "c.parent_id", Ask::choice, false, {}, {},
                    store::category_choices},
                {"description", "Description", "c.description", Ask::area},
            }},
        {"Facts",
            {
                {"path", "Path", "c.full_path", Ask::shown},
                {"jobs", "Active jobs, with those below", store::active_jobs_below, Ask::shown, false, {}, {},
                    nullptr, Show::number},
                {"created", "Created", "c.created_at", Ask::shown, false, {}, {}, nullptr, Show::time},
                {"updated", "Updated", "c.updated_at", Ask::shown, false, {}, {}, nullptr, Show::time},
            }},
    };
}

// The tree before any row, as everybody locks it.
void lock(Sql& sql, const Uuid&)
{
    store::lock_tree(sql);
}

std::string takes_along(Context& c, const Uuid& id)
{
    auto below = store::categories_below(c.sql, id);
    auto jobs = store::count_jobs_below(c.sql, id);
    std::string names;
    for (std::size_t i = 0; i < below.size() && i < 10; ++i) names += (i ? ", " : "") + below[i].label;
    if (below.size() > 10)
        names = c.site.words({"delete.names_and_more"_s,
            {{"names", names}, {"count", grouped(static_cast<long long>(below.size()) - 10)}}});
    auto with = below.empty() ? Said("delete.none_below"_s)
                : below.size() == 1
                    ? Said("delete.one_below"_s, {{"names", names}})
                    : Said("delete.some_below"_s,
                          {{"count", grouped(static_cast<long long>(below.size()))}, {"names", names}});
    auto filed = jobs == 0 ? Said("delete.no_jobs"_s) : Said("delete.jobs"_s, {{"jobs", grouped(jobs)}});
    return c.site.words(with) + ' ' + c.site.words(filed);
}

std::vector<Action> actions()
{
    return {
        {.name = "delete",
            .label = "Delete",
            .done = "deleted",
            .endpoint = "delete_category",
            .asks = {{"move_jobs_to", "Jobs go to", "", Ask::choice, false, {}, {}, store::category_choices}},
            .explain = takes_along},
    };
}

void jobs_of(Context&, const Uuid& id, View& view)
{
    View link;
    link["href"] = "/admin/jobs/?category=" + to_text(id);
    link["label"] = "Its jobs";
    view["links"] = kainjow::mustache::list{link};
}

} // namespace

Text tree_page(Context& c)
{
    auto view = frame(c, c.site.words("title.tree"_s), "categories");
    kainjow::mustache::list rows;
    for (const auto& node : store::category_tree(c.sql)) {
        View row;
        row["name"] = node.name;
        row["href"] = "/admin/categories/" + to_text(node.id) + '/';
        row["depth"] = std::to_string(std::min(node.depth, 20));
        row["level"] = std::to_string(node.depth + 1);
        row["jobs"] = grouped(node.all_jobs);
        row["jobs_list"] = fmt::format("/admin/jobs/?category={}&status=active", to_text(node.id));
        if (node.jobs > 0 && node.jobs != node.all_jobs)
            row["own"] = c.site.words({"tree.directly"_s, {{"count", grouped(node.jobs)}}});
        rows.push_back(row);
    }
    view["empty"] = rows.empty();
    view["rows"] = rows;
    return page(c, "tree", view);
}

const Resource& categories()
{
    static const Resource resource{
        .name = "categories",
        .one = "category",
        .many = "Categories",
        .base = "categories c",
        .joins = "LEFT JOIN categories p ON p.id = c.parent_id",
        .id = "c.id",
        .title = "c.full_path",
        .about = "none.categories"_s,
        .columns = columns(),
        .sorted = "name",
        .filters = filters(),
        .search = "c.name ILIKE :like OR c.description ILIKE :like OR c.slug ILIKE :like",
        .search_hint = "Name, description or slug",
        .groups = groups(),
        .create = "add_category",
        .update = "update_category",
        .page = "/admin/categories/tree/",
        .page_label = "As a tree",
        .actions = actions(),
        .lock = lock,
        .extra = jobs_of,
    };
    return resource;
}

} // namespace admin
