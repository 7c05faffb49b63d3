// The admin pages' endpoints, the same for every resource, and calling those of the API.
#include "admin.hpp"

#include "handlers/accounts/factors/reauthentication.hpp"

#include "lib/auth/passwords.hpp"
#include "lib/store/admin/sessions.hpp"

namespace admin {

std::vector<const Resource*> resources(const Site& site)
{
    std::vector<const Resource*> out;
    for (const auto* area : site.areas)
        for (auto resource : area->resources) out.push_back(&resource());
    return out;
}

const Resource& resource_of(const Context& c, const Input& in)
{
    for (const auto* one : resources(c.site))
        if (one->name == in.path.at("resource")) return *one;
    throw Problem{"not_found"};
}

Uuid id_of(const Input& in)
{
    if (auto id = parse<Uuid>(in.path.at("id"))) return *id;
    throw Problem{"not_found"};
}

std::string path_of(const Resource& resource, const std::string& below)
{
    return fmt::format("/admin/{}/{}", resource.name, below);
}

std::string texts_of(const JsonValue& body, std::string_view name)
{
    const auto* value = body.member(name);
    return value ? value->text : "";
}

std::string displayed(Show show, const std::string& value)
{
    switch (show) {
    case Show::time: return value.empty() ? value : value.substr(0, 16) + " UTC"; // to the minute
    case Show::yes: return value == "true" ? "yes" : "no";
    case Show::number: {
        auto number = parse<long long>(value);
        return number ? grouped(*number) : value;
    }
    case Show::flag: return ""; // its label says it
    default: return value;
    }
}

std::string beginning(const std::string& text, std::size_t bytes)
{
    if (text.size() <= bytes) return text;
    while ((static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) --bytes; // never within a character
    return text.substr(0, bytes) + "…";
}

namespace {

// Stands where somebody has no picture.
std::string initial_of(std::string_view name)
{
    std::size_t size = 1;
    while (size < name.size() && (static_cast<unsigned char>(name[size]) & 0xc0) == 0x80) ++size;
    return std::string(name.substr(0, size));
}

View cell(const Column& column, const std::string& value, const std::string& row_name)
{
    View out;
    out["label"] = std::string(column.label);
    if (!column.on_phones) out["minor"] = true;
    if (column.show == Show::picture && value.empty()) out["initial"] = initial_of(row_name);
    if (value.empty()) return out;
    out["text"] = displayed(column.show, value);
    switch (column.show) {
    case Show::badge: out["badge"] = value; break;
    case Show::flag: out["flag"] = value == "true"; break;
    case Show::number: out["number"] = true; break;
    case Show::time: out["time"] = value; break;
    case Show::picture: out["picture"] = "/media/" + value; break;
    default: break;
    }
    return out;
}

} // namespace

View row_of(const Resource& r, const ListedRow& row)
{
    kainjow::mustache::list cells;
    auto texts = row.texts();
    auto id = to_text(row.id);
    View out;
    out["name"] = texts.at(0);
    out["href"] = path_of(r, id + '/');
    out["id"] = id;
    for (std::size_t i = 1; i < r.columns.size(); ++i)
        cells.push_back(cell(r.columns[i], texts[i], texts[0]));
    out["cells"] = cells;
    return out;
}

namespace {

const Endpoint& endpoint_named(const Context& c, std::string_view name)
{
    for (const auto* area : c.site.areas)
        for (auto module : area->endpoints)
            for (const auto& e : module)
                if (e.name == name) return e;
    throw std::logic_error(fmt::format("there is no endpoint {}", name));
}

// Somebody who calls an endpoint on behalf of a page, with what became of it.
template <class Do> auto as_called(Context& c, const Caller& caller, Do work)
{
    Context inner{c.sql, c.copy, caller, c.site, c.request};
    auto result = work(inner);
    std::move(inner.headers.begin(), inner.headers.end(), std::back_inserter(c.headers));
    std::move(inner.after_commit.begin(), inner.after_commit.end(), std::back_inserter(c.after_commit));
    return std::pair(std::move(result), inner.status);
}

} // namespace

Call prepare_call(Context& c, std::string_view endpoint, const std::optional<Uuid>& id,
    const std::vector<std::pair<std::string, std::string>>& fields, const Caller& caller)
{
    Input input;
    if (id) input.path["id"] = to_text(*id);
    input.from_form = true;
    input.body.kind = JsonValue::Kind::object;
    for (const auto& [name, value] : fields) {
        if (name != "id") input.path.emplace(name, value);
        input.body.members.push_back({name, {.kind = JsonValue::Kind::text, .text = value}});
        input.query[name] = value;
    }
    Call call{
        .endpoint = &endpoint_named(c, endpoint), .caller = caller, .in = {}, .prepared = {}, .refused = {}};
    try {
        call.in = read_input(*call.endpoint, c, input, false);
        if (call.endpoint->prepare.run)
            call.prepared = as_called(c, caller, [&](Context& inner) {
                return call.endpoint->prepare.run(inner, call.in.get());
            }).first;
    } catch (const Problem& problem) {
        call.refused = problem;
    }
    return call;
}

Response finish(Context& c, Call& call)
{
    if (call.refused) throw *call.refused;
    try {
        auto [response, status] = as_called(c, call.caller, [&](Context& inner) {
            return call.endpoint->answer.run(inner, call.in.get(), call.prepared.get());
        });
        if (status) response.status = status;
        return response;
    } catch (const DatabaseError& error) {
        throw problem_of(c.site.words, error);
    }
}

bool proven_lately(const Context& c)
{
    return now() - c.caller.proven_at < proof_lasts;
}

void prove_again(Context& c, const Input& in)
{
    if (proven_lately(c)) return;
    auto password = texts_of(in.body, "own_password");
    if (password.empty()) throw invalid("own_password", "own_password.missing"_s);
    show_password(c, Secret(password), "own_password");
}

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "admin_dashboard",
        .methods = Method::get,
        .path = "/admin/",
        .summary = "What needs attention, and thirty days in figures",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input&) -> Text { return dashboard(c); },
    },
    {
        .name = "admin_category_tree",
        .methods = Method::get,
        .path = "/admin/categories/tree/",
        .summary = "Categories as a tree",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input&) -> Text { return tree_page(c); },
    },
    {
        .name = "admin_list",
        .methods = Method::get,
        .path = "/admin/{resource}/",
        .summary = "A list, filtered and in order",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text { return list_page(c, resource_of(c, in), in); },
    },
    {
        .name = "admin_act_on_many",
        .methods = Method::post,
        .path = "/admin/{resource}/",
        .summary = "Does something with the chosen rows of a list",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .pool = Pool::slow,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = act_on_many_again,
        .prepare = [](Context& c, const Input& in) -> Chosen { return prepare_acts(c, in); },
        .answer = [](Context& c, const Input& in, Chosen& chosen) -> Text {
            return act_on_many(c, in, chosen);
        },
    },
    {
        .name = "admin_export",
        .methods = Method::get,
        .path = "/admin/{resource}/export.csv",
        .summary = "The list as CSV",
        .needs = may_on_pages(Grant::administer),
        .rate = {"admin_export", 20, per_minute},
        .cache = no_store,
        .pool = Pool::slow,
        .media = any_media,
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text { return export_rows(c, resource_of(c, in), in); },
    },
    {
        .name = "admin_new",
        .methods = Method::get,
        .path = "/admin/{resource}/new/",
        .summary = "A form for a new one",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text { return new_page(c, resource_of(c, in), in); },
    },
    {
        .name = "admin_add",
        .methods = Method::post,
        .path = "/admin/{resource}/new/",
        .summary = "Adds one",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .pool = Pool::slow,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = add_again,
        .prepare = [](Context& c, const Input& in) -> Call { return prepare_add(c, in); },
        .answer = [](Context& c, const Input& in, Call& call) -> Text { return add(c, in, call); },
    },
    {
        .name = "admin_object",
        .methods = Method::get,
        .path = "/admin/{resource}/{id}/",
        .summary = "One, in a form",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text { return object_page(c, resource_of(c, in), in); },
    },
    {
        .name = "admin_save",
        .methods = Method::post,
        .path = "/admin/{resource}/{id}/",
        .summary = "Changes one",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = save_again,
        .prepare = [](Context& c, const Input& in) -> Call { return prepare_save(c, in); },
        .answer = [](Context& c, const Input& in, Call& call) -> Text { return save(c, in, call); },
    },
    {
        .name = "admin_object_html",
        .methods = Method::get,
        .path = "/admin/{resource}/{id}/html/",
        .summary = "One as it looks, for a frame on its page",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text {
            return html_page(c, resource_of(c, in), id_of(in));
        },
    },
    {
        .name = "admin_action",
        .methods = Method::get,
        .path = "/admin/{resource}/{id}/{action}/",
        .summary = "Asks before something is done",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text { return action_page(c, resource_of(c, in), in); },
    },
    {
        .name = "admin_act",
        .methods = Method::post,
        .path = "/admin/{resource}/{id}/{action}/",
        .summary = "Does it",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .pool = Pool::slow,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = act_again,
        .prepare = [](Context& c, const Input& in) -> Call { return prepare_act(c, in); },
        .answer = [](Context& c, const Input& in, Call& call) -> Text { return act(c, in, call); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace admin
