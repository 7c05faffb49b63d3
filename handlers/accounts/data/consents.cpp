// What one agrees to: a ledger that only grows.
#include "lib/store/accounts/data/consents.hpp"

#include "lib/web/shape/page.hpp"

namespace consents {

constexpr std::string_view latest_first = "-created_at";

struct Say {
    std::string purpose, version;
    bool granted = false;

    static constexpr std::string_view schema_name = "NewConsent";
    static constexpr std::string_view schema_about = "What one agrees to, or no longer does.";
    static constexpr auto fields = std::tuple{
        field("purpose", &Say::purpose, {.max = 100, .about = "What it is for.", .example = "newsletter"}),
        field("version", &Say::version,
            {.max = 50, .about = "Of the text that was shown.", .example = "2026-11"}),
        field("granted", &Say::granted, {.about = "Whether one agrees.", .example = "true"}),
    };
};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_consents",
        .methods = Method::get,
        .path = "/api/v1/auth/consents/",
        .summary = "What one has agreed to, latest first",
        .about = "All that was ever said: of each purpose the latest entry holds.",
        .needs = signed_in_by_session,
        .rate = {"account", 300, per_minute},
        .cache = private_copy,
        .ordering = {order_names<store::consent_orders>, latest_first},
        .answer = [](Context& c, const Paging& in) -> Page<Consent> {
            auto window = window_of(c, in, store::consent_orders(), latest_first);
            return page_of(c, in, window, store::list_consents(c.sql, *c.caller.id, window));
        },
    },
    {
        .name = "add_consent",
        .methods = Method::post,
        .path = "/api/v1/auth/consents/",
        .summary = "Say that one agrees to something, or no longer does",
        .about = "Entries are never changed or removed: a later one takes the place of an earlier one.",
        .needs = signed_in_by_session,
        .rate = {"consents", 60, per_minute},
        .cache = no_store,
        .status = 201,
        .answer = [](Context& c, const Say& in) -> Consent {
            auto id = new_uuid();
            store::add_consent(
                c.sql, *c.caller.id, {id, in.purpose, in.version, in.granted, c.request.remote_address});
            return *store::find_consent(c.sql, id, *c.caller.id);
        },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace consents
