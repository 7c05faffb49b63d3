// What each field of a job is made of, and what is done when that is missing.
#include "row.hpp"

#include "lib/base/text.hpp"
#include "places.hpp"
#include "terms.hpp"
#include "text.hpp"

#include <fmt/format.h>

namespace {

constexpr std::size_t longest_title = 200, longest_text = 50'000;

struct BadRow {
    RowNote note;
};

struct Row {
    const Header& header;
    const std::vector<std::string>& cells;
    const ImportOptions& options;
    RowResult& result;

    std::string_view cell(Column c) const { return header.cell(cells, c); }
    std::string text(Column c) const
    {
        auto out = readable_text(cell(c));
        return says_something(out) ? out : std::string();
    }
    void note(Column c, std::string reason)
    {
        result.notes.push_back({std::string(name_of(c)), std::move(reason)});
    }
    [[noreturn]] void refuse(Column c, std::string reason) const
    {
        throw BadRow{{std::string(name_of(c)), std::move(reason)}};
    }
    std::string fitted(Column c, std::string text, std::size_t longest);
};

std::string Row::fitted(Column c, std::string text, std::size_t longest)
{
    if (text.size() <= longest || characters(text) <= longest) return text;
    note(c, fmt::format("cut to {} characters", longest));
    return shortened(text, longest);
}

void check_cells(const Row& row)
{
    if (row.cells.size() != row.header.width)
        throw BadRow{{"",
            fmt::format("has {} columns where the first line has {}", row.cells.size(), row.header.width)}};
    for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (!is_clean_text(row.cells[i]))
            throw BadRow{{fmt::format("column {}", i + 1), "is not UTF-8, or contains a NUL character"}};
}

bool yes(std::string_view text)
{
    auto word = lowered(text);
    return word == "1" || word == "true" || word == "t" || word == "yes" || word == "y";
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
    if (text.empty()) row.note(Column::description, "missing; the other texts stand in");
    text = with_section(text, "About the company", row.text(Column::company_profile));
    text = with_section(text, "Benefits", row.text(Column::benefits));
    if (text.empty()) text = row.text(Column::requirements);
    if (text.empty()) row.refuse(Column::description, "missing, and no other text can stand in");
    return row.fitted(Column::description, text, longest_text);
}

std::string requirements_of(Row& row)
{
    auto text = row.text(Column::requirements);
    for (auto [column, label] :
        {std::pair{Column::experience, "Experience"}, {Column::education, "Education"}}) {
        auto level = readable_line(row.cell(column));
        auto word = lowered(level);
        if (level.empty() || word == "not applicable" || word == "unspecified") continue;
        text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", label, level);
    }
    return row.fitted(Column::requirements, text.empty() ? "Not specified." : text, longest_text);
}

std::string title_of(Row& row)
{
    auto title = readable_line(row.cell(Column::title));
    if (!says_something(title)) row.refuse(Column::title, "missing");
    return row.fitted(Column::title, title, longest_title);
}

std::string location_of(const Row& row)
{
    auto place = normal_place(row.cell(Column::location));
    if (!place.empty()) return place;
    return yes(row.cell(Column::telecommuting)) ? "Remote" : "Not specified";
}

std::string category_of(const Row& row)
{
    if (auto own = readable_line(row.cell(Column::category)); !own.empty()) return shortened(own, 100);
    for (auto column : {Column::industry, Column::function, Column::department})
        if (auto name = normal_category(row.cell(column)); !name.empty()) return name;
    return "Other";
}

std::string employer_of(const Row& row)
{
    if (auto own = readable_line(row.cell(Column::employer)); says_something(own)) return shortened(own, 150);
    if (auto named = company_named_in(row.cell(Column::company_profile)); !named.empty()) return named;
    return fmt::format("Imported postings ({})", shortened(row.options.source, 120));
}

Money bound_of(const Row& row, Column column)
{
    auto amount = read_amount(row.cell(column));
    if (!amount) row.refuse(column, "is no amount of money");
    if (amount->hundredths > 9'999'999'999) row.refuse(column, "is above 99999999.99");
    return *amount;
}

void set_salary(Row& row, ImportedJob& job)
{
    auto range = read_salary(row.cell(Column::salary_range));
    if (!range.note.empty()) row.note(Column::salary_range, range.note);
    job.salary_min = range.min;
    job.salary_max = range.max;
    if (!row.cell(Column::salary_min).empty()) job.salary_min = bound_of(row, Column::salary_min);
    if (!row.cell(Column::salary_max).empty()) job.salary_max = bound_of(row, Column::salary_max);
    if (job.salary_min && job.salary_max && *job.salary_min > *job.salary_max)
        row.refuse(Column::salary_min, "is above salary_max");
}

std::string status_of(const Row& row)
{
    if (yes(row.cell(Column::fraudulent))) {
        if (row.options.fraudulent == Fraudulent::skip)
            row.refuse(Column::fraudulent, "known to be fraudulent");
        return row.options.fraudulent == Fraudulent::draft    ? "draft"
               : row.options.fraudulent == Fraudulent::closed ? "closed"
                                                              : "active";
    }
    auto status = lowered(row.cell(Column::status));
    if (status.empty()) return row.options.status;
    if (status != "draft" && status != "active" && status != "closed")
        row.refuse(Column::status, "must be draft, active or closed");
    return status;
}

std::optional<Date> deadline_of(const Row& row)
{
    auto text = row.cell(Column::application_deadline);
    if (text.empty()) return std::nullopt;
    auto date = parse<Date>(text);
    if (!date) row.refuse(Column::application_deadline, "must be a date such as 2027-12-31");
    return date;
}

// The row's own id, else one that follows from everything in it.
std::string id_of(const Row& row)
{
    auto id = row.cell(Column::id);
    if (id.size() > 300) row.refuse(Column::id, "is longer than 300 bytes");
    if (!id.empty()) return std::string(id);
    std::string all;
    for (const auto& cell : row.cells) all.append(cell) += '\n';
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
    std::string type_note;
    job.job_type = normal_job_type(readable_line(row.cell(Column::job_type)), job.title, type_note);
    if (!type_note.empty()) row.note(Column::job_type, type_note);
    set_salary(row, job);
    job.application_deadline = deadline_of(row);
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
