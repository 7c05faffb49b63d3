// Categories: the tree that jobs are filed in.
#include "../lib/store/categories.hpp"
#include "../lib/web/page.hpp"

namespace categories {

struct List {
    std::optional<std::string> search, parent;
    Paging paging;

    static constexpr auto fields = std::tuple{
        field("search", &List::search,
            {.in = In::query, .max = 200, .about = "Part of the name, description or slug."}),
        field("parent", &List::parent,
            {.in = In::query, .about = "Children of this category; null for the roots."}),
        fields_of(&List::paging),
    };
};

struct ById {
    std::string id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "Its id or slug."})};
};

CategoryFilter filter_of(const List& in)
{
    CategoryFilter filter{.search = in.search, .parent = {}, .roots_only = in.parent == "null"};
    if (!in.parent || filter.roots_only) return filter;
    filter.parent = parse<Uuid>(*in.parent);
    if (!filter.parent) throw invalid("parent", "Must be the id of a category, or null.");
    return filter;
}

extern constexpr Endpoint endpoints[] = {
    {
        .name = "list_categories",
        .method = Method::get,
        .path = "/api/v1/categories/",
        .summary = "List categories, each with its subtree",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .answer = [](Context& c, const List& in) -> Page<Category> {
            auto window = window_of(c, in.paging, store::category_orders(), "name");
            return page_of(c, in.paging, window, store::list_categories(c.sql, filter_of(in), window));
        },
    },
    {
        .name = "read_category",
        .method = Method::get,
        .path = "/api/v1/categories/{id}/",
        .summary = "Read one category by its id or slug",
        .needs = anyone,
        .rate = {"read", 300, per_minute},
        .cache = a_second,
        .answer = [](Context& c, const ById& in) -> Category {
            if (auto category = store::find_category(c.sql, in.id)) return *category;
            throw Problem{"not_found"};
        },
    },
};
static_assert(consistent(endpoints));

Module module()
{
    return endpoints;
}

} // namespace categories
