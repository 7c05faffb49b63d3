#include "follow.hpp"

#include "lib/auth/one_time_link.hpp"

#include <fmt/format.h>

std::string store::plural(Topic topic)
{
    return std::string(name_of(topic)) + (topic == Topic::system ? "" : "s");
}

void store::enqueue_followers(Sql& sql, long long after_place, const std::string& kinds)
{
    sql.change(R"(
        WITH added AS (
            INSERT INTO tasks (kind, input, once, urgency)
            SELECT 'follow_event',
                   jsonb_build_object('event', e.id, 'kind', e.kind), e.id::text, 0
              FROM event_chain c JOIN events e ON e.id = c.event AND e.at = c.event_at
             WHERE c.place > :place::bigint
               AND (e.kind = ANY(string_to_array(:kinds, ',')) OR EXISTS (SELECT FROM webhooks WHERE is_active))
             ORDER BY c.place
            RETURNING id)
        SELECT pg_notify('tasks', '') FROM (SELECT FROM added LIMIT 1) any_at_all)",
        {arg("place", after_place), arg("kinds", kinds)});
}

// What the event itself says of its circumstances goes with the facts of its subject, and what became of the
// fields that changed.
std::optional<FollowedEvent> store::find_event(Sql& sql, const Uuid& id, const EventSubject& subject)
{
    auto text = fmt::format(R"(
        WITH e AS (SELECT * FROM events WHERE id = :event::uuid)
        SELECT e.id, e.subject, e.kind,
               (jsonb_build_object('what', e.subject_name, 'who', e.actor_name, 'device', e.agent,
                                   'address', e.address, 'at', to_char(e.at, 'YYYY-MM-DD HH24:MI "UTC"'))
                || coalesce(facts_then(({}), e.changes), '{{}}'))::text AS facts
          FROM e)",
        subject.facts.empty() ? "NULL::jsonb" : subject.facts);
    return sql.one<FollowedEvent>(text, {arg("event", id)});
}

ToldCount store::tell_people(Sql& sql, const FollowedEvent& event, const Tells& tells, const Wording& words)
{
    auto text = fmt::format(R"(
        WITH e AS (SELECT * FROM events WHERE id = :event::uuid),
        who AS MATERIALIZED (
            SELECT DISTINCT ON (u.id) u.id, {2} AS email, coalesce(nullif(trim(u.first_name), ''), u.username) AS name,
                   (coalesce(p.in_app_{0}, true) OR :about_safety::boolean) AND NOT :only_by_mail::boolean AS in_app,
                   coalesce(p.email_{0}, true) AND :mail::text <> '' AS by_mail,
                   coalesce(p.notification_frequency, 'immediate') = 'immediate' AS at_once,
                   undisturbed_from(p.quiet_from, p.quiet_until, coalesce(p.time_zone, '')) AS undisturbed
              FROM e, LATERAL ({1}) w (person)
              JOIN users u ON u.id = w.person AND u.is_active
              LEFT JOIN notification_preferences p ON p.person = u.id),
        told AS (
            INSERT INTO notifications (event, person, kind, title, message, priority, action_url, object_kind,
                                       object_id, facts, for_digest)
            SELECT e.id, who.id, :topic, :title, :message, :priority::smallint, :action_url, e.subject_kind, e.subject,
                   jsonb_build_object('event', e.kind), by_mail AND NOT at_once AND NOT :about_safety::boolean
              FROM who, e WHERE in_app
            ON CONFLICT ON CONSTRAINT notifications_once DO NOTHING
            RETURNING id),
        mailed AS (
            INSERT INTO mails (once, event, person, address, template, facts)
            SELECT e.id || ' ' || who.id, e.id, who.id, email, :mail::text,
                   :facts::jsonb || jsonb_build_object('name', who.name, 'title', :title::text,
                                     'message', :message::text,
                                     'url', CASE
                        WHEN :facts::jsonb ->> 'one_time_link' IS NULL THEN :url::text ELSE :link END)
              FROM who, e WHERE email <> '' AND :mail::text <> '' AND (:about_safety::boolean OR by_mail AND at_once)
            ON CONFLICT ON CONSTRAINT mails_once DO NOTHING
            RETURNING id, person),
        queued AS (
            INSERT INTO tasks (kind, input, once, far, due_at)
            SELECT 'send_mail', jsonb_build_object('mail', mailed.id), mailed.id::text, true,
                   CASE WHEN :about_safety::boolean THEN now() ELSE who.undisturbed END
              FROM mailed JOIN who ON who.id = mailed.person
            RETURNING id)
        SELECT (SELECT count(*) FROM told) AS notified, (SELECT count(*) FROM queued) AS mailed)",
        plural(tells.topic), tells.whom, tells.address);
    return *sql.one<ToldCount>(
        text, {arg("event", event.id), arg("about_safety", tells.about_safety),
                  arg("only_by_mail", tells.only_by_mail), arg("mail", tells.mail), arg("topic", tells.topic),
                  arg("title", words.title), arg("message", words.message),
                  arg("priority", static_cast<int>(tells.priority)), arg("action_url", words.action_url),
                  arg("facts", event.facts), arg("url", words.url), arg("link", link_in_templates)});
}
