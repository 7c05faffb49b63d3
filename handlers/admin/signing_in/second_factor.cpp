// The page on which an admin sets up an authenticator app; who must have one and has not comes to no other
// page.
#include "handlers/admin/admin.hpp"

namespace admin {

namespace {

constexpr std::string_view path = "/admin/second-factor/";

View factor_view(Context& c)
{
    auto view = frame(c, c.site.words("title.second_factor"_s), "second-factor");
    if (!proven_lately(c)) view["asks_password"] = true;
    return view;
}

Text state_page(Context& c, const std::vector<Fault>& faults = {})
{
    auto call = prepare_call(c, "read_second_factor", std::nullopt, {}, c.caller);
    auto told = parse_json(finish(c, call).body);
    auto view = factor_view(c);
    view["start"] = true;
    if (texts_of(told, "totp") == "true") view["enabled"] = true;
    if (texts_of(told, "required") == "true") view["required"] = true;
    for (const auto& f : faults) view["password_fault"] = c.site.words(f.said);
    return page(c, "factor_setup", view);
}

// Shows the seed, which waits for a code of the app.
Text app_page(Context& c, const JsonValue& app)
{
    auto view = factor_view(c);
    view["app"] = true;
    view["secret"] = texts_of(app, "secret");
    view["qr"] = texts_of(app, "qr_svg");
    view["address"] = texts_of(app, "otpauth_uri");
    return page(c, "factor_setup", view);
}

struct Begun {
    Call call;
};

Begun prepare_begin(Context& c, const Input& in)
{
    prove_again(c, in);
    return {prepare_call(c, "begin_totp", std::nullopt, {}, c.caller)};
}

Text codes_page(Context& c, const JsonValue& told)
{
    auto view = factor_view(c);
    kainjow::mustache::list codes;
    for (const auto& code : told.member("recovery_codes")->items) {
        View one;
        one["code"] = code.text;
        codes.push_back(one);
    }
    view["done"] = true;
    view["codes"] = codes;
    return page(c, "factor_setup", view);
}

Response begin_again(Context& c, const Input&, const Problem& problem)
{
    if (problem.faults.empty()) throw problem;
    c.status = 400;
    return shown_again(state_page(c, problem.faults));
}

// The seed is still the one that waits: the app has it already.
Response confirm_again(Context& c, const Input&, const Problem& problem)
{
    if (problem.faults.empty()) throw problem;
    c.status = 400;
    auto view = factor_view(c);
    view["app"] = true;
    view["code_fault"] = c.site.words(problem.faults[0].said);
    return shown_again(page(c, "factor_setup", view));
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "admin_second_factor",
        .methods = Method::get,
        .path = path,
        .summary = "One's own second factor",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .without_factor = true,
        .answer = [](Context& c, const Input&) -> Text { return state_page(c); },
    },
    {
        .name = "admin_begin_totp",
        .methods = Method::post,
        .path = path,
        .summary = "Begins to set up an authenticator app",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .pool = Pool::slow,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = begin_again,
        .without_factor = true,
        .prepare = [](Context& c, const Input& in) -> Begun { return prepare_begin(c, in); },
        .answer = [](Context& c, const Input&, Begun& begun) -> Text {
            return app_page(c, parse_json(finish(c, begun.call).body));
        },
    },
    {
        .name = "admin_confirm_totp",
        .methods = Method::post,
        .path = "/admin/second-factor/confirm/",
        .summary = "Confirms an authenticator app by one of its codes",
        .needs = may_on_pages(Grant::administer),
        .rate = pages_rate,
        .cache = no_store,
        .pool = Pool::slow,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = confirm_again,
        .without_factor = true,
        .prepare = [](Context& c, const Input& in) -> Begun {
            return {prepare_call(
                c, "confirm_totp", std::nullopt, {{"code", texts_of(in.body, "code")}}, c.caller)};
        },
        .answer = [](Context& c, const Input&, Begun& begun) -> Text {
            return codes_page(c, parse_json(finish(c, begun.call).body));
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module second_factor_endpoints{list_of_endpoints};

} // namespace admin
