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

// The first name of each column is the one in reports. Of several in one file the first of these counts.
constexpr Known known[] = {{"external_id", Column::id}, {"job_id", Column::id}, {"source_id", Column::id},
    {"reference", Column::id}, {"id", Column::id}, {"title", Column::title}, {"job_title", Column::title},
    {"position", Column::title}, {"description", Column::description},
    {"job_description", Column::description}, {"requirements", Column::requirements},
    {"benefits", Column::benefits}, {"company_profile", Column::company_profile},
    {"employer", Column::employer}, {"company", Column::employer}, {"company_name", Column::employer},
    {"organization", Column::employer}, {"hiring_organization", Column::employer},
    {"category", Column::category}, {"industry", Column::industry}, {"function", Column::function},
    {"job_function", Column::function}, {"department", Column::department}, {"location", Column::location},
    {"job_location", Column::location}, {"job_type", Column::job_type}, {"employment_type", Column::job_type},
    {"formatted_work_type", Column::job_type}, {"work_type", Column::job_type},
    {"salary_range", Column::salary_range}, {"salary", Column::salary_range}, {"pay", Column::salary_range},
    {"salary_min", Column::salary_min}, {"min_salary", Column::salary_min},
    {"min_amount", Column::salary_min}, {"minimum_salary", Column::salary_min},
    {"salary_from", Column::salary_min}, {"salary_max", Column::salary_max},
    {"max_salary", Column::salary_max}, {"max_amount", Column::salary_max},
    {"maximum_salary", Column::salary_max}, {"salary_to", Column::salary_max}, {"status", Column::status},
    {"application_deadline", Column::application_deadline}, {"deadline", Column::application_deadline},
    {"valid_through", Column::application_deadline}, {"expires", Column::application_deadline},
    {"expiry", Column::application_deadline}, {"expires_at", Column::application_deadline},
    {"expiry_date", Column::application_deadline}, {"expiration_date", Column::application_deadline},
    {"closing_date", Column::application_deadline}, {"required_experience", Column::experience},
    {"experience_level", Column::experience}, {"required_education", Column::education},
    {"telecommuting", Column::telecommuting}, {"remote", Column::telecommuting},
    {"is_remote", Column::telecommuting}, {"remote_allowed", Column::telecommuting},
    {"job_location_type", Column::telecommuting}, {"fraudulent", Column::fraudulent}};

// "validThrough", "Valid-Through" and "valid_through" are one name.
std::string plain_name(std::string_view name)
{
    auto out = lowered(trimmed(name));
    std::erase_if(out, [](char c) { return c == ' ' || c == '-' || c == '_'; });
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
    std::vector<std::string> plain;
    std::transform(names.begin(), names.end(), std::back_inserter(plain), plain_name);
    for (const auto& k : known) {
        auto& place = out.place[static_cast<std::size_t>(k.column)];
        auto first = std::find(plain.begin(), plain.end(), plain_name(k.name));
        if (first == plain.end() || place) continue;
        place = static_cast<std::size_t>(first - plain.begin());
        if (std::find(first + 1, plain.end(), *first) != plain.end())
            out.fault = fmt::format("Two columns are named \"{}\".", k.name);
    }
    for (std::size_t i = 0; i < names.size(); ++i)
        if (std::find(out.place.begin(), out.place.end(), i) == out.place.end())
            out.ignored.push_back(is_clean_text(names[i]) && !trimmed(names[i]).empty()
                                      ? std::string(trimmed(names[i]))
                                      : fmt::format("column {}", i + 1));
    if (!out.place[static_cast<std::size_t>(Column::title)])
        out.fault = "The first line must name the columns, and one of them must be \"title\".";
    return out;
}
