// HTTP requests to other servers, by libcurl: one at a time, each with its end of patience.
#pragma once

#include "address_guard.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct OutboundRequest {
    std::string method = "GET", url;
    std::vector<std::pair<std::string, std::string>> headers; // none has a line break, or it throws
    std::string body;
};

struct OutboundAnswer {
    int status = 0;                                           // 0: none came
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case; the first 32 KiB of all
    std::string body;                                         // its beginning
    // Empty when an answer came, whatever it says. Else why none did, or none to its end: "address not
    // allowed", "name not found", "connection refused", "not reachable", "no answer in time", "connection
    // lost", "certificate not trusted", "TLS failed", "no HTTP/2", "no answer of HTTP", "no address of HTTP";
    // or as libcurl words it.
    std::string trouble;
    std::chrono::milliseconds took{};

    bool well() const { return trouble.empty() && status >= 200 && status < 300; }
    std::string_view header(std::string_view lower_case_name) const; // empty when it was not sent
};

enum class HttpVersion {
    any,      // HTTP/2 where the server offers it with TLS
    only_two, // HTTP/2 also without TLS, or nothing
};

struct OutboundOptions {
    std::chrono::milliseconds connecting{3'000}, whole{10'000};
    std::size_t longest_body = 64 << 10; // of answers; what is longer is read no further
    HttpVersion version = HttpVersion::any;
    std::optional<AddressGuard> guard = std::nullopt; // none: where the operator says whom to call
    std::string ca_file = "";                         // of certificates that are trusted besides the system's
    std::vector<std::string> resolve = {};            // "host:port:address" that is so whatever DNS says
    std::string unix_socket = ""; // a file that is connected to, whatever the address names; no guard asks
};

// Keeps connections for the next request. Follows no redirect, verifies certificates, takes no proxy from the
// environment. The guard looks at the very address that is connected to, so that a name which means another
// address than before gains nothing.
class OutboundClient {
public:
    explicit OutboundClient(OutboundOptions = {});
    OutboundClient(OutboundClient&&) noexcept;
    ~OutboundClient();

    OutboundAnswer send(const OutboundRequest&);

private:
    OutboundOptions options;
    std::unique_ptr<class CurlHandle> handle;
};
