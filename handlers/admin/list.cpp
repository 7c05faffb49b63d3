// Lists of the admin pages: rows in order, filtered and searched, part by part, and the same as CSV.
#include "admin.hpp"

#include "lib/formats/csv.hpp"

namespace admin {

namespace {

std::string given(const Input& in, std::string_view name)
{
    auto it = in.query.find(name);
    return it == in.query.end() ? "" : std::string(trimmed(it->second));
}

// Empty parameters are left out.
std::string query_text(const Texts& parameters)
{
    std::string out;
    for (const auto& [name, value] : parameters)
        if (!value.empty())
            out += (out.empty() ? "?" : "&") + percent_encoded(name) + '=' + percent_encoded(value);
    return out;
}

// The address of this list from its beginning, with some parameters changed.
std::string address(const Resource& r, const Input& in, const Texts& changes, std::string_view below = "")
{
    auto all = in.query;
    for (const char* place : {"after", "before", "at"}) all.erase(place);
    for (const auto& [name, value] : changes) all[name] = value;
    return path_of(r, std::string(below)) + query_text(all);
}

struct Asked {
    Listing listing;
    std::vector<Fault> faults; // of filters, which then do not count
    std::string sort;
    bool filtered = false;
};

void add_condition(Listing& l, std::string_view condition)
{
    l.where += fmt::format(" AND ({})", condition);
}

void filter_by_days(const Filter& f, const Input& in, Asked& asked)
{
    for (bool from : {true, false}) {
        auto name = fmt::format("{}_{}", f.name, from ? "from" : "to");
        auto text = given(in, name);
        if (text.empty()) continue;
        asked.filtered = true;
        if (!parse<Date>(text)) {
            asked.faults.push_back({name, wanted<Date>()});
            continue;
        }
        add_condition(asked.listing, from ? fmt::format("{} >= board_day_start(:{}::date)", f.sql, name)
                                          : fmt::format("{} < board_day_start(:{}::date + 1)", f.sql, name));
        asked.listing.params.push_back(arg(name, std::string_view(text)));
    }
}

void filter_by(Context& c, const Filter& f, const Input& in, Asked& asked)
{
    if (f.pick == Pick::days) return filter_by_days(f, in, asked);
    auto text = given(in, f.name);
    if (text.empty()) return;
    asked.filtered = true;
    bool known = f.pick == Pick::one   ? parse<Uuid>(text).has_value()
                 : f.pick == Pick::yes ? text == "true" || text == "false"
                                       : false;
    for (const auto& choice : f.pick == Pick::choice ? choices_for(c, f.choices, f.offer) : Choices{})
        known = known || choice.value == text;
    if (!known) return asked.faults.push_back({std::string(f.name), "filter.choose"_s});
    add_condition(asked.listing, f.sql);
    asked.listing.params.push_back(arg(f.name, std::string_view(text)));
}

void search(const Resource& r, const Input& in, Asked& asked)
{
    auto text = given(in, "q");
    if (text.empty()) return;
    asked.filtered = true;
    if (characters(text) > 200) return asked.faults.push_back({"q", "filter.search_too_long"_s});
    add_condition(asked.listing, r.search);
    if (r.search.find(":like") != r.search.npos)
        asked.listing.params.push_back(arg("like", std::string_view(like_containing(text))));
    if (r.search.find(":words") != r.search.npos)
        asked.listing.params.push_back(arg("words", std::string_view(text)));
}

void sort(const Resource& r, const Input& in, Asked& asked)
{
    asked.sort = given(in, "sort");
    auto find = [&](std::string_view wanted) {
        bool descending = wanted.starts_with('-');
        if (descending) wanted.remove_prefix(1);
        for (const auto& column : r.columns)
            if (column.name == wanted && !column.order.expression.empty()) {
                asked.listing.order = column.order;
                asked.listing.order.descending = descending;
                return true;
            }
        return false;
    };
    if (find(asked.sort)) return;
    asked.sort = r.sorted;
    find(asked.sort);
}

// A place is written as its row's id and value.
void begin_beside(const Input& in, Asked& asked)
{
    for (bool backwards : {false, true}) {
        auto text = given(in, backwards ? "before" : "after");
        auto dot = text.find('.');
        auto id = parse<Uuid>(std::string_view(text).substr(0, dot));
        if (!id || dot == text.npos) continue;
        asked.listing.beside = Place{text.substr(dot + 1), *id};
        asked.listing.backwards = backwards;
        auto type = asked.listing.order.type;
        bool fits =
            type == "text" || (type == "bigint" ? parse<long long>(asked.listing.beside->value).has_value()
                                                : parse<Time>(asked.listing.beside->value).has_value());
        if (!fits) asked.listing.beside.reset();
    }
}

Asked asked_for(Context& c, const Resource& r, const Input& in)
{
    Asked asked{.listing = listing_of_cells(r), .faults = {}, .sort = {}};
    for (const auto& filter : r.filters) filter_by(c, filter, in, asked);
    search(r, in, asked);
    sort(r, in, asked);
    begin_beside(in, asked);
    asked.listing.hot = !asked.filtered;
    return asked;
}

View heads_of(const Resource& r, const Input& in, const Asked& asked)
{
    kainjow::mustache::list heads;
    for (const auto& column : r.columns) {
        View head;
        head["label"] = std::string(column.label);
        if (column.show == Show::number) head["number"] = true;
        if (!column.order.expression.empty()) {
            std::string name(column.name);
            bool up = asked.sort == name, down = asked.sort == '-' + name;
            bool then_down = up || (!down && column.show != Show::text);
            head["href"] = address(r, in, {{"sort", then_down ? '-' + name : name}});
            if (up || down) head["direction"] = up ? "ascending" : "descending";
            if (up) head["up"] = true;
            if (down) head["down"] = true;
        }
        heads.push_back(head);
    }
    return heads;
}

std::string fault_of(const Context& c, const std::vector<Fault>& faults, std::string_view name)
{
    for (const auto& f : faults)
        if (f.field == name) return c.site.words(f.said);
    return "";
}

View filter_view(Context& c, const Filter& f, const Input& in, const Asked& asked)
{
    View out;
    out["name"] = std::string(f.name);
    out["label"] = std::string(f.label);
    if (f.pick == Pick::one) {
        if (auto id = given(in, f.name); !id.empty()) out["only"] = id;
        return out;
    }
    auto fault = [&](View& view, std::string_view name) {
        if (auto sentence = fault_of(c, asked.faults, name); !sentence.empty()) view["fault"] = sentence;
    };
    if (f.pick == Pick::days) {
        out["days"] = true;
        out["from"] = given(in, std::string(f.name) + "_from");
        out["to"] = given(in, std::string(f.name) + "_to");
        fault(out, std::string(f.name) + "_from");
        fault(out, std::string(f.name) + "_to");
        return out;
    }
    kainjow::mustache::list options;
    auto choices =
        f.pick == Pick::yes ? Choices{{"true", "yes"}, {"false", "no"}} : choices_for(c, f.choices, f.offer);
    for (const auto& choice : choices) {
        View option;
        option["value"] = choice.value;
        option["label"] = choice.label;
        if (choice.value == given(in, f.name)) option["chosen"] = true;
        options.push_back(option);
    }
    out["options"] = options;
    out["choice"] = true;
    fault(out, f.name);
    return out;
}

View many_actions(const Resource& r)
{
    kainjow::mustache::list out;
    for (const auto& action : r.actions) {
        if (!action.many) continue;
        View view;
        view["value"] = std::string(action.name);
        view["label"] = std::string(action.label);
        out.push_back(view);
    }
    return out;
}

// Which rows these are, as far as the links that led here have counted, and the links to those beside them.
void show_part(
    Context& c, View& view, const Resource& r, const Input& in, const Asked& asked, const Listed& listed)
{
    auto size = static_cast<long long>(listed.rows.size());
    auto told = parse<int>(given(in, "at")).value_or(0);
    long long at = listed.before ? std::max(told, 0) : 1; // 0: not known
    auto link = [&](const char* name, const ListedRow& row, long long row_at) {
        auto counted = at > 0 && row_at > 0 ? std::to_string(row_at) : "";
        view[name] = address(r, in, {{name, to_text(row.id) + '.' + row.place}, {"at", counted}});
    };
    if (listed.before && size > 0) {
        link("before", listed.rows.front(), at - asked.listing.size);
        view["first"] = address(r, in, {});
    }
    if (listed.after && size > 0) link("after", listed.rows.back(), at + size);
    if (at > 0 && (listed.before || listed.after) && size > 0)
        view["range"] =
            c.site.words({"list.range"_s, {{"from", grouped(at)}, {"to", grouped(at + size - 1)}}});
    view["parts"] = view.get("before") || view.get("after");
}

std::string counted(const Context& c, long long count, const Resource& r)
{
    if (count > store::most_counted)
        return c.site.words(
            {"said.more_than"_s, {{"count", grouped(store::most_counted)}, {"many", lowered(r.many)}}});
    if (count == 1) return fmt::format("1 {}", r.one);
    return fmt::format("{} {}", grouped(count), lowered(r.many));
}

} // namespace

std::string list_asked_for(const Resource& r, const Input& in)
{
    return path_of(r) + query_text(in.query);
}

std::vector<Uuid> all_listed(Context& c, const Resource& r, const Input& in)
{
    auto asked = asked_for(c, r, in);
    std::vector<Uuid> out;
    if (!asked.faults.empty()) return out; // a list that is not what was meant
    asked.listing.beside.reset();
    asked.listing.size = static_cast<int>(most_at_once) + 1;
    asked.listing.hot = false;
    for (const auto& row : store::list_rows(c.sql, asked.listing).rows) out.push_back(row.id);
    return out;
}

Choices choices_for(Context& c, const Choices& fixed, Offer offer)
{
    return offer ? offer(c.sql) : fixed;
}

Listing listing_of(const Resource& r)
{
    return {.base = r.base,
        .joins = r.joins,
        .id = r.id,
        .cells = {},
        .where = std::string(r.where),
        .order = {}};
}

Listing listing_of_cells(const Resource& r)
{
    auto out = listing_of(r);
    for (const auto& column : r.columns)
        out.cells += fmt::format("{}({})::text", out.cells.empty() ? "" : ", ", column.sql);
    return out;
}

Text list_page(Context& c, const Resource& r, const Input& in)
{
    auto asked = asked_for(c, r, in);
    auto listed = store::list_rows(c.sql, asked.listing);
    if (listed.rows.empty() && asked.listing.beside) return go(c, address(r, in, {})); // from its beginning
    auto view = frame(c, r.many, r.name);
    kainjow::mustache::list rows, filters;
    for (const auto& row : listed.rows) rows.push_back(row_of(r, row));
    for (const auto& filter : r.filters) filters.push_back(filter_view(c, filter, in, asked));
    view["rows"] = rows;
    view["filters"] = filters;
    view["heads"] = heads_of(r, in, asked);
    view["many_actions"] = many_actions(r);
    view["has_many_actions"] = view.get("many_actions")->is_non_empty_list();
    auto count = store::count_rows(c.sql, asked.listing);
    view["count"] = counted(c, count, r);
    if (count > static_cast<long long>(listed.rows.size()) && count <= static_cast<long long>(most_at_once))
        view["everything"] =
            c.site.words({"list.everything"_s, {{"count", grouped(count)}, {"many", lowered(r.many)}}});
    view["one"] = std::string(r.one);
    view["here"] = path_of(r);
    view["here_as_asked"] = list_asked_for(r, in);
    view["q"] = given(in, "q");
    view["sort"] = asked.sort;
    view["search_hint"] = std::string(r.search_hint);
    if (auto fault = fault_of(c, asked.faults, "q"); !fault.empty()) view["q_fault"] = fault;
    view["export"] = address(r, in, {}, "export.csv");
    if (!r.create.empty()) view["new"] = path_of(r, "new/");
    if (!r.page.empty()) {
        view["page"] = std::string(r.page);
        view["page_label"] = std::string(r.page_label);
    }
    view["filtered"] = asked.filtered;
    view["empty"] = listed.rows.empty();
    if (r.about) view["about"] = c.site.words(*r.about);
    show_part(c, view, r, in, asked, listed);
    return page(c, "list", view);
}

// Spreadsheets take a file for UTF-8 when it begins with this, and a time for one when it has no fractions
// and no zone.
const std::string byte_order_mark = "\xef\xbb\xbf";
constexpr std::size_t whole_seconds = std::string_view("2026-01-01 00:00:00").size();

// As many rows as a spreadsheet is still a pleasure with.
Text export_rows(Context& c, const Resource& r, const Input& in)
{
    auto asked = asked_for(c, r, in);
    if (!asked.faults.empty()) throw Problem{"invalid", asked.faults}; // not what was meant
    asked.listing.beside.reset();
    asked.listing.size = 10'000;
    asked.listing.hot = false;
    std::vector<std::string> line;
    for (const auto& column : r.columns)
        line.push_back(std::string(column.label) + (column.show == Show::time ? " (UTC)" : ""));
    std::string out = byte_order_mark + csv_line(line);
    auto listed = store::list_rows(c.sql, asked.listing);
    for (const auto& row : listed.rows) {
        auto cells = row.texts();
        for (std::size_t i = 0; i < cells.size() && i < r.columns.size(); ++i)
            if (r.columns[i].show == Show::time) cells[i] = cells[i].substr(0, whole_seconds);
        out += csv_line(cells);
    }
    auto cut =
        listed.after ? fmt::format("-first-{}", listed.rows.size()) : ""; // said where it is seen later
    c.headers.emplace_back("Content-Type", "text/csv; charset=utf-8");
    c.headers.emplace_back(
        "Content-Disposition", fmt::format("attachment; filename=\"{}{}.csv\"", r.name, cut));
    return {out};
}

} // namespace admin
