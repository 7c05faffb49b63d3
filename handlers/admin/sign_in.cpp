// Pages for who has not signed in: the landing page and how the board is, signing in and out.
#include "admin.hpp"

#include "handlers/accounts/attempts.hpp"
#include "handlers/accounts/sessions.hpp"

#include "lib/store/accounts/sessions.hpp"
#include "lib/store/admin/sessions.hpp"

namespace admin {

namespace {

constexpr std::chrono::hours longest_session{12};

// Only a path of the admin pages: nobody is sent elsewhere by a link.
std::string next_page(const std::string& asked)
{
    bool ours = asked.starts_with("/admin/") && asked.find_first_of("\\\r\n") == asked.npos &&
                asked.find("//") == asked.npos && asked.find("/..") == asked.npos;
    return ours && !asked.starts_with("/admin/sign-") ? asked : "/admin/";
}

// Whether the login that everybody knows is there, and its password the one it was loaded with.
bool demo_is_open(Context& c)
{
    if (!c.site.demo) return false;
    auto account = store::find_credentials(c.sql, c.site.demo->username);
    return account && account->is_active && account->password_version == 0;
}

Text sign_in_form(
    Context& c, const std::string& username, const std::string& next, const std::optional<Said>& fault)
{
    View view;
    view["title"] = c.site.words("title.sign_in"_s);
    view["username"] = username;
    view["next"] = next;
    view["version"] = c.site.version;
    if (fault) view["form_fault"] = c.site.words(*fault);
    if (demo_is_open(c)) {
        view["demo"] = true;
        view["demo_username"] = c.site.demo->username;
        view["demo_password"] = c.site.demo->password;
    }
    return page(c, "sign_in", view);
}

Said why_refused(const Problem& problem)
{
    if (problem.code == "invalid_credentials") return "invalid_credentials"_s;
    for (const auto& [name, value] : problem.headers)
        if (name == "Retry-After") return {"sign_in.wait"_s, {{"seconds", value}}};
    return "sign_in.incomplete"_s;
}

Proved prove_admin(Context& c, const Input& in)
{
    auto username = texts_of(in.body, "username"), password = texts_of(in.body, "password");
    if (username.empty() || password.empty()) throw Problem{"invalid"};
    return prove_account(c, username, Secret(password));
}

Text sign_in(Context& c, const Input& in, const Proved& proved)
{
    ::sign_in(c, proved);
    auto user = store::find_user(c.sql, proved.account.id);
    if (!user || user->role != Role::admin) throw Problem{"permission_denied"};
    auto session = open_session(c, proved.account.id, now() + longest_session);
    store::add_admin_session(c.sql, session);
    c.headers.emplace_back(
        "Set-Cookie", cookie_header(c.site, session_cookie, session_cookie_value(c.site, session)));
    return go(c, next_page(texts_of(in.body, "next")));
}

Response sign_in_again(Context& c, const Input& in, const Problem& problem)
{
    bool shows = problem.code == "invalid_credentials" || problem.code == "too_many_attempts" ||
                 problem.code == "invalid" || problem.code == "permission_denied";
    if (!shows) throw problem;
    c.status = problem.code == "too_many_attempts" ? 429 : problem.code == "invalid" ? 400 : 401;
    c.headers = problem.headers;
    return shown_again(sign_in_form(c, texts_of(in.body, "username"), next_page(texts_of(in.body, "next")),
        problem.code == "permission_denied" ? Said("sign_in.no_admin"_s) : why_refused(problem)));
}

Text sign_out(Context& c)
{
    store::end_session(c.sql, *c.caller.id, *c.caller.session);
    c.headers.emplace_back("Set-Cookie", cookie_header(c.site, session_cookie, "", std::chrono::seconds(0)));
    return go(c, "/admin/sign-in/");
}

// --- How the board is

View part_of_health(Context& c, std::string_view name, const std::string& condition)
{
    struct Words {
        std::string_view name;
        Key called, without;
    };
    static constexpr Words parts[] = {
        {"database", "health.database"_s, "health.without_database"_s},
        {"cache", "health.cache"_s, "health.without_cache"_s},
        {"queue", "health.queue"_s, "health.without_queue"_s},
        {"storage", "health.storage"_s, "health.without_storage"_s},
    };
    View out;
    for (const auto& part : parts) {
        if (part.name != name) continue;
        out["part"] = c.site.words(part.called);
        if (condition == "unhealthy") out["without"] = c.site.words(part.without);
    }
    bool works = condition == "healthy", off = condition == "off";
    out["condition"] = c.site.words(works ? "health.works"_s : off ? "health.off"_s : "health.fails"_s);
    out["badge"] = works ? "active" : off ? "off" : "rejected";
    return out;
}

// What /health/ tells programs, for people.
Text health_page(Context& c)
{
    auto call = prepare_call(c, "health", std::nullopt, {}, c.caller);
    auto told = finish(c, call);
    c.status = told.status;
    auto health = parse_json(told.body);
    auto status = texts_of(health, "status");
    kainjow::mustache::list parts;
    for (const auto& [name, condition] : health.member("checks")->members)
        if (name != "queue" || condition.text != "off")
            parts.push_back(part_of_health(c, name, condition.text));
    View view;
    view["title"] = c.site.words("title.health"_s);
    view["summary"] = c.site.words(status == "healthy"    ? "health.healthy"_s
                                   : status == "degraded" ? "health.degraded"_s
                                                          : "health.unhealthy"_s);
    if (status != "healthy") view["ill"] = true;
    view["parts"] = parts;
    view["at"] = displayed(Show::time, texts_of(health, "timestamp").replace(10, 1, " "));
    return page(c, "health", view);
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "landing_page",
        .methods = Method::get,
        .path = "/",
        .summary = "What this is, and where to go",
        .needs = anyone,
        .rate = unlimited,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input&) -> Text {
            View view;
            view["title"] = c.site.words("title.board"_s);
            view["version"] = c.site.version;
            return page(c, "landing", view);
        },
    },
    {
        .name = "health_page",
        .methods = Method::get,
        .path = "/health/page/",
        .summary = "How the service and its parts are, for people; 503 when it cannot serve",
        .needs = anyone_unseen,
        .rate = unlimited,
        .cache = no_store,
        .other_status = 503,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input&) -> Text { return health_page(c); },
    },
    {
        .name = "admin_sign_in_form",
        .methods = Method::get,
        .path = "/admin/sign-in/",
        .summary = "A form to sign in",
        .needs = anyone,
        .rate = {"admin_pages", 600, per_minute},
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text {
            auto next = in.query.find("next");
            return sign_in_form(c, "", next_page(next == in.query.end() ? "" : next->second), {});
        },
    },
    {
        .name = "admin_sign_in",
        .methods = Method::post,
        .path = "/admin/sign-in/",
        .summary = "Signs an admin in",
        .needs = anyone,
        .rate = {"login", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = sign_in_again,
        .prepare = [](Context& c, const Input& in) -> Proved { return prove_admin(c, in); },
        .answer = [](Context& c, const Input& in, Proved& proved) -> Text { return sign_in(c, in, proved); },
    },
    {
        .name = "admin_sign_out",
        .methods = Method::post,
        .path = "/admin/sign-out/",
        .summary = "Ends the session",
        .needs = may_on_pages(Grant::administer),
        .rate = {"admin_pages", 600, per_minute},
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input&) -> Text { return sign_out(c); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module sign_in_endpoints{list_of_endpoints};

} // namespace admin
