// Rows that tests need, put straight into the database. What a test does not care about has a value here.
#pragma once

#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"

namespace seed {

struct User {
    std::string username = "acme", role = "employer", first_name = "", last_name = "";
};
Uuid user(Sql&, const User& = {}); // the one of that name, if there is one already

Uuid session(Sql&, const Uuid& user); // an open one

struct Category {
    std::string name = "Engineering";
    std::optional<Uuid> parent = {};
    std::optional<std::string> description = {};
    std::string created_at = "2026-01-01T00:00:00Z";
};
Uuid category(
    Sql&, const Category& = {}); // its slug is made from its name; the one of that slug, if there is one

struct Job {
    std::string title = "Carpenter", description = "Work with wood.", requirements = "Steady hands.";
    std::optional<Uuid> category = {}, employer = {}; // the default ones of the functions above
    std::string location = "Vienna", job_type = "full-time", status = "active";
    std::optional<std::string> salary_min = {}, salary_max = {};
    bool is_featured = false, deleted = false;
    std::string created_at = "2026-06-01T12:00:00Z";
    std::optional<std::string> application_deadline = {};
    long long views = 0;
};
Uuid job(Sql&, const Job& = {});

// So many plain active jobs, made at one instant, in one statement.
void jobs(Sql&, int count, const Job& like = {});

struct Application {
    std::string status = "pending", applied_at = "2026-06-02T12:00:00Z";
    std::optional<std::string> notes = {};
};
// That a job of that name was posted; the event's id. There is no such job.
Uuid event(Sql&, const std::string& name = "Joiner");

Uuid application(Sql&, const Uuid& job, const Uuid& applicant, const Application& = {});

// The file of all these, which each board has in its storage.
inline const std::string resume_key = "seeded/cv", resume_content = "%PDF-1.4\nA small one.\n%%EOF\n";

} // namespace seed
