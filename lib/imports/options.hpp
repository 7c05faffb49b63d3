// How an import is to be done.
#pragma once

#include <string>

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
