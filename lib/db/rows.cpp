#include "rows.hpp"

#include <libpq-fe.h>

#include <fmt/format.h>
#include <stdexcept>

template class std::vector<Param>;

Param::Param() = default;
Param::Param(std::string_view name, std::optional<std::string> text) : name(name), text(std::move(text)) {}
Param::Param(const Param&) = default;
Param::Param(Param&&) noexcept = default;
Param& Param::operator=(const Param&) = default;
Param& Param::operator=(Param&&) noexcept = default;
Param::~Param() = default;

Param arg(std::string_view name, std::string_view text)
{
    return {name, std::string(text)};
}

Param arg(std::string_view name, const std::string& text)
{
    return {name, text};
}

Param arg(std::string_view name, const char* text)
{
    return {name, std::string(text)};
}

void expect_column(const SqlRows& rows, int index, const std::string& prefix, std::string_view name)
{
    auto column = rows.column(index);
    auto expected = prefix + std::string(name);
    if (column != expected)
        throw std::logic_error(
            fmt::format("column {} is \"{}\", the struct has \"{}\" there", index + 1, column, expected));
}

void refuse_columns()
{
    throw std::logic_error("a statement has more or fewer columns than its struct");
}

void refuse_cell()
{
    throw std::logic_error("a column does not fit its field");
}

void read_cell(std::optional<std::string_view> cell, std::string& member)
{
    member = cell.value_or(std::string_view{});
}

std::string_view SqlRows::column(int index) const
{
    return PQfname(static_cast<const PGresult*>(result), index);
}

std::optional<std::string_view> SqlRows::cell(int row, int column) const
{
    auto* r = static_cast<const PGresult*>(result);
    if (PQgetisnull(r, row, column)) return std::nullopt;
    return std::string_view(
        PQgetvalue(r, row, column), static_cast<std::size_t>(PQgetlength(r, row, column)));
}
