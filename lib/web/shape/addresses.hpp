// Where clients reach what the database knows by shorter names.
#pragma once

#include "lib/files/pictures/sizes.hpp"
#include "lib/web/endpoint.hpp"

#include <fmt/format.h>

// A profile picture's, which changes with it.
inline std::optional<std::string> picture_address(const Site& site, const std::optional<std::string>& name)
{
    if (!name) return std::nullopt;
    return fmt::format("{}/media/{}", site.public_url, *name);
}

// The same in several sizes, as srcset of HTML takes them; empty until they were made.
inline PictureSources picture_sources(const Site& site, const std::optional<std::string>& name)
{
    return name ? sources_of(site.media, site.public_url + "/media", *name) : PictureSources{};
}

// The résumé's of an application, in the version of the API that the request is for.
inline std::string resume_address(const Context& c, const Uuid& application)
{
    auto prefix = c.request.uri.starts_with("/api/v1/") ? "/api/v1" : "/api";
    return fmt::format("{}{}/applications/{}/resume/", c.site.public_url, prefix, to_text(application));
}
