// Categories: the tree that jobs are filed in.
#include "lib/store/board/category_changes.hpp"
#include "lib/store/board/job_changes.hpp"
#include "lib/web/shape/page.hpp"
#include "lib/words/slug.hpp"

namespace categories {

constexpr std::string_view by_name = "name";

struct List {
    std::optional<std::string> search, parent;
    Paging paging;

    static constexpr auto fields = std::tuple{
        field("search", &List::search,
            {.in = In::query,
                .max = 200,
                .about = "Part of the name, description or slug.",
                .example = "soft"}),
        field("parent", &List::parent,
            {.in = In::query,
                .about = "The id of a category, for its children; null for the roots.",
                .pattern = "^(null|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})?$",
                .example = "null"}),
        fields_of(&List::paging),
    };
};

struct ById {
    std::string id;
    static constexpr auto fields = std::tuple{field(
        "id", &ById::id, {.in = In::path, .about = "The category's id or slug.", .example = "technology"})};
};

namespace {

CategoryFilter filter_of(const List& in)
{
    CategoryFilter filter{.search = in.search, .parent = {}, .roots_only = in.parent == "null"};
    if (!in.parent || filter.roots_only) return filter;
    filter.parent = parse<Uuid>(*in.parent);
    if (!filter.parent) throw invalid("parent", "category.parent_form"_s);
    return filter;
}

struct NewCategory {
    std::string name;
    std::optional<std::string> description, slug;
    std::optional<Uuid> parent;

    static constexpr std::string_view schema_name = "CategoryContent";
    static constexpr std::string_view schema_about = "All that admins say of a category.";
    static constexpr auto fields = std::tuple{
        field("name", &NewCategory::name,
            {.max = 100,
                .about = "What it is called; no two are called the same, in any case of letters.",
                .example = "Software"}),
        field("description", &NewCategory::description,
            {.max = 5000, .about = "What is filed here.", .example = "Programs and those who write them."}),
        field("parent", &NewCategory::parent, {.about = "The id of the category it is in; null for a root."}),
        field("slug", &NewCategory::slug,
            {.max = 120,
                .about = "The name for addresses. Without one a new category gets it made from its name, and "
                         "any other keeps its own.",
                .pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$",
                .example = "software"}),
    };
};

struct Which {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &Which::id, {.in = In::path, .about = "The category's id."})};
};

// What PATCH changes of it; PUT sends the whole, but may leave the slug as it is.
struct Update {
    Which which;
    Patch<std::string> name;
    Patch<std::optional<std::string>> description, slug;
    Patch<std::optional<Uuid>> parent;

    static constexpr std::string_view schema_name = "CategoryChange";
    using Whole = NewCategory; // what PUT takes
    static constexpr std::string_view schema_about = "What changes of a category; the rest stays.";
    static constexpr auto fields = std::tuple{
        fields_of(&Update::which),
        field("name", &Update::name,
            {.max = 100,
                .about = "What it is called; no two are called the same, in any case of letters.",
                .example = "Software"}),
        field("description", &Update::description,
            {.max = 5000, .about = "What is filed here.", .example = "Programs and those who write them."}),
        field("parent", &Update::parent, {.about = "The id of the category it is in; null for a root."}),
        field("slug", &Update::slug,
            {.max = 120,
                .about = "The name for addresses. Without one a new category gets it made from its name, and "
                         "any other keeps its own.",
                .pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$",
                .example = "software"}),
    };
};

struct Delete {
    Which which;
    std::optional<Uuid> move_jobs_to;
    static constexpr auto fields = std::tuple{
        fields_of(&Delete::which),
        field("move_jobs_to", &Delete::move_jobs_to,
            {.in = In::query,
                .about = "The id of the category where jobs in this one and below it go first."}),
    };
};

Category read_back(Context& c, const Uuid& id)
{
    return *store::find_category(c.sql, to_text(id));
}

// A slug that is asked for is taken as it is, or refused by the database's rules; one made from the name is
// made unique, also among those that are added at the same time. A name with nothing to spell gets one all
// the same.
std::string slug_for(Context& c, const std::string& name, const std::optional<std::string>& asked)
{
    if (asked && !asked->empty()) return *asked;
    store::lock_tree(c.sql);
    auto made = slug_of(name, 100);
    return store::free_slug(c.sql, made.empty() ? "category" : made);
}

void check(Context& c, const CategoryText& text, const std::optional<Uuid>& id, Faults& faults)
{
    auto conflicts = store::find_conflicts(c.sql, text, id);
    if (conflicts.name && faults.fine("name")) faults.add("name", "category.name_taken"_s);
    if (conflicts.slug && faults.fine("slug")) faults.add("slug", "category.slug_taken"_s);
    if (conflicts.parent && faults.fine("parent")) faults.add("parent", "category.unknown"_s);
}

