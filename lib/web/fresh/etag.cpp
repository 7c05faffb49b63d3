#include "etag.hpp"

#include "lib/base/text.hpp"

#include <fmt/format.h>

namespace {

// Figures are numbers or booleans. Inside a text their quotes would be escaped. The comma before one goes
// with it: an answer that has none is the same version.
std::string without_figures(std::string_view body, const std::vector<std::string>& figures)
{
    std::string out(body);
    for (const auto& figure : figures)
        for (auto at = out.find(figure); at != out.npos; at = out.find(figure, at)) {
            auto end = out.find_first_of(",}", at);
            at -= out[at - 1] == ',';
            out.erase(at, end - at);
        }
    return out;
}

// What a compressing server between here and the client has added to a tag is taken off again.
std::string as_made(std::string_view tag)
{
    for (std::string_view added : {"-gzip\"", ";gzip\"", "-br\"", ";br\"", "-zstd\""})
        if (tag.ends_with(added)) return std::string(tag.substr(0, tag.size() - added.size())) + '"';
    return std::string(tag);
}

// The tags of a list, without the mark of weak ones.
template <class Is> bool any_of(std::string_view header, Is is)
{
    if (trimmed(header) == "*") return true;
    while (!header.empty()) {
        auto comma = header.find(',');
        auto one = trimmed(header.substr(0, comma));
        if (one.starts_with("W/")) one.remove_prefix(2);
        if (is(as_made(one))) return true;
        header = comma == header.npos ? std::string_view{} : header.substr(comma + 1);
    }
    return false;
}

std::string_view version_of(std::string_view tag)
{
    return tag.substr(0, tag.find_first_of(".\"", 1));
}

} // namespace

std::string etag_of(std::string_view body, const std::vector<std::string>& figures)
{
    auto whole = quick_fingerprint(body);
    if (!body.starts_with(R"({"id":)")) return fmt::format("\"{}\"", whole);
    return fmt::format("\"{}.{}\"", quick_fingerprint(without_figures(body, figures)), whole);
}

bool names_copy(std::string_view header, std::string_view tag)
{
    return any_of(header, [&](std::string_view one) { return one == tag; });
}

bool names_version(std::string_view header, std::string_view tag)
{
    return any_of(header,
        [&](std::string_view one) { return one.starts_with('"') && version_of(one) == version_of(tag); });
}
