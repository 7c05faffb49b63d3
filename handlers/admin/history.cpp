// What happened to an object: by whom, when, and which fields were and became what; and what belongs to it.
#include "admin.hpp"

namespace admin {

namespace {

// Of a longer text the beginning tells which it was.
constexpr std::size_t longest_shown = 300; // bytes

// The field of that name, as forms show it; null when they do not.
const FormField* field_named(const Resource& r, std::string_view name)
{
    const FormField* out = nullptr;
    each_field_of(r.groups, [&](const FormField& f) {
        if (f.name == name) out = &f;
    });
    return out;
}

View difference(Context& c, const FormField* f, const JsonMember& change)
{
    auto shown = [&](std::size_t i) {
        const auto& value = change.value.items.at(i);
        auto text = value.kind == JsonValue::Kind::null ? "" : value.text;
        return beginning(f ? readable(c, *f, text) : text, longest_shown);
    };
    View out;
    out["label"] = f ? std::string(f->label) : change.name;
    out["from"] = shown(0);
    out["to"] = shown(1);
    return out;
}

} // namespace

std::string what_happened(std::string_view kind)
{
    std::string out(kind.substr(kind.find('.') + 1));
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
}

std::string readable(Context& c, const FormField& f, const std::string& value)
{
    if (f.ask == Ask::yes || f.show == Show::yes) return displayed(Show::yes, value);
    for (const auto& choice : f.ask == Ask::choice ? choices_for(c, f.choices, f.offer) : Choices{})
        if (choice.value == value) return choice.label;
    return value.empty() ? c.site.words("said.nothing"_s) : value;
}

kainjow::mustache::list differences(Context& c, const Resource* r, const JsonValue& changes)
{
    kainjow::mustache::list out;
    for (const auto& change : changes.members)
        out.push_back(difference(c, r ? field_named(*r, change.name) : nullptr, change));
    return out;
}

void show_history(Context& c, const Resource& r, const Uuid& id, View& view)
{
    constexpr int most_shown = 50;
    kainjow::mustache::list out;
    for (const auto& event : store::events_of(c.sql, id, most_shown)) {
        View item;
        item["what"] = what_happened(event.kind);
        item["by"] = event.actor_name.empty() ? event.came_by : event.actor_name;
        item["at"] = displayed(Show::time, exact_text(event.at).replace(10, 1, " "));
        item["changed"] = differences(c, &r, parse_json(event.changes));
        out.push_back(item);
    }
    view["has_changes"] = !out.empty();
    view["changes"] = out;
}

namespace {

const Resource& named(const Context& c, std::string_view name)
{
    for (const auto* one : resources(c.site))
        if (one->name == name) return *one;
    throw std::logic_error(fmt::format("there is no resource {}", name));
}

// By the column of a time that lists begin with.
ListOrder latest_first(const Resource& r)
{
    for (const auto& column : r.columns)
        if (column.order.type == "timestamptz") {
            auto order = column.order;
            order.descending = true;
            return order;
        }
    throw std::logic_error(fmt::format("{} are in no order", r.name));
}

View table_of(Context& c, const Resource& r, const Related& related, const Uuid& id)
{
    constexpr int most_shown = 10;
    auto listing = listing_of_cells(r);
    for (const auto& filter : r.filters)
        if (filter.name == related.filter) listing.where += fmt::format(" AND ({})", filter.sql);
    listing.params.push_back(arg(related.filter, id));
    listing.order = latest_first(r);
    listing.size = most_shown;
    kainjow::mustache::list heads, rows;
    for (const auto& column : r.columns) {
        View head;
        head["label"] = std::string(column.label);
        if (column.show == Show::number) head["number"] = true;
        heads.push_back(head);
    }
    for (const auto& row : store::list_rows(c.sql, listing).rows) rows.push_back(row_of(r, row));
    View out;
    out["related_title"] = std::string(related.title);
    out["none"] = rows.empty();
    out["all"] = fmt::format("{}?{}={}", path_of(r), related.filter, to_text(id));
    out["heads"] = heads;
    out["rows"] = rows;
    return out;
}

} // namespace

void show_related(Context& c, const Resource& r, const Uuid& id, View& view)
{
    kainjow::mustache::list out;
    for (const auto& related : r.related) out.push_back(table_of(c, named(c, related.resource), related, id));
    view["related"] = out;
}

} // namespace admin
