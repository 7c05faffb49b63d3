// What follows from an event: whom it tells, by which channels. All of it is unique of an event and a person,
// so that it can be done again without telling anybody twice.
#pragma once

#include "lib/store/ledger/events.hpp"

// An event as those who follow it see it.
struct FollowedEvent {
    Uuid id, subject;
    std::string kind;
    std::string facts; // a JSON object of texts
    static constexpr auto fields = std::tuple{
        field("id", &FollowedEvent::id),
        field("subject", &FollowedEvent::subject),
        field("kind", &FollowedEvent::kind),
        field("facts", &FollowedEvent::facts),
    };
};

// What somebody is told, worded.
struct Wording {
    std::string title, message, action_url, url; // the last: the same with scheme and host
};

struct ToldCount {
    long long notified = 0, mailed = 0;
    static constexpr auto fields =
        std::tuple{field("notified", &ToldCount::notified), field("mailed", &ToldCount::mailed)};
};

namespace store {

// As preferences call a topic: "job_applications".
std::string plural(Topic);

// Enqueues a task `follow_event` for each event of these kinds whose place comes after that one, in the
// transaction that gives the places. `kinds` with commas.
void enqueue_followers(Sql&, long long after_place, const std::string& kinds);

// With its facts; nothing when there is no such event.
std::optional<FollowedEvent> find_event(Sql&, const Uuid& id, const EventSubject&);

// Adds notifications and mails, as each person prefers, and the tasks that send the mails.
ToldCount tell_people(Sql&, const FollowedEvent&, const Tells&, const Wording&);

} // namespace store
