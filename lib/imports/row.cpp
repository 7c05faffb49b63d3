// What each field of a job is made of, and what is done when that is missing.
#include "row.hpp"

#include "lib/base/text.hpp"
#include "pay.hpp"
#include "places.hpp"
#include "terms.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace {

constexpr std::size_t longest_title = 200, longest_text = 50'000, longest_place = 100;

struct BadRow {
    RowNote note;
};

struct Row {
    const Header& header;
    const std::vector<std::string>& cells;
    const ImportOptions& options;
    RowResult& result;

    std::string_view cell(Column c) const { return header.cell(cells, c); }

    // What a function makes of a cell; its remarks are the column's.
    template <class Read> auto read(Column c, Read&& read)
    {
        Remarks remarks;
        auto out = read(cell(c), remarks);
        for (auto& remark : remarks) result.notes.push_back({std::string(name_of(c)), std::move(remark)});
        return out;
    }
    std::string text(Column c)
    {
        auto out = read(c, readable_text);
        return says_something(out) ? out : std::string();
    }
    std::string line(Column c) { return read(c, readable_line); }
    void note(Column c, Remark remark)
    {
        result.notes.push_back({std::string(name_of(c)), std::move(remark)});
    }
    [[noreturn]] void refuse(Column c, Remark remark) const
    {
        throw BadRow{{std::string(name_of(c)), std::move(remark)}};
    }
    std::string fitted(Column c, std::string text, std::size_t longest)
    {
        if (text.size() <= longest || characters(text) <= longest) return text;
        note(c, {"was cut", fmt::format("to {} characters", longest)});
        return shortened(text, longest);
    }
};

// Programs leave out empty cells at the end, and add some.
void check_cells(const Row& row)
{
    auto extra =
        row.cells.begin() + static_cast<std::ptrdiff_t>(std::min(row.cells.size(), row.header.width));
    auto sizes = fmt::format("{} instead of {}", row.cells.size(), row.header.width);
    if (std::any_of(extra, row.cells.end(), [](const auto& cell) { return !trimmed(cell).empty(); }))
        throw BadRow{{"", {"has more columns than the first line", sizes}}};
    if (row.cells.size() < row.header.width)
        row.result.notes.push_back(
            {"", {"has fewer columns than the first line; the last ones count as empty", sizes}});
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (!is_clean_text(row.cells[i]))
            throw BadRow{{fmt::format("column {}", i + 1), {"is not UTF-8, or contains a NUL character"}}};
}

bool yes(std::string_view text)
{
    constexpr std::string_view words[] = {
        "1", "1.0", "true", "t", "yes", "y", "x", "ja", "oui", "remote", "telecommute"};
    return std::find(std::begin(words), std::end(words), lowered(text)) != std::end(words);
}

std::string with_section(std::string text, std::string_view heading, const std::string& section)
{
    if (section.empty()) return text;
    return text.empty() ? section : fmt::format("{}\n\n{}\n{}", text, heading, section);
}

// The description, else what the row says about the company, what it offers or what it requires.
std::string description_of(Row& row)
{
    auto text = row.text(Column::description);
    if (text.empty()) row.note(Column::description, {"missing; the other texts stand in"});
    text = with_section(text, "About the company", row.text(Column::company_profile));
    text = with_section(text, "Benefits", row.text(Column::benefits));
    if (text.empty()) text = row.text(Column::requirements);
    if (text.empty()) row.refuse(Column::description, {"missing, and no other text can stand in"});
    return row.fitted(Column::description, text, longest_text);
}

std::string requirements_of(Row& row)
{
    auto text = row.text(Column::requirements);
    for (auto [column, label] :
        {std::pair{Column::experience, "Experience"}, {Column::education, "Education"}}) {
        auto level = row.line(column);
        auto word = lowered(level);
        if (level.empty() || word == "not applicable" || word == "unspecified") continue;
        text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", label, level);
    }
    return row.fitted(Column::requirements, text.empty() ? "Not specified." : text, longest_text);
}

std::string title_of(Row& row)
{
    auto title = row.line(Column::title);
    if (!says_something(title)) row.refuse(Column::title, {"missing"});
    return row.fitted(Column::title, title, longest_title);
}

