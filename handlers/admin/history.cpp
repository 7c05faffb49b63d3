// What happened to an object: by whom, when, and which fields were and became what.
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

View difference(Context& c, const Resource& r, const JsonMember& change)
{
    const auto* f = field_named(r, change.name);
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

void show_history(Context& c, const Resource& r, const Uuid& id, View& view)
{
    constexpr int most_shown = 50;
    kainjow::mustache::list out;
    for (const auto& event : store::events_of(c.sql, id, most_shown)) {
        View item;
        item["what"] = what_happened(event.kind);
        item["by"] = event.actor_name.empty() ? event.came_by : event.actor_name;
        item["at"] = displayed(Show::time, exact_text(event.at).replace(10, 1, " "));
        kainjow::mustache::list fields;
        for (const auto& change : parse_json(event.changes).members)
            fields.push_back(difference(c, r, change));
        item["changed"] = fields;
        out.push_back(item);
    }
    view["has_changes"] = !out.empty();
    view["changes"] = out;
}

} // namespace admin
