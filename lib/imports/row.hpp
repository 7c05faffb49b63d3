// One row of a file made a job.
#pragma once

#include "columns.hpp"
#include "lib/store/records/imports.hpp"
#include "options.hpp"
#include "text.hpp"

// Something about a row that its owner wants to know.
struct RowNote {
    std::string column; // empty: the whole row
    Remark remark;
};

struct RowResult {
    std::optional<RowNote> fault; // why there is no job
    std::vector<RowNote> notes;   // what was guessed, changed or left out
    ImportedJob job;
};

// Reads a row. What cannot be read of it costs a note; only a row without title or texts, or one that cannot
// be told apart, is refused.
RowResult read_job(const Header&, const std::vector<std::string>& cells, const ImportOptions&);
