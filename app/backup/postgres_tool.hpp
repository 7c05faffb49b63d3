// Runs pg_dump and pg_restore on a database that a connection string names.
#pragma once

#include "lib/base/secret.hpp"

#include <string>
#include <vector>

// Runs the program to its end; what it says goes to standard error. The connection reaches it by environment
// variables, so that no password stands in the list of processes. Throws std::runtime_error, saying what is
// wrong.
void run_postgres_tool(
    const std::string& program, const std::vector<std::string>& arguments, const Secret& connection);
