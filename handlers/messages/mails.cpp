// Sending mails: from the row that somebody wants sent to the next server's answer.
#include "mails.hpp"

#include "lib/outside/mail_drop.hpp"
#include "lib/store/messages/mails.hpp"
#include "lib/web/area.hpp"

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

Sent send(TaskRun& run, const ToSend& in)
{
    Sent out{store::find_queued_mail(run.sql, in.mail), {}, {}};
    if (!out.mail) return out;
    const auto& mail = *out.mail;
    const auto& mailing = run.site.mailing;
    if (drop(run.site).is_off()) return out.answer = refused("MAIL is off."), out;
    if (mail.is_blocked) return out.answer = refused("The address gets no more mail: one has bounced."), out;
    wait_for_turn(run);
    out.content = render_mail(mailing.templates, mail.mail_template, mailing.site, mail.facts);
    MailMessage message{.to = mail.address,
        .to_name = mail.name,
        .subject = out.content.subject,
        .text = out.content.text,
        .html = out.content.html,
        .id = to_text(mail.id)};
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
