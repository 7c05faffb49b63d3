// Fields of a struct as parameters and columns of a statement.
#pragma once

#include "lib/base/fields.hpp"
#include "lib/base/time.hpp"

#include <optional>
#include <string>
#include <vector>

// One named parameter; no text means NULL. Its members are compiled once: statements make and forget a dozen
// of them in each function.
struct Param {
    std::string name;
    std::optional<std::string> text;

    Param();
    Param(std::string_view name, std::optional<std::string> text);
    Param(const Param&);
    Param(Param&&) noexcept;
    Param& operator=(const Param&);
    Param& operator=(Param&&) noexcept;
    ~Param();
};
using Params = std::vector<Param>;
extern template class std::vector<Param>; // in rows.cpp

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
    return {name, sql_text(value)};
}
template <IsScalar T> Param arg(std::string_view name, const std::optional<T>& value)
{
    return {name, value ? std::optional(sql_text(*value)) : std::nullopt};
}
Param arg(std::string_view name, std::string_view text);
Param arg(std::string_view name, const std::string& text);
Param arg(std::string_view name, const char* text);

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

// These throw std::logic_error: the program's structs and statements do not fit each other.
void expect_column(const SqlRows& rows, int index, const std::string& prefix, std::string_view name);
[[noreturn]] void refuse_columns();
[[noreturn]] void refuse_cell();

template <Described T> void expect_columns(const SqlRows& rows, int& at, const std::string& prefix)
{
    each_field<T>([&](const auto& f, auto access) {
        using M = std::remove_cvref_t<decltype(access(std::declval<T&>()))>;
        if constexpr (Described<M>) expect_columns<M>(rows, at, prefix + std::string(f.name) + "_");
        else expect_column(rows, at++, prefix, f.name);
    });
}

void read_cell(std::optional<std::string_view> cell, std::string& member);

// NULL is a Patch that is not given, unless it may be null itself.
template <class M> void read_cell(std::optional<std::string_view> cell, M& member)
{
    if constexpr (is_patch<M>) {
        member.given = cell || is_optional<decltype(member.value)>;
        if (member.given) read_cell(cell, member.value);
    } else if constexpr (is_optional<M>) {
        if (cell) read_cell(cell, member.emplace());
        else member.reset();
    } else if (!cell || !Scalar<M>::parse(*cell, member)) refuse_cell();
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
        if (rows.columns != column_count<T>()) refuse_columns();
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
