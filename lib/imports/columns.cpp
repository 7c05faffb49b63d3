// The names under which columns are known.
#include "columns.hpp"

#include "lib/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace {

struct Known {
    std::string_view name;
    Column column;
};

// The first name of each column is the one in reports.
constexpr Known known[] = {
    {"external_id", Column::id},
    {"job_id", Column::id},
    {"source_id", Column::id},
    {"reference", Column::id},
    {"id", Column::id},
    {"title", Column::title},
    {"job_title", Column::title},
    {"description", Column::description},
    {"requirements", Column::requirements},
    {"benefits", Column::benefits},
    {"company_profile", Column::company_profile},
    {"employer", Column::employer},
    {"company", Column::employer},
    {"company_name", Column::employer},
    {"organization", Column::employer},
    {"category", Column::category},
    {"industry", Column::industry},
    {"function", Column::function},
    {"department", Column::department},
    {"location", Column::location},
    {"job_type", Column::job_type},
    {"employment_type", Column::job_type},
    {"salary_range", Column::salary_range},
    {"salary", Column::salary_range},
    {"salary_min", Column::salary_min},
    {"salary_max", Column::salary_max},
    {"status", Column::status},
    {"application_deadline", Column::application_deadline},
    {"deadline", Column::application_deadline},
    {"required_experience", Column::experience},
    {"required_education", Column::education},
    {"telecommuting", Column::telecommuting},
    {"remote", Column::telecommuting},
    {"fraudulent", Column::fraudulent},
};

std::string plain_name(std::string_view name)
{
    auto out = lowered(trimmed(name));
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
    return out;
}

} // namespace

std::string_view name_of(Column column)
{
    for (const auto& k : known)
        if (k.column == column) return k.name;
    return "";
}

std::string_view Header::cell(const std::vector<std::string>& row, Column column) const
{
    auto at = place[static_cast<std::size_t>(column)];
    return at && *at < row.size() ? trimmed(row[*at]) : std::string_view{};
}

Header read_header(const std::vector<std::string>& names)
{
    Header out;
    out.width = names.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto name = plain_name(names[i]);
        auto it =
            std::find_if(std::begin(known), std::end(known), [&](const Known& k) { return k.name == name; });
        if (it == std::end(known)) {
            out.ignored.push_back(
                is_clean_text(name) && !name.empty() ? name : fmt::format("column {}", i + 1));
            continue;
        }
        auto& place = out.place[static_cast<std::size_t>(it->column)];
        if (place)
            out.fault =
                fmt::format("Two columns, {} and {}, both mean {}.", *place + 1, i + 1, name_of(it->column));
        place = i;
    }
    if (!out.place[static_cast<std::size_t>(Column::title)])
        out.fault = "The first line must name the columns, and one of them must be \"title\".";
    return out;
}
