// Puts a whole made-up board into the database: people, categories, jobs and applications.
#pragma once

#include "lib/base/money.hpp"
#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

struct DemoUser {
    Uuid id;
    std::string username, email, password_hash = "!", first_name, last_name, role;
    std::optional<std::string> phone_number, bio;
    Time date_joined;
    static constexpr auto fields = std::tuple{
        field("id", &DemoUser::id),
        field("username", &DemoUser::username),
        field("email", &DemoUser::email),
        field("password_hash", &DemoUser::password_hash),
        field("first_name", &DemoUser::first_name),
        field("last_name", &DemoUser::last_name),
        field("role", &DemoUser::role),
        field("phone_number", &DemoUser::phone_number),
        field("bio", &DemoUser::bio),
        field("date_joined", &DemoUser::date_joined),
    };
};

struct DemoCategory {
    Uuid id;
    std::string name, description, slug;
    std::string parent; // name of the one above; empty at the top
    Time created_at;
    static constexpr auto fields = std::tuple{
        field("id", &DemoCategory::id),
        field("name", &DemoCategory::name),
        field("description", &DemoCategory::description),
        field("slug", &DemoCategory::slug),
        field("parent", &DemoCategory::parent),
        field("created_at", &DemoCategory::created_at),
    };
};

struct DemoJob {
    Uuid id;
    std::string employer, category; // the employer's username, the category's name
    std::string title, description, requirements, location, job_type, status;
    std::optional<Money> salary_min, salary_max;
    std::optional<Date> application_deadline;
    bool is_featured = false;
    Time created_at;
    long long views = 0;
    static constexpr auto fields = std::tuple{
        field("id", &DemoJob::id),
        field("employer", &DemoJob::employer),
        field("category", &DemoJob::category),
        field("title", &DemoJob::title),
        field("description", &DemoJob::description),
        field("requirements", &DemoJob::requirements),
        field("location", &DemoJob::location),
        field("job_type", &DemoJob::job_type),
        field("status", &DemoJob::status),
        field("salary_min", &DemoJob::salary_min),
        field("salary_max", &DemoJob::salary_max),
        field("application_deadline", &DemoJob::application_deadline),
        field("is_featured", &DemoJob::is_featured),
        field("created_at", &DemoJob::created_at),
        field("views", &DemoJob::views),
    };
};

// Of a job on a day.
struct DemoViews {
    Uuid job_id;
    int days_ago = 0;
    long long views = 0;
    static constexpr auto fields = std::tuple{
        field("job_id", &DemoViews::job_id),
        field("days_ago", &DemoViews::days_ago),
        field("views", &DemoViews::views),
    };
};

struct DemoApplication {
    Uuid id, job_id;
    std::string applicant; // username
    std::string cover_letter, resume, resume_name, status;
    long long resume_bytes = 0;
    std::string resume_sha256;
    Time applied_at;
    std::optional<Time> reviewed_at;
    std::optional<std::string> notes;
    static constexpr auto fields = std::tuple{
        field("id", &DemoApplication::id),
        field("job_id", &DemoApplication::job_id),
        field("applicant", &DemoApplication::applicant),
        field("cover_letter", &DemoApplication::cover_letter),
        field("resume", &DemoApplication::resume),
        field("resume_name", &DemoApplication::resume_name),
        field("status", &DemoApplication::status),
        field("resume_bytes", &DemoApplication::resume_bytes),
        field("resume_sha256", &DemoApplication::resume_sha256),
        field("applied_at", &DemoApplication::applied_at),
        field("reviewed_at", &DemoApplication::reviewed_at),
        field("notes", &DemoApplication::notes),
    };
};

struct DemoBoard {
    std::vector<DemoUser> users;
    std::vector<DemoCategory> categories; // a parent before its children
    std::vector<DemoJob> jobs;
    std::vector<DemoViews> views;
    std::vector<DemoApplication> applications;
};

struct DemoCounts {
    long long users = 0, categories = 0, jobs = 0, applications = 0;
};

// The password hashes kept for accounts, to see whether the demo is there and its passwords still hold.
struct KnownPassword {
    std::string username, password_hash;
    static constexpr auto fields = std::tuple{
        field("username", &KnownPassword::username),
        field("password_hash", &KnownPassword::password_hash),
    };
};
std::vector<KnownPassword> known_passwords(Sql&, const std::vector<std::string>& usernames);

// Adds what is not there yet, in one transaction, and answers how much that was. Accounts and categories of
// the same name are taken as they are. Loaders at the same time wait for each other.
DemoCounts add_demo_board(Sql&, const DemoBoard&);
