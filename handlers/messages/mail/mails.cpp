// Sending mails: from the row that somebody wants sent to the next server's answer.
#include "mails.hpp"
#include "unsubscribe.hpp"

#include "lib/outside/mail_drop.hpp"
#include "lib/store/messages/mails.hpp"
#include "lib/web/area.hpp"

#include <boost/algorithm/string/replace.hpp>

namespace messages {

namespace {

struct Sent {
    std::optional<QueuedMail> mail; // none: there is nothing to do any more
    RenderedMail content;
    MailAnswer answer;
};

// Keeps its connection from mail to mail.
MailDrop& drop(const Site& site)
{
    static MailDrop kept(site.mailing.place);
    return kept;
}

void wait_for_turn(TaskRun& run)
{
    auto most = run.site.mailing.per_minute;
    if (most > 0 && store::mails_in_last_minute(run.sql) >= most)
        throw TaskLater("As many mails as may be were sent in this minute.", std::chrono::seconds(20));
}

MailAnswer refused(std::string why)
{
    return {MailAnswer::Verdict::refused, std::move(why)};
}

RenderedMail with_link(RenderedMail mail, const std::string& address)
{
    boost::replace_all(mail.text, link_in_templates, address);
    boost::replace_all(mail.html, link_in_templates, address);
    return mail;
}

// A link that works once is in no mail but the one that is sent: what is kept of it shows stars instead.
struct Rendered {
    RenderedMail sent, kept;
};

Rendered render(const TaskRun& run, const QueuedMail& mail)
{
    const auto& mailing = run.site.mailing;
    auto content = render_mail(mailing.templates, mail.mail_template, mailing.site, mail.facts);
    if (!mail.link) return {content, content};
    auto secret = open_one_time_secret(run.site.keys, *mail.link, mail.link_sealed);
    if (!secret) throw TaskOver("No key opens the secret of its link.");
    auto leads_to = [&](std::string_view text) {
        return link_address(run.site.accounts.links, *mail.link_purpose, text);
    };
    return {with_link(content, leads_to(secret->reveal())), with_link(content, leads_to("********"))};
}

Sent send(TaskRun& run, const ToSend& in)
{
    Sent out{store::find_queued_mail(run.sql, in.mail), {}, {}};
    if (!out.mail) return out;
    const auto& mail = *out.mail;
    const auto& mailing = run.site.mailing;
    if (drop(run.site).is_off()) return out.answer = refused("MAIL is off."), out;
    if (mail.is_blocked) return out.answer = refused("The address gets no more mail: one has bounced."), out;
    if (mail.link && !mail.link_purpose) return out.answer = refused("Its link is good no more."), out;
    wait_for_turn(run);
    auto rendered = render(run, mail);
    out.content = rendered.kept;
    MailMessage message{.to = mail.address,
        .to_name = mail.name,
        .subject = rendered.sent.subject,
        .text = rendered.sent.text,
        .html = rendered.sent.html,
        .id = to_text(mail.id),
        .unsubscribe_url = mail.is_list ? unsubscribe_link(run.site, *mail.person) : std::string()};
    out.answer =
        drop(run.site).send(mailing.sender.address, mail.address, mime_text(mailing.sender, message, now()));
    if (out.answer.verdict != MailAnswer::Verdict::later) return out;
    if (run.task.attempts >= send_mail.attempts)
        return out.answer.verdict = MailAnswer::Verdict::refused, out;
    store::note_mail_attempt(run.sql, mail.id, out.answer.says);
    throw TaskLater(out.answer.says);
}

void keep(TaskRun& run, const Sent& sent)
{
    if (!sent.mail) return;
    if (sent.answer.verdict == MailAnswer::Verdict::sent)
        store::keep_sent_mail(run.sql, sent.mail->id,
            {sent.content.subject, sent.content.text, sent.content.html}, sent.answer.says);
    else store::keep_failed_mail(run.sql, sent.mail->id, sent.answer.says);
}

} // namespace

extern constexpr TaskKind send_mail{
    .name = "send_mail",
    .about = "Hand a mail to the next server",
    .limit = std::chrono::seconds(40),
    .far = true,
    .work = {[](TaskRun& run, const ToSend& in) -> Sent { return send(run, in); },
        [](TaskRun& run, const ToSend&, const Sent& sent) { keep(run, sent); }},
};

extern constexpr TaskKind send_digests{
    .name = "send_digests",
    .about = "Tell by one mail what happened, to those who want it so",
    .limit = a_while,
    .schedule = {.every = std::chrono::minutes(10)},
    .work = {[](TaskRun& run, const NoInput&) { store::queue_digests(run.sql, run.site.public_url); }},
};

} // namespace messages
