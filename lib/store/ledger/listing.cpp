#include "listing.hpp"

#include "lib/base/json.hpp"

#include <algorithm>
#include <fmt/format.h>

std::vector<std::string> ListedRow::texts() const
{
    std::vector<std::string> out;
    for (auto& cell : parse_json(cells).items) out.push_back(std::move(cell.text));
    return out;
}

namespace {

// The ids first: they come from an index where there is one, and only a page of rows is put together.
std::string page_text(const Listing& l, Params& params)
{
    auto base = l.order.base.empty() ? l.base : l.order.base;
    auto id = l.order.base_id.empty() ? l.id : l.order.base_id;
    bool down = l.order.descending != l.backwards;
    auto direction = down ? "DESC" : "ASC";
    std::string beside;
    if (l.beside) {
        beside = fmt::format(" AND ({}, {}) {} (:beside::{}, :beside_id::uuid)", l.order.expression, id,
            down ? "<" : ">", l.order.type);
        params.push_back(arg("beside", std::string_view(l.beside->value)));
        params.push_back(arg("beside_id", l.beside->id));
    }
    return fmt::format(R"(
        SELECT {} AS id, page.place::text AS place, json_build_array({})::text AS cells
          FROM (SELECT {} AS id, {} AS place FROM {} WHERE {}{} ORDER BY {} {}, {} {} LIMIT {}) page
          JOIN {} ON {} = page.id {} ORDER BY page.place {}, page.id {})",
        l.id, l.cells, id, l.order.expression, base, l.where, beside, l.order.expression, direction, id,
        direction, l.size + 1, l.base, l.id, l.joins, direction, direction);
}

} // namespace

Listed store::list_rows(Sql& sql, const Listing& l)
{
    auto params = l.params;
    auto text = page_text(l, params);
    Listed out;
    out.rows = l.hot ? sql.all<ListedRow>(text, params) : sql.all_once<ListedRow>(text, params);
    bool more = out.rows.size() > static_cast<std::size_t>(l.size);
    if (more) out.rows.pop_back();
    if (l.backwards) std::reverse(out.rows.begin(), out.rows.end());
    out.before = l.backwards ? more : l.beside.has_value();
    out.after = l.backwards ? true : more;
    return out;
}

long long store::count_rows(Sql& sql, const Listing& l)
{
    auto text = fmt::format("SELECT count(*) AS count FROM (SELECT 1 FROM {} WHERE {} LIMIT {}) few", l.base,
        l.where, most_counted + 1);
    auto rows = l.hot ? sql.all<Count>(text, l.params) : sql.all_once<Count>(text, l.params);
    return rows.at(0).count;
}

std::optional<ListedRow> store::find_row(Sql& sql, const Listing& l, const Uuid& id)
{
    auto params = l.params;
    params.push_back(arg("id", id));
    return sql.one<ListedRow>(
        fmt::format("SELECT {0} AS id, '' AS place, json_build_array({1})::text AS cells FROM {2} {3} "
                    "WHERE {0} = :id::uuid AND {4}",
            l.id, l.cells, l.base, l.joins, l.where),
        params);
}

std::vector<ListedRow> store::find_rows(Sql& sql, const Listing& l, const std::vector<Uuid>& ids)
{
    std::string all;
    for (const auto& id : ids) all += (all.empty() ? "{" : ",") + to_text(id);
    all += all.empty() ? "{}" : "}";
    auto params = l.params;
    params.push_back(arg("ids", std::string_view(all)));
    return sql.all<ListedRow>(
        fmt::format("SELECT {0} AS id, '' AS place, json_build_array({1})::text AS cells FROM {2} {3} "
                    "WHERE {0} = ANY (:ids::uuid[]) AND {4} ORDER BY {0}",
            l.id, l.cells, l.base, l.joins, l.where),
        params);
}

void store::lock_row(Sql& sql, const Listing& l, const Uuid& id)
{
    sql.change(fmt::format("SELECT FROM {} WHERE {} = :id::uuid FOR UPDATE", l.base, l.id), {arg("id", id)});
}

std::vector<Choice> store::category_choices(Sql& sql)
{
    return sql.all<Choice>(
        "SELECT id::text AS value, full_path AS label FROM categories ORDER BY full_path, id LIMIT 2000");
}

std::vector<Choice> store::categories_below(Sql& sql, const Uuid& id)
{
    return sql.all<Choice>(R"(
        SELECT id::text AS value, name AS label FROM categories
         WHERE ancestors @> ARRAY[:id::uuid] AND id <> :id::uuid ORDER BY full_path
    )",
        {arg("id", id)});
}

long long store::count_jobs_below(Sql& sql, const Uuid& id)
{
    return sql
        .one<Count>(R"(
        SELECT count(*) AS count FROM jobs
         WHERE category_id IN (SELECT id FROM categories WHERE ancestors @> ARRAY[:id::uuid])
    )",
            {arg("id", id)})
        ->count;
}

std::vector<TreeNode> store::category_tree(Sql& sql)
{
    return sql.all<TreeNode>(R"(
        WITH own AS (SELECT category_id AS id, sum(active) AS jobs FROM job_counts GROUP BY category_id),
             below AS (SELECT above.id, sum(own.jobs) AS jobs
                         FROM own JOIN categories c ON c.id = own.id, unnest(c.ancestors) AS above (id)
                        GROUP BY above.id)
        SELECT c.id, c.name, c.depth, coalesce(own.jobs, 0)::bigint AS jobs,
               coalesce(below.jobs, 0)::bigint AS all_jobs
          FROM categories c LEFT JOIN own ON own.id = c.id LEFT JOIN below ON below.id = c.id
         ORDER BY c.full_path, c.id LIMIT 2000
    )");
}