std::string location_of(Row& row)
{
    constexpr std::string_view mark = " (Remote)";
    auto place = row.read(Column::location, normal_place);
    bool remote = yes(row.cell(Column::telecommuting));
    if (place.empty()) return remote ? "Remote" : "Not specified";
    if (!remote || lowered(place).find("remote") != std::string::npos) return place;
    return row.fitted(Column::location, place, longest_place - mark.size()).append(mark);
}

std::string category_of(Row& row)
{
    if (auto own = row.line(Column::category); says_something(own))
        return row.fitted(Column::category, own, 100);
    for (auto column : {Column::industry, Column::function, Column::department})
        if (auto name = row.read(column, normal_category); !name.empty()) return name;
    return "Other";
}

std::string employer_of(Row& row)
{
    if (auto own = row.line(Column::employer); says_something(own))
        return row.fitted(Column::employer, own, 150);
    auto named = company_named_in(row.cell(Column::company_profile));
    if (named.empty()) return row.options.employer;
    row.note(Column::employer, {"was read from company_profile", in_quotes(named)});
    return named;
}

void set_pay(Row& row, ImportedJob& job)
{
    auto pay = row.read(Column::salary_range, read_pay);
    if (!row.cell(Column::salary_min).empty()) pay.min = row.read(Column::salary_min, read_bound);
    if (!row.cell(Column::salary_max).empty()) pay.max = row.read(Column::salary_max, read_bound);
    row.read(Column::salary_min, [&](auto, Remarks& remarks) { return put_in_order(pay, remarks), true; });
    job.salary_min = pay.min;
    job.salary_max = pay.max;
}

std::string status_of(Row& row)
{
    if (yes(row.cell(Column::fraudulent))) {
        if (row.options.fraudulent == Fraudulent::skip)
            row.refuse(Column::fraudulent, {"known to be fraudulent"});
        return row.options.fraudulent == Fraudulent::draft    ? "draft"
               : row.options.fraudulent == Fraudulent::closed ? "closed"
                                                              : "active";
    }
    return row.cell(Column::status).empty() ? row.options.status : row.read(Column::status, normal_status);
}

// Of a job that says hardly anything.
void judge_thin(Row& row, ImportedJob& job)
{
    if (job.status != "active" || characters(job.description) >= thin_below) return;
    if (row.options.thin == Thin::skip) row.refuse(Column::description, {"has under 40 characters"});
    bool draft = row.options.thin == Thin::draft;
    if (draft) job.status = "draft";
    row.note(Column::description,
        {draft ? "has under 40 characters, so a new job is a draft" : "has under 40 characters"});
}

std::optional<Date> deadline_of(Row& row)
{
    if (row.cell(Column::application_deadline).empty()) return std::nullopt;
    return row.read(Column::application_deadline, read_date);
}

// The row's own id, else one that follows from everything in it.
std::string id_of(const Row& row)
{
    auto id = row.cell(Column::id);
    if (id.size() > 300) row.refuse(Column::id, {"is longer than 300 bytes"});
    if (!id.empty()) return std::string(id);
    std::string all;
    for (std::size_t i = 0; i < row.header.width; ++i)
        all.append(i < row.cells.size() ? row.cells[i] : "") += '\n';
    return fingerprint(all);
}

void fill(Row& row, ImportedJob& job)
{
    check_cells(row);
    job.source_id = id_of(row);
    job.status = status_of(row);
    job.title = title_of(row);
    job.description = description_of(row);
    job.requirements = requirements_of(row);
    job.location = location_of(row);
    job.category = category_of(row);
    job.employer = employer_of(row);
    job.job_type = row.read(Column::job_type, [&](std::string_view cell, Remarks& remarks) {
        return normal_job_type(readable_line(cell, remarks), job.title, remarks);
    });
    set_pay(row, job);
    job.application_deadline = deadline_of(row);
    judge_thin(row, job);
    job.id = new_uuid();
    job.created_at = now();
}

} // namespace

RowResult read_job(const Header& header, const std::vector<std::string>& cells, const ImportOptions& options)
{
    RowResult result;
    Row row{header, cells, options, result};
    try {
        fill(row, result.job);
    } catch (const BadRow& bad) {
        result.fault = bad.note;
    }
    return result;
}
