#include "http.hpp"

#include "curl.hpp"
#include "lib/base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <sys/socket.h>

namespace {

constexpr std::size_t longest_head = 32 << 10;

// What goes on while a request is answered.
struct Exchange {
    const OutboundOptions& options;
    OutboundAnswer& answer;
    std::size_t head = 0;
    bool full = false;    // there was more of the body than is wanted
    bool guarded = false; // an address was refused
};

// Exceptions must not go through libcurl: whatever cannot be kept ends the exchange.
std::size_t keep_body(char* bytes, std::size_t, std::size_t count, void* given) noexcept
{
    auto& exchange = *static_cast<Exchange*>(given);
    auto& body = exchange.answer.body;
    auto room = exchange.options.longest_body - body.size();
    body.append(bytes, std::min(count, room));
    exchange.full = count > room;
    return exchange.full ? CURL_WRITEFUNC_ERROR : count;
}

std::size_t keep_header(char* bytes, std::size_t, std::size_t count, void* given) noexcept
{
    auto& exchange = *static_cast<Exchange*>(given);
    std::string_view line(bytes, count);
    auto colon = line.find(':');
    if (line.starts_with("HTTP/")) exchange.answer.headers.clear(); // those before were of 1xx
    else if (colon != line.npos && (exchange.head += count) <= longest_head)
        exchange.answer.headers.emplace_back(lowered(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    return count;
}

curl_socket_t open_socket(void* given, curlsocktype, curl_sockaddr* to) noexcept
{
    auto& exchange = *static_cast<Exchange*>(given);
    if (exchange.options.guard && !exchange.options.guard->lets(to->addr)) {
        exchange.guarded = true;
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

std::string header_line(const std::string& name, const std::string& value)
{
    static constexpr std::string_view breaks("\r\n\0", 3);
    if (name.find_first_of(breaks) != name.npos || value.find_first_of(breaks) != value.npos)
        throw std::invalid_argument("A header has a line break in it.");
    return value.empty() ? name + ';' : name + ": " + value;
}

bool has_header(const OutboundRequest& request, std::string_view name)
{
    return std::any_of(request.headers.begin(), request.headers.end(),
        [&](const auto& header) { return lowered(header.first) == name; });
}

void add_headers(CurlHeaders& out, const OutboundRequest& request)
{
    for (const auto& [name, value] : request.headers) out.add(header_line(name, value));
    out.add("Expect:"); // nobody waits for a "100 Continue"
    if (!has_header(request, "content-type")) out.add("Content-Type:");
}

void set_request(CurlHandle& curl, const OutboundRequest& request)
{
    if (request.method == "HEAD") return curl.set(CURLOPT_NOBODY, 1L);
    if (request.method != "GET" || !request.body.empty()) {
        curl.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        curl.set(CURLOPT_POSTFIELDS, request.body.data());
    }
    curl.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void set_options(CurlHandle& curl, const OutboundOptions& options, Exchange& exchange)
{
    curl.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connecting.count()));
    curl.set(CURLOPT_TIMEOUT_MS, static_cast<long>(options.whole.count()));
    if (options.version == HttpVersion::only_two)
        curl.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE));
    if (!options.unix_socket.empty()) curl.set(CURLOPT_UNIX_SOCKET_PATH, options.unix_socket.c_str());
    if (!options.ca_file.empty()) curl.set(CURLOPT_CAINFO, options.ca_file.c_str());
    curl.set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl.set(CURLOPT_OPENSOCKETDATA, &exchange);
    curl.set(CURLOPT_WRITEFUNCTION, keep_body);
    curl.set(CURLOPT_WRITEDATA, &exchange);
    curl.set(CURLOPT_HEADERFUNCTION, keep_header);
    curl.set(CURLOPT_HEADERDATA, &exchange);
}

std::string not_connected(long fault, bool guarded)
{
    if (guarded) return "address not allowed";
    return fault == 0 || fault == ECONNREFUSED ? "connection refused" : "not reachable";
}

std::string trouble_of(CURLcode outcome, const CurlHandle& curl, const Exchange& exchange)
{
    switch (outcome) {
    case CURLE_COULDNT_CONNECT: return not_connected(curl.get<long>(CURLINFO_OS_ERRNO), exchange.guarded);
    case CURLE_COULDNT_RESOLVE_HOST: return "name not found";
    case CURLE_OPERATION_TIMEDOUT: return "no answer in time";
    case CURLE_PEER_FAILED_VERIFICATION: return "certificate not trusted";
    case CURLE_SSL_CONNECT_ERROR: return "TLS failed";
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE: return "connection lost";
    case CURLE_UNSUPPORTED_PROTOCOL: // also of an answer that has no head
        return curl.get<long>(CURLINFO_REQUEST_SIZE) > 0 ? "no answer of HTTP" : "no address of HTTP";
    case CURLE_URL_MALFORMAT: return "no address of HTTP";
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM: return "no answer of HTTP";
    default: return curl_easy_strerror(outcome);
    }
}

} // namespace

std::string_view OutboundAnswer::header(std::string_view name) const
{
    auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
    return found == headers.end() ? std::string_view{} : found->second;
}

OutboundClient::OutboundClient(OutboundOptions options)
    : options(std::move(options)), handle(std::make_unique<CurlHandle>())
{
}
OutboundClient::OutboundClient(OutboundClient&&) noexcept = default;
OutboundClient::~OutboundClient() = default;

OutboundAnswer OutboundClient::send(const OutboundRequest& request)
{
    OutboundAnswer answer;
    Exchange exchange{options, answer};
    auto& curl = *handle;
    CurlHeaders headers, known;
    add_headers(headers, request);
    for (const auto& line : options.resolve) known.add(line);
    curl.begin(request.url);
    curl.set(CURLOPT_RESOLVE, known.list);
    curl.set(CURLOPT_HTTPHEADER, headers.list);
    set_request(curl, request);
    set_options(curl, options, exchange);

    auto begun = std::chrono::steady_clock::now();
    auto outcome = curl.perform();
    answer.took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    answer.status = static_cast<int>(curl.get<long>(CURLINFO_RESPONSE_CODE));
    if (outcome != CURLE_OK && !exchange.full) answer.trouble = trouble_of(outcome, curl, exchange);
    else if (options.version == HttpVersion::only_two &&
             curl.get<long>(CURLINFO_HTTP_VERSION) != CURL_HTTP_VERSION_2_0)
        answer.trouble = "no HTTP/2";
    return answer;
}
