// What is done with objects on the admin pages: with one by one click or after a question, or with many
// chosen rows at once.
#include "admin.hpp"

namespace admin {

namespace {

const Action& action_named(const Resource& r, std::string_view name)
{
    for (const auto& action : r.actions)
        if (action.name == name) return action;
    throw Problem{"not_found"};
}

// What the objects of these ids that are still there are called, in the order of their ids.
std::vector<std::pair<Uuid, std::string>> titles_of_all(
    Context& c, const Resource& r, const std::vector<Uuid>& ids)
{
    auto listing = listing_of(r);
    listing.cells = fmt::format("({})::text", r.title);
    std::vector<std::pair<Uuid, std::string>> out;
    for (const auto& row : store::find_rows(c.sql, listing, ids)) out.emplace_back(row.id, row.texts().at(0));
    return out;
}

std::string title_of(Context& c, const Resource& r, const Uuid& id)
{
    auto found = titles_of_all(c, r, {id});
    if (found.empty()) throw Problem{"not_found"};
    return found[0].second;
}

Texts typed(const Action& action, const Input& in)
{
    Texts out;
    for (const auto& f : action.asks) out[std::string(f.name)] = texts_of(in.body, f.name);
    return out;
}

// What every question says, of one object or of many.
View question_about(Context& c, const Resource& r, const Action& action, const std::string& what)
{
    auto view = frame(c, fmt::format("{}: {}", action.label, what), r.name);
    view["action_label"] = std::string(action.label);
    view["many"] = std::string(r.many);
    if (action.warning) view["warning"] = c.site.words(*action.warning);
    if (!action.at_once) view["risky"] = true;
    if (action.risky && !proven_lately(c)) view["asks_password"] = true;
    return view;
}

Text question(Context& c, const Resource& r, const Action& action, const Uuid& id, const Texts& values,
    const std::vector<Fault>& faults, const std::string& refused = "")
{
    auto title = title_of(c, r, id);
    auto view = question_about(c, r, action, title);
    view["object"] = title;
    view["list"] = path_of(r);
    view["back"] = path_of(r, to_text(id) + '/');
    view["here"] = path_of(r, to_text(id) + '/' + std::string(action.name) + '/');
    if (action.explain) view["explanation"] = action.explain(c, id);
    if (!action.asks.empty()) view["groups"] = form_groups(c, {{"", action.asks}}, values, faults);
    std::string other = refused;
    for (const auto& f : faults) {
        if (f.field == "own_password") view["password_fault"] = c.site.words(f.said);
        else if (!values.contains(f.field)) other += c.site.words(f.said);
    }
    if (!other.empty()) view["form_fault"] = other;
    return page(c, "question", view);
}

// What the action sends to its endpoint, ready to be sent.
Call call_of(Context& c, const Resource& r, const Action& action, const Uuid& id, const Input& in)
{
    if (action.run) return {};
    auto fields = action.fixed;
    for (const auto& f : action.asks) fields.emplace_back(f.name, texts_of(in.body, f.name));
    if (!action.looked_up.name.empty()) {
        auto listing = listing_of(r);
        listing.cells = fmt::format("({})::text", action.looked_up.sql);
        if (auto row = store::find_row(c.sql, listing, id))
            fields.emplace_back(action.looked_up.name, row->texts().at(0));
    }
    return prepare_call(c, action.endpoint, id, fields, c.caller);
}

// Does it in the open transaction. Answers what is to be said, if that is not the usual.
std::string do_one(Context& c, const Action& action, const Uuid& id, const Input& in, Call& call)
{
    if (action.run) return action.run(c, id, in);
    finish(c, call);
    return "";
}

// What will take it back, to be found out before it is done: "jobs/019b…/activate".
std::string undo_of(Context& c, const Resource& r, const Action& action, const Uuid& id)
{
    if (action.undo.empty()) return "";
    auto listing = listing_of(r);
    listing.cells = "1";
    listing.where += fmt::format(" AND ({})", action.undo_when);
    return store::find_row(c.sql, listing, id) ? fmt::format("{}/{}/{}", r.name, to_text(id), action.undo)
                                               : "";
}

View link_to(Context& c, const Resource& r, const Uuid& id, const Action& action)
{
    View view;
    view["href"] = path_of(r, to_text(id) + '/' + std::string(action.name) + '/');
    view["name"] = std::string(action.name);
    view["label"] = std::string(action.label);
    if (action.at_once) view["at_once"] = true;
    if (action.at_once && action.warning) view["hint"] = c.site.words(*action.warning);
    return view;
}

} // namespace

void show_actions(Context& c, const Resource& r, const Uuid& id, View& view)
{
    if (r.actions.empty()) return;
    auto listing = listing_of(r);
    for (const auto& action : r.actions)
        listing.cells += fmt::format("{}({})::text", listing.cells.empty() ? "" : ", ",
            action.only_when.empty() ? "true" : action.only_when);
    auto row = store::find_row(c.sql, listing, id);
    if (!row) return;
    auto fits = row->texts();
    kainjow::mustache::list actions, dangers;
    for (std::size_t i = 0; i < r.actions.size(); ++i)
        if (fits.at(i) == "true")
            (r.actions[i].at_once ? actions : dangers).push_back(link_to(c, r, id, r.actions[i]));
    view["actions"] = actions;
    view["has_dangers"] = !dangers.empty();
    view["dangers"] = dangers;
}

Text action_page(Context& c, const Resource& r, const Input& in)
{
    return question(c, r, action_named(r, in.path.at("action")), id_of(in), {}, {});
}

Call prepare_act(Context& c, const Input& in)
{
    const auto& r = resource_of(c, in);
    const auto& action = action_named(r, in.path.at("action"));
    auto id = id_of(in);
    title_of(c, r, id); // refuses what is not there
    if (action.risky) prove_again(c, in);
    return call_of(c, r, action, id, in);
}

Text act(Context& c, const Input& in, Call& call)
{
    const auto& r = resource_of(c, in);
    const auto& action = action_named(r, in.path.at("action"));
    auto id = id_of(in);
    auto title = title_of(c, r, id);
    if (r.lock) r.lock(c.sql, id);
    auto undo = undo_of(c, r, action, id);
    auto secret = do_one(c, action, id, in, call);
    if (!secret.empty()) {
        auto view = frame(c, fmt::format("{}: {}", action.label, title), r.name);
        view["object"] = title;
        view["secret"] = secret;
        view["back"] = path_of(r, to_text(id) + '/');
        return page(c, "secret", view);
    }
    bool gone = action.name == "delete";
    return go(c, path_of(r, gone ? "" : to_text(id) + '/'),
        c.site.words({"said.done"_s, {{"one", r.one}, {"title", title}, {"done", action.done}}}), Tone::good,
        undo);
}

Response act_again(Context& c, const Input& in, const Problem& problem)
{
    if (problem.code != "invalid" && problem.code != "category_in_use") throw problem;
    const auto& r = resource_of(c, in);
    const auto& action = action_named(r, in.path.at("action"));
    c.status = 400;
    if (action.at_once) return shown_again(object_page(c, r, in, problem.faults));
    auto refused = problem.faults.empty() ? c.site.words("delete.jobs_left"_s) : "";
    return shown_again(question(c, r, action, id_of(in), typed(action, in), problem.faults, refused));
}

namespace {

struct Outcome {
    std::string title, sentence;
    bool well = false;
};

std::vector<Uuid> ticked(const Input& in)
{
    std::vector<Uuid> out;
    for (const auto& member : in.body.members)
        if (member.name.starts_with("pick."))
            if (auto id = parse<Uuid>(std::string_view(member.name).substr(5))) out.push_back(*id);
    for (const auto& text : split_list(texts_of(in.body, "picked"))) // those that a question named
        if (auto id = parse<Uuid>(text)) out.push_back(*id);
    return out;
}

bool wants_everything(const Input& in)
{
    return texts_of(in.body, "everything") == "true";
}

// The ticked rows, or all that the list has as it is filtered.
std::vector<Uuid> picked(Context& c, const Resource& r, const Input& in)
{
    auto out = wants_everything(in) ? all_listed(c, r, in) : ticked(in);
    std::sort(out.begin(), out.end()); // one order of locks for everybody
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

Said why_refused(const Problem& problem)
{
    if (!problem.faults.empty()) return problem.faults[0].said;
    if (problem.sentence) return *problem.sentence;
    return problem.code == "not_found" ? "said.gone"_s : "said.refused"_s;
}

// What is refused is undone by itself; the others go on.
Outcome do_one_of_many(
    Context& c, const Resource& r, const Action& action, const Uuid& id, const Input& in, Call& call)
{
    Outcome out;
    auto to_do = c.after_commit.size();
    c.sql.script("SAVEPOINT one");
    try {
        out.title = title_of(c, r, id);
        if (r.lock) r.lock(c.sql, id);
        do_one(c, action, id, in, call);
        out.sentence = action.done;
        out.well = true;
    } catch (const Problem& problem) {
        if (problem.code.starts_with("database_") || problem.code == "internal_error") throw;
        out.sentence = c.site.words(why_refused(problem));
        c.sql.script("ROLLBACK TO SAVEPOINT one");
        c.after_commit.resize(to_do);
    }
    if (out.title.empty()) out.title = to_text(id);
    return out;
}

// Of what is still there of the chosen ones; some by their titles, all by their number.
Text question_of_many(Context& c, const Resource& r, const Action& action, const Input& in,
    const std::vector<Uuid>& chosen, const std::string& fault = "")
{
    constexpr std::size_t most_named = 20;
    auto objects = titles_of_all(c, r, chosen);
    auto list = list_asked_for(r, in);
    if (objects.empty())
        return go(c, list, c.site.words(wants_everything(in) ? "said.none_listed"_s : "said.all_gone"_s),
            Tone::bad);
    kainjow::mustache::list named;
    std::string ids;
    for (const auto& [id, title] : objects) {
        ids += (ids.empty() ? "" : ",") + to_text(id);
        View object;
        object["title"] = title;
        if (named.size() < most_named) named.push_back(object);
    }
    auto kind = objects.size() == 1 ? std::string(r.one) : lowered(r.many);
    auto view = question_about(c, r, action, fmt::format("{} {}", objects.size(), kind));
    view["picked"] = ids;
    view["named"] = named;
    if (objects.size() > named.size())
        view["unnamed"] = c.site.words({"question.more"_s, {{"count", objects.size() - named.size()}}});
    view["action"] = std::string(action.name);
    for (auto link : {"list", "here", "back"}) view[link] = list;
    if (!fault.empty()) view["password_fault"] = fault;
    return page(c, "question", view);
}

// Long before a request is taken for hung; what is not reached by then is left as it was, and that is said.
constexpr std::chrono::seconds longest_work(4);

// Said on the list, which is shown again: how many, and why some were refused.
Text back_to_list(Context& c, const Resource& r, const Action& action, const Input& in,
    const std::vector<Outcome>& outcomes, std::size_t wanted)
{
    constexpr std::size_t most_told = 3, longest_title = 60;
    std::size_t well = 0, told = 0;
    std::string refused;
    for (const auto& outcome : outcomes) {
        well += outcome.well;
        if (outcome.well || told == most_told) continue;
        ++told;
        refused += c.site.words({"said.refused_one"_s,
            {{"title", beginning(outcome.title, longest_title)}, {"why", outcome.sentence}}});
    }
    auto more = outcomes.size() - well - told, left = wanted - outcomes.size();
    auto said = c.site.words({"said.done_of_many"_s,
        {{"well", grouped(static_cast<long long>(well))}, {"all", grouped(static_cast<long long>(wanted))},
            {"done", action.done}}});
    if (more > 0) refused += c.site.words({"said.and_more_refused"_s, {{"count", more}}});
    if (!refused.empty())
        said += ' ' + c.site.words({"said.refused_of_many"_s, {{"refused", trimmed(refused)}}});
    if (left > 0) said += ' ' + c.site.words({"said.not_reached"_s, {{"count", left}}});
    return go(c, list_asked_for(r, in), said, well == wanted ? Tone::good : Tone::bad);
}

const Action* wanted(const Resource& r, const Input& in)
{
    auto name = texts_of(in.body, "action");
    if (name.empty() || (ticked(in).empty() && !wants_everything(in))) return nullptr;
    const auto& action = action_named(r, name);
    if (!action.many) throw Problem{"not_found"};
    return &action;
}

// What cannot be undone asks first, and so does what is done to rows that nobody has ticked one by one.
bool asks_first(const Action& action, const Input& in)
{
    if (wants_everything(in)) return true;
    return !action.at_once && texts_of(in.body, "sure") != "yes";
}

} // namespace

Chosen prepare_acts(Context& c, const Input& in)
{
    const auto& r = resource_of(c, in);
    Chosen out{.action = wanted(r, in)};
    if (!out.action) return out;
    out.ids = picked(c, r, in);
    if (out.ids.size() > most_at_once || asks_first(*out.action, in)) return out;
    if (out.action->risky) prove_again(c, in);
    for (const auto& id : out.ids) out.calls.push_back(call_of(c, r, *out.action, id, in));
    return out;
}

Text act_on_many(Context& c, const Input& in, Chosen& chosen)
{
    const auto& r = resource_of(c, in);
    auto refuse = [&](const Said& why) { return go(c, list_asked_for(r, in), c.site.words(why), Tone::bad); };
    if (!chosen.action) return refuse("said.none_chosen"_s);
    if (chosen.ids.size() > most_at_once)
        return refuse({"said.too_many"_s, {{"max", grouped(most_at_once)}}});
    if (asks_first(*chosen.action, in)) return question_of_many(c, r, *chosen.action, in, chosen.ids);
    std::vector<Outcome> outcomes;
    auto begun = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < chosen.ids.size(); ++i) {
        if (std::chrono::steady_clock::now() - begun > longest_work) break;
        outcomes.push_back(do_one_of_many(c, r, *chosen.action, chosen.ids[i], in, chosen.calls[i]));
    }
    return back_to_list(c, r, *chosen.action, in, outcomes, chosen.ids.size());
}

Response act_on_many_again(Context& c, const Input& in, const Problem& problem)
{
    const auto& r = resource_of(c, in);
    const auto* action = wanted(r, in);
    if (problem.faults.empty() || !action) throw problem;
    c.status = 400;
    auto fault = c.site.words(problem.faults[0].said);
    return shown_again(question_of_many(c, r, *action, in, picked(c, r, in), fault));
}

} // namespace admin
