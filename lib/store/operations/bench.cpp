// Indexes of a million texts are built several times quicker at once than row by row.
#include "bench.hpp"

#include "lib/db/copy.hpp"

#include <fmt/format.h>

namespace {

struct Found {
    bool found = false;
    static constexpr auto fields = std::tuple{field("found", &Found::found)};
};

struct Index {
    std::string name, definition;
    static constexpr auto fields = std::tuple{
        field("name", &Index::name),
        field("definition", &Index::definition),
    };
};

// All but the primary key's, which other tables refer to.
constexpr std::string_view indexes_of_jobs = R"(
    SELECT indexname AS name, indexdef AS definition
      FROM pg_indexes
     WHERE schemaname = current_schema() AND tablename = 'jobs' AND indexname <> 'jobs_pkey'
     ORDER BY indexname)";

// What the triggers would have kept beside each job. Views are few for most jobs and many for a few.
constexpr const char* add_figures = R"(
    INSERT INTO job_figures (job_id, views_count)
    SELECT id, (5 / (0.002 + random()))::bigint FROM jobs;
    INSERT INTO job_counts (category_id, shard, active)
    SELECT category_id, 0, count(*) FROM jobs WHERE status = 'active' AND deleted_at IS NULL
     GROUP BY GROUPING SETS ((category_id), ()))";

} // namespace

bool has_jobs(Sql& sql)
{
    return sql.one<Found>("SELECT EXISTS (SELECT FROM jobs) AS found")->found;
}

std::vector<BenchLocation> add_locations(Sql& sql, const std::vector<std::string>& names)
{
    std::vector<BenchLocation> out;
    for (const auto& name : names) {
        sql.change("INSERT INTO locations (name) VALUES (:name) ON CONFLICT DO NOTHING", {arg("name", name)});
        out.push_back(*sql.one<BenchLocation>(
            "SELECT id, name FROM locations WHERE name = :name", {arg("name", name)}));
    }
    return out;
}

BulkJobs::BulkJobs(Sql& session) : sql(session), transaction(session)
{
    sql.script("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE");
    for (const auto& index : sql.all<Index>(indexes_of_jobs)) {
        index_definitions.push_back(index.definition);
        sql.script(fmt::format("DROP INDEX {}", index.name));
    }
    sql.script("ALTER TABLE jobs DISABLE TRIGGER USER");
}

void BulkJobs::add(std::span<const BenchJob> jobs)
{
    copy_rows<BenchJob>(sql, "jobs", jobs);
}

void BulkJobs::finish()
{
    sql.script("ALTER TABLE jobs ENABLE TRIGGER USER");
    sql.script("SET LOCAL maintenance_work_mem = '512MB'");
    for (const auto& definition : index_definitions) sql.script(definition);
    sql.script(add_figures);
    transaction.commit();
    sql.script("VACUUM (ANALYZE) users, categories, locations, jobs, job_figures, job_counts");
}
