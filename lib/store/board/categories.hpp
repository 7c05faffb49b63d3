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
        field("id", &CategoryNode::id, {.about = "The category's id."}),
        field("name", &CategoryNode::name, {.about = "What it is called.", .example = "Software"}),
        field("description", &CategoryNode::description,
            {.about = "What is filed here.", .example = "Programs and those who write them."}),
        field(
            "parent", &CategoryNode::parent, {.about = "The id of the category it is in; null for a root."}),
        field("slug", &CategoryNode::slug,
            {.about = "The name for addresses: it finds the category too.", .example = "software"}),
        field("job_count", &CategoryNode::job_count,
            {.figure = true, .about = "Active jobs of this very category.", .example = "64"}),
        field("full_path", &CategoryNode::full_path,
            {.about = "Names from the root, joined by \" > \".", .example = "Technology > Software"}),
        field("depth", &CategoryNode::depth, {.about = "0 for a root.", .example = "1"}),
        field("created_at", &CategoryNode::created_at, {.about = "When it was added."}),
        field("updated_at", &CategoryNode::updated_at, {.about = "When it was last changed."}),
    };
};

struct Category : CategoryNode {
    std::vector<Category> children;

    static constexpr std::string_view schema_name = "Category";
    static constexpr std::string_view schema_about = "A category with all below it.";
    static constexpr auto fields = std::tuple_cat(CategoryNode::fields,
        std::tuple{field("children", &Category::children, {.about = "The categories in it, with theirs."})});
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
