// Loads very many jobs at once, for measuring: past triggers, and with the indexes built at the end.
#pragma once

#include "lib/base/money.hpp"
#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

#include <span>

struct BenchJob {
    Uuid id, employer_id, category_id;
    std::string title, description, requirements, location;
    int location_id = 0;
    std::string job_type, status;
    std::optional<Money> salary_min, salary_max;
    bool is_featured = false;
    Time created_at, updated_at;
    std::optional<Time> activated_at;
    static constexpr auto fields = std::tuple{
        field("id", &BenchJob::id),
        field("employer_id", &BenchJob::employer_id),
        field("category_id", &BenchJob::category_id),
        field("title", &BenchJob::title),
        field("description", &BenchJob::description),
        field("requirements", &BenchJob::requirements),
        field("location", &BenchJob::location),
        field("location_id", &BenchJob::location_id),
        field("job_type", &BenchJob::job_type),
        field("status", &BenchJob::status),
        field("salary_min", &BenchJob::salary_min),
        field("salary_max", &BenchJob::salary_max),
        field("is_featured", &BenchJob::is_featured),
        field("created_at", &BenchJob::created_at),
        field("updated_at", &BenchJob::updated_at),
        field("activated_at", &BenchJob::activated_at),
    };
};

struct BenchLocation {
    int id = 0;
    std::string name;
    static constexpr auto fields = std::tuple{
        field("id", &BenchLocation::id),
        field("name", &BenchLocation::name),
    };
};

// Whether there is any job, deleted ones included.
bool has_jobs(Sql&);

// Adds the places and answers them with their ids, in the order given.
std::vector<BenchLocation> add_locations(Sql&, const std::vector<std::string>& names);

// From its making to finish() nobody else can use the jobs; without finish() nothing has happened. Needs a
// session of the tables' owner.
class BulkJobs {
public:
    explicit BulkJobs(Sql&);
    void add(std::span<const BenchJob>);
    void finish();

private:
    Sql& sql;
    Transaction transaction;
    std::vector<std::string> index_definitions;
};
