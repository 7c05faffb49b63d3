// What happened to one's own account: who signed in, who tried to, and what has changed.
#include "activity.hpp"

#include "lib/store/accounts/data/activity.hpp"
#include "lib/web/area.hpp"
#include "lib/web/shape/page.hpp"

namespace activity {

constexpr std::string_view latest_first = "-created_at";

namespace {

void add(std::string& names, std::string_view name)
{
    names += (names.empty() ? "" : ",") + std::string(name);
}

const Area* area_of_accounts(const Site& site)
{
    for (const auto* area : site.areas)
        if (area->name == "accounts") return area;
    return nullptr;
}

// What happens to an account is its owner's, and what happens to API keys is theirs who did it.
ActivityKinds kinds_in(const Site& site)
{
    ActivityKinds out;
    for (const auto& kind : area_of_accounts(site)->events)
        if (kind.subject->name == "user") add(out.of_account, kind.name);
        else if (kind.subject->name == "api_key") add(out.of_doer, kind.name);
    return out;
}

std::string described(const Site& site, std::string_view event)
{
    for (const auto& kind : area_of_accounts(site)->events)
        if (kind.name == event) return std::string(kind.about);
    return "";
}

Page<Activity> list(Context& c, const Paging& in)
{
    auto window = window_of(c, in, store::activity_orders(), latest_first);
    auto slice = store::list_activity(c.sql, *c.caller.id, kinds_in(c.site), window);
    for (auto& row : slice.rows) row.description = described(c.site, row.event);
    return page_of(c, in, window, std::move(slice));
}

} // namespace

extern constexpr TaskKind tell_of_failed_sign_in{
    .name = "tell_of_failed_sign_in",
    .about = "Write down that somebody sent a wrong password, if there is such an account",
    .work = {[](TaskRun& run, const FailedSignIn& in) { store::tell_of_failed_sign_in(run.sql, in); }},
};

constexpr Endpoint list_of_endpoints[] = {
    {
        .name = "list_activity",
        .methods = Method::get,
        .path = "/api/v1/auth/activity/",
        .summary = "What happened to one's own account, latest first",
        .about = "Signing in and out, wrong passwords, and changes of passwords, factors, passkeys, keys and "
                 "addresses, "
                 "with where they came from. Of what an admin changed it is not told where from. A wrong "
                 "password shows "
                 "some moments later; attempts that were refused for their number do not.",
        .needs = signed_in_by_session,
        .rate = {"account", 300, per_minute},
        .cache = no_store,
        .ordering = {order_names<store::activity_orders>, latest_first},
        .answer = [](Context& c, const Paging& in) -> Page<Activity> { return list(c, in); },
    },
};
static_assert(consistent(list_of_endpoints));
extern const Module endpoints{list_of_endpoints};

} // namespace activity

void note_failed_sign_in(Context& c, const std::optional<Credentials>& account)
{
    const auto& by = c.sql.actor();
    FailedSignIn failed{account ? std::optional(account->id) : std::nullopt, by.came_by, by.address, by.agent,
        by.request, by.method, by.path};
    enqueue(c.sql, activity::tell_of_failed_sign_in, failed);
}
