// `jobboard migrate` and `check`: bring the database up to date, and would the program start with it.
#include "command.hpp"

#include "app/database.hpp"
#include "lib/db/migrate.hpp"
#include "lib/store/board/job_changes.hpp"

#include <fmt/format.h>
#include <iostream>

namespace {

int run_migrations(const Settings& settings)
{
    auto options = patient_session(settings, settings.database_owner_url);
    constexpr int six_hours = 21'600'000; // what makes every row of a large board anew takes long
    options.statement_timeout_ms = six_hours;
    Sql sql(options);
    try {
        auto done = migrate(sql, settings.home_path + "/sql");
        for (const auto& m : done) std::cout << "applied " << m.name << '\n';
        if (done.empty()) std::cout << "nothing to apply: the database is up to date\n";
        return 0;
    } catch (const MigrationError& e) {
        throw CommandFailed(e.what());
    } catch (const DatabaseError& e) {
        throw CommandFailed(sentence_of(e, settings.database_owner_url));
    }
}

int check_start(const Settings& settings)
{
    Sql sql(request_session(settings));
    try {
        auto missing = pending_migrations(sql, settings.home_path + "/sql");
        if (!missing.empty())
            throw CommandFailed(
                fmt::format("{} migrations are missing, the first is {}: run `jobboard migrate`.",
                    missing.size(), missing[0].name));
        store::job_is_open(sql, Date{std::chrono::floor<std::chrono::days>(now())});
    } catch (const MigrationError& e) {
        throw CommandFailed(e.what());
    } catch (const DatabaseError& e) {
        if (e.sqlstate == "22023")
            throw CommandFailed(
                fmt::format("PostgreSQL does not know the time zone {}.", settings.time_zone));
        throw CommandFailed(sentence_of(e, settings.database_url));
    }
    try {
        check_mails(settings.home_path + "/templates/mail", mail_site(settings));
    } catch (const std::exception& error) {
        throw CommandFailed(error.what());
    }
    std::cout << "ready to start\n";
    return 0;
}

} // namespace

namespace command {

extern constexpr Command check{
    .name = "check",
    .about = "Would it start? Says what is wrong",
    .call = calling<check_start>,
};
extern constexpr Command migrate{
    .name = "migrate",
    .about = "Bring the database up to date",
    .call = calling<run_migrations>,
};

} // namespace command
