// Forms of the admin pages: an object in its groups of fields, saving it unless somebody else was first, and
// new ones.
#include "admin.hpp"

#include "lib/auth/names.hpp"
#include "lib/store/accounts/users.hpp"

namespace admin {

// An object as its form shows it, each by the names of the fields.
struct Object {
    std::string title, version; // version: of what can be written
    Texts values, links;        // links: to what the values name
};

namespace {

bool is_written(const FormField& f)
{
    return f.ask != Ask::shown && f.ask != Ask::picture;
}

// Browsers send every line's end in a form as CR LF (HTML, 4.10.22.4), whatever the text had before.
std::string with_line_feeds(std::string text)
{
    for (auto at = text.find("\r\n"); at != text.npos; at = text.find("\r\n", at)) text.erase(at, 1);
    return text;
}

// What was typed; a box that is not ticked is not sent at all.
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

// A required choice is made by somebody, never by being the first of the list.
kainjow::mustache::list options_of(
    Context& c, const FormField& f, const std::string& value, const std::string& there)
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
    else if (value.empty()) add("", c.site.words("choice.none"_s));
    for (const auto& choice : choices_for(c, f.choices, f.offer))
        if (!f.may_become || there.empty() || f.may_become(there, choice.value))
            add(choice.value, choice.label);
    if (!found && !value.empty()) add(value, value); // more than are offered
    return out;
}

// What a field holds, or would hold once it is sent.
struct Filling {
    std::string value, there; // there: what is stored
    std::string link;         // of what it names
};

// What is only shown; where there is nothing, that is said.
std::string fact(Context& c, const FormField& f, const std::string& value)
{
    if (!value.empty()) return displayed(f.show, value);
    return c.site.words(f.show == Show::time ? "said.never"_s : "said.none"_s);
}

void show_changes(Context& c, const std::string& value, View& out)
{
    auto event = parse_json(value);
    const Resource* of = nullptr;
    for (const auto* one : resources(c.site))
        if (one->one == texts_of(event, "of")) of = one;
    const auto* changes = event.member("changes");
    auto all = changes ? differences(c, of, *changes) : kainjow::mustache::list{};
    out["differs"] = !all.empty();
    out["value"] = all.empty() ? c.site.words("said.none"_s) : "";
    out["differences"] = all;
}

View field_view(Context& c, const FormField& f, const Filling& filling, const std::vector<Fault>& faults)
{
    const auto& value = filling.value;
    View out;
    out["name"] = std::string(f.name);
    out["label"] = std::string(f.label);
    out["value"] = f.ask == Ask::password ? "" : f.ask == Ask::shown ? fact(c, f, value) : value;
    if (f.required) out["required"] = true;
    if (f.hint) out["hint"] = c.site.words(*f.hint);
    if (auto sentence = sentences_for(c, faults, f.name); !sentence.empty()) out["fault"] = sentence;
    static constexpr const char* kinds[] = {"is_input", "is_area", "is_choice", "is_yes", "is_input",
        "is_input", "is_input", "is_shown", "is_picture"};
    static constexpr const char* types[] = {"text", "", "", "", "text", "date", "password", "", ""};
    out[kinds[static_cast<std::size_t>(f.ask)]] = true;
    out["type"] = types[static_cast<std::size_t>(f.ask)];
    if (f.ask == Ask::choice) {
        auto options = options_of(c, f, value, filling.there);
        if (f.may_become && options.size() == 1) out["settled"] = true;
        out["options"] = options;
    }
    if (f.ask == Ask::yes && value == "true") out["checked"] = true;
    if (f.ask == Ask::money) out["decimal"] = true;
    if (f.ask == Ask::picture && !value.empty()) out["picture"] = "/media/" + value;
    if (f.show == Show::prose || f.show == Show::changes) out["wide"] = true;
    if (f.show == Show::changes) show_changes(c, value, out);
    if (!filling.link.empty()) out["link"] = filling.link;
    return out;
}

// What is wrong, above the form, each with a link to its field; faults of fields that the form does not have
// stand there alone.
void show_faults(Context& c, const std::vector<Group>& groups, const std::vector<Fault>& faults, View& view)
{
    if (faults.empty()) return;
    kainjow::mustache::list out;
    std::set<std::string_view> known;
    auto add = [&](std::string_view name, std::string_view label, std::string_view sentence) {
        View item;
        if (!name.empty()) item["fault_field"] = std::string(name);
        item["fault_label"] = std::string(label);
        item["fault_said"] = std::string(sentence);
        out.push_back(item);
    };
    each_field_of(groups, [&](const FormField& f) {
        known.insert(f.name);
        if (auto sentence = sentences_for(c, faults, f.name); !sentence.empty())
            add(f.name, f.label, sentence);
    });
    for (const auto& f : faults)
        if (!known.contains(f.field)) add("", "", c.site.words(f.said));
    view["has_faults"] = true;
    view["fault_count"] = c.site.words({"form.faults"_s, {{"count", out.size()}}});
    view["fault_list"] = out;
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

Object object_of(const Resource& r, const ListedRow& row)
{
    auto texts = row.texts();
    Object out{.title = texts.at(0), .version = {}, .values = {}, .links = {}};
    std::size_t at = 1;
    std::string all;
    each_field_of(r.groups, [&](const FormField& f) {
        if (f.sql.empty()) return;
        std::string name(f.name);
        const auto& text = texts.at(at++);
        out.values[name] = text;
        if (is_written(f)) all += fmt::format("{}:{}", text.size(), text);
        if (f.to.id.empty()) return;
        if (const auto& to = texts.at(at++); !to.empty())
            out.links[name] = fmt::format("/admin/{}/{}/", f.to.resource, to);
    });
    out.version = quick_fingerprint(all);
    return out;
}

Object find_object(Context& c, const Resource& r, const Uuid& id)
{
    auto listing = listing_of(r);
    listing.cells = fmt::format("({})::text", r.title);
    each_field_of(r.groups, [&](const FormField& f) {
        if (!f.sql.empty()) listing.cells += fmt::format(", ({})::text", f.sql);
        if (!f.to.id.empty()) listing.cells += fmt::format(", ({})::text", f.to.id);
    });
    if (auto row = store::find_row(c.sql, listing, id)) return object_of(r, *row);
    throw Problem{"not_found"};
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
    view["groups"] = form_groups(c, r.groups, values, attempted.faults, &object, theirs);
    view["version"] = object.version;
    view["seen"] = exact_text(now());
    if (!r.update.empty()) view["writable"] = true;
    show_faults(c, r.groups, attempted.faults, view);
    if (!attempted.notice.empty()) view["notice"] = attempted.notice;
    show_actions(c, r, id, view);
    show_history(c, r, id, view);
    show_related(c, r, id, view);
    if (r.html && !r.html(c, id).empty()) view["frame"] = path_of(r, to_text(id) + "/html/");
    if (r.extra) r.extra(c, id, view);
    return page(c, "object", view);
}

// Who was first.
std::string meanwhile(Context& c, const Uuid& id, const Input& in)
{
    auto seen = parse<Time>(texts_of(in.body, "seen")).value_or(Time{});
    auto last = store::events_of(c.sql, id, 1);
    auto by = !last.empty() && last[0].at >= seen ? last[0].actor_name : "";
    if (by.empty()) by = c.site.words("said.by_program"_s);
    return c.site.words({"said.changed_meanwhile"_s, {{"by", by}}});
}

Texts typed_in(const std::vector<Group>& groups, const Input& in)
{
    Texts out;
    for (auto& [name, value] : sent_fields(groups, in)) out[name] = value;
    return out;
}

} // namespace

View form_groups(Context& c, const std::vector<Group>& groups, const Texts& values,
    const std::vector<Fault>& faults, const Object* object, const Texts& theirs)
{
    auto in = [](const Texts& texts, std::string_view name) {
        auto it = texts.find(std::string(name));
        return it == texts.end() ? std::string() : it->second;
    };
    kainjow::mustache::list out;
    for (const auto& group : groups) {
        kainjow::mustache::list fields;
        for (const auto& f : group.fields) {
            auto there = object ? in(object->values, f.name) : "";
            auto link = object ? in(object->links, f.name) : "";
            auto field = field_view(c, f, {in(values, f.name), there, link}, faults);
            if (auto other = theirs.find(std::string(f.name)); other != theirs.end())
                field["theirs"] = readable(c, f, other->second);
            fields.push_back(field);
        }
        View view;
        if (!group.title.empty()) view["group_title"] = std::string(group.title);
        view["fields"] = fields;
        out.push_back(view);
    }
    return out;
}

Text object_page(Context& c, const Resource& r, const Input& in, const std::vector<Fault>& faults)
{
    return object_form(c, r, id_of(in), {.typed = {}, .faults = faults, .notice = {}});
}

Call prepare_save(Context& c, const Input& in)
{
    const auto& r = resource_of(c, in);
    if (r.update.empty()) throw Problem{"not_found"};
    auto there = find_object(c, r, id_of(in)).values;
    // What is as it was is not changed: an empty text does not take the place of none.
    auto fields = sent_fields(r.groups, in);
    std::erase_if(fields, [&](const auto& field) { return there[field.first] == field.second; });
    return prepare_call(c, r.update, id_of(in), fields, c.caller);
}

Text save(Context& c, const Input& in, Call& call)
{
    const auto& r = resource_of(c, in);
    auto id = id_of(in);
    if (r.lock) r.lock(c.sql, id);
    store::lock_row(c.sql, listing_of(r), id);
    if (find_object(c, r, id).version != texts_of(in.body, "version")) throw Problem{"conflict"};
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
            .notice = late ? meanwhile(c, id, in) : ""}));
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
    show_faults(c, asked, faults, view);
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
    Texts first;
    each_field_of(groups_to_create(r), [&](const FormField& f) { first[std::string(f.name)] = f.first; });
    return new_form(c, r, first, {});
}

Call prepare_add(Context& c, const Input& in)
{
    const auto& r = resource_of(c, in);
    if (r.create.empty()) throw Problem{"not_found"};
    auto caller = c.caller;
    std::vector<Fault> unknown;
    if (auto name = texts_of(in.body, r.owner); !r.owner.empty() && !name.empty()) {
        caller.on_behalf_of = store::find_employer(c.sql, folded_login(name));
        if (!caller.on_behalf_of) unknown.push_back({std::string(r.owner), "owner.unknown"_s});
    }
    auto call = prepare_call(c, r.create, std::nullopt, sent_fields(groups_to_create(r), in), caller);
    if (!unknown.empty()) {
        if (call.refused)
            unknown.insert(unknown.end(), call.refused->faults.begin(), call.refused->faults.end());
        call.refused = Problem{.code = "invalid", .faults = unknown};
    }
    return call;
}

Text add(Context& c, const Input& in, Call& call)
{
    const auto& r = resource_of(c, in);
    auto id = id_in(finish(c, call));
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
