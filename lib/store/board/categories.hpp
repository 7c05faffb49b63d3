// Categories: the tree that jobs are filed in.
#pragma once

#include "lib/db/sql.hpp"
#include "lib/db/window.hpp"

#include "lib/base/uuid.hpp"

#include <span>

// A category without its children.
struct CategoryNode {
    Uuid id;
    std::string name;
    std::optional<std::string> description;
    std::optional<Uuid> parent;
    std::string slug;
    long long job_count = 0;
    std::string full_path;
    int depth = 0;
    Time created_at{}, updated_at{};

    static constexpr auto fields = std::tuple{
        field("id", &CategoryNode::id),
        field("name", &CategoryNode::name),
        field("description", &CategoryNode::description),
        field("parent", &CategoryNode::parent),
        field("slug", &CategoryNode::slug),
        field("job_count", &CategoryNode::job_count,
            {.figure = true, .about = "Active jobs of this very category."}),
        field("full_path", &CategoryNode::full_path, {.about = "Names from the root, joined by \" > \"."}),
        field("depth", &CategoryNode::depth, {.about = "0 for a root."}),
        field("created_at", &CategoryNode::created_at),
        field("updated_at", &CategoryNode::updated_at),
    };
};

struct Category : CategoryNode {
    std::vector<Category> children;

    static constexpr std::string_view schema_name = "Category";
    static constexpr auto fields =
        std::tuple_cat(CategoryNode::fields, std::tuple{field("children", &Category::children)});
};

struct CategoryFilter {
    std::optional<std::string> search; // part of name, description or slug
    std::optional<Uuid> parent;
    bool roots_only = false;
};

namespace store {

std::span<const Order<Category>> category_orders();

// Each with its whole subtree. Three statements, whatever the page and the tree.
Slice<Category> list_categories(Sql&, const CategoryFilter&, const Window<Category>&);

// By id or slug, with its subtree.
std::optional<Category> find_category(Sql&, const std::string& id_or_slug);

} // namespace store
