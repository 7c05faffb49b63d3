// The board's own pages behind links in mails, for boards whose front end has none: a new password, and an
// address that is shown to be one's own or brought back. They need no scripts.
#include "links.hpp"

#include "lib/auth/names.hpp"
#include "lib/pages/page.hpp"
#include "lib/web/area.hpp"

namespace link_pages {

namespace {

constexpr std::string_view folder = "account";

std::string sent(const Input& in, std::string_view name)
{
    const auto* value = in.body.member(name);
    return value ? value->text : std::string();
}

Secret token_in_address(const Input& in)
{
    auto token = in.query.find("token");
    return Secret(token == in.query.end() ? "" : token->second);
}

Secret sent_token(const Input& in)
{
    return Secret(sent(in, "token"));
}

Response problem_page(const Site& site, const Request&, const Caller&, const Problem& problem)
{
    return pages::problem_shown(site, folder, problem);
}

// --- A new password

Text ask_form(Context& c, const std::string& fault = "")
{
    View view;
    view["title"] = c.site.words("title.reset_password"_s);
    if (!fault.empty()) view["fault"] = fault;
    return pages::shown(c, folder, "ask_reset", view);
}

Text password_form(Context& c, const Secret& token, const std::vector<Fault>& faults = {})
{
    View view;
    view["title"] = c.site.words("title.reset_password"_s);
    view["token"] = token.reveal();
    view["username"] = whose_password(c, token).username;
    for (const auto& fault : faults) view[fault.field + "_fault"] = c.site.words(fault.said);
    return pages::shown(c, folder, "reset_password", view);
}

Text reset_form(Context& c, const Input& in)
{
    auto token = token_in_address(in);
    return token.empty() ? ask_form(c) : password_form(c, token);
}

Text done(Context& c, Key title, Key said)
{
    View view;
    view["title"] = c.site.words(title);
    view["message"] = c.site.words(said);
    return pages::shown(c, folder, "done", view);
}

bool asks(const Input& in)
{
    return sent_token(in).empty();
}

std::optional<PasswordToSet> prepare_reset(Context& c, const Input& in)
{
    if (asks(in)) {
        if (!is_email(folded_email(sent(in, "email")))) throw invalid("email", "email.form"_s);
        return std::nullopt;
    }
    Secret password(sent(in, "new_password"));
    if (characters(password.reveal()) > 128)
        throw invalid("new_password", {"too_many_characters"_s, {{"max", 128}}});
    return prepare_password(c, sent_token(in), password, Secret(sent(in, "new_password_confirm")));
}

Text reset(Context& c, const Input& in, const std::optional<PasswordToSet>& to_set)
{
    if (to_set)
        return set_password(c, sent_token(in), *to_set), done(c, "title.reset_password"_s, "password.set"_s);
    ask_for_password_reset(c, sent(in, "email"));
    return done(c, "title.reset_password"_s, "password.link_sent"_s);
}

Response reset_again(Context& c, const Input& in, const Problem& problem)
{
    if (problem.faults.empty() || problem.faults[0].field == "token") throw problem;
    c.status = 400;
    return pages::shown_again(asks(in) ? ask_form(c, c.site.words(problem.faults[0].said))
                                       : password_form(c, sent_token(in), problem.faults));
}

// --- Addresses. Opening a page follows no link: those who look at mails before their readers do open pages.

Text button_page(Context& c, const Input& in, const std::string& name, Key title)
{
    View view;
    view["title"] = c.site.words(title);
    view["token"] = token_in_address(in).reveal();
    return pages::shown(c, folder, name, view);
}

constexpr Rate rate{"account_pages", 60, per_minute};

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "reset_password_form",
        .methods = Method::get,
        .path = "/account/reset-password/",
        .summary = "A form to ask for a link, or to set a password by one",
        .needs = anyone_unseen,
        .rate = rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text { return reset_form(c, in); },
    },
    {
        .name = "reset_password",
        .methods = Method::post,
        .path = "/account/reset-password/",
        .summary = "Sends a link, or sets a password by one",
        .needs = anyone_unseen,
        .rate = {"confirm_password_reset", 30, per_minute, true},
        .cache = no_store,
        .pool = Pool::slow,
        .media = "text/html",
        .problem_page = problem_page,
        .form_again = reset_again,
        .prepare = [](Context& c, const Input& in) -> std::optional<PasswordToSet> {
            return prepare_reset(c, in);
        },
        .answer = [](Context& c, const Input& in, std::optional<PasswordToSet>& to_set) -> Text {
            return reset(c, in, to_set);
        },
    },
    {
        .name = "verify_email_form",
        .methods = Method::get,
        .path = "/account/verify-email/",
        .summary = "A button that shows that an address is one's own",
        .needs = anyone_unseen,
        .rate = rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text {
            return button_page(c, in, "verify_email", "title.email"_s);
        },
    },
    {
        .name = "verify_email_page",
        .methods = Method::post,
        .path = "/account/verify-email/",
        .summary = "Shows that an address is one's own",
        .needs = anyone_unseen,
        .rate = {"verify_email", 30, per_minute, true},
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text {
            follow_to_email(c, sent_token(in));
            return done(c, "title.email"_s, "email.verified"_s);
        },
    },
    {
        .name = "undo_email_form",
        .methods = Method::get,
        .path = "/account/undo-email/",
        .summary = "A button that brings an address back",
        .needs = anyone_unseen,
        .rate = rate,
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text {
            return button_page(c, in, "undo_email", "title.email"_s);
        },
    },
    {
        .name = "undo_email_page",
        .methods = Method::post,
        .path = "/account/undo-email/",
        .summary = "Brings an address back, and ends every session",
        .needs = anyone_unseen,
        .rate = {"verify_email", 30, per_minute, true},
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Input& in) -> Text {
            undo_other_email(c, sent_token(in));
            return done(c, "title.email"_s, "email.undone"_s);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace link_pages
