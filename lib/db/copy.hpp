// Rows of structs to a table by COPY, many times quicker than statements: columns and values follow from the
// structs' field lists.
#pragma once

#include "sql.hpp"

#include <fmt/format.h>
#include <span>
#include <utility>

// Appends one value in PostgreSQL's COPY text format. The text must be free of NUL characters.
void append_copy_text(std::string& out, std::string_view text);

template <class M> void append_copy_value(std::string& out, const M& value)
{
    if constexpr (is_optional<M>) {
        if (value) append_copy_value(out, *value);
        else out += "\\N";
    } else if constexpr (std::same_as<M, std::string>) append_copy_text(out, value);
    else append_copy_text(out, sql_text(value));
}

template <Described T> void append_copy_row(std::string& out, const T& row)
{
    bool first = true;
    each_field<T>([&](const auto&, auto access) {
        if (!std::exchange(first, false)) out += '\t';
        append_copy_value(out, access(row));
    });
    out += '\n';
}

// "COPY table (column, …) FROM STDIN" for rows of T.
template <Described T> std::string copy_command(std::string_view table)
{
    std::string columns;
    each_field<T>([&](const auto& f, auto) {
        if (!columns.empty()) columns += ", ";
        columns += f.name;
    });
    return fmt::format("COPY {} ({}) FROM STDIN", table, columns);
}

// Sends the rows in one go and answers how many went in.
template <Described T> long long copy_rows(Sql& sql, std::string_view table, std::span<const T> rows)
{
    std::string text;
    for (const auto& row : rows) append_copy_row(text, row);
    return sql.copy_in(copy_command<T>(table), text);
}
