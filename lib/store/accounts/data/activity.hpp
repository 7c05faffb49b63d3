// What happened to somebody's own account, as they read it themselves.
#pragma once

#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"

struct Activity {
    Uuid id;
    std::string event, description, address, device;
    Time created_at{};

    static constexpr std::string_view schema_name = "Activity";
    static constexpr std::string_view schema_about = "Something that happened to one's own account.";
    static constexpr auto fields = std::tuple{
        field("id", &Activity::id, {.about = "The event's id."}),
        field(
            "event", &Activity::event, {.about = "What happened, by its name.", .example = "user.signed_in"}),
        field("description", &Activity::description,
            {.about = "The same, in words.", .example = "Somebody signed in."}),
        field("address", &Activity::address,
            {.about = "Where it was done from; empty when somebody else did it, or the board itself.",
                .example = "192.0.2.7"}),
        field("device", &Activity::device,
            {.about = "What the client called itself; empty in the same cases.",
                .example = "Mozilla/5.0 (X11; Linux x86_64)"}),
        field("created_at", &Activity::created_at, {.about = "When it happened."}),
    };
};

// Which events those are: names with commas.
struct ActivityKinds {
    std::string of_account; // that happen to an account
    std::string of_doer;    // that happen to something of somebody's, and are theirs who did it
};

// A wrong password for an account, and where it came from.
struct FailedSignIn {
    std::optional<Uuid> person; // none: there is no such account
    CameBy came_by{};
    std::string address, agent, request, method, path;
    static constexpr auto fields = std::tuple{
        field("person", &FailedSignIn::person),
        field("came_by", &FailedSignIn::came_by),
        field("address", &FailedSignIn::address),
        field("agent", &FailedSignIn::agent),
        field("request", &FailedSignIn::request),
        field("method", &FailedSignIn::method),
        field("path", &FailedSignIn::path),
    };
};

namespace store {

std::span<const Order<Activity>> activity_orders();
// Without descriptions. The count ends at ten thousand and one: more than that.
Slice<Activity> list_activity(Sql&, const Uuid& person, const ActivityKinds&, const Window<Activity>&);

// Writes the event, as of a request by nobody known.
void tell_of_failed_sign_in(Sql&, const FailedSignIn&);

} // namespace store
