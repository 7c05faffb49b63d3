// The addresses that admins come from. What they decide is looked up with each admin's standing: see
// lib/store/ledger/callers.hpp.
#pragma once

#include "lib/db/window.hpp"
#include "lib/store/ledger/events.hpp"
#include "lib/words/values.hpp"

#include <span>

// What an admin says of one.
struct IpWhitelistText {
    std::string ip_address; // an address or a network, as text_of() writes it
    std::string description;
    bool is_active = true;

    static constexpr auto fields = std::tuple{
        field("ip_address", &IpWhitelistText::ip_address),
        field("description", &IpWhitelistText::description),
        field("is_active", &IpWhitelistText::is_active),
    };
};

struct IpWhitelistEntry {
    Uuid id;
    IpWhitelistText text;
    std::optional<Uuid> created_by; // none: a command on the host, or somebody who is gone
    std::string created_by_name;
    Time created_at{}, updated_at{};

    static constexpr auto fields = std::tuple{
        field("id", &IpWhitelistEntry::id),
        fields_of(&IpWhitelistEntry::text),
        field("created_by", &IpWhitelistEntry::created_by),
        field("created_by_name", &IpWhitelistEntry::created_by_name),
        field("created_at", &IpWhitelistEntry::created_at),
        field("updated_at", &IpWhitelistEntry::updated_at),
    };
};

inline constexpr EventSubject ip_whitelist_subject{
    .name = "ip_whitelist",
    .facts = "SELECT jsonb_build_object('ip_whitelist_id', id, 'ip_address', ip_address, 'description', "
             "description) FROM ip_whitelist WHERE id = e.subject",
};
inline constexpr EventKind ip_whitelist_created{.name = "ip_whitelist.created",
    .subject = &ip_whitelist_subject,
    .did = Did::create,
    .about = "An address that admins may come from was added."};
inline constexpr EventKind ip_whitelist_updated{.name = "ip_whitelist.updated",
    .subject = &ip_whitelist_subject,
    .did = Did::update,
    .about = "An address that admins may come from was changed, or switched on or off."};
inline constexpr EventKind ip_whitelist_deleted{.name = "ip_whitelist.deleted",
    .subject = &ip_whitelist_subject,
    .did = Did::remove,
    .about = "An address that admins may come from was deleted."};

namespace store {

std::span<const Order<IpWhitelistEntry>> ip_whitelist_orders();
Slice<IpWhitelistEntry> list_ip_whitelist(Sql&, const Window<IpWhitelistEntry>&);
std::optional<IpWhitelistEntry> find_ip_whitelist_entry(Sql&, const Uuid& id);
// Kept as it is until the transaction ends.
std::optional<IpWhitelistEntry> lock_ip_whitelist_entry(Sql&, const Uuid& id);
std::optional<IpWhitelistEntry> lock_ip_whitelist_entry_of(Sql&, const std::string& ip_address);

void add_ip_whitelist_entry(
    Sql&, const Uuid& id, const std::optional<Uuid>& created_by, const IpWhitelistText&);
void change_ip_whitelist_entry(
    Sql&, const Uuid& id, const IpWhitelistText& before, const IpWhitelistText& after);
bool delete_ip_whitelist_entry(Sql&, const Uuid& id);
// Answers how many were on.
long long switch_off_ip_whitelist(Sql&);

// Until the transaction ends nobody else finds out whether a change locks them out: to be called after the
// change, before asking admins_may_come_from().
void hold_ip_whitelist(Sql&);

} // namespace store
