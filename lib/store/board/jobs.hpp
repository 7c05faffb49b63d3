// Jobs: the postings of employers, as the public reads them.
#pragma once

#include "job_filter.hpp"
#include "lib/db/window.hpp"

#include <span>

struct JobCategory {
    Uuid id;
    std::string name, slug, full_path;
    static constexpr std::string_view schema_name = "JobCategory";
    static constexpr std::string_view schema_about = "The category of a job.";
    static constexpr auto fields = std::tuple{
        field("id", &JobCategory::id, {.about = "The category's id."}),
        field("name", &JobCategory::name, {.about = "What it is called.", .example = "Software"}),
        field("slug", &JobCategory::slug, {.about = "The same for addresses.", .example = "software"}),
        field("full_path", &JobCategory::full_path,
            {.about = "Names from the root, joined by \" > \".", .example = "Technology > Software"}),
    };
};

struct JobEmployer {
    Uuid id;
    std::string username, full_name;
    static constexpr std::string_view schema_name = "JobEmployer";
    static constexpr std::string_view schema_about = "Who posts a job.";
    static constexpr auto fields = std::tuple{
        field("id", &JobEmployer::id, {.about = "The id of the employer's account."}),
        field("username", &JobEmployer::username, {.about = "The user name.", .example = "acme"}),
        field("full_name", &JobEmployer::full_name,
            {.about = "The user name where there are no names.", .example = "Acme Corporation"}),
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
    Patch<bool> is_saved; // of somebody who has signed in

    static constexpr std::string_view schema_name = "Job";
    static constexpr std::string_view schema_about = "A job as lists show it.";
    static constexpr auto fields = std::tuple{
        field("id", &Job::id, {.about = "The job's id."}),
        field("title", &Job::title, {.about = "What is advertised.", .example = "C++ developer"}),
        field("description", &Job::description,
            {.about = "What the work is.", .example = "You build the back end of our board."}),
        field("category", &Job::category, {.about = "Where it is filed."}),
        field("employer", &Job::employer, {.about = "Who posts it."}),
        field("location", &Job::location, {.about = "Where the work is.", .example = "Berlin"}),
        field("job_type", &Job::job_type, {.about = "How somebody is employed."}),
        field("salary_min", &Job::salary_min, {.about = "The least that is paid.", .example = "60000.00"}),
        field("salary_max", &Job::salary_max, {.about = "The most that is paid.", .example = "80000.00"}),
        field("status", &Job::status, {.about = "Whether it is shown to everybody."}),
        field("is_featured", &Job::is_featured, {.about = "Whether admins put it in front of others."}),
        field("views_count", &Job::views_count,
            {.figure = true, .about = "How many visitors it had.", .example = "42"}),
        field("application_count", &Job::application_count,
            {.figure = true, .about = "How many people have applied.", .example = "3"}),
        field("created_at", &Job::created_at, {.about = "When it was added."}),
        field("updated_at", &Job::updated_at, {.about = "When it was last changed."}),
        field("is_saved", &Job::is_saved,
            {.figure = true,
                .about = "Whether the caller has saved it; left out for callers without a token.",
                .example = "false"}),
    };
};

// A job by itself.
struct JobDetail : Job {
    std::string requirements;
    std::optional<Date> application_deadline;
    bool has_applied = false;

    static constexpr std::string_view schema_name = "JobDetail";
    static constexpr std::string_view schema_about =
        "A job by itself. It can be sent back to `PUT` as it is.";
    static constexpr auto fields = std::tuple_cat(Job::fields,
        std::tuple{
            field("requirements", &JobDetail::requirements,
                {.about = "What somebody needs for it.", .example = "Five years of C++."}),
            field("application_deadline", &JobDetail::application_deadline,
                {.about = "The last day on which applications are taken, in the board's time zone."}),
            field("has_applied", &JobDetail::has_applied,
                {.figure = true, .about = "Whether the caller has applied for it.", .example = "false"}),
        });
};

namespace store {

// Most relevant first is the order of a window without one, if the filter searches.
std::span<const Order<Job>> job_orders();

// What the caller may see of them; the jobs themselves are read from `copy`. At most three statements. The
// count is exact up to a thousand and for whole categories, and otherwise as kept_counts says. Throws
// UnknownFilter.
Slice<Job> list_jobs(Sql&, Sql& copy, const JobFilter&, const Scope&, const Window<Job>&);

// Says of each whether somebody has saved it. One statement, none without jobs.
void mark_saved(Sql&, const Uuid& person, std::vector<Job>& jobs);

// What lists show of jobs j, after SELECT, and what they are joined with for it, after FROM. Whether they are
// saved is not known, or, for a caller, by :caller::uuid.
extern const std::string job_columns, job_columns_for_caller, job_joins;

// Nothing for a job that the caller may not see.
std::optional<JobDetail> find_job(Sql&, const Uuid& id, const Scope&);

// The statement behind it, and what it takes.
const std::string& job_by_id();
Params job_by_id_params(const Uuid& id, const Scope&);

// The newest ten.
std::vector<Job> featured_jobs(Sql&);

} // namespace store
