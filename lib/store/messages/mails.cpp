#include "mails.hpp"

#include "lib/db/batches.hpp"
#include "lib/store/ledger/part.hpp"

namespace {

constexpr std::string_view columns = R"(
    m.id, m.event, m.person, m.address, m.template, m.subject, m.state, m.attempts, m.answer, m.created_at, m.sent_at)";

constexpr Order<Mail> orders[] = {
    {"created_at", "m.created_at", "m.created_at", "timestamptz",
        [](const Mail& m, bool) { return exact_text(m.created_at); }},
};

std::string conditions(const MailFilter& filter, Params& params)
{
    std::string out = " WHERE true";
    auto add = [&](std::string_view condition, Param param) {
        out += condition;
        params.push_back(std::move(param));
    };
    if (filter.state) add(" AND m.state = :state", arg("state", *filter.state));
    if (filter.address) add(" AND lower(m.address) = lower(:address)", arg("address", *filter.address));
    if (filter.mail_template) add(" AND m.template = :template", arg("template", *filter.mail_template));
    if (filter.person) add(" AND m.person = :person::uuid", arg("person", *filter.person));
    return out;
}

} // namespace

std::span<const Order<Mail>> store::mail_orders()
{
    return orders;
}

Slice<Mail> store::list_mails(Sql& sql, const MailFilter& filter, const Window<Mail>& window)
{
    Params params;
    auto where = conditions(filter, params);
    return read_part(sql, {columns, "mails m", "m.id", Counting::to_ten_thousand}, where, params, window);
}

std::optional<Mail> store::find_mail(Sql& sql, const Uuid& id)
{
    static const auto text = fmt::format("SELECT {} FROM mails m WHERE m.id = :id::uuid", columns);
    return sql.one<Mail>(text, {arg("id", id)});
}

std::optional<MailContent> store::find_mail_content(Sql& sql, const Uuid& id)
{
    return sql.one<MailContent>(
        "SELECT subject, body_text, body_html FROM mails WHERE id = :id::uuid", {arg("id", id)});
}

std::optional<QueuedMail> store::find_queued_mail(Sql& sql, const Uuid& id)
{
    static const auto text = fmt::format(R"(
        SELECT m.id, m.address, coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), '') AS name, m.template,
               m.facts::text AS facts,
               {} AS is_blocked,
               m.person, m.person IS NOT NULL AND m.event IS NULL AS is_list,
               (m.facts ->> 'one_time_link')::uuid AS link, l.purpose AS link_purpose,
               coalesce(l.sealed, '') AS link_sealed
          FROM mails m LEFT JOIN users u ON u.id = m.person
               LEFT JOIN one_time_links l ON l.id = (m.facts ->> 'one_time_link')::uuid AND l.expires_at > now()
         WHERE m.id = :id::uuid AND m.state = 'queued')",
        mail_is_blocked);
    return sql.one<QueuedMail>(text, {arg("id", id)});
}

long long store::mails_in_last_minute(Sql& sql)
{
    return sql.one<Count>("SELECT count(*) AS count FROM mails WHERE sent_at > now() - interval '1 minute'")
        ->count;
}

void store::note_mail_attempt(Sql& sql, const Uuid& id, std::string_view answer)
{
    sql.change("UPDATE mails SET attempts = attempts + 1, answer = :answer WHERE id = :id::uuid",
        {arg("id", id), arg("answer", answer)});
}

void store::keep_sent_mail(Sql& sql, const Uuid& id, const MailContent& content, std::string_view answer)
{
    sql.change(R"(
        UPDATE mails SET state = 'sent', attempts = attempts + 1, sent_at = now(), answer = :answer, subject = :subject,
                         body_text = :body_text, body_html = :body_html
         WHERE id = :id::uuid
    )",
        args_of(content, {arg("id", id), arg("answer", answer)}));
    sql.change(R"(
        UPDATE one_time_links SET sealed = NULL
         WHERE id = (SELECT (facts ->> 'one_time_link')::uuid FROM mails WHERE id = :id::uuid)
    )",
        {arg("id", id)});
}

void store::keep_failed_mail(Sql& sql, const Uuid& id, std::string_view answer)
{
    sql.change(
        "UPDATE mails SET state = 'failed', attempts = attempts + 1, answer = :answer WHERE id = :id::uuid",
        {arg("id", id), arg("answer", answer)});
}

bool store::send_mail_again(Sql& sql, const Uuid& id)
{
    static const auto queueing = telling(mail_sent_again, R"(
        UPDATE mails m SET state = 'queued'
          FROM (SELECT id, state FROM mails WHERE id = :id::uuid FOR UPDATE) before
         WHERE m.id = before.id AND m.created_at > now() - interval '90 days'
        RETURNING m.id, m.template || ' to ' || m.address,
                  jsonb_build_object('state', jsonb_build_array(before.state, 'queued')))");
    if (tell(sql, queueing, {arg("id", id)}) == 0) return false;
    sql.change(R"(
        WITH queued AS (
            INSERT INTO tasks (kind, input, once, far)
            VALUES ('send_mail', jsonb_build_object('mail', :id::uuid), :id::uuid::text, true)
            ON CONFLICT (kind, once) WHERE once IS NOT NULL AND state IN ('waiting', 'running')
               DO UPDATE SET due_at = now() RETURNING id)
        SELECT pg_notify('tasks', '') FROM queued
    )",
        {arg("id", id)});
    return true;
}

