// Events: what happened, a row for each fact, written by the statement of the change itself. The audit trail,
// the change feed and whatever follows from a change are made from them; nothing else tells of changes.
#pragma once

#include "lib/base/json.hpp"
#include "lib/db/sql.hpp"
#include "lib/words/sentence.hpp"

#include <span>

// What people did, as the audit trail sorts it.
enum class Did { create, update, remove, login, logout };
template <> inline constexpr std::array<std::string_view, 5> names_of<Did>{
    "create", "update", "delete", "login", "logout"};

// What something can happen to. The SQL stands where e is the event's row, and e.subject so the thing's id.
// It is of the moment in which it is asked, which is soon after.
struct EventSubject {
    std::string_view name; // "job"
    std::string_view facts =
        ""; // SELECT jsonb_build_object(…): texts that sentences, mails and webhooks show
    std::string_view party = ""; // SELECT the id of the employer whom it concerns
};

// What a notification is about, as people choose what they want to be told.
enum class Topic { job_application, application_update, new_job, message, interview, system };
template <> inline constexpr std::array<std::string_view, 6> names_of<Topic>{
    "job_application", "application_update", "new_job", "message", "interview", "system"};

enum class Priority { low, normal, high, urgent };
template <>
inline constexpr std::array<std::string_view, 4> names_of<Priority>{"low", "normal", "high", "urgent"};

// Whom an event tells, and how. In the sentences and the link stand facts in braces: {job_title}.
struct Tells {
    std::string_view whom; // SQL: SELECT the ids of people, where e is the event's row
    Topic topic;
    Priority priority = Priority::normal;
    Key title, message;
    std::string_view link = "";           // the path of a page, "/jobs/{job_id}"
    std::string_view mail = "";           // a template of templates/mail; empty: nobody gets one
    bool about_safety = false;            // told by mail whatever people prefer
    bool only_by_mail = false;            // nothing is shown on the board
    std::string_view address = "u.email"; // SQL: where its mail goes, of a user u
};

// Who may follow it in the change feed, beside admins.
enum class Feed { admins, party, everybody };

// What can happen, once for all that is made from it.
struct EventKind {
    std::string_view name; // "job.updated"
    const EventSubject* subject;
    Did did;
    std::string_view about; // for the documentation
    Feed feed = Feed::admins;
    std::span<const Tells> tells = {};
};

// What happened to something, for reading.
struct Happened {
    std::string kind, changes, actor_name, came_by; // changes: "{}" where there are none
    Time at{};
    static constexpr auto fields = std::tuple{
        field("kind", &Happened::kind),
        field("changes", &Happened::changes),
        field("actor_name", &Happened::actor_name),
        field("came_by", &Happened::came_by),
        field("at", &Happened::at),
    };
};

namespace store {

// A statement that changes rows and, of each, writes an event. Made once and kept.
struct Telling {
    std::string text;
};

// `change` ends in RETURNING with what there is to tell of each row, in this order: its id, what it is
// called, and what changed of it, as {"field": [before, after]} of type jsonb; NULL where all of it is new or
// gone. A row of which nothing changed has no event.
Telling telling(const EventKind&, std::string_view change);

// Does it as whoever acts through the session. Answers how many events were written.
long long tell(Sql&, const Telling&, Params);

// Which fields differ, as {"field": [before, after]}: "{}" when none does. Never of what holds a secret.
template <Described T> std::string changes_of(const T& before, const T& after)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    json.StartObject();
    each_field<T>([&](const auto& f, auto access) {
        if (access(before) == access(after)) return;
        json.plain(f.name);
        json.StartArray();
        write(json, access(before));
        write(json, access(after));
        json.EndArray();
    });
    json.EndObject();
    return {out.GetString(), out.GetSize()};
}

// What happened to something.
std::vector<Happened> events_of(Sql&, const Uuid& subject, int at_most); // latest first

// --- Their order

// Gives places to events that have none yet; answers how many got one. Whoever else does so waits.
long long chain_events(Sql&, int at_most);
long long last_place(Sql&); // given; 0: none yet
// Makes the partitions of the next months.
void make_event_months(Sql&);

// How far the chain was followed, and the place where it is broken.
struct ChainSeen {
    long long seen = 0; // the last place that is as it was
    std::optional<long long> broken;
    static constexpr auto fields =
        std::tuple{field("broken", &ChainSeen::broken), field("seen", &ChainSeen::seen)};
};
// Compares so many places from that one on with the events they were given for.
ChainSeen verify_chain(Sql&, long long from, int at_most);

} // namespace store
