// Forms of the admin pages: an object in its groups of fields, saving it unless somebody else was first, and
// new ones.
#include "admin.hpp"

#include "lib/store/admin/sessions.hpp"

namespace admin {

namespace {

bool is_written(const FormField& f)
{
    return f.ask != Ask::shown && f.ask != Ask::picture;
}

template <class Do> void each_field_of(const std::vector<Group>& groups, Do visit)
{
    for (const auto& group : groups)
        for (const auto& f : group.fields) visit(f);
}

// What was typed; a box that is not ticked is not sent at all.
// Browsers send every line's end in a form as CR LF (HTML, 4.10.22.4), whatever the text had before.
static std::string with_line_feeds(std::string text)
{
    for (auto at = text.find("\r\n"); at != text.npos; at = text.find("\r\n", at)) text.erase(at, 1);
    return text;
}

std::vector<std::pair<std::string, std::string>> sent_fields(
    const std::vector<Group>& groups, const Input& in)
{
    std::vector<std::pair<std::string, std::string>> out;
    each_field_of(groups, [&](const FormField& f) {
        if (!is_written(f)) return;
        auto text = with_line_feeds(texts_of(in.body, f.name));
        out.emplace_back(f.name, f.ask == Ask::yes && text.empty() ? "false" : text);
    });
    return out;
}

std::string sentences_for(Context& c, const std::vector<Fault>& faults, std::string_view name)
{
    std::string out;
    for (const auto& f : faults)
        if (f.field == name) out += (out.empty() ? "" : " ") + c.site.words(f.said);
    return out;
}

View options_of(Context& c, const FormField& f, const std::string& value)
{
    kainjow::mustache::list out;
    bool found = false;
    auto add = [&](const std::string& option, const std::string& label) {
        View view;
        view["value"] = option;
        view["label"] = label;
        if (option == value) view["chosen"] = found = true;
        out.push_back(view);
    };
    if (!f.required) add("", "—");
    for (const auto& choice : choices_for(c, f.choices, f.offer)) add(choice.value, choice.label);
    if (!found && !value.empty()) add(value, value); // more than are offered
    return out;
}

// What stands in a field, for reading.
std::string readable(Context& c, const FormField& f, const std::string& value)
{
    if (f.ask == Ask::yes) return displayed(Show::yes, value);
    for (const auto& choice : f.ask == Ask::choice ? choices_for(c, f.choices, f.offer) : Choices{})
        if (choice.value == value) return choice.label;
    return value.empty() ? c.site.words("said.nothing"_s) : value;
}

View field_view(Context& c, const FormField& f, const std::string& value, const std::vector<Fault>& faults)
{
    View out;
    out["name"] = std::string(f.name);
    out["label"] = std::string(f.label);
    out["value"] = f.ask == Ask::password ? "" : f.ask == Ask::shown ? displayed(f.show, value) : value;
    if (f.required) out["required"] = true;
    if (f.hint) out["hint"] = c.site.words(*f.hint);
    if (auto sentence = sentences_for(c, faults, f.name); !sentence.empty()) out["fault"] = sentence;
    static constexpr const char* kinds[] = {"is_input", "is_area", "is_choice", "is_yes", "is_input",
        "is_input", "is_input", "is_shown", "is_picture"};
    static constexpr const char* types[] = {"text", "", "", "", "text", "date", "password", "", ""};
    out[kinds[static_cast<std::size_t>(f.ask)]] = true;
    out["type"] = types[static_cast<std::size_t>(f.ask)];
    if (f.ask == Ask::choice) out["options"] = options_of(c, f, value);
    if (f.ask == Ask::yes && value == "true") out["checked"] = true;
    if (f.ask == Ask::money) out["decimal"] = true;
    if (f.ask == Ask::picture && !value.empty()) out["picture"] = "/media/" + value;
    return out;
}

// Faults of fields that the form does not have stand above it.
std::string other_faults(Context& c, const std::vector<Group>& groups, const std::vector<Fault>& faults)
{
    std::set<std::string_view> known;
    each_field_of(groups, [&](const FormField& f) { known.insert(f.name); });
    std::string out;
    for (const auto& f : faults)
        if (!known.contains(f.field)) out += (out.empty() ? "" : " ") + c.site.words(f.said);
    return out;
}

// What is there now of the fields in which something else was typed; browsers end lines with CR LF.
Texts differing(const Texts& there, const Texts& typed)
{
    Texts out;
    for (auto [name, value] : typed) {
        std::erase(value, '\r');
        auto it = there.find(name);
        if (it != there.end() && it->second != value) out.insert(*it);
    }
    return out;
}

struct Object {
    std::string title, version;
    Texts values;
};

Object object_of(const Resource& r, const ListedRow& row)
{
    auto texts = row.texts();
    Object out{.title = texts.at(0), .version = {}, .values = {}};
    std::size_t at = 1;
    std::string all;
    each_field_of(r.groups, [&](const FormField& f) {
        if (f.sql.empty()) return;
        const auto& text = texts.at(at++);
        out.values[std::string(f.name)] = text;
        if (is_written(f)) all += fmt::format("{}:{}", text.size(), text);
    });
    out.version = quick_fingerprint(all);
    return out;
}

Object find_object(Context& c, const Resource& r, const Uuid& id)
{
    auto listing = listing_of(r);
    listing.cells = fmt::format("({})::text{}", r.title, cells_of(r.groups));
    if (auto row = store::find_row(c.sql, listing, id)) return object_of(r, *row);
    throw Problem{"not_found"};
}

View action_links(Context& c, const Resource& r, const Uuid& id)
{
    kainjow::mustache::list out;
    for (const auto& action : r.actions) {
        auto listing = listing_of(r);
        listing.cells = "1";
        if (!action.only_when.empty()) listing.where += fmt::format(" AND ({})", action.only_when);
        if (!action.only_when.empty() && !store::find_row(c.sql, listing, id)) continue;
        View view;
        view["href"] = path_of(r, to_text(id) + '/' + std::string(action.name) + '/');
        view["label"] = std::string(action.label);
        if (action.risky || action.name == "delete") view["risky"] = true;
        out.push_back(view);
    }
    return out;
}

void show_changes(Context& c, const Uuid& id, View& view)
{
    kainjow::mustache::list out;
    for (const auto& change : store::admin_changes_of(c.sql, id)) {
        View item;
        item["what"] = change.what;
        item["by"] = change.username;
        item["at"] = displayed(Show::time, exact_text(change.changed_at).replace(10, 1, " "));
        out.push_back(item);
    }
    view["has_changes"] = !out.empty();
    view["changes"] = out;
}

// What is in the form besides what the object is: what was typed, what is wrong with it, who was first.
struct Attempted {
    Texts typed;
    std::vector<Fault> faults;
    std::string notice;
};

Text object_form(Context& c, const Resource& r, const Uuid& id, const Attempted& attempted)
{
    auto object = find_object(c, r, id);
    auto values = object.values;
    for (const auto& [name, value] : attempted.typed) values[name] = value;
    auto view = frame(c, object.title, r.name);
    view["one"] = std::string(r.one);
    view["many"] = std::string(r.many);
    view["list"] = path_of(r);
    view["here"] = path_of(r, to_text(id) + '/');
    auto theirs = attempted.notice.empty() ? Texts{} : differing(object.values, attempted.typed);
    view["groups"] = form_groups(c, r.groups, values, attempted.faults, theirs);
    view["version"] = object.version;
    view["seen"] = exact_text(now());
    if (!r.update.empty()) view["writable"] = true;
    if (auto other = other_faults(c, r.groups, attempted.faults); !other.empty()) view["form_fault"] = other;
    if (!attempted.notice.empty()) view["notice"] = attempted.notice;
    view["actions"] = action_links(c, r, id);
    show_changes(c, id, view);
    if (r.extra) r.extra(c, id, view);
    return page(c, "object", view);
}

// Who was first, as far as it is known: little of what comes through the API is written down.
std::string meanwhile(Context& c, const Resource& r, const Uuid& id, const Input& in)
{
    auto seen = parse<Time>(texts_of(in.body, "seen")).value_or(Time{});
    auto changes = store::admin_changes_of(c.sql, id);
    std::string by;
    if (!changes.empty() && changes[0].changed_at >= seen) by = changes[0].username;
    else if (r.changed_since) by = r.changed_since(c, id, seen);
    if (by.empty()) by = c.site.words("said.by_api"_s);
    return c.site.words({"said.changed_meanwhile"_s, {{"by", by}}});
}

Texts typed_in(const std::vector<Group>& groups, const Input& in)
{
    Texts out;
    for (auto& [name, value] : sent_fields(groups, in)) out[name] = value;
    return out;
}

} // namespace

std::string cells_of(const std::vector<Group>& groups)
{
    std::string out;
    each_field_of(groups, [&](const FormField& f) {
        if (!f.sql.empty()) out += fmt::format(", ({})::text", f.sql);
    });
    return out;
}

View form_groups(Context& c, const std::vector<Group>& groups, const Texts& values,
    const std::vector<Fault>& faults, const Texts& theirs)
{
    kainjow::mustache::list out;
    for (const auto& group : groups) {
        kainjow::mustache::list fields;
        for (const auto& f : group.fields) {
            auto value = values.find(f.name), other = theirs.find(f.name);
            auto field = field_view(c, f, value == values.end() ? "" : value->second, faults);
            if (other != theirs.end()) field["theirs"] = readable(c, f, other->second);
            fields.push_back(field);
        }
        View view;
        if (!group.title.empty()) view["group_title"] = std::string(group.title);
        view["fields"] = fields;
        out.push_back(view);
    }
    return out;
}

Text object_page(Context& c, const Resource& r, const Input& in)
{
    return object_form(c, r, id_of(in), {});
}

Call prepare_save(Context& c, const Input& in)
{
    const auto& r = resource_of(c, in);
    if (r.update.empty()) throw Problem{"not_found"};
    return prepare_call(c, r.update, id_of(in), sent_fields(r.groups, in));
}

Text save(Context& c, const Input& in, Call& call)
{
    const auto& r = resource_of(c, in);
    auto id = id_of(in);
    if (r.lock) r.lock(c.sql, id);
    store::lock_row(c.sql, listing_of(r), id);
    if (find_object(c, r, id).version != texts_of(in.body, "version")) throw Problem{"conflict"};
    store::add_admin_change(c.sql, r.name, id, *c.caller.id, "changed");
    finish(c, call);
    return go(c, path_of(r, to_text(id) + '/'),
        c.site.words({"said.saved"_s, {{"one", r.one}, {"title", find_object(c, r, id).title}}}));
}

Response save_again(Context& c, const Input& in, const Problem& problem)
{
    bool late = problem.code == "conflict";
    if (problem.faults.empty() && !late) throw problem;
    const auto& r = resource_of(c, in);
    auto id = id_of(in);
    c.status = late ? 409 : 400;
    return shown_again(object_form(c, r, id,
        {.typed = typed_in(r.groups, in),
            .faults = problem.faults,
            .notice = late ? meanwhile(c, r, id, in) : ""}));
}

namespace {

const std::vector<Group>& groups_to_create(const Resource& r)
{
    return r.create_groups.empty() ? r.groups : r.create_groups;
}

Text new_form(Context& c, const Resource& r, const Texts& values, const std::vector<Fault>& faults)
{
    std::vector<Group> asked;
    for (const auto& group : groups_to_create(r)) {
        Group copy{group.title, {}};
        for (const auto& f : group.fields)
            if (is_written(f)) copy.fields.push_back(f);
        if (!copy.fields.empty()) asked.push_back(std::move(copy));
    }
    auto view = frame(c, c.site.words({"title.new"_s, {{"one", r.one}}}), r.name);
    view["one"] = std::string(r.one);
    view["many"] = std::string(r.many);
    view["list"] = path_of(r);
    view["here"] = path_of(r, "new/");
    view["groups"] = form_groups(c, asked, values, faults);
    view["writable"] = true;
    view["is_new"] = true;
    if (auto other = other_faults(c, asked, faults); !other.empty()) view["form_fault"] = other;
    return page(c, "object", view);
}

// The id of what was added, out of the API's answer.
Uuid id_in(const Response& response)
{
    auto told = parse_json(response.body);
    const auto* object = told.member("user") ? told.member("user") : &told;
    return parse<Uuid>(texts_of(*object, "id")).value();
}

} // namespace

Text new_page(Context& c, const Resource& r, const Input&)
{
    if (r.create.empty()) throw Problem{"not_found"};
    return new_form(c, r, {}, {});
}

Call prepare_add(Context& c, const Input& in)
{
    const auto& r = resource_of(c, in);
    if (r.create.empty()) throw Problem{"not_found"};
    return prepare_call(c, r.create, std::nullopt, sent_fields(groups_to_create(r), in));
}

Text add(Context& c, const Input& in, Call& call)
{
    const auto& r = resource_of(c, in);
    auto id = id_in(finish(c, call));
    store::add_admin_change(c.sql, r.name, id, *c.caller.id, "added");
    return go(c, path_of(r, to_text(id) + '/'), c.site.words({"said.added"_s, {{"one", r.one}}}));
}

Response add_again(Context& c, const Input& in, const Problem& problem)
{
    if (problem.faults.empty()) throw problem;
    const auto& r = resource_of(c, in);
    c.status = 400;
    return shown_again(new_form(c, r, typed_in(groups_to_create(r), in), problem.faults));
}

} // namespace admin
