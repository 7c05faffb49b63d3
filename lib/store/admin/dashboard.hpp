// What the dashboard of the admin pages shows: what waits for somebody, sixty days in figures, and what
// happened last.
#pragma once

#include "lib/store/ledger/listing.hpp"

struct Attention {
    long long drafts = 0, pending = 0, failing = 0; // a thousand at most is counted, and so of the next three
    long long dead_tasks = 0, astray_mails = 0, failing_webhooks = 0;
    std::string yesterday; // mails are counted from then on
    static constexpr auto fields = std::tuple{
        field("drafts", &Attention::drafts),
        field("pending", &Attention::pending),
        field("failing", &Attention::failing),
        field("dead_tasks", &Attention::dead_tasks),
        field("astray_mails", &Attention::astray_mails),
        field("failing_webhooks", &Attention::failing_webhooks),
        field("yesterday", &Attention::yesterday),
    };
};

struct DayCount {
    std::string day; // 2026-11-25
    long long count = 0;
    static constexpr auto fields = std::tuple{field("day", &DayCount::day), field("count", &DayCount::count)};
};

// Something that happened, the latest first in lists of it.
struct Latest {
    Uuid id; // of what it happened to
    std::string resource, title, what, who;
    Time at{};
    bool there = true; // there is still something to be looked at

    static constexpr auto fields = std::tuple{
        field("id", &Latest::id),
        field("resource", &Latest::resource),
        field("title", &Latest::title),
        field("what", &Latest::what),
        field("who", &Latest::who),
        field("at", &Latest::at),
        field("there", &Latest::there),
    };
};

namespace store {

Attention attention(Sql&);

// Each of the last sixty days of the board, today last.
std::vector<DayCount> jobs_by_day(Sql&);
std::vector<DayCount> applications_by_day(Sql&);
std::vector<DayCount> views_by_day(Sql&);
std::vector<DayCount> registrations_by_day(Sql&);

// Changes made on the pages. Of each resource its name and how its rows are found, with the title for its
// cells.
std::vector<Latest> latest_changes(Sql&, const std::vector<std::pair<std::string_view, Listing>>&);
std::vector<Latest> latest_applications(Sql&);  // what: the status; who: applied
std::vector<Latest> latest_registrations(Sql&); // what: the role

} // namespace store
