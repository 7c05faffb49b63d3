// libcsv does the parsing, one line of the file at a time: so the lines of a row that went wrong are at hand,
// and reading goes on behind its first one.
#include "csv.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

CsvReader::CsvReader(std::istream& in, const std::string& encoding) : in(in)
{
    if (encoding != "UTF-8") decoder = std::make_unique<Decoder>(encoding);
    if (refill()) look_at_front();
    start_parser(CSV_STRICT | CSV_STRICT_FINI);
}

CsvReader::~CsvReader()
{
    csv_free(&parser);
}

void CsvReader::start_parser(unsigned char options)
{
    if (csv_init(&parser, options) != 0) throw std::runtime_error("libcsv does not start");
    csv_set_delim(&parser, static_cast<unsigned char>(separator));
    cells.clear();
}

void CsvReader::look_at_front()
{
    if (chunk.starts_with("\xef\xbb\xbf")) chunk_at = 3;
    for (; chunk_at + 1 < chunk.size() && (chunk[chunk_at] == '\r' || chunk[chunk_at] == '\n'); ++chunk_at)
        lines += chunk[chunk_at] == '\n' || chunk[chunk_at + 1] != '\n'; // that are empty
    auto line =
        chunk.substr(chunk_at, std::min(chunk.find_first_of("\r\n", chunk_at), chunk.size()) - chunk_at);
    auto length = line.size();
    std::erase(line, '"');
    if (line.size() == 5 && lowered(line).starts_with("sep=")) {
        separator = line[4];
        chunk_at += length; // what is left of the line is an empty one
        return;
    }
    constexpr std::string_view separators = ",;\t|";
    std::size_t counts[4] = {};
    bool quoted = false;
    for (auto at = chunk_at; at < chunk.size() && (quoted || (chunk[at] != '\r' && chunk[at] != '\n'));
         ++at) {
        quoted ^= chunk[at] == '"';
        auto which = separators.find(chunk[at]);
        if (!quoted && which != separators.npos) ++counts[which];
    }
    separator = separators[static_cast<std::size_t>(std::max_element(counts, counts + 4) - counts)];
}

bool CsvReader::refill()
{
    chunk_at = 0;
    chunk.clear();
    while (chunk.empty() && in) {
        chunk.resize(1 << 16);
        in.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
        chunk.resize(static_cast<std::size_t>(in.gcount()));
        bytes += chunk.size();
        if (decoder) chunk = decoder->decode(chunk, !in);
    }
    return !chunk.empty();
}

// Ends at LF, CR LF or a CR alone, as libcsv's rows do: so no line has the ends of two rows.
bool CsvReader::read_line(Line& line)
{
    line = {.number = lines + 1, .text = {}, .cut = false};
    bool any = false, after_cr = false;
    while (chunk_at < chunk.size() || refill()) {
        any = true;
        if (after_cr && chunk[chunk_at] != '\n') break;
        auto at = after_cr ? chunk_at : chunk.find_first_of("\r\n", chunk_at);
        auto length = (at == chunk.npos ? chunk.size() : at + 1) - chunk_at;
        if (line.text.size() + length > longest_row) line.cut = true;
        if (!line.cut) line.text.append(chunk, chunk_at, length);
        chunk_at += length;
        if (at != chunk.npos && chunk[at] == '\n') break;
        after_cr = at != chunk.npos;
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

// A quotation mark that is never closed takes in the rows behind it, up to the next one.
bool CsvReader::holds_other_rows() const
{
    if (cells.size() == width) return false;
    return std::any_of(row_lines.begin() + 1, row_lines.end(), [this](const Line& line) {
        auto separators = std::count(line.text.begin(), line.text.end(), separator);
        return separators + 1 >= static_cast<std::ptrdiff_t>(width);
    });
}

void CsvReader::end_row()
{
    if (width == 0) width = cells.size();
    torn = holds_other_rows();
    if (!torn)
        ready.push_back({.line = row_lines.front().number,
            .cells = std::exchange(cells, {}),
            .fault = {},
            .repaired = std::exchange(backslashes, false)});
}

namespace {

// Quotation marks behind backslashes doubled instead.
std::string with_doubled_marks(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool escapes = text[i] == '\\' && i + 1 < text.size();
        if (escapes && text[i + 1] == '"') out += '"';
        else out += text[i];
        if (escapes && (text[i + 1] == '"' || text[i + 1] == '\\')) out += text[++i];
    }
    return out;
}

} // namespace

// Not strict, libcsv takes a quotation mark for one inside the cell unless a separator or the line's end
// follows it.
bool CsvReader::read_first_line_alone()
{
    if (row_lines.front().cut) return false;
    auto text = with_doubled_marks(row_lines.front().text) + '\n';
    csv_free(&parser);
    start_parser(0);
    auto on_end = [](int, void* self) {
        auto& r = *static_cast<CsvReader*>(self);
        if (r.width == 0 || r.cells.size() == r.width)
            r.ready.push_back(
                {.line = r.row_lines.front().number, .cells = r.cells, .fault = {}, .repaired = true});
    };
    return csv_parse(&parser, text.data(), text.size(), on_cell, on_end, this) == text.size() &&
           !ready.empty();
}

void CsvReader::forget_lines()
{
    row_lines.clear();
    row_bytes = 0;
}

// Reads the row being read in another way, in the end as a broken one, and goes on with the line after its
// first.
void CsvReader::give_up(std::string reason)
{
    bool escaped = std::any_of(row_lines.begin(), row_lines.end(),
        [](const Line& line) { return line.text.find("\\\"") != std::string::npos; });
    backslashes = escaped && !backslashes;
    if (!backslashes && !read_first_line_alone())
        ready.push_back({.line = row_lines.front().number, .cells = {}, .fault = std::move(reason)});
    again.insert(again.begin(), std::make_move_iterator(row_lines.begin() + !backslashes),
        std::make_move_iterator(row_lines.end()));
    forget_lines();
    torn = false;
    csv_free(&parser);
    start_parser(CSV_STRICT | CSV_STRICT_FINI);
}

void CsvReader::feed(const Line& line)
{
    if (line.cut) return give_up("the row is longer than 1 MiB");
    auto doubled = backslashes ? with_doubled_marks(line.text) : std::string();
    const auto& text = backslashes ? doubled : line.text;
    auto taken = csv_parse(&parser, text.data(), text.size(), on_cell, on_row, this);
    if (taken != text.size())
        return give_up(
            "a quotation mark stands in the wrong place, seen on line " + std::to_string(line.number));
    if (torn) return give_up("a quotation mark is not closed");
    if (ready.empty() && row_bytes > longest_row) give_up("a quotation mark is not closed within 1 MiB");
}

void CsvReader::finish()
{
    if (csv_fini(&parser, on_cell, on_row, this) != 0 || torn) give_up("a quotation mark is not closed");
}

bool CsvReader::next(CsvRow& row)
{
    while (ready.empty()) {
        Line line;
        if (!take_line(line)) {
            if (row_lines.empty()) return false;
            finish();
            if (ready.empty() && again.empty()) return false;
            continue;
        }
        bool blank = line.text.find_first_not_of("\r\n") == std::string::npos;
        if (row_lines.empty() && blank && !line.cut) continue;
        row_bytes += line.text.size();
        row_lines.push_back(std::move(line));
        feed(row_lines.back());
    }
    row = std::move(ready.front());
    ready.pop_front();
    if (ready.empty() && cells.empty()) forget_lines();
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
