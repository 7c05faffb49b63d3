#include "page.hpp"

#include "lib/base/crypto.hpp"

namespace {

constexpr std::size_t seal_length = 12;

Problem not_ours()
{
    return invalid("cursor", "cursor.unknown"_s);
}

bool pages(std::string_view parameter)
{
    auto name = parameter.substr(0, parameter.find('='));
    return name == "page" || name == "cursor";
}

} // namespace

// The seal keeps values out of statements that did not come from the list itself.
std::string paging::seal(const Cursor& cursor, std::string_view key)
{
    std::vector<std::string> parts{
        cursor.ordering, cursor.backwards ? "b" : "f", std::to_string(cursor.offset)};
    parts.insert(parts.end(), cursor.beside.begin(), cursor.beside.end());
    auto text = json_text(parts);
    return base64url(mac(key, text).substr(0, seal_length) + text);
}

paging::Cursor paging::unseal(const std::string& text, std::string_view key, std::string_view ordering)
{
    auto bytes = base64url_decoded(text);
    if (!bytes || bytes->size() < seal_length) throw not_ours();
    auto body = std::string_view(*bytes).substr(seal_length);
    if (!equal_secrets(
            mac(key, body).substr(0, seal_length), std::string_view(*bytes).substr(0, seal_length)))
        throw not_ours();
    auto parts = parse_json(body).items;
    if (parts[0].text != ordering) throw invalid("cursor", "cursor.other_ordering"_s);
    Cursor cursor{.ordering = parts[0].text,
        .backwards = parts[1].text == "b",
        .offset = parse<long long>(parts[2].text).value_or(0),
        .beside = {}};
    for (std::size_t i = 3; i < parts.size(); ++i) cursor.beside.push_back(parts[i].text);
    return cursor;
}

std::string paging::link(const Context& context, std::string_view name, std::string_view value)
{
    std::string_view uri = context.request.uri, query = query_of(uri);
    std::string kept;
    while (!query.empty()) {
        auto end = query.find('&');
        auto parameter = query.substr(0, end);
        if (!parameter.empty() && !pages(parameter)) kept += std::string(parameter) + "&";
        query = end == query.npos ? std::string_view{} : query.substr(end + 1);
    }
    return fmt::format(
        "{}{}?{}{}={}", context.site.public_url, uri.substr(0, uri.find('?')), kept, name, value);
}

std::vector<std::pair<std::string, bool>> paging::split_ordering(std::string_view text)
{
    std::vector<std::pair<std::string, bool>> out;
    while (!text.empty()) {
        auto comma = text.find(',');
        auto name = trimmed(text.substr(0, comma));
        text = comma == text.npos ? std::string_view{} : text.substr(comma + 1);
        bool descending = name.starts_with('-');
        if (descending) name.remove_prefix(1);
        if (!name.empty() || descending) out.emplace_back(name, descending);
    }
    return out;
}
