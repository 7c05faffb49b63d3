// Jobs: the postings of employers, as the public reads them.
#pragma once

#include "job_filter.hpp"
#include "lib/db/window.hpp"

#include <span>

struct JobCategory {
    Uuid id;
    std::string name, slug, full_path;
    static constexpr auto fields = std::tuple{
        field("id", &JobCategory::id),
        field("name", &JobCategory::name),
        field("slug", &JobCategory::slug),
        field("full_path", &JobCategory::full_path),
    };
};

struct JobEmployer {
    Uuid id;
    std::string username, full_name;
    static constexpr auto fields = std::tuple{
        field("id", &JobEmployer::id),
        field("username", &JobEmployer::username),
        field("full_name", &JobEmployer::full_name),
    };
};

// A job as lists show it.
struct Job {
    Uuid id;
    std::string title, description;
    JobCategory category;
    JobEmployer employer;
    std::string location;
    JobType job_type{};
    std::optional<Money> salary_min, salary_max;
    JobStatus status{};
    bool is_featured = false;
    long long views_count = 0, application_count = 0;
    Time created_at{}, updated_at{};

    static constexpr std::string_view schema_name = "Job";
    static constexpr auto fields = std::tuple{
        field("id", &Job::id),
        field("title", &Job::title),
        field("description", &Job::description),
        field("category", &Job::category),
        field("employer", &Job::employer),
        field("location", &Job::location),
        field("job_type", &Job::job_type),
        field("salary_min", &Job::salary_min),
        field("salary_max", &Job::salary_max),
        field("status", &Job::status),
        field("is_featured", &Job::is_featured),
        field("views_count", &Job::views_count, {.figure = true}),
        field("application_count", &Job::application_count, {.figure = true}),
        field("created_at", &Job::created_at),
        field("updated_at", &Job::updated_at),
    };
};

// A job by itself.
struct JobDetail : Job {
    std::string requirements;
    std::optional<Date> application_deadline;
    bool has_applied = false;

    static constexpr std::string_view schema_name = "JobDetail";
    static constexpr auto fields = std::tuple_cat(
        Job::fields, std::tuple{
                         field("requirements", &JobDetail::requirements),
                         field("application_deadline", &JobDetail::application_deadline),
                         field("has_applied", &JobDetail::has_applied,
                             {.figure = true, .about = "Whether the caller has applied for it."}),
                     });
};

namespace store {

// Most relevant first is the order of a window without one, if the filter searches.
std::span<const Order<Job>> job_orders();

// What the caller may see of them; the jobs themselves are read from `copy`. At most three statements. The
// count is exact up to a thousand and for whole categories, and otherwise as kept_counts says. Throws
// UnknownFilter.
Slice<Job> list_jobs(Sql&, Sql& copy, const JobFilter&, const Scope&, const Window<Job>&);

// Nothing for a job that the caller may not see.
std::optional<JobDetail> find_job(Sql&, const Uuid& id, const Scope&);

// The statement behind it, and what it takes.
const std::string& job_by_id();
Params job_by_id_params(const Uuid& id, const Scope&);

// The newest ten.
std::vector<Job> featured_jobs(Sql&);

} // namespace store
