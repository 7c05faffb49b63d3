// Categories: the tree that jobs are filed in.
#pragma once

#include "../db/sql.hpp"
#include "../db/window.hpp"

#include "../base/uuid.hpp"

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
        field("job_count", &CategoryNode::job_count, {.about = "Active jobs of this very category."}),
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

// Everything of a category that is written.
struct CategoryText {
    std::string name;
    std::optional<std::string> description;
    std::optional<Uuid> parent;
    std::string slug;

    static constexpr auto fields = std::tuple{
        field("name", &CategoryText::name),
        field("description", &CategoryText::description),
        field("parent", &CategoryText::parent),
        field("slug", &CategoryText::slug),
    };
};

namespace store {

std::span<const Order<Category>> category_orders();

// Each with its whole subtree. Three statements, whatever the page and the tree.
Slice<Category> list_categories(Sql&, const CategoryFilter&, const Window<Category>&);

// By id or slug, with its subtree.
std::optional<Category> find_category(Sql&, const std::string& id_or_slug);

// Constraints decide, the tree's rules too: see lib/web/problem for what each violated one says.
void add_category(Sql&, const Uuid& id, const CategoryText&);
std::optional<CategoryText> lock_category(Sql&, const Uuid& id);
void change_category(Sql&, const Uuid& id, const CategoryText&);

// The slug itself or, when another category has it, the first free of slug-2, slug-3 …
std::string free_slug(Sql&, const std::string& slug);

// Jobs filed in the category or below it, deleted ones too: they keep their category.
long long jobs_in_subtree(Sql&, const Uuid& id);
// Moves those jobs; false when the target does not exist or is part of the subtree itself.
bool move_jobs(Sql&, const Uuid& from, const Uuid& to);

// With its descendants. False when there is none. Throws DatabaseError of jobs_category_exists while jobs are
// in them.
bool delete_category(Sql&, const Uuid& id);

} // namespace store
