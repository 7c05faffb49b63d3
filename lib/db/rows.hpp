// Fields of a struct as parameters and columns of a statement.
#pragma once

#include "lib/base/fields.hpp"
#include "lib/base/time.hpp"

#include <fmt/format.h>
#include <stdexcept>

// One named parameter; no text means NULL.
struct Param {
    std::string name;
    std::optional<std::string> text;
};
using Params = std::vector<Param>;

template <IsScalar T> std::string sql_text(const T& value)
{
    return to_text(value);
}
inline std::string sql_text(const Time& value)
{
    return exact_text(value);
}

template <IsScalar T> Param arg(std::string_view name, const T& value)
{
    return {std::string(name), sql_text(value)};
}
template <IsScalar T> Param arg(std::string_view name, const std::optional<T>& value)
{
    return {std::string(name), value ? std::optional(sql_text(*value)) : std::nullopt};
}
inline Param arg(std::string_view name, std::string_view text)
{
    return {std::string(name), std::string(text)};
}
inline Param arg(std::string_view name, const char* text)
{
    return arg(name, std::string_view(text));
}

// Every field of a struct, after the given ones.
template <Described T> Params args_of(const T& object, Params params = {})
{
    each_field<T>([&](const auto& f, auto access) { params.push_back(arg(f.name, access(object))); });
    return params;
}

// The one row of a statement that counts: SELECT count(*) AS count …
struct Count {
    long long count = 0;
    static constexpr auto fields = std::tuple{field("count", &Count::count)};
};

// The rows a statement answered with; valid until the session's next statement.
struct SqlRows {
    int count = 0, columns = 0;
    const void* result = nullptr; // PGresult
    const void** known = nullptr; // whose columns this statement's were last compared with: see columns_id

    std::string_view column(int index) const;
    std::optional<std::string_view> cell(int row, int column) const; // nothing for NULL
};

template <Described T> constexpr int column_count()
{
    int n = 0;
    each_field<T>([&](const auto&, auto access) {
        using M = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
        if constexpr (Described<M>) n += column_count<M>();
        else ++n;
    });
    return n;
}

template <Described T> void expect_columns(const SqlRows& rows, int& at, const std::string& prefix)
{
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
        auto name = prefix + std::string(f.name);
        if constexpr (Described<M>) expect_columns<M>(rows, at, name + "_");
        else if (auto column = rows.column(at++); column != name)
            throw std::logic_error(
                fmt::format("column {} is \"{}\", the struct has \"{}\" there", at, column, name));
    });
}

template <class M> void read_cell(std::optional<std::string_view> cell, M& member)
{
    if constexpr (is_patch<M>) {
        member.given = true;
        read_cell(cell, member.value);
    } else if constexpr (is_optional<M>) {
        if (cell) read_cell(cell, member.emplace());
        else member.reset();
    } else if constexpr (std::same_as<M, std::string>) member = cell.value_or(std::string_view{});
    else if (!cell || !Scalar<M>::parse(*cell, member))
        throw std::logic_error("a column does not fit its field");
}

template <Described T> void read_row(const SqlRows& rows, int row, int& at, T& out)
{
    each_field<T>([&](const auto&, auto access) {
        auto& member = access(out);
        using M = std::remove_cvref_t<decltype(member)>;
        if constexpr (Described<M>) read_row(rows, row, at, member);
        else read_cell(rows.cell(row, at++), member);
    });
}

// Tells structs apart.
template <Described T> inline constexpr char columns_id = 0;

template <Described T> std::vector<T> read_rows(const SqlRows& rows)
{
    if (*rows.known != &columns_id<T>) {
        if (rows.columns != column_count<T>())
            throw std::logic_error("a statement has more or fewer columns than its struct");
        int at = 0;
        expect_columns<T>(rows, at, "");
        *rows.known = &columns_id<T>;
    }
    std::vector<T> out(static_cast<std::size_t>(rows.count));
    for (int row = 0; row < rows.count; ++row) {
        int at = 0;
        read_row(rows, row, at, out[static_cast<std::size_t>(row)]);
    }
    return out;
}
