// Profile pictures by their owner's id, where older clients look for them.
#include "lib/store/people/profiles.hpp"

#include "lib/web/area.hpp"
#include "lib/web/shape/addresses.hpp"

namespace pictures {

constexpr std::array<std::string_view, 1> jpeg{"image/jpeg"};

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The account's id."})};
};

namespace {

Text show(Context& c, const Uuid& person)
{
    auto user = store::find_user(c.sql, person);
    if (!user || !user->profile_picture ||
        !store::see_profile(c.sql, to_text(person),
            {c.caller.id, c.caller.may(Grant::post_jobs), c.caller.may(Grant::everybodys)}))
        throw Problem{"not_found"};
    c.status = 302;
    c.headers.emplace_back("Location", *picture_address(c.site, user->profile_picture));
    return {};
}

constexpr Endpoint picture_at(std::string_view name, std::string_view path, std::string_view also_at)
{
    return {
        .name = name,
        .methods = Method::get,
        .path = path,
        .also_at = also_at,
        .thing = "user",
        .summary = "Somebody's profile picture, where older clients find it",
        .about = "Leads to the address that `profile_picture` has, for whoever may see the profile.",
        .needs = signed_in,
        .rate = {"profile", 600, per_minute},
        .cache = no_store,
        .other_status = 302,
        .media = any_media,
        .delivers = jpeg,
        .answer = [](Context& c, const ById& in) -> Text { return show(c, in.id); },
    };
}

} // namespace

constexpr Endpoint list_of_endpoints[] = {
    picture_at("fetch_profile_picture", "/api/v1/files/profiles/{id}/", "/api/v1/files/files/profiles/{id}/"),
    picture_at("fetch_profile_picture_health", "/health/files/profiles/{id}/", ""),
};
static_assert(consistent(list_of_endpoints));

extern constexpr Module endpoints{list_of_endpoints};

} // namespace pictures
