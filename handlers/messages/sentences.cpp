// What people are told of what happened, and what is said about that.
#include "lib/web/problem.hpp"

namespace messages {

namespace {

constexpr Sentence sentence_table[] = {
    {"title.unsubscribe", "Mails"},
    {"told.welcome.title", "Welcome"},
    {"told.welcome.message", "Your account {username} is ready."},
    {"told.password_changed.title", "Your password was changed"},
    {"told.password_changed.message", "If it was not you, set a new one at once and sign out everywhere."},
    {"told.passkey_added.title", "A passkey was added to your account"},
    {"told.passkey_added.message", "{passkey} signs in to your account. If it was not you who added it, "
                                   "remove it and change your password."},
    {"told.passkey_removed.title", "A passkey was removed from your account"},
    {"told.passkey_removed.message", "{passkey} signs in to your account no more. If it was not you who "
                                     "removed it, change your password."},
    {"told.oauth_account_linked.title", "You can sign in by {provider} now"},
    {"told.oauth_account_linked.message", "If you did not link it, remove it from your account and tell us."},
    {"told.oauth_account_unlinked.title", "You can no longer sign in by {provider}"},
    {"told.oauth_account_unlinked.message", "If you did not remove it, change your password and tell us."},
    {"told.new_device.title", "Somebody signed in with another device"},
    {"told.new_device.message",
        "{device} signed in from {address}. If it was not you, change your password."},
    {"told.job_published.title", "{job_title} is online"},
    {"told.job_published.message", "Your job {job_title} can be found and applied for."},
    {"told.job_closed.title", "{job_title} is closed"},
    {"told.job_closed.message", "Your job {job_title} takes no more applications."},
    {"told.job_closed_to_applicants.message",
        "{company} takes no more applications for {job_title}. Yours stays."},
    {"told.new_application.title", "New application for {job_title}"},
    {"told.new_application.message", "{applicant_name} has applied for {job_title}."},
    {"told.applied.title", "You have applied for {job_title}"},
    {"told.applied.message", "Your application for {job_title} has reached {company}."},
    {"told.decision.title", "Your application for {job_title}: {status}"},
    {"told.decision.message",
        "{company} has decided about your application for {job_title}: it is {status}."},
    {"told.job_shared.title", "{sharer_name} tells you of a job"},
    {"told.job_shared.message", "{sharer_name} thinks of you for {job_title} at {company}."},
    {"told.webhook_disabled.title", "A webhook was turned off"},
    {"told.webhook_disabled.message",
        "{webhook_url} has answered nothing well for five days, and is told nothing more."},
    {"told.api_key_created.title", "An API key was made"},
    {"told.api_key_created.message", "{api_key_name} ({api_key_prefix}) acts as you. If you did not make it, "
                                     "revoke it and change your password."},
    {"told.api_key_rotated.title", "An API key was rotated"},
    {"told.api_key_rotated.message",
        "{api_key_name} is now {api_key_prefix}. If it was not you, revoke it and change your password."},
    {"mail_forgotten", "The mail is older than ninety days, and what it was made from is forgotten."},
    {"send_again.mail", "Whoever it is for may get it twice."},
    {"none.mails", "They are written when something happens that people want to be told of."},
    {"none.webhooks", "Employers and admins add them through the API."},
    {"none.deliveries", "They are made when something happens that a webhook is for."},
    {"live_off", "Nobody can listen here. Ask for the list from time to time."},
    {"upgrade_required", "This is for WebSockets."},
    {"live.origin", "Pages of this origin may not listen."},
    {"live.event_id", "Enter the id of a message that came before."},
    {"push.too_many", "You have 50 browsers and devices. Remove one that you do not use any more."},
    {"push.bad_token", "Enter the token as the service has given it."},
    {"changes.cursor", "Enter the next_cursor of an answer, now, or nothing."},
    {"changes.types", "Enter job, application, or both with a comma between."},
    {"webhook.no_such_event", "There is no event {event}."},
    {"notification.read", "{count} {count|notification was|notifications were} marked as read."},
    {"notification.unread", "{count} {count|notification was|notifications were} marked as unread."},
};

constexpr ProblemKind problem_table[] = {
    {"mail_forgotten", 409},
    {"live_off", 503},
    {"upgrade_required", 426},
};

} // namespace

extern constexpr std::span<const Sentence> sentences{sentence_table};
extern constexpr std::span<const ProblemKind> problems{problem_table};

} // namespace messages
