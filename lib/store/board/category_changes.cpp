#include "category_changes.hpp"

namespace {

struct Slug {
    std::string slug;
    static constexpr auto fields = std::tuple{field("slug", &Slug::slug)};
};

} // namespace

// The lock that the tree's trigger takes. It comes before any row's: two moves the other way round would each
// wait for what the other holds.
void store::lock_tree(Sql& sql)
{
    sql.change("SELECT pg_advisory_xact_lock(hashtext('categories'))");
}

void store::add_category(Sql& sql, const Uuid& id, const CategoryText& category)
{
    static const auto adding = telling(category_created, R"(
        INSERT INTO categories (id, name, description, parent_id, slug, ancestors, full_path, depth)
        VALUES (:id::uuid, :name, :description, :parent::uuid, :slug, '{}', '', 0)
        RETURNING id, name, NULL::jsonb)");
    tell(sql, adding, args_of(category, {arg("id", id)}));
}

store::CategoryConflicts store::find_conflicts(
    Sql& sql, const CategoryText& text, const std::optional<Uuid>& except)
{
    return *sql.one<CategoryConflicts>(R"(
        SELECT EXISTS (SELECT FROM categories
                        WHERE lower(name) = lower(:name) AND id IS DISTINCT FROM :except::uuid) AS name,
               EXISTS (SELECT FROM categories WHERE slug = :slug AND id IS DISTINCT FROM :except::uuid) AS slug,
               CASE WHEN :parent::uuid IS NULL THEN false
                    ELSE NOT EXISTS (SELECT FROM categories WHERE id = :parent::uuid) END AS parent
    )",
        {arg("name", std::string_view(text.name)), arg("except", except),
            arg("slug", std::string_view(text.slug)), arg("parent", text.parent)});
}

namespace {

constexpr std::string_view category_text =
    "SELECT name, description, parent_id AS parent, slug FROM categories WHERE id = :id::uuid";

} // namespace

std::optional<CategoryText> store::find_category_text(Sql& sql, const Uuid& id)
{
    return sql.one<CategoryText>(category_text, {arg("id", id)});
}

std::optional<CategoryText> store::lock_category(Sql& sql, const Uuid& id)
{
    lock_tree(sql);
    static const auto text = std::string(category_text) + " FOR UPDATE";
    return sql.one<CategoryText>(text, {arg("id", id)});
}

void store::change_category(Sql& sql, const Uuid& id, const CategoryText& before, const CategoryText& after)
{
    static const auto changing = telling(category_updated, R"(
        UPDATE categories SET name = :name, description = :description, parent_id = :parent::uuid, slug = :slug
         WHERE id = :id::uuid
        RETURNING id, name, :changes::jsonb)");
    tell(sql, changing, args_of(after, {arg("id", id), arg("changes", changes_of(before, after))}));
}

std::string store::free_slug(Sql& sql, const std::string& slug)
{
    return sql
        .one<Slug>(R"(
        SELECT CASE WHEN n = 1 THEN :slug ELSE :slug || '-' || n END AS slug FROM generate_series(1, 1000) n
         WHERE NOT EXISTS (SELECT FROM categories WHERE slug = CASE WHEN n = 1 THEN :slug ELSE :slug || '-' || n END)
         ORDER BY n LIMIT 1
    )",
            {arg("slug", std::string_view(slug))})
        .value_or(Slug{slug})
        .slug;
}

// Whoever files a job holds a share of its category's row: locking the rows waits for those and keeps others
// out.
long long store::jobs_in_subtree(Sql& sql, const Uuid& id)
{
    sql.change(
        "SELECT FROM categories WHERE ancestors @> ARRAY[:id::uuid] ORDER BY id FOR UPDATE", {arg("id", id)});
    return sql
        .one<Count>(R"(
        SELECT count(*) AS count FROM jobs
         WHERE category_id IN (SELECT id FROM categories WHERE ancestors @> ARRAY[:id::uuid])
    )",
            {arg("id", id)})
        ->count;
}

long long store::delete_category(Sql& sql, const Uuid& id)
{
    static const auto deleting = telling(category_deleted,
        "DELETE FROM categories WHERE ancestors @> ARRAY[:id::uuid] RETURNING id, name, NULL::jsonb");
    return tell(sql, deleting, {arg("id", id)});
}
