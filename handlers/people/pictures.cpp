// Profile pictures by their owner's id, where older clients look for them.
#include "lib/store/people/profiles.hpp"

#include "lib/process/file.hpp"
#include "lib/web/area.hpp"

#include <fcntl.h>

namespace pictures {

constexpr std::array<std::string_view, 1> jpeg{"image/jpeg"};
constexpr std::size_t largest = 4 << 20; // as it is stored: eight hundred pixels wide and high need far less

struct ById {
    Uuid id;
    static constexpr auto fields =
        std::tuple{field("id", &ById::id, {.in = In::path, .about = "The account's id."})};
};

namespace {

// As nginx serves it to those who know its address.
Text show(Context& c, const Uuid& person)
{
    auto seen = store::see_profile(c.sql, to_text(person),
        {c.caller.id, c.caller.may(Grant::post_jobs), c.caller.may(Grant::everybodys)});
    if (!seen || !seen->profile_picture) throw Problem{"not_found"};
    auto path = c.site.media + '/' + *seen->profile_picture;
    Descriptor picture(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!picture) throw Problem{"not_found"};
    c.headers.emplace_back("Content-Type", std::string(jpeg[0]));
    return {read_all(picture.get(), largest)};
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
        .about = "The picture itself, for whoever may see the profile.",
        .needs = signed_in,
        .rate = {"profile", 600, per_minute},
        .cache = no_store,
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
