// `jobboard import jobs`: takes job advertisements from a CSV file.
#pragma once

#include "config.hpp"

// What becomes of postings that the file marks as known to be fraudulent.
enum class Fraudulent { skip, draft, closed, active };

struct ImportOptions {
    std::string file;
    bool dry_run = false; // does everything but keep it
    std::string
        report; // where what was skipped or changed is listed; empty: <name of the file>.report.csv here
    std::string
        source; // with a row's id it identifies a job for ever; empty: the file's name without its ending
    std::string status = "active"; // of jobs whose row does not say: draft, active or closed
    Fraudulent fraudulent = Fraudulent::skip;
};

// Imports what can be imported, prints an account of every row and answers the exit status: 0 when the whole
// file was read, whatever became of its rows, 1 when something stopped the import. Batches that were stored
// stay; starting again goes on where it stopped.
int import_jobs(const Settings&, const ImportOptions&);