bool store::keep_bounce(
    Sql& sql, const Uuid& id, std::string_view address, std::string_view why, bool permanent)
{
    return sql.change(R"(
        WITH bounced AS (
            UPDATE mails SET state = 'bounced', answer = :why
             WHERE id = :id::uuid AND lower(address) = lower(:address) RETURNING address),
        blocked AS (
            INSERT INTO mail_blocks (address, reason) SELECT lower(address), :why FROM bounced WHERE :permanent::boolean
            ON CONFLICT DO NOTHING)
        SELECT FROM bounced
    )",
               {arg("id", id), arg("address", address), arg("why", why), arg("permanent", permanent)}) == 1;
}

bool store::unblock_address_of(Sql& sql, const Uuid& mail)
{
    static const auto unblocking = telling(mail_unblocked, R"(
        DELETE FROM mail_blocks b USING mails m WHERE m.id = :id::uuid AND b.address = lower(m.address)
        RETURNING m.id, m.template || ' to ' || m.address,
                  jsonb_build_object('is_blocked', jsonb_build_array(true, false)))");
    return tell(sql, unblocking, {arg("id", mail)}) == 1;
}

std::vector<MailFigures> store::mail_figures(Sql& sql)
{
    return sql.all<MailFigures>(R"(
        SELECT s.state, count(m.id) AS mails
          FROM unnest(ARRAY['queued', 'sent', 'delivered', 'bounced', 'complained', 'failed']) s (state)
          LEFT JOIN mails m ON m.state = s.state AND m.created_at > now() - interval '1 hour'
         GROUP BY s.state ORDER BY s.state
    )");
}

std::vector<Choice> store::mail_templates(Sql& sql)
{
    return sql.all<Choice>(R"(
        SELECT DISTINCT template AS value, template AS label
          FROM (SELECT template FROM mails ORDER BY created_at DESC, id DESC LIMIT 10000) latest ORDER BY 1
    )");
}

// Each person's clock says when: from seven in the morning on, once a day, or on Mondays.
long long store::queue_digests(Sql& sql, const std::string& url)
{
    return sql
        .one<Count>(R"(
        WITH people AS (
            SELECT u.id, u.email, coalesce(nullif(trim(u.first_name), ''), u.username) AS name,
                   now() AT TIME ZONE coalesce(nullif(p.time_zone, ''), current_setting('jobboard.time_zone')) AS clock,
                   p.notification_frequency AS frequency
              FROM notification_preferences p JOIN users u ON u.id = p.person AND u.is_active
             WHERE u.email <> '' AND EXISTS (SELECT FROM notifications n WHERE n.person = u.id AND n.for_digest)),
        due AS (
            SELECT * FROM people
             WHERE frequency = 'immediate'
                OR clock::time >= '07:00' AND (frequency = 'daily' OR extract(isodow FROM clock) = 1)),
        mailed AS (
            INSERT INTO mails (once, person, address, template, facts)
            SELECT 'digest ' || due.id || ' ' || due.clock::date, due.id, due.email, 'digest',
                   jsonb_build_object('name', due.name, 'url', :url::text || '/notifications', 'items',
                       (SELECT jsonb_agg(jsonb_build_object('title', n.title, 'message', n.message,
                                                            'url', :url::text || n.action_url) ORDER BY n.created_at)
                          FROM (SELECT * FROM notifications WHERE person = due.id AND for_digest
                                 ORDER BY created_at DESC LIMIT 50) n))
              FROM due
            ON CONFLICT ON CONSTRAINT mails_once DO NOTHING
            RETURNING id, person),
        told AS (UPDATE notifications n SET for_digest = false
                   FROM mailed WHERE n.person = mailed.person AND n.for_digest),
        queued AS (
            INSERT INTO tasks (kind, input, once, far)
            SELECT 'send_mail', jsonb_build_object('mail', id), id::text, true FROM mailed RETURNING id)
        SELECT count(*) AS count FROM queued
    )",
            {arg("url", url)})
        ->count;
}

long long store::sweep_mails(Sql& sql)
{
    in_batches(sql, R"(
        UPDATE mails SET body_text = '', body_html = '', facts = '{}' WHERE id IN (
            SELECT id FROM mails WHERE created_at < now() - interval '90 days' AND state <> 'queued' AND body_text <> ''
             LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
    )");
    return in_batches(sql, R"(
        DELETE FROM mails WHERE id IN (
            SELECT id FROM mails WHERE created_at < now() - interval '1 year'
             ORDER BY created_at LIMIT :batch::bigint FOR UPDATE SKIP LOCKED)
    )");
}