void find_faults(Context& c, const NewCategory& in, Faults& faults)
{
    check(c, {in.name, in.description, in.parent, in.slug.value_or("")}, std::nullopt, faults);
}

Category add(Context& c, const NewCategory& in)
{
    Faults faults;
    find_faults(c, in, faults);
    faults.end_if_any();
    auto id = new_uuid();
    store::add_category(c.sql, id, {in.name, in.description, in.parent, slug_for(c, in.name, in.slug)});
    return read_back(c, id);
}

CategoryText locked(Context& c, const Uuid& id)
{
    if (auto category = store::lock_category(c.sql, id)) return *category;
    throw Problem{"not_found"};
}

CategoryText changed(const CategoryText& before, const Update& in)
{
    auto slug = in.slug.over(before.slug).value_or("");
    return {in.name.over(before.name), in.description.over(before.description), in.parent.over(before.parent),
        slug.empty() ? before.slug : slug};
}

void find_faults(Context& c, const Update& in, Faults& faults)
{
    auto before = store::find_category_text(c.sql, in.which.id);
    if (!before) throw Problem{"not_found"};
    check(c, changed(*before, in), in.which.id, faults);
}

Category update(Context& c, const Update& in)
{
    auto before = locked(c, in.which.id);
    auto after = changed(before, in);
    Faults faults;
    check(c, after, in.which.id, faults);
    faults.end_if_any();
    store::change_category(c.sql, in.which.id, before, after);
    return read_back(c, in.which.id);
}

Nothing remove(Context& c, const Delete& in)
{
    locked(c, in.which.id);
    if (in.move_jobs_to && !store::move_jobs(c.sql, in.which.id, *in.move_jobs_to))
        throw invalid("move_jobs_to", "category.not_outside"_s);
    if (auto jobs = store::jobs_in_subtree(c.sql, in.which.id); jobs > 0)
        throw Problem{.code = "category_in_use", .sentence = Said("category.holds_jobs"_s, {{"jobs", jobs}})};
    store::delete_category(c.sql, in.which.id);
    return {};
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_categories",
        .methods = Method::get,
        .path = "/api/v1/categories/",
        .summary = "List categories, each with its subtree",
        .about = "All categories, or those in one, each with all below it.",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .topic = "categories",
        .ordering = {order_names<store::category_orders>, by_name},
        .answer = [](Context& c, const List& in) -> Page<Category> {
            auto window = window_of(c, in.paging, store::category_orders(), by_name);
            return page_of(c, in.paging, window, store::list_categories(c.sql, filter_of(in), window));
        },
    },
    {
        .name = "read_category",
        .methods = Method::get,
        .path = "/api/v1/categories/{id}/",
        .thing = "category",
        .summary = "Read one category by its id or slug",
        .about = "A category with all below it.",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .topic = "categories",
        .answer = [](Context& c, const ById& in) -> Category {
            if (auto category = store::find_category(c.sql, in.id)) return *category;
            throw Problem{"not_found"};
        },
    },
    {
        .name = "add_category",
        .methods = Method::post,
        .path = "/api/v1/categories/",
        .summary = "Add a category",
        .about = "For admins. The slug is made from the name unless it is given.",
        .needs = may(Grant::manage_categories),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .status = 201,
        .further_faults = [](Context& c, const NewCategory& in,
                              Faults& faults) { find_faults(c, in, faults); },
        .answer = [](Context& c, const NewCategory& in) -> Category { return add(c, in); },
    },
    {
        .name = "update_category",
        .methods = Method::put | Method::patch,
        .path = "/api/v1/categories/{id}/",
        .thing = "category",
        .summary = "Change a category, the whole or some of it; its descendants go along",
        .about = "For admins. `PATCH` changes the fields that it names, `PUT` the whole. A category "
                 "moves with all below it.",
        .needs = may(Grant::manage_categories),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .row = "categories",
        .further_faults = [](Context& c, const Update& in, Faults& faults) { find_faults(c, in, faults); },
        .answer = [](Context& c, const Update& in) -> Category { return update(c, in); },
    },
    {
        .name = "delete_category",
        .methods = Method::del,
        .path = "/api/v1/categories/{id}/",
        .thing = "category",
        .summary = "Delete a category and those below it; never a job",
        .about = "For admins. Those below it go along; never a job: while jobs are filed there it is "
                 "refused, unless `move_jobs_to` says where they go.",
        .needs = may(Grant::manage_categories),
        .rate = {"admin", 600, per_minute},
        .cache = no_store,
        .row = "categories",
        .conflict = "Jobs are in the category or below it: `category_in_use`.",
        .answer = [](Context& c, const Delete& in) -> Nothing { return remove(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace categories
