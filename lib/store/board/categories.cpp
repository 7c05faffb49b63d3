#include "categories.hpp"

#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <map>

namespace {

const std::string node_columns = R"(
    c.id, c.name, c.description, c.parent_id AS parent, c.slug,
    (SELECT coalesce(sum(active), 0) FROM job_counts WHERE category_id = c.id)::bigint AS job_count,
    c.full_path, c.depth, c.created_at, c.updated_at)";

constexpr Order<Category> orders[] = {
    {"name", "c.name", "c.name", "text", [](const Category& c, bool) { return c.name; }},
    {"created_at", "c.created_at", "c.created_at", "timestamptz",
        [](const Category& c, bool) { return exact_text(c.created_at); }},
};

// PostgreSQL's text of an array of ids.
std::string array_text(const std::vector<CategoryNode>& nodes)
{
    std::string out = "{";
    for (const auto& n : nodes) out += (out.size() > 1 ? "," : "") + to_text(n.id);
    return out + "}";
}

std::vector<CategoryNode> descendants(Sql& sql, const std::vector<CategoryNode>& of)
{
    if (of.empty()) return {};
    static const std::string text = "SELECT" + node_columns + R"(
          FROM categories c
         WHERE c.ancestors && :ids::uuid[] AND c.id <> ALL (:ids::uuid[])
         ORDER BY c.name, c.id)";
    return sql.all<CategoryNode>(text, {arg("ids", array_text(of))});
}

// Hangs every node below its parent. A page may hold a category and its descendant: both get their subtrees.
class Tree {
public:
    Tree(const std::vector<CategoryNode>& page, const std::vector<CategoryNode>& below)
    {
        for (const auto* part : {&page, &below})
            for (const auto& n : *part)
                if (n.parent) children[*n.parent].push_back(&n);
        for (auto& [parent, nodes] : children)
            std::sort(nodes.begin(), nodes.end(), [](auto* a, auto* b) { return a->name < b->name; });
    }

    Category at(const CategoryNode& node) const
    {
        Category out{node, {}};
        if (auto it = children.find(node.id); it != children.end())
            for (const auto* child : it->second) out.children.push_back(at(*child));
        return out;
    }

private:
    std::map<Uuid, std::vector<const CategoryNode*>> children;
};

std::string conditions(const CategoryFilter& filter, Params& params)
{
    std::string out = " WHERE true";
    if (filter.search) {
        params.push_back(arg("search", like_containing(*filter.search)));
        out += " AND (c.name ILIKE :search OR c.description ILIKE :search OR c.slug ILIKE :search)";
    }
    if (filter.parent) {
        params.push_back(arg("parent", *filter.parent));
        out += " AND c.parent_id = :parent::uuid";
    }
    if (filter.roots_only) out += " AND c.parent_id IS NULL";
    return out;
}

} // namespace

std::span<const Order<Category>> store::category_orders()
{
    return orders;
}

Slice<Category> store::list_categories(Sql& sql, const CategoryFilter& filter, const Window<Category>& window)
{
    Params params;
    auto where = conditions(filter, params);
    auto count = sql.all_once<Count>("SELECT count(*) AS count FROM categories c" + where, params)[0].count;
    where += beside_condition(window, "c.id", params);
    auto page = sql.all_once<CategoryNode>(
        fmt::format("SELECT {} FROM categories c {} ORDER BY {} LIMIT {} OFFSET {}", node_columns, where,
            order_clause(window, "c.id"), window.size + 1, window.offset),
        params);

    auto below = descendants(sql, page);
    Tree tree(page, below);
    std::vector<Category> rows;
    for (const auto& node : page) rows.push_back(tree.at(node));
    return slice_of(window, std::move(rows), count);
}

std::optional<Category> store::find_category(Sql& sql, const std::string& id_or_slug)
{
    static const std::string by_id = "SELECT" + node_columns + " FROM categories c WHERE c.id = :id::uuid";
    static const std::string by_slug = "SELECT" + node_columns + " FROM categories c WHERE c.slug = :slug";
    auto id = parse<Uuid>(id_or_slug);
    auto found = id ? sql.all<CategoryNode>(by_id, {arg("id", *id)})
                    : sql.all<CategoryNode>(by_slug, {arg("slug", id_or_slug)});
    if (found.empty()) return std::nullopt;
    auto below = descendants(sql, found);
    return Tree(found, below).at(found[0]);
}
