// Pages for who has not signed in: the landing page and how the board is, signing in and out.
#include "handlers/admin/admin.hpp"

#include "handlers/accounts/factors/second_factor.hpp"
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

Text begin_admin_session(Context& c, const Input& in, const Uuid& person)
{
    auto user = store::find_user(c.sql, person);
    if (!user || user->role != Role::admin) throw Problem{"permission_denied"};
    if (c.site.accounts.asks_factors_of(Role::admin)) store::ask_for_factor(c.sql, person);
    auto session = open_session(c, person, now() + longest_session);
    store::add_admin_session(c.sql, session);
    c.headers.emplace_back(
        "Set-Cookie", cookie_header(c.site, session_cookie, session_cookie_value(c.site, session)));
    return go(c, next_page(texts_of(in.body, "next")));
}

Text sign_in(Context& c, const Input& in, const Proved& proved)
{
    ask_for_second_factor(c, proved.account, proved.attempt);
    ::sign_in(c, proved);
    return begin_admin_session(c, in, proved.account.id);
}

Text factor_form(
    Context& c, const std::string& challenge, const std::string& next, const std::optional<Said>& fault)
{
    View view;
    view["title"] = c.site.words("title.second_factor"_s);
    view["challenge"] = challenge;
    view["next"] = next;
    if (fault) view["form_fault"] = c.site.words(*fault);
    return page(c, "second_factor", view);
}

Response sign_in_again(Context& c, const Input& in, const Problem& problem)
{
    auto next = next_page(texts_of(in.body, "next"));
    if (problem.code == "second_factor_required")
        return shown_again(factor_form(c, parse_json(problem.members.at(0).second).text, next, {}));
    bool shows = problem.code == "invalid_credentials" || problem.code == "too_many_attempts" ||
                 problem.code == "invalid" || problem.code == "permission_denied" ||
                 problem.code == "challenge_not_valid";
    if (!shows) throw problem;
    c.status = problem.code == "too_many_attempts" ? 429 : problem.code == "invalid" ? 400 : 401;
    c.headers = problem.headers;
    auto said = problem.code == "permission_denied"     ? Said("sign_in.no_admin"_s)
                : problem.code == "challenge_not_valid" ? Said("challenge_not_valid"_s)
                                                        : why_refused(problem);
    return shown_again(sign_in_form(c, texts_of(in.body, "username"), next, said));
}

// --- The second step

// Six digits are a code of the app; anything else is taken for a recovery code.
MetChallenge meet_factor(Context& c, const Input& in)
{
    auto code = texts_of(in.body, "code");
    std::erase(code, ' ');
    bool of_app = code.size() == 6 && code.find_first_not_of("0123456789") == code.npos;
    ShownFactor shown;
    (of_app ? shown.code : shown.recovery_code) = code;
    return meet_challenge(c, Secret(texts_of(in.body, "challenge")), shown);
}

Text second_step(Context& c, const Input& in, const MetChallenge& met)
{
    auto [person, device] = ::sign_in(c, met, !texts_of(in.body, "remember_device").empty());
    return begin_admin_session(c, in, person);
}

Response second_step_again(Context& c, const Input& in, const Problem& problem)
{
    bool mendable = problem.code == "code_not_valid" || problem.code == "too_many_attempts";
    if (!mendable) return sign_in_again(c, in, problem);
    c.status = problem.code == "too_many_attempts" ? 429 : 401;
    c.headers = problem.headers;
    return shown_again(factor_form(c, texts_of(in.body, "challenge"), next_page(texts_of(in.body, "next")),
        problem.code == "code_not_valid" ? Said("code_not_valid"_s) : why_refused(problem)));
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
        .name = "admin_second_step",
        .methods = Method::post,
        .path = "/admin/sign-in/second-factor/",
        .summary = "Signs an admin in, with the second factor",
        .needs = anyone,
        .rate = {"login", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = second_step_again,
        .prepare = [](Context& c, const Input& in) -> MetChallenge { return meet_factor(c, in); },
        .answer = [](Context& c, const Input& in, MetChallenge& met) -> Text {
            return second_step(c, in, met);
        },
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
        .without_factor = true,
        .answer = [](Context& c, const Input&) -> Text { return sign_out(c); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module sign_in_endpoints{list_of_endpoints};

} // namespace admin
