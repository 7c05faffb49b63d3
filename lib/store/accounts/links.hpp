// Links in mails about one's account, each of which works once.
#pragma once

#include "account_events.hpp"

#include "lib/auth/one_time_link.hpp"
#include "lib/base/time.hpp"

struct NewLink {
    Uuid id, person;
    LinkPurpose purpose{};
    std::string address; // where its mail goes
    OneTimeSecret secret;
    std::chrono::seconds lifetime{};
};

// One that is still good.
struct KnownLink {
    Uuid id, person;
    LinkPurpose purpose{};
    std::string address;
    Time created_at{};

    static constexpr auto fields = std::tuple{
        field("id", &KnownLink::id),
        field("person", &KnownLink::person),
        field("purpose", &KnownLink::purpose),
        field("address", &KnownLink::address),
        field("created_at", &KnownLink::created_at),
    };
};

namespace store {

// In the place of those the person has for that purpose; but links that undo stand beside each other, so that
// whoever makes a second one does not end the first. Its mail follows from the event that tells of it.
void add_link(Sql&, const NewLink&);
// Writes that event, of the person's account: one that says a link was made. Nothing else has changed.
void tell_of_link(Sql&, const EventKind&, const Uuid& person, const Uuid& link);

// By the digest of its secret; nothing when it was used, has expired or was ended by a newer one.
std::optional<KnownLink> find_link(Sql&, const std::string& digest);
// The same, and it works no more: of several who take it at once one gets it.
std::optional<KnownLink> take_link(Sql&, const std::string& digest);
// The person's links for these purposes work no more.
void end_links(Sql&, const Uuid& person, std::initializer_list<LinkPurpose>);
// What would bring back an address that took the place of this link's, or a later one.
void end_later_undo_links(Sql&, const KnownLink&);

// An active account by its address, folded, and how many links to a new password it was sent within the hour.
struct Forgetful {
    Uuid id;
    std::string email;
    long long lately = 0;
    static constexpr auto fields = std::tuple{
        field("id", &Forgetful::id), field("email", &Forgetful::email), field("lately", &Forgetful::lately)};
};
std::optional<Forgetful> find_forgetful(Sql&, const std::string& email);

// Removes what has expired, in batches outside any transaction; answers how many.
long long sweep_links(Sql&);

// --- What the links do to the account

// The address that it is to have, if it waits for one.
std::optional<std::string> find_pending_email(Sql&, const Uuid& person);
// It is to have that address from when the link is followed that goes there. The event tells of the link.
void set_pending_email(Sql&, const Uuid& person, const std::string& address, const Uuid& link);
// The address it has is known to be its owner's. False when it has another one.
bool verify_email(Sql&, const Uuid& person, const std::string& address);
// It has the address that it was waiting for. Throws DatabaseError of users_email_key when another account
// has it by now; false when it waits for another one, or none.
bool take_pending_email(Sql&, const Uuid& person, const std::string& address);
// It has that address again, and waits for none.
void bring_back_email(Sql&, const Uuid& person, const std::string& address);

} // namespace store
