// libcsv does the parsing, one line of the file at a time: so the lines of a row that went wrong are at hand,
// and reading goes on behind its first one.
#include "csv.hpp"

#include <cstring>
#include <stdexcept>
#include <utility>

CsvReader::CsvReader(std::istream& in) : in(in), chunk(1 << 16)
{
    Line first;
    if (read_line(first)) {
        choose_separator(first);
        again.push_back(std::move(first));
    }
    start_parser();
}

CsvReader::~CsvReader()
{
    csv_free(&parser);
}

void CsvReader::start_parser()
{
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        throw std::runtime_error("libcsv does not start");
    csv_set_delim(&parser, separator);
    cells.clear();
}

void CsvReader::choose_separator(Line& first)
{
    if (first.text.starts_with("\xef\xbb\xbf")) first.text.erase(0, 3);
    if (first.text.find(',') != std::string::npos) return;
    for (char c : {';', '\t'})
        if (first.text.find(c) != std::string::npos) separator = static_cast<unsigned char>(c);
}

bool CsvReader::refill()
{
    in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    chunk_at = 0;
    chunk_end = static_cast<std::size_t>(in.gcount());
    bytes += chunk_end;
    return chunk_end > 0;
}

bool CsvReader::read_line(Line& line)
{
    line = {.number = lines + 1, .text = {}, .cut = false};
    bool any = false;
    while (chunk_at < chunk_end || refill()) {
        any = true;
        const char* from = chunk.data() + chunk_at;
        auto* end = static_cast<const char*>(std::memchr(from, '\n', chunk_end - chunk_at));
        auto length = end ? static_cast<std::size_t>(end - from) + 1 : chunk_end - chunk_at;
        if (line.text.size() + length > longest_row) line.cut = true;
        if (!line.cut) line.text.append(from, length);
        chunk_at += length;
        if (end) break;
    }
    if (any) ++lines;
    return any;
}

bool CsvReader::take_line(Line& line)
{
    if (again.empty()) return read_line(line);
    line = std::move(again.front());
    again.pop_front();
    return true;
}

void CsvReader::on_cell(void* text, std::size_t length, void* self)
{
    static_cast<CsvReader*>(self)->cells.emplace_back(static_cast<const char*>(text), length);
}

void CsvReader::on_row(int, void* self)
{
    static_cast<CsvReader*>(self)->end_row();
}

void CsvReader::end_row()
{
    ready.push_back({.line = row_lines.front().number, .cells = std::exchange(cells, {}), .fault = {}});
}

// Answers the row being read as a broken one and goes on with the line after its first.
void CsvReader::give_up(std::string reason)
{
    ready.push_back({.line = row_lines.front().number, .cells = {}, .fault = std::move(reason)});
    again.insert(again.begin(), std::make_move_iterator(row_lines.begin() + 1),
        std::make_move_iterator(row_lines.end()));
    row_lines.clear();
    csv_free(&parser);
    start_parser();
}

void CsvReader::feed(const Line& line)
{
    if (line.cut) return give_up("the row is longer than 1 MiB");
    auto taken = csv_parse(&parser, line.text.data(), line.text.size(), on_cell, on_row, this);
    if (taken != line.text.size())
        return give_up(
            "a quotation mark stands in the wrong place, seen on line " + std::to_string(line.number));
    std::size_t length = 0;
    for (const auto& l : row_lines) length += l.text.size();
    if (ready.empty() && length > longest_row) give_up("a quotation mark is not closed within 1 MiB");
}

void CsvReader::finish()
{
    if (csv_fini(&parser, on_cell, on_row, this) != 0) give_up("a quotation mark is not closed");
}

bool CsvReader::next(CsvRow& row)
{
    while (ready.empty()) {
        Line line;
        if (!take_line(line)) {
            if (row_lines.empty()) return false;
            finish();
            if (ready.empty()) return false;
            continue;
        }
        bool blank = line.text.find_first_not_of("\r\n") == std::string::npos;
        if (row_lines.empty() && blank && !line.cut) continue;
        row_lines.push_back(std::move(line));
        feed(row_lines.back());
    }
    row = std::move(ready.front());
    ready.pop_front();
    if (ready.empty() && cells.empty()) row_lines.clear();
    return true;
}

std::string csv_line(const std::vector<std::string>& cells)
{
    std::string out;
    for (const auto& cell : cells) {
        if (!out.empty()) out += ',';
        out += '"';
        if (!cell.empty() && std::strchr("=+-@\t\r", cell[0])) out += '\'';
        for (char c : cell) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        out += '"';
    }
    return out + "\r\n";
}
