#include "redis_address.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>

namespace {

constexpr std::string_view not_readable = "is neither unix:/path, host:port nor "
                                          "redis://user:password@host:port/database";

[[noreturn]] void refuse()
{
    throw std::invalid_argument(std::string(not_readable));
}

template <class T> T number(std::string_view text, T least, T most)
{
    auto found = parse<T>(text);
    if (!found || *found < least || *found > most) refuse();
    return *found;
}

int port_of(std::string_view text)
{
    return number(text, 1, 65'535);
}
int database_of(std::string_view text)
{
    return number(text, 0, 65'535);
}

// A part of a URL, decoded; empty where there is none.
std::string part(CURLU* url, CURLUPart which, unsigned flags = CURLU_URLDECODE)
{
    char* text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return "";
    std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
    return owned.get();
}

// redis://… and unix://…, which differ in what the path means. The latter names no host, which curl would
// want.
RedisAddress of_url(std::string text, bool is_socket)
{
    if (is_socket) {
        auto path = text.find('/', std::string_view("unix://").size());
        if (path == text.npos) refuse();
        text.insert(path, "localhost");
    }
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), curl_url_cleanup);
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) refuse();
    RedisAddress out;
    out.user = part(url.get(), CURLUPART_USER);
    out.password = Secret(part(url.get(), CURLUPART_PASSWORD));
    auto path = part(url.get(), CURLUPART_PATH), query = part(url.get(), CURLUPART_QUERY, 0);
    if (query.starts_with("db=")) out.database = database_of(std::string_view(query).substr(3));
    else if (!query.empty()) refuse();
    out.host = part(url.get(), CURLUPART_HOST);
    if (out.host.empty() || path.find('@') != path.npos) refuse();
    if (is_socket) {
        if (out.host != "localhost" || path.size() < 2) refuse();
        out.host.clear();
        out.path = path;
        return out;
    }
    if (out.host.starts_with('[')) out.host = out.host.substr(1, out.host.size() - 2);
    if (auto port = part(url.get(), CURLUPART_PORT); !port.empty()) out.port = port_of(port);
    if (path.size() > 1) out.database = database_of(std::string_view(path).substr(1));
    return out;
}

RedisAddress of_words(std::string_view text)
{
    RedisAddress out;
    auto colon = text.rfind(':');
    bool bracketed = text.starts_with('[');
    if (bracketed ? !text.ends_with(']') : colon != text.npos) {
        if (colon == text.npos) refuse();
        out.port = port_of(text.substr(colon + 1));
        text = text.substr(0, colon);
    }
    if (bracketed) {
        if (!text.ends_with(']')) refuse();
        text = text.substr(1, text.size() - 2);
    }
    if (text.empty() || text.find_first_of("@/?# ") != text.npos ||
        (!bracketed && text.find(':') != text.npos))
        refuse();
    out.host = text;
    return out;
}

} // namespace

RedisAddress redis_address(const Secret& address)
{
    std::string_view text = address.reveal();
    if (text.starts_with("rediss://"))
        throw std::invalid_argument(
            "asks for TLS, which is not spoken to Redis here: use redis:// or a socket");
    if (text.starts_with("redis://")) return of_url(std::string(text), false);
    if (text.starts_with("unix://")) return of_url(std::string(text), true);
    static constexpr std::string_view local = "unix:";
    if (!text.starts_with(local)) return of_words(text);
    if (!text.starts_with("unix:/") || text.find('@') != text.npos || text.find('?') != text.npos) refuse();
    RedisAddress out;
    out.path = text.substr(local.size());
    return out;
}

std::string shown_redis(const Secret& address)
{
    if (address.empty()) return "";
    RedisAddress it;
    try {
        it = redis_address(address);
    } catch (const std::invalid_argument&) {
        return "********";
    }
    auto host = it.host.find(':') == it.host.npos ? it.host : '[' + it.host + ']';
    bool bare = it.user.empty() && it.password.empty() && it.database == 0;
    if (bare) return it.path.empty() ? fmt::format("{}:{}", host, it.port) : "unix:" + it.path;
    auto who = it.user + (it.password.empty() ? "" : ":********");
    if (!who.empty()) who += '@';
    if (!it.path.empty()) return fmt::format("unix://{}{}?db={}", who, it.path, it.database);
    return fmt::format("redis://{}{}:{}/{}", who, host, it.port, it.database);
}
