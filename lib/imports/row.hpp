// One row of a file made a job.
#pragma once

#include "columns.hpp"
#include "lib/store/records/imports.hpp"
#include "options.hpp"

// Something about a row that its owner wants to know.
struct RowNote {
    std::string column, reason;
};

struct RowResult {
    std::optional<RowNote> fault; // why there is no job
    std::vector<RowNote> notes;   // what was left out or guessed
    ImportedJob job;
};

// Reads a row; `source` names the employer of jobs that name none.
RowResult read_job(const Header&, const std::vector<std::string>& cells, const ImportOptions&);
