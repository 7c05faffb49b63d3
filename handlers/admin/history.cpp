// What was done with an object on these pages: by whom, when, and which fields were and became what.
#include "admin.hpp"

#include "lib/base/json.hpp"
#include "lib/store/admin/sessions.hpp"

namespace admin {

namespace {

// Of a longer text the beginning tells which it was.
constexpr std::size_t longest_shown = 300; // bytes

// What is written, and what actions change; not what passes by, such as views.
bool is_told(const FormField& f)
{
    return is_written(f) || f.show == Show::badge || f.show == Show::yes;
}

// [{"label": …, "from": …, "to": …}]
std::string differences(Context& c, const Resource& r, const Object& before, const Object& after)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    json.StartArray();
    each_field_of(r.groups, [&](const FormField& f) {
        auto was = before.values.find(std::string(f.name)), is = after.values.find(std::string(f.name));
        if (!is_told(f) || was == before.values.end() || is == after.values.end()) return;
        if (was->second == is->second) return;
        json.StartObject();
        json.Key("label");
        json.text(f.label);
        json.Key("from");
        json.text(beginning(readable(c, f, was->second), longest_shown));
        json.Key("to");
        json.text(beginning(readable(c, f, is->second), longest_shown));
        json.EndObject();
    });
    json.EndArray();
    return out.GetString();
}

} // namespace

std::string readable(Context& c, const FormField& f, const std::string& value)
{
    if (f.ask == Ask::yes || f.show == Show::yes) return displayed(Show::yes, value);
    for (const auto& choice : f.ask == Ask::choice ? choices_for(c, f.choices, f.offer) : Choices{})
        if (choice.value == value) return choice.label;
    return value.empty() ? c.site.words("said.nothing"_s) : value;
}

void write_history(Context& c, const Resource& r, const Uuid& id, std::string_view what, const Object& before,
    const Object& after)
{
    store::add_admin_change(c.sql, r.name, id, *c.caller.id, what, differences(c, r, before, after));
}

void show_history(Context& c, const Uuid& id, View& view)
{
    kainjow::mustache::list out;
    for (const auto& change : store::admin_changes_of(c.sql, id)) {
        View item;
        item["what"] = change.what;
        item["by"] = change.username;
        item["at"] = displayed(Show::time, exact_text(change.changed_at).replace(10, 1, " "));
        kainjow::mustache::list fields;
        for (const auto& one : parse_json(change.changed).items) {
            View field;
            for (const char* name : {"label", "from", "to"}) field[name] = texts_of(one, name);
            fields.push_back(field);
        }
        item["changed"] = fields;
        out.push_back(item);
    }
    view["has_changes"] = !out.empty();
    view["changes"] = out;
}

} // namespace admin
