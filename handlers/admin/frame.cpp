// What is around every page: its head, the bar of who has signed in, what was said of the last thing done;
// and problems as pages.
#include "admin.hpp"

namespace admin {

namespace {

View bar(const Site& site, const Caller& caller, std::string_view title, std::string_view place)
{
    View view;
    view["title"] = std::string(title);
    view["user"] = caller.username;
    view["form_token"] = form_token(site, *caller.session);
    std::vector<View> places;
    for (const auto* one : resources(site)) {
        if (!one->in_bar) continue;
        View item;
        item["href"] = path_of(*one);
        item["label"] = std::string(one->many);
        if (one->name == place) item["current"] = true;
        places.push_back(item);
    }
    view["places"] = kainjow::mustache::list(places.begin(), places.end());
    if (place == "dashboard") view["on_dashboard"] = true;
    return view;
}

// Where to send what takes something back: only what one click may do, whoever wrote the cookie.
std::string address_of_undo(const Site& site, const std::string& undo)
{
    auto slash = undo.find('/'), last = undo.rfind('/');
    if (slash == undo.npos || last == slash || !parse<Uuid>(undo.substr(slash + 1, last - slash - 1)))
        return "";
    for (const auto* one : resources(site))
        for (const auto& action : one->actions)
            if (action.at_once && one->name == undo.substr(0, slash) && action.name == undo.substr(last + 1))
                return "/admin/" + undo + '/';
    return "";
}

// What the page before left to be said. It is said once.
std::string take(Context& c, std::string_view name)
{
    auto text = percent_decoded(own_cookie(c.site, c.request, name).value_or(""), false).value_or("");
    if (!text.empty())
        c.headers.emplace_back("Set-Cookie", cookie_header(c.site, name, "", std::chrono::seconds(0)));
    return text;
}

void leave(Context& c, std::string_view name, const std::string& text)
{
    if (text.empty()) return;
    c.headers.emplace_back(
        "Set-Cookie", cookie_header(c.site, name, percent_encoded(text), std::chrono::seconds(60)));
}

} // namespace

View frame(Context& c, std::string_view title, std::string_view place)
{
    auto view = bar(c.site, c.caller, title, place);
    auto said = take(c, "said"), alarm = take(c, "alarm"), undo = address_of_undo(c.site, take(c, "undo"));
    if (!alarm.empty()) view["alarm"] = alarm;
    if (!said.empty()) view["said"] = said;
    if (!said.empty() && !undo.empty()) view["undo"] = undo;
    return view;
}

Text page(Context& c, const std::string& name, const View& view)
{
    return shown(c, "admin", name, view);
}

// Whatever that HTML says, nothing of it is fetched or run.
Text html_page(Context& c, const Resource& r, const Uuid& id)
{
    auto html = r.html ? r.html(c, id) : std::string();
    if (html.empty()) throw Problem{"not_found"};
    c.headers.emplace_back("Content-Security-Policy",
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'");
    return {html};
}

Text go(Context& c, const std::string& to, const std::string& said, Tone tone, const std::string& undo)
{
    c.status = 303;
    c.headers.emplace_back("Location", to);
    leave(c, tone == Tone::good ? "said" : "alarm", said);
    leave(c, "undo", undo);
    return {};
}

Response problem_page(const Site& site, const Request& request, const Caller& caller, const Problem& problem)
{
    View view;
    if (caller.session && caller.proof == Proof::cookie) {
        view = bar(site, caller, "", "");
        view["signed_in"] = true;
    }
    auto response = problem_shown(site, "admin", problem, std::move(view));
    bool to_factor = problem.code == "second_factor_missing";
    if (problem.code != "not_authenticated" && !to_factor) return response;
    auto next = request.method == "GET" ? "?next=" + percent_encoded(request.uri) : "";
    response.status = 303;
    response.body.clear();
    std::erase_if(response.headers, [](const auto& h) { return h.first == "WWW-Authenticate"; });
    response.set("Location", to_factor ? "/admin/second-factor/" : "/admin/sign-in/" + next);
    return response;
}

} // namespace admin
