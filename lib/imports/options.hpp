// How an import is to be done.
#pragma once

#include <string>

// What becomes of postings that the file marks as known to be fraudulent.
enum class Fraudulent { skip, draft, closed, active };

// What becomes of postings whose description has fewer than thin_below characters.
enum class Thin { draft, skip, keep };
inline constexpr std::size_t thin_below = 40;

struct ImportOptions {
    std::string file;
    bool dry_run = false;          // does everything but keep it
    std::string report;            // where what was skipped or changed is listed; empty: beside the file
    std::string source;            // with a row's id it identifies a job for ever
    std::string encoding;          // of the file, by a name that ICU knows; empty: what it looks like
    std::string status = "active"; // of jobs whose row does not say: draft, active or closed
    std::string employer = "Employer not named"; // of jobs whose row does not say
    Thin thin = Thin::draft;
    Fraudulent fraudulent = Fraudulent::skip;
};
