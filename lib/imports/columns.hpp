// Which column of a file holds what.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

enum class Column {
    id,
    title,
    description,
    requirements,
    benefits,
    company_profile,
    employer,
    category,
    industry,
    function,
    department,
    location,
    job_type,
    salary_range,
    salary_min,
    salary_max,
    status,
    application_deadline,
    experience,
    education,
    telecommuting,
    fraudulent,
    count
};

// The name of a column in reports: our own field's name where there is one.
std::string_view name_of(Column);

struct Header {
    std::array<std::optional<std::size_t>, static_cast<std::size_t>(Column::count)> place;
    std::size_t width = 0;
    std::vector<std::string> ignored; // columns of the file that mean nothing here
    std::string fault;                // a sentence, when the file cannot be imported by this header

    // A row's text in a column, without the white space around it; empty when the file has no such column.
    std::string_view cell(const std::vector<std::string>& row, Column) const;
};

// Reads a file's first row: names in any order and case, with or without blanks, dashes and underscores. Of
// two names for one thing the better one counts, and the other is ignored.
Header read_header(const std::vector<std::string>& names);
