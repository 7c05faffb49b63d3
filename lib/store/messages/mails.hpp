// Mails: each a row, from the moment it is wanted to what became of it.
#pragma once

#include "lib/auth/one_time_link.hpp"
#include "lib/db/sql.hpp"
#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"
#include "lib/store/ledger/listing.hpp"

#include <span>

enum class MailState { queued, sent, delivered, bounced, complained, failed };
template <> inline constexpr std::array<std::string_view, 6> names_of<MailState>{
    "queued", "sent", "delivered", "bounced", "complained", "failed"};
template <> inline constexpr SchemaName schema_of<MailState>{"MailState",
    "queued, sent: the next server has taken it, delivered, bounced, complained: its reader called it spam, "
    "or "
    "failed."};

struct Mail {
    Uuid id;
    std::optional<Uuid> event, person;
    std::string address, mail_template, subject;
    MailState state{};
    int attempts = 0;
    std::string answer;
    Time created_at{};
    std::optional<Time> sent_at;

    static constexpr std::string_view schema_name = "Mail";
    static constexpr std::string_view schema_about = "A mail of the board.";
    static constexpr auto fields = std::tuple{
        field("id", &Mail::id, {.about = "The mail's id; it stands in its Message-ID."}),
        field(
            "event", &Mail::event, {.about = "The id of what happened; null of a mail that tells several."}),
        field("person", &Mail::person, {.about = "The id of whom it is for."}),
        field("address", &Mail::address,
            {.about = "Where it goes.", .format = "email", .example = "ann@people.example"}),
        field("template", &Mail::mail_template, {.about = "Which mail it is.", .example = "decision"}),
        field("subject", &Mail::subject,
            {.about = "Its subject; empty until it was sent.", .example = "Your application for Joiner"}),
        field("state", &Mail::state, {.about = "What became of it."}),
        field("attempts", &Mail::attempts, {.about = "How often it was tried.", .example = "1"}),
        field("answer", &Mail::answer,
            {.about = "What the next server said last.", .example = "250 2.0.0 Ok: queued"}),
        field("created_at", &Mail::created_at, {.about = "When it was wanted."}),
        field("sent_at", &Mail::sent_at, {.about = "When the next server took it; null before."}),
    };
};

struct MailFilter {
    std::optional<MailState> state;
    std::optional<std::string> address, mail_template;
    std::optional<Uuid> person;
    static constexpr auto fields = std::tuple{
        field("state", &MailFilter::state, {.in = In::query, .about = "What became of it."}),
        field("address", &MailFilter::address,
            {.in = In::query, .max = 254, .about = "Where it went.", .example = "ann@people.example"}),
        field("template", &MailFilter::mail_template,
            {.in = In::query, .max = 100, .about = "Which mail it is.", .example = "decision"}),
        field("person", &MailFilter::person, {.in = In::query, .about = "The id of whom it is for."}),
    };
};

inline constexpr EventSubject mail_subject{.name = "mail"};
inline constexpr EventKind mail_sent_again{.name = "mail.sent_again",
    .subject = &mail_subject,
    .did = Did::update,
    .about = "An admin had a mail sent again."};
inline constexpr EventKind mail_unblocked{.name = "mail.unblocked",
    .subject = &mail_subject,
    .did = Did::update,
    .about = "An admin let the address of a mail get mail again, after one had bounced."};

// As it looked when it was sent; empty before.
struct MailContent {
    std::string subject, body_text, body_html;
    static constexpr auto fields = std::tuple{
        field("subject", &MailContent::subject),
        field("body_text", &MailContent::body_text),
        field("body_html", &MailContent::body_html),
    };
};

// How many mails of a state there are, for those who watch.
struct MailFigures {
    MailState state{};
    long long mails = 0;
    static constexpr auto fields =
        std::tuple{field("state", &MailFigures::state), field("mails", &MailFigures::mails)};
};

// What sends it.
struct QueuedMail {
    Uuid id;
    std::string address, name, mail_template, facts;
    bool is_blocked = false; // the address gets no more mail
    std::optional<Uuid> person;
    bool is_list = false;                    // tells of what happens, and can be ended
    std::optional<Uuid> link;                // it has one that works once
    std::optional<LinkPurpose> link_purpose; // nothing: the link is good no more
    std::string link_sealed;
    static constexpr auto fields = std::tuple{
        field("id", &QueuedMail::id),
        field("address", &QueuedMail::address),
        field("name", &QueuedMail::name),
        field("template", &QueuedMail::mail_template),
        field("facts", &QueuedMail::facts),
        field("is_blocked", &QueuedMail::is_blocked),
        field("person", &QueuedMail::person),
        field("is_list", &QueuedMail::is_list),
        field("link", &QueuedMail::link),
        field("link_purpose", &QueuedMail::link_purpose),
        field("link_sealed", &QueuedMail::link_sealed),
    };
};

// Of a row m of mails, as SQL: what it follows from, and why its address gets no more, if so.
inline constexpr std::string_view
    mail_event_kind = "(SELECT e.kind FROM events e WHERE e.id = m.event)",
    mail_block_reason = "(SELECT b.reason FROM mail_blocks b WHERE b.address = lower(m.address))",
    mail_is_blocked = "EXISTS (SELECT FROM mail_blocks b WHERE b.address = lower(m.address))";

namespace store {

std::span<const Order<Mail>> mail_orders();
Slice<Mail> list_mails(Sql&, const MailFilter&, const Window<Mail>&);
std::optional<Mail> find_mail(Sql&, const Uuid& id);
std::optional<MailContent> find_mail_content(Sql&, const Uuid& id);

// Nothing when it is not queued.
std::optional<QueuedMail> find_queued_mail(Sql&, const Uuid& id);
long long mails_in_last_minute(Sql&);
void note_mail_attempt(Sql&, const Uuid& id, std::string_view answer);
void keep_sent_mail(Sql&, const Uuid& id, const MailContent&, std::string_view answer);
void keep_failed_mail(Sql&, const Uuid& id, std::string_view answer);

// Queues it again, whatever became of it, and enqueues its task. False when what it is made from was
// forgotten.
bool send_mail_again(Sql&, const Uuid& id);

// What a report says of a mail: it bounced, and if for good, its address gets no more mail. Answers whether
// there is such a mail to that address.
bool keep_bounce(Sql&, const Uuid& id, std::string_view address, std::string_view why, bool permanent);
// Its address gets mail again. False when it was not blocked.
bool unblock_address_of(Sql&, const Uuid& mail);

// A mail for each person that tells what was told since the last one, to those who want it so. `url`: what
// the paths of pages begin with. Answers how many.
long long queue_digests(Sql&, const std::string& url);

std::vector<MailFigures> mail_figures(Sql&); // of the last hour, those of every state
std::vector<Choice> mail_templates(Sql&);    // of the latest ten thousand

// Forgets the texts of mails after 90 days and the mails after a year; answers how many of the latter.
long long sweep_mails(Sql&);

} // namespace store
