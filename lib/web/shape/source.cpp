#include "source.hpp"

#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"

std::string source_named(std::string_view text)
{
    constexpr std::size_t longest = 60;
    auto name = lowered(trimmed(text));
    bool plain = name.size() <= longest &&
                 name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-_") == name.npos;
    return plain ? name : "";
}

std::string source_of(const Context& c, const NamedSource& named)
{
    for (const auto& said : {named.source, named.utm_source})
        if (said && !source_named(*said).empty()) return source_named(*said);
    auto referer = parse_url(c.request.header("referer").value_or(""));
    auto own = parse_url(c.site.public_url);
    if (!referer || (own && own->host == referer->host)) return "";
    return source_named(referer->host.starts_with("www.") ? referer->host.substr(4) : referer->host);
}

bool is_bot(std::string_view agent)
{
    auto name = lowered(agent);
    for (std::string_view part : {"bot", "crawl", "spider", "slurp", "facebookexternalhit", "preview"})
        if (name.find(part) != name.npos) return true;
    return false;
}
