// Messages: what people are told of what happens, and how.
#include "lib/web/area.hpp"

#include "follow.hpp"
#include "lib/store/messages/mails.hpp"
#include "lib/store/messages/notifications.hpp"
#include "lib/store/messages/preferences.hpp"
#include "lib/store/messages/push.hpp"
#include "lib/store/messages/webhooks.hpp"
#include "live.hpp"
#include "mail/mails.hpp"
#include "pages.hpp"
#include "push.hpp"
#include "webhooks/webhooks.hpp"

namespace changes {
extern const Module endpoints;
}
namespace listening {
extern const Module endpoints;
}
namespace notifications {
extern const Module endpoints;
}

namespace mails {
extern const Module endpoints;
}
namespace pushing {
extern const Module endpoints;
}
namespace unsubscribing {
extern const Module pages;
}
namespace webhooks {
extern const Module endpoints;
}

namespace messages {

extern const std::span<const Sentence> sentences;
extern const std::span<const ProblemKind> problems;

extern const Area area{
    .name = "messages",
    .tags = {{"notifications", "What one was told of what happened, and what one wants to be told."},
        {"changes", "What changed, for whoever keeps a copy."},
        {"mails", "What became of the board's mails."},
        {"webhooks", "Addresses of other programs that are told of events, by signed messages."}},
    .endpoints = {changes::endpoints, listening::endpoints, mails::endpoints, notifications::endpoints,
        pushing::endpoints, webhooks::endpoints},
    .pages = {unsubscribing::pages},
    .resources = {mails_on_pages, webhooks_on_pages, deliveries_on_pages},
    .sentences = sentences,
    .problems = problems,
    .sweeps = {{"removed", "notifications",
                   [](Sql& sql, const Site&) { return store::sweep_notifications(sql); }},
        {"removed", "mails", [](Sql& sql, const Site&) { return store::sweep_mails(sql); }},
        {"removed", "pushes", [](Sql& sql, const Site&) { return store::sweep_pushes(sql); }},
        {"removed", "deliveries", [](Sql& sql, const Site&) { return store::sweep_deliveries(sql); }}},
    .events = {preferences_updated, webhook_created, webhook_updated, webhook_deleted, webhook_disabled,
        mail_sent_again, mail_unblocked, push_target_created, push_target_deleted},
    .tasks = {follow_event, send_mail, send_digests, tell_live, push_notification, deliver_webhook},
};

} // namespace messages
