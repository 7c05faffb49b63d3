// Reads comma-separated values (RFC 4180, and what programs write instead of it) row by row. A broken row is
// answered as such and costs no other row; memory stays within a few megabytes however long the file is.
#pragma once

#include "encoding.hpp"

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
    bool repaired = false;          // quotation marks in it stood where they should not
};

class CsvReader {
public:
    // A row longer than this is taken for one whose quotation mark is never closed.
    static constexpr std::size_t longest_row = 1 << 20;

    // The separator is the one of comma, semicolon, tab and bar that the first row has most of outside
    // quotation marks, or what a first line "sep=;" says. Lines end in LF, CR LF or CR. A byte order
    // mark is skipped. Throws std::runtime_error when there is no such encoding.
    explicit CsvReader(std::istream&, const std::string& encoding = "UTF-8");
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    // False at the end. Empty lines are no rows. Quotation marks are read strictly; where that fails, as
    // escaped by backslashes; else the row's first line alone is read with the marks inside its cells as they
    // are, and counts when it then has as many cells as the first row.
    bool next(CsvRow&);

    std::size_t bytes_read() const { return bytes; } // so far, for showing progress

private:
    struct Line {
        std::size_t number = 0;
        std::string text; // with its line end
        bool cut = false; // longer than a row may be; the rest was dropped
    };

    std::istream& in;
    std::unique_ptr<Decoder> decoder; // none for UTF-8
    csv_parser parser;
    char separator = ',';
    std::string chunk;
    std::size_t chunk_at = 0, bytes = 0, lines = 0, width = 0;
    bool backslashes = false;    // escape quotation marks in the row being read
    bool torn = false;           // it has the wrong width, since it holds other rows
    std::deque<Line> again;      // to be read once more, after a row that went wrong
    std::vector<Line> row_lines; // of the row being read
    std::size_t row_bytes = 0;   // of these lines
    std::vector<std::string> cells;
    std::deque<CsvRow> ready;

    void start_parser(unsigned char options);
    bool refill();
    bool take_line(Line&);
    bool read_line(Line&);
    void look_at_front();
    void feed(const Line&);
    void finish();
    void forget_lines();
    bool holds_other_rows() const;
    bool read_first_line_alone();
    void give_up(std::string reason);
    void end_row();
    static void on_cell(void*, std::size_t, void*);
    static void on_row(int, void*);
};

// One line of CSV with its line end. Cells that a spreadsheet would take for a formula get an apostrophe.
std::string csv_line(const std::vector<std::string>& cells);
