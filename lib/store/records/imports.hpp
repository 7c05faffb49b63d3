// Jobs from elsewhere: added, or brought up to date, in batches. (source, source_id) says which is which.
#pragma once

#include "lib/base/money.hpp"
#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

#include <map>
#include <span>

struct ImportedJob {
    long long line = 0; // where in the file, for reports
    Uuid id, employer_id, category_id;
    std::string employer, category; // names, resolved to the ids above by ImportStore
    std::string title, description, requirements, location, job_type, status;
    std::optional<Money> salary_min, salary_max;
    std::optional<Date> application_deadline;
    Time created_at;
    std::string source_id;
    static constexpr auto fields = std::tuple{
        field("id", &ImportedJob::id),
        field("employer_id", &ImportedJob::employer_id),
        field("category_id", &ImportedJob::category_id),
        field("title", &ImportedJob::title),
        field("description", &ImportedJob::description),
        field("requirements", &ImportedJob::requirements),
        field("location", &ImportedJob::location),
        field("job_type", &ImportedJob::job_type),
        field("status", &ImportedJob::status),
        field("salary_min", &ImportedJob::salary_min),
        field("salary_max", &ImportedJob::salary_max),
        field("application_deadline", &ImportedJob::application_deadline),
        field("created_at", &ImportedJob::created_at),
        field("source_id", &ImportedJob::source_id),
    };
};

struct ImportCounts {
    long long imported = 0, updated = 0, unchanged = 0;
};

class ImportStore {
public:
    ImportStore(Sql& sql, std::string source, bool dry_run)
        : sql(sql), source(std::move(source)), dry_run(dry_run)
    {
    }

    // Stores a batch in one transaction: all of it or, when a DatabaseError is thrown, nothing. Jobs that are
    // there already and differ are changed, save for their status and employer, which the board may have
    // changed since; jobs deleted on the board stay so. Categories and employers that are missing are made;
    // an employer is the account with the role whose username is the name, or the one made for that name
    // before. A dry run does all of this and takes it back. No two jobs of a batch may have the same
    // source_id.
    ImportCounts store(std::span<ImportedJob>);

private:
    Sql& sql;
    std::string source;
    bool dry_run;
    std::map<std::string, Uuid> categories, employers; // by name, that of categories in small letters

    void resolve_names(std::span<ImportedJob>);
    Uuid category(const std::string& name);
    Uuid employer(const std::string& name);
    void forget();
};

// While it lives, the search indexes of jobs gather new entries and merge them many at a time, which makes
// adding jobs several times quicker and searching a little slower. Needs a session of the tables' owner; with
// another one, or when an index is busy, everything works as usual and active() is false.
class GatheringSearchIndex {
public:
    explicit GatheringSearchIndex(Sql& owner);
    ~GatheringSearchIndex();
    GatheringSearchIndex(const GatheringSearchIndex&) = delete;
    GatheringSearchIndex& operator=(const GatheringSearchIndex&) = delete;
    bool active() const { return on; }

private:
    Sql& owner;
    bool on = false;
};
