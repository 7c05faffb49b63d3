// Categories as admins write them. Every change of a category passes here; only the loaders of whole boards
// write by themselves (imports, demo).
#pragma once

#include "categories.hpp"
#include "lib/store/ledger/events.hpp"

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

inline constexpr EventSubject category_subject{.name = "category"};

inline constexpr EventKind category_created{.name = "category.created",
    .subject = &category_subject,
    .did = Did::create,
    .about = "A category was added."};
inline constexpr EventKind category_updated{.name = "category.updated",
    .subject = &category_subject,
    .did = Did::update,
    .about = "A category was changed or moved."};
inline constexpr EventKind category_deleted{.name = "category.deleted",
    .subject = &category_subject,
    .did = Did::remove,
    .about = "A category was deleted, by itself or with one above it."};

namespace store {

// Until the transaction ends, nobody else adds, moves or deletes a category.
void lock_tree(Sql&);

// Constraints decide, the tree's rules too: handlers/board/sentences says what for each. Paths and depths,
// also of those below, follow by the tree's triggers.
void add_category(Sql&, const Uuid& id, const CategoryText&);
void change_category(Sql&, const Uuid& id, const CategoryText& before, const CategoryText& after);

// What other categories forbid: a name or slug that one has, a parent that is none. The database has the last
// word; this says all at once. An empty slug is nobody's.
struct CategoryConflicts {
    bool name = false, slug = false, parent = false;
    static constexpr auto fields = std::tuple{field("name", &CategoryConflicts::name),
        field("slug", &CategoryConflicts::slug), field("parent", &CategoryConflicts::parent)};
};
CategoryConflicts find_conflicts(Sql&, const CategoryText&, const std::optional<Uuid>& except);

// The category as it is.
std::optional<CategoryText> find_category_text(Sql&, const Uuid& id);

// The category as it is, kept so until the transaction ends, and the tree locked.
std::optional<CategoryText> lock_category(Sql&, const Uuid& id);

// The slug itself or, when another category has it, the first free of slug-2, slug-3 … Stays free while the
// tree is locked.
std::string free_slug(Sql&, const std::string& slug);

// Jobs filed in the category or below it, deleted ones too: they keep their category. Until the transaction
// ends nobody files another job there.
long long jobs_in_subtree(Sql&, const Uuid& id);

// With its descendants. Answers how many categories that was. Throws DatabaseError of jobs_category_exists
// while jobs are in them.
long long delete_category(Sql&, const Uuid& id);

} // namespace store
