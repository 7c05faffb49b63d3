// Part of a list and its count, by two statements: what every plain list of rows is read by.
#pragma once

#include "lib/db/sql.hpp"
#include "lib/db/window.hpp"

// How far the rows of a list are counted: all of them, or to ten thousand and one, which stands for more than
// that.
enum class Counting { all, to_ten_thousand };

// Where the rows of a list stand.
struct ListOf {
    std::string_view columns; // what follows SELECT
    std::string_view from;    // what follows FROM: "mails m"
    std::string_view id;      // "m.id"
    Counting counting = Counting::all;
};

namespace store {

// `where` begins with " WHERE" and binds `params`.
template <class Row> Slice<Row> read_part(
    Sql& sql, const ListOf& list, std::string where, Params params, const Window<Row>& window)
{
    auto counted = list.counting == Counting::to_ten_thousand
                       ? fmt::format("SELECT count(*) AS count FROM (SELECT FROM {}{} LIMIT 10001) few",
                             list.from, where)
                       : fmt::format("SELECT count(*) AS count FROM {}{}", list.from, where);
    auto count = sql.all_once<Count>(counted, params)[0].count;
    where += beside_condition(window, list.id, params);
    auto rows = sql.all_once<Row>(
        fmt::format("SELECT {} FROM {}{} ORDER BY {} LIMIT {} OFFSET {}", list.columns, list.from, where,
            order_clause(window, list.id), window.size + 1, window.offset),
        params);
    return slice_of(window, std::move(rows), count);
}

} // namespace store
