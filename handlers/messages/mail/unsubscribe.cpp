#include "unsubscribe.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/pages/page.hpp"
#include "lib/store/messages/preferences.hpp"
#include "lib/web/area.hpp"

namespace messages {

namespace {

constexpr std::string_view path = "/account/unsubscribe/";

std::string mac_of(const Site& site, const Uuid& person)
{
    return base64url(mac(site.secret_key.reveal(), "unsubscribe " + to_text(person))).substr(0, 22);
}

} // namespace

std::string unsubscribe_link(const Site& site, const Uuid& person)
{
    return fmt::format("{}{}?token={}.{}", site.public_url, path, to_text(person), mac_of(site, person));
}

} // namespace messages

namespace unsubscribing {

struct Link {
    std::string token;
    static constexpr auto fields = std::tuple{field("token", &Link::token,
        {.in = In::query, .max = 100, .about = "What the link has.", .example = "0192f0c1-….c2l4dHk"})};
};

namespace {

using messages::path;

Uuid person_of(const Context& c, const std::string& token)
{
    auto dot = token.find('.');
    auto person = parse<Uuid>(std::string_view(token).substr(0, dot));
    if (dot == token.npos || !person ||
        !equal_secrets(messages::mac_of(c.site, *person), token.substr(dot + 1)))
        throw Problem{"not_found"};
    return *person;
}

// What is about one's safety comes all the same.
void end_mails(Context& c, const Uuid& person)
{
    c.sql.act_as(person);
    auto before = store::lock_preferences(c.sql, person);
    auto after = before;
    for (auto flag :
        {&NotificationChoices::email_job_applications, &NotificationChoices::email_application_updates,
            &NotificationChoices::email_new_jobs, &NotificationChoices::email_messages,
            &NotificationChoices::email_interviews, &NotificationChoices::email_system})
        after.*flag = false;
    store::change_preferences(c.sql, person, before, after);
}

Text shown(Context& c, bool ended)
{
    View view;
    view["title"] = c.site.words("title.unsubscribe"_s);
    if (ended) view["ended"] = true;
    return pages::shown(c, "account", "unsubscribe", view);
}

Response problem_page(const Site& site, const Request&, const Caller&, const Problem& problem)
{
    return pages::problem_shown(site, "account", problem);
}

} // namespace

constexpr Endpoint list_of_pages[] = {
    {
        .name = "unsubscribe_form",
        .methods = Method::get,
        .path = messages::path,
        .summary = "A button that ends mails about what happens",
        .needs = anyone_unseen,
        .rate = {"account_pages", 60, per_minute},
        .cache = no_store,
        .media = "text/html",
        .problem_page = problem_page,
        .answer = [](Context& c, const Link& in) -> Text { return person_of(c, in.token), shown(c, false); },
    },
    // Mail programs send it from nowhere: it asks for no page of ours before it.
    {
        .name = "unsubscribe",
        .methods = Method::post,
        .path = messages::path,
        .summary = "Ends mails about what happens",
        .needs = anyone_unseen,
        .rate = {"unsubscribe", 30, per_minute},
        .cache = no_store,
        .media = "text/html",
        .answer = [](Context& c, const Link& in) -> Text {
            end_mails(c, person_of(c, in.token));
            return shown(c, true);
        },
    },
};
static_assert(consistent(list_of_pages));
extern const Module pages{list_of_pages};

} // namespace unsubscribing
