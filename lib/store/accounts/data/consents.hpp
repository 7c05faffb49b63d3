// What people agreed to, and when they no longer did: a ledger to which the database lets rows only be added.
#pragma once

#include "lib/base/uuid.hpp"
#include "lib/db/sql.hpp"
#include "lib/db/window.hpp"

#include <span>

struct Consent {
    Uuid id;
    std::string purpose, version;
    bool granted = false;
    std::string address;
    Time created_at{};

    static constexpr std::string_view schema_name = "Consent";
    static constexpr std::string_view schema_about = "What somebody said of one purpose at one time.";
    static constexpr auto fields = std::tuple{
        field("id", &Consent::id, {.about = "The entry's id."}),
        field("purpose", &Consent::purpose, {.about = "What it is for.", .example = "newsletter"}),
        field("version", &Consent::version, {.about = "Of the text that was shown.", .example = "2026-11"}),
        field("granted", &Consent::granted, {.about = "Whether they agree."}),
        field("address", &Consent::address, {.about = "Where they said it from.", .example = "192.0.2.7"}),
        field("created_at", &Consent::created_at, {.about = "When."}),
    };
};

namespace store {

std::span<const Order<Consent>> consent_orders();
Slice<Consent> list_consents(Sql&, const Uuid& person, const Window<Consent>&);
std::optional<Consent> find_consent(Sql&, const Uuid& id, const Uuid& person);
// As the consent says, but for the time, which is now.
void add_consent(Sql&, const Uuid& person, const Consent&);

} // namespace store
