// Which part of a list is wanted, in which order: by page number or from where another part ended.
#pragma once

#include "rows.hpp"

#include <algorithm>
#include <fmt/format.h>

// An order that a list of Rows offers. Each direction is an SQL expression that is never NULL.
template <class Row> struct Order {
    std::string_view name;                             // as clients spell it
    std::string_view up, down;                         // expressions for ascending and descending order
    std::string_view type;                             // their SQL type
    std::string (*value)(const Row&, bool descending); // what the expression is for a row, as text
};

template <class Row> struct OrderTerm {
    const Order<Row>* by;
    bool descending;
    std::string_view expression() const { return descending ? by->down : by->up; }
};

template <class Row> struct Window {
    std::vector<OrderTerm<Row>> order; // the id follows, in the direction of the first
    int size = 20;
    long long offset = 0;
    std::vector<std::string> beside; // keyset: the order's values and the id of the row next to the part
    bool backwards = false;          // keyset: the part before that row instead of after it

    bool first_page() const { return offset == 0 && beside.empty(); }
    bool id_descending() const { return !order.empty() && order[0].descending; }
};

template <class Row> struct Slice {
    std::vector<Row> rows;
    long long count = 0;                // of the whole list
    bool before = false, after = false; // whether the list has rows on either side of these
    bool by_offset = false; // the neighbouring parts are found by Window::offset, not beside a row
};

// "a DESC, b, id DESC"
template <class Row> std::string order_clause(const Window<Row>& window, std::string_view id)
{
    std::string out;
    auto add = [&](std::string_view expression, bool descending) {
        out += fmt::format(
            "{}{}{}", out.empty() ? "" : ", ", expression, descending != window.backwards ? " DESC" : "");
    };
    for (const auto& term : window.order) add(term.expression(), term.descending);
    add(id, window.id_descending());
    return out;
}

// " AND (…)" that holds for rows on the wanted side of window.beside; empty without one. Its parameters
// are appended. Terms of one direction compare as a row, which an index on them answers at any depth.
template <class Row>
std::string beside_condition(const Window<Row>& window, std::string_view id, Params& params)
{
    if (window.beside.empty()) return "";
    std::string left, right, alternatives, equal;
    bool same = true;
    const auto first = params.size();
    auto add = [&](std::string_view expression, std::string_view type, bool descending) {
        auto name = fmt::format("beside{}", params.size());
        auto value = fmt::format(":{}::{}", name, type);
        params.push_back(arg(name, std::string_view(window.beside[params.size() - first])));
        auto comma = left.empty() ? "" : ", ";
        left += fmt::format("{}{}", comma, expression);
        right += fmt::format("{}{}", comma, value);
        same = same && descending == window.id_descending();
        alternatives += fmt::format("{}({}{} {} {})", alternatives.empty() ? "" : " OR ", equal, expression,
            descending != window.backwards ? "<" : ">", value);
        equal += fmt::format("{} = {} AND ", expression, value);
    };
    for (const auto& term : window.order) add(term.expression(), term.by->type, term.descending);
    add(id, "uuid", window.id_descending());
    if (!same) return fmt::format(" AND ({})", alternatives);
    return fmt::format(
        " AND ({}) {} ({})", left, window.id_descending() != window.backwards ? "<" : ">", right);
}

// The values that place a row in the window's order.
template <class Row> std::vector<std::string> place_of(const Window<Row>& window, const Row& row)
{
    std::vector<std::string> out;
    for (const auto& term : window.order) out.push_back(term.by->value(row, term.descending));
    out.push_back(to_text(row.id));
    return out;
}

// Makes a slice of rows fetched by a window's clauses with one row more than its size.
template <class Row> Slice<Row> slice_of(const Window<Row>& window, std::vector<Row> rows, long long count)
{
    bool more = rows.size() > static_cast<std::size_t>(window.size);
    if (more) rows.pop_back();
    if (window.backwards) std::reverse(rows.begin(), rows.end());
    bool other = !window.first_page();
    return {.rows = std::move(rows),
        .count = count,
        .before = window.backwards ? more : other,
        .after = window.backwards ? other : more};
}
