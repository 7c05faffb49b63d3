// The account of an import: a report of every row that needs a word, progress while it goes on, and figures
// at its end.
#pragma once

#include "lib/store/records/imports.hpp"
#include "row.hpp"

#include <chrono>
#include <fstream>
#include <map>

class ImportAccount {
public:
    // Opens the report. Throws std::runtime_error with a sentence when it cannot be written.
    ImportAccount(const std::string& report_path, std::size_t file_size);

    void row_read() { ++rows; }
    void skipped(std::size_t line, std::string_view id, const RowNote&);
    void noted(std::size_t line, std::string_view id, const RowNote&);
    void stored(const ImportCounts&);

    // Whether rows were read and not one of them is a job.
    bool all_refused() const;

    // Redraws the progress bar, on a terminal only.
    void show_progress(std::size_t bytes_read);

    // Prints the figures.
    void print(bool dry_run);

private:
    std::string path;
    std::ofstream report;
    std::size_t file_size, rows = 0;
    ImportCounts counts;
    std::map<std::string, std::size_t> skips, notes; // how often for what reason
    bool terminal;
    std::chrono::steady_clock::time_point start, drawn;

    void write(std::size_t line, std::string_view id, std::string_view outcome, const RowNote&);
};
