// Lists in parts: what clients ask with, and the envelope they get.
#pragma once

#include "lib/web/endpoint.hpp"

#include "lib/db/window.hpp"

#include <algorithm>

// The parameters of every list. ?cursor= (even an empty one) asks for parts that begin where another one
// ended, at a cost that does not grow with the depth; ?page= for numbered ones.
struct Paging {
    int page = 1;
    int page_size = 20;
    std::optional<std::string> cursor, ordering;

    static constexpr auto fields = std::tuple{
        field("page", &Paging::page,
            {.in = In::query,
                .min = 1,
                .max = 1'000'000,
                .about = "Which page, from 1. One past the end is 404; page 1 of nothing is an empty page."}),
        field("page_size", &Paging::page_size,
            {.in = In::query,
                .min = 1,
                .max = 100,
                .clamped = true,
                .about = "How many rows a page has. At most 100: more is taken as 100.",
                .example = "50"}),
        field("cursor", &Paging::cursor,
            {.in = In::query,
                .max = 2000,
                .blank = true,
                .about = "For walking a long list, instead of page: empty for the first part; then follow "
                         "`next` and "
                         "`previous`. The hundredth part costs what the first one costs.",
                .example = "Z3Jvd2luZ1siLWNyZWF0ZWRfYXQiXQ"}),
        field("ordering", &Paging::ordering,
            {.in = In::query,
                .max = 200,
                .about = "Field names separated by commas; - before one reverses it."}),
    };
};

// The names that ?ordering= knows, for Endpoint::ordering.
template <auto orders> std::vector<std::string_view> order_names()
{
    std::vector<std::string_view> out;
    for (const auto& order : orders()) out.push_back(order.name);
    return out;
}

template <class T> struct Page {
    long long count = 0;
    std::optional<std::string> next, previous;
    std::vector<T> results;

    static inline const std::string schema_name = std::string(T::schema_name) + "Page";
    static constexpr std::string_view schema_about = "Part of a list.";
    static constexpr auto fields = std::tuple{
        field("count", &Page::count, {.about = "How many rows the whole list has.", .example = "1"}),
        field("next", &Page::next,
            {.about = "Address of the part after this one; null at the end.",
                .format = "uri",
                .example = "https://jobs.example/api/v1/jobs/?page=3"}),
        field("previous", &Page::previous,
            {.about = "Address of the part before this one; null at the beginning.",
                .format = "uri",
                .example = "https://jobs.example/api/v1/jobs/?page=1"}),
        field("results", &Page::results, {.about = "The rows, in the order that was asked for."}),
    };
};

namespace paging {

// What a cursor holds: the ordering it belongs to, and either an offset or the place of a row.
struct Cursor {
    std::string ordering;
    bool backwards = false;
    long long offset = 0;
    std::vector<std::string> beside;
};

std::string seal(const Cursor&, std::string_view key);
// Throws Problem invalid when the text is no cursor of ours or belongs to another ordering.
Cursor unseal(const std::string& text, std::string_view key, std::string_view ordering);

// The request's own address with one paging parameter in place of those it had.
std::string link(const Context&, std::string_view name, std::string_view value);

// "a,-b" as names and directions.
std::vector<std::pair<std::string, bool>> split_ordering(std::string_view);

} // namespace paging

// The part of a list that is asked for. `offered` are the orders of the list, `initial` the ordering when
// none is asked. Throws Problem invalid.
template <class Row> Window<Row> window_of(const Context& context, const Paging& asked,
    std::span<const Order<Row>> offered, std::string_view initial)
{
    Window<Row> window{.order = {}, .size = asked.page_size};
    auto terms = paging::split_ordering(asked.ordering.value_or(""));
    if (terms.empty()) terms = paging::split_ordering(initial);
    for (const auto& [name, descending] : terms) {
        auto by = std::ranges::find(offered, name, &Order<Row>::name);
        if (by == offered.end())
            throw invalid("ordering",
                name.empty() ? Said("ordering.no_name"_s) : Said("ordering.unknown"_s, {{"name", name}}));
        window.order.push_back({&*by, descending});
    }
    if (!asked.cursor) {
        window.offset = static_cast<long long>(asked.page - 1) * asked.page_size;
    } else if (!asked.cursor->empty()) {
        auto cursor =
            paging::unseal(*asked.cursor, context.site.secret_key.reveal(), asked.ordering.value_or(""));
        window.backwards = cursor.backwards;
        window.offset = cursor.offset;
        window.beside = cursor.beside;
        if (!window.beside.empty() &&
            (window.order.empty() || window.beside.size() != window.order.size() + 1))
            throw invalid("cursor", "cursor.unknown"_s);
    }
    return window;
}

// The envelope of a slice. Throws Problem not_found for a page past the end; page 1 of nothing is empty.
template <class Row>
Page<Row> page_of(const Context& context, const Paging& asked, const Window<Row>& window, Slice<Row> slice)
{
    if (slice.rows.empty() && !asked.cursor && asked.page > 1)
        throw Problem{.code = "not_found", .sentence = "page.none"_s};
    Page<Row> page{.count = slice.count, .next = {}, .previous = {}, .results = {}};
    auto cursor = [&](bool backwards) {
        paging::Cursor c{.ordering = asked.ordering.value_or(""), .backwards = backwards && !slice.by_offset};
        if (slice.by_offset)
            c.offset = std::max(0LL, window.offset + (backwards ? -window.size : window.size));
        else c.beside = place_of(window, backwards ? slice.rows.front() : slice.rows.back());
        return paging::link(context, "cursor", paging::seal(c, context.site.secret_key.reveal()));
    };
    bool some = !slice.rows.empty();
    if (!asked.cursor) {
        if (slice.after) page.next = paging::link(context, "page", std::to_string(asked.page + 1));
        if (asked.page > 1) page.previous = paging::link(context, "page", std::to_string(asked.page - 1));
    } else if (some) {
        if (slice.after) page.next = cursor(false);
        if (slice.before) page.previous = cursor(true);
    }
    page.results = std::move(slice.rows);
    return page;
}
