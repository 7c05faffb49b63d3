// Mails as admins see them: what became of each.
#include "lib/store/messages/mails.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/page.hpp"

namespace mails {

constexpr std::string_view latest_first = "-created_at";

struct List {
    MailFilter filter;
    Paging paging;
    static constexpr auto fields = std::tuple{fields_of(&List::filter), fields_of(&List::paging)};
};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The mail's id."})};
};

namespace {

Mail found(Context& c, const Uuid& id)
{
    auto mail = store::find_mail(c.sql, id);
    if (!mail) throw Problem{"not_found"};
    return *mail;
}

} // namespace

constexpr Rate mails_rate{"admin", 600, per_minute};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_mails",
        .methods = Method::get,
        .path = "/api/v1/mails/",
        .summary = "The board's mails, latest first",
        .about = "For admins. Their texts are kept for ninety days, and what became of them for a year.",
        .needs = may(Grant::watch),
        .rate = mails_rate,
        .cache = no_store,
        .ordering = {order_names<store::mail_orders>, latest_first},
        .answer = [](Context& c, const List& in) -> Page<Mail> {
            auto window = window_of(c, in.paging, store::mail_orders(), latest_first);
            return page_of(c, in.paging, window, store::list_mails(c.sql, in.filter, window));
        },
    },
    {
        .name = "read_mail",
        .methods = Method::get,
        .path = "/api/v1/mails/{id}/",
        .thing = "mail",
        .summary = "Read what became of a mail",
        .about = "For admins.",
        .needs = may(Grant::watch),
        .rate = mails_rate,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Mail { return found(c, in.id); },
    },
    {
        .name = "send_mail_again",
        .methods = Method::post,
        .path = "/api/v1/mails/{id}/send-again/",
        .thing = "mail",
        .summary = "Send a mail again, at once",
        .about = "For admins. Whatever became of it; an address that gets no more mail is unblocked first.",
        .needs = may(Grant::watch),
        .rate = mails_rate,
        .cache = no_store,
        .conflict = "What it is made from was forgotten after ninety days: `mail_forgotten`.",
        .answer = [](Context& c, const ById& in) -> Mail {
            found(c, in.id);
            if (!store::send_mail_again(c.sql, in.id)) throw Problem{"mail_forgotten"};
            return found(c, in.id);
        },
    },
    {
        .name = "unblock_mail_address",
        .methods = Method::post,
        .path = "/api/v1/mails/{id}/unblock/",
        .thing = "mail",
        .summary = "Let the address of a mail get mail again",
        .about = "For admins. An address gets no more mail once one has bounced for good. Nothing changes "
                 "where it was not blocked.",
        .needs = may(Grant::watch),
        .rate = mails_rate,
        .cache = no_store,
        .answer = [](Context& c, const ById& in) -> Mail {
            auto mail = found(c, in.id);
            store::unblock_address_of(c.sql, in.id);
            return mail;
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace mails
