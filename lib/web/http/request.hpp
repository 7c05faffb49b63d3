// A request and its answer as plain data: what lib/web/http/fastcgi makes and sends, and everything between
// works on.
#pragma once

#include "lib/base/time.hpp"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using Headers = std::vector<std::pair<std::string, std::string>>;

// Hands over the next bytes of the body; 0 at its end. Throws BodyCut when the peer stopped early.
using BodyReader = std::function<std::size_t(std::span<char>)>;
struct BodyCut {};

struct Request {
    std::string method;             // "GET"
    std::string uri;                // as the client sent it: path and query, undecoded
    std::string remote_address;     // of the client, as nginx saw it
    Headers headers;                // names in lower case; content-type and content-length among them
    std::size_t content_length = 0; // bytes the body will have
    std::optional<Time> sent;       // when nginx handed it on, which may be long ago
    std::string upload_directory;   // where files in the body are kept while the request is answered
    BodyReader read_body = [](std::span<char>) { return std::size_t{0}; };

    // The first header of that (lower-case) name; nothing when it was not sent.
    std::optional<std::string_view> header(std::string_view name) const
    {
        for (const auto& [key, value] : headers)
            if (key == name) return value;
        return std::nullopt;
    }
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    bool worker_leaves =
        false; // once this is sent: what the process depends on is lost, a new one starts clean

    void set(std::string_view name, std::string value) { headers.emplace_back(name, std::move(value)); }
};

// Which workers answer: short reads and writes, or password hashing, uploads and exports. Those of the third
// pool answer nobody: they do what is due.
enum class Pool { fast, slow, tasks };
template <> inline constexpr std::array<std::string_view, 3> names_of<Pool>{"fast", "slow", "tasks"};
