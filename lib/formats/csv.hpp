// Reads comma-separated values (RFC 4180) row by row. A broken row is answered as such and costs no other
// row; memory stays within a few megabytes however long the file is.
#pragma once

#include <cstddef>
#include <csv.h>
#include <deque>
#include <istream>
#include <string>
#include <vector>

struct CsvRow {
    std::size_t line = 0;           // of its first character, from 1
    std::vector<std::string> cells; // unquoted; nothing is promised about their encoding
    std::string fault;              // why the row could not be read; then it has no cells
};

class CsvReader {
public:
    // A row longer than this is taken for one whose quotation mark is never closed.
    static constexpr std::size_t longest_row = 1 << 20;

    // The separator is the first line's: a comma, or a semicolon or tab when it has no comma. A byte order
    // mark is skipped.
    explicit CsvReader(std::istream&);
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    // False at the end. Empty lines are no rows.
    bool next(CsvRow&);

    std::size_t bytes_read() const { return bytes; } // so far, for showing progress

private:
    struct Line {
        std::size_t number = 0;
        std::string text; // with its line end
        bool cut = false; // longer than a row may be; the rest was dropped
    };

    std::istream& in;
    csv_parser parser;
    unsigned char separator = ',';
    std::vector<char> chunk;
    std::size_t chunk_at = 0, chunk_end = 0, bytes = 0, lines = 0;
    std::deque<Line> again;      // to be read once more, after a row that went wrong
    std::vector<Line> row_lines; // of the row being read
    std::vector<std::string> cells;
    std::deque<CsvRow> ready;

    void start_parser();
    bool refill();
    bool take_line(Line&);
    bool read_line(Line&);
    void choose_separator(Line& first);
    void feed(const Line&);
    void finish();
    void give_up(std::string reason);
    void end_row();
    static void on_cell(void*, std::size_t, void*);
    static void on_row(int, void*);
};

// One line of CSV with its line end. Cells that a spreadsheet would take for a formula get an apostrophe.
std::string csv_line(const std::vector<std::string>& cells);
