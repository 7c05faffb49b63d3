// What came of jobs, in numbers: views, applications, and where they come from.
#pragma once

#include "lib/store/board/jobs.hpp"

// Days from … to, both included, in the board's time zone.
struct Days {
    Date from{}, to{};
    static constexpr auto fields = std::tuple{field("from", &Days::from), field("to", &Days::to)};
};

struct JobFigures {
    Uuid id, job;
    std::string job_title;
    long long total_views = 0, unique_views = 0, total_applications = 0, shares_count = 0, saved_count = 0;
    Time last_updated{};

    static constexpr auto fields = std::tuple{
        field("id", &JobFigures::id, {.about = "The job's id."}),
        field("job", &JobFigures::job, {.about = "The same."}),
        field("job_title", &JobFigures::job_title,
            {.about = "What it advertises.", .example = "C++ developer"}),
        field("total_views", &JobFigures::total_views,
            {.about = "How many visitors it had in these days; somebody who comes on two days counts twice.",
                .example = "120"}),
        field("unique_views", &JobFigures::unique_views,
            {.about = "The same: a visitor counts once a day, and is forgotten the day after.",
                .example = "120"}),
        field("total_applications", &JobFigures::total_applications,
            {.about = "How many applied in these days.", .example = "6"}),
        field("shares_count", &JobFigures::shares_count,
            {.about = "How often it was shared in these days.", .example = "2"}),
        field("saved_count", &JobFigures::saved_count,
            {.about = "How many people have it among their saved jobs now.", .example = "9"}),
        field("last_updated", &JobFigures::last_updated, {.about = "When these numbers were taken."}),
    };
};

struct SourceFigures {
    std::string source;
    long long views = 0, applications = 0;
    static constexpr std::string_view schema_name = "SourceFigures";
    static constexpr std::string_view schema_about = "What came from one source.";
    static constexpr auto fields = std::tuple{
        field("source", &SourceFigures::source,
            {.about = "What a link says, or the host that led here; empty when nothing is known.",
                .example = "linkedin"}),
        field("views", &SourceFigures::views, {.about = "Visitors.", .example = "40"}),
        field("applications", &SourceFigures::applications, {.about = "Applications.", .example = "2"}),
    };
};

struct DayFigures {
    Date date{};
    long long views = 0, applications = 0;
    static constexpr std::string_view schema_name = "DayFigures";
    static constexpr std::string_view schema_about = "What came on one day.";
    static constexpr auto fields = std::tuple{
        field("date", &DayFigures::date, {.about = "The day, in the board's time zone."}),
        field("views", &DayFigures::views, {.about = "Visitors.", .example = "12"}),
        field("applications", &DayFigures::applications, {.about = "Applications.", .example = "1"}),
    };
};

// Of all jobs of an employer.
struct EmployerFigures {
    long long jobs = 0, active = 0, draft = 0, closed = 0;
    long long applications = 0, pending = 0, reviewed = 0, accepted = 0, rejected = 0;
    long long views = 0;
    std::optional<Money> days_to_first_answer; // the median
    static constexpr auto fields = std::tuple{
        field("jobs", &EmployerFigures::jobs),
        field("active", &EmployerFigures::active),
        field("draft", &EmployerFigures::draft),
        field("closed", &EmployerFigures::closed),
        field("applications", &EmployerFigures::applications),
        field("pending", &EmployerFigures::pending),
        field("reviewed", &EmployerFigures::reviewed),
        field("accepted", &EmployerFigures::accepted),
        field("rejected", &EmployerFigures::rejected),
        field("views", &EmployerFigures::views),
        field("days_to_first_answer", &EmployerFigures::days_to_first_answer),
    };
};

namespace store {

Date today(Sql&); // of the board

// Of those days, or of all when there are none. Nothing for a job that is not the caller's.
std::optional<JobFigures> job_figures(Sql&, const Uuid& job, const std::optional<Days>&, const Scope&);
std::vector<SourceFigures> job_sources(Sql&, const Uuid& job, const std::optional<Days>&);
std::vector<DayFigures> job_days(Sql&, const Uuid& job, const Days&); // each of them, also those with nothing

EmployerFigures employer_figures(Sql&, const Scope&);
std::vector<DayFigures> employer_days(Sql&, const Days&, const Scope&);
// The latest, and those with the most applications.
std::vector<Job> recent_jobs(Sql&, const Scope&, int at_most);
std::vector<Job> top_jobs(Sql&, const Scope&, int at_most);

} // namespace store
