// How the database is, for whoever operates it.
#pragma once

#include "lib/db/sql.hpp"

struct DatabaseFigures {
    std::string version;
    long long bytes = 0, connections = 0, connections_allowed = 0;
    long long oldest_transaction_ms = 0; // of the program's own
    long long behind_ms = 0;             // of a standby: age of what it knows last
    long long active_jobs = 0;
    long long visits_waiting = 0; // to be added up; more than 100,000 count as so many
    bool upkeep_runs = false;     // some process holds the lock of `jobboard upkeep`
    static constexpr auto fields = std::tuple{
        field("version", &DatabaseFigures::version),
        field("bytes", &DatabaseFigures::bytes),
        field("connections", &DatabaseFigures::connections),
        field("connections_allowed", &DatabaseFigures::connections_allowed),
        field("oldest_transaction_ms", &DatabaseFigures::oldest_transaction_ms),
        field("behind_ms", &DatabaseFigures::behind_ms),
        field("active_jobs", &DatabaseFigures::active_jobs),
        field("visits_waiting", &DatabaseFigures::visits_waiting),
        field("upkeep_runs", &DatabaseFigures::upkeep_runs),
    };
};

namespace store {

DatabaseFigures database_figures(Sql&);

// Whether somebody migrates the database at this moment.
bool is_migrating(Sql&);

} // namespace store
