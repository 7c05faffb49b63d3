// Databases for tests: clones of the migrated template.
#pragma once

#include "lib/db/sql.hpp"

#include <string>

// A database of its own, cloned from the migrated, empty template (or from nothing) and dropped at the end.
class Database {
public:
    enum class From { template_, nothing };
    explicit Database(From from = From::template_);
    ~Database();
    Database(const Database&) = delete;

    // The libpq words to reach it as that role: jobboard_app, jobboard_owner or postgres. `host` is the
    // directory of the socket, the cluster's own unless given.
    std::string connection(std::string_view role = "jobboard_app", std::string_view host = "") const;

    const std::string name;
};

// The directory of the cluster's socket.
std::string cluster_socket_directory();

// Removes every row of every table but the migrations'.
void empty_tables(Sql&);

// Options of a session without a hurry.
SqlOptions patient(const std::string& connection);

// For store tests: a session as the application's role on a migrated database, in a transaction that is
// rolled back.
struct Db {
    Sql sql;
    Db();
    ~Db() { sql.rollback(); }
};
