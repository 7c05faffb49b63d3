#include "fastcgi.hpp"

#include "lib/base/scalar.hpp"
#include "lib/base/text.hpp"
#include "lib/process/log.hpp"
#include "lib/words/catalogue.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fastcgi.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <set>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <system_error>
#include <typeinfo>
#include <unistd.h>

namespace {

// "HTTP_IF_NONE_MATCH" as "if-none-match"; nothing for a variable that is no header.
std::optional<std::string> header_name(std::string_view variable)
{
    if (variable.starts_with("HTTP_")) variable.remove_prefix(5);
    else if (variable != "CONTENT_TYPE" && variable != "CONTENT_LENGTH") return std::nullopt;
    auto name = lowered(variable);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
}

// "1795800000.123", as nginx writes $msec.
std::optional<Time> time_of_seconds(std::string_view text)
{
    auto dot = text.find('.');
    auto seconds = parse<long long>(text.substr(0, dot));
    if (!seconds) return std::nullopt;
    return Time(std::chrono::seconds(*seconds));
}

// An empty variable is a header nobody sent, or one that nginx blanks.
void read_variable(Request& request, std::string_view name, std::string_view value)
{
    if (value.empty()) return;
    if (name == "REQUEST_METHOD") request.method = value;
    else if (name == "REQUEST_URI") request.uri = value;
    else if (name == "REQUEST_SENT") request.sent = time_of_seconds(value);
    else if (name == "REMOTE_ADDR") request.remote_address = value;
    else if (auto header = header_name(name)) request.headers.emplace_back(std::move(*header), value);
}

// libfcgi ends a body that was cut short as quietly as a whole one, so the length has to agree.
BodyReader body_reader(FCGX_Stream* in, std::size_t length)
{
    return [in, left = length](std::span<char> into) mutable {
        auto want = std::min(left, into.size());
        if (want == 0) return std::size_t{0};
        auto got = FCGX_GetStr(into.data(), static_cast<int>(want), in);
        if (got <= 0 || FCGX_GetError(in)) throw BodyCut{};
        left -= static_cast<std::size_t>(got);
        return static_cast<std::size_t>(got);
    };
}

Request read_request(const FCGX_Request& wire)
{
    Request request;
    for (char** variable = wire.envp; *variable; ++variable) {
        std::string_view entry = *variable;
        auto equals = std::min(entry.find('='), entry.size() - 1);
        read_variable(request, entry.substr(0, equals), entry.substr(equals + 1));
    }
    if (auto length = request.header("content-length")) {
        auto bytes = parse<long long>(*length);
        if (!bytes || *bytes < 0) throw BodyCut{};
        request.content_length = static_cast<std::size_t>(*bytes);
    }
    request.read_body = body_reader(wire.in, request.content_length);
    return request;
}

// When there is nothing but the wire.
Response problem(int status, Key sentence, std::string_view code)
{
    static const std::span<const Sentence> tables[] = {general_sentences()};
    static const Catalogue catalogue(tables);
    Response response{.status = status};
    response.set("Content-Type", "application/json");
    response.body =
        R"({"detail":")" + catalogue.word(sentence) + R"(","code":")" + std::string(code) + R"("})";
    return response;
}

Response answer(const FCGX_Request& wire, WorkerSlot& slot, const Handler& handle, bool& head)
try {
    auto request = read_request(wire);
    head = request.method == "HEAD";
    slot.name_request(request.uri);
    return handle(request);
} catch (const BodyCut&) {
    return problem(400, "body.ended_early"_s, "body_cut");
} catch (const std::exception& e) {
    // Only its type: the text of a database error holds what the client sent, a password perhaps.
    log(Level::error, "request_failed", {{"path", slot.path_text()}, {"exception", typeid(e).name()}});
    return problem(500, "internal_error"_s, "internal_error");
} catch (...) {
    log(Level::error, "request_failed", {{"path", slot.path_text()}});
    return problem(500, "internal_error"_s, "internal_error");
}

bool is_sendable(std::string_view name, std::string_view value)
{
    constexpr std::string_view breaks("\r\n\0", 3);
    return !name.empty() && name.find_first_of(" :\t") == name.npos &&
           name.find_first_of(breaks) == name.npos && value.find_first_of(breaks) == value.npos;
}

constexpr std::pair<int, std::string_view> reasons[] = {{200, "OK"}, {201, "Created"}, {202, "Accepted"},
    {204, "No Content"}, {206, "Partial Content"}, {301, "Moved Permanently"}, {302, "Found"},
    {303, "See Other"}, {304, "Not Modified"}, {307, "Temporary Redirect"}, {308, "Permanent Redirect"},
    {400, "Bad Request"}, {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"},
    {405, "Method Not Allowed"}, {406, "Not Acceptable"}, {409, "Conflict"}, {410, "Gone"},
    {412, "Precondition Failed"}, {413, "Content Too Large"}, {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"}, {422, "Unprocessable Content"}, {429, "Too Many Requests"},
    {500, "Internal Server Error"}, {501, "Not Implemented"}, {502, "Bad Gateway"},
    {503, "Service Unavailable"}, {504, "Gateway Timeout"}, {507, "Insufficient Storage"}};

std::string status_line(int status)
{
    auto known =
        std::find_if(std::begin(reasons), std::end(reasons), [&](auto& r) { return r.first == status; });
    auto reason = known == std::end(reasons) ? std::string_view("Unassigned") : known->second;
    return "Status: " + std::to_string(status) + ' ' + std::string(reason) + "\r\n";
}

bool has_no_body(int status)
{
    return status < 200 || status == 204 || status == 304;
}

std::string head_of(const Response& response)
{
    auto out = status_line(response.status);
    for (const auto& [name, value] : response.headers) {
        if (lowered(name) == "content-length") continue;
        if (is_sendable(name, value)) out += name + ": " + value + "\r\n";
        else log(Level::error, "header_dropped", {{"name", name}});
    }
    if (!has_no_body(response.status))
        out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    return out + "\r\n";
}

// A record: eight bytes before its content (FastCGI specification, 3.3).
void add_record(std::string& out, unsigned type, int request, std::string_view content)
{
    const auto id = static_cast<unsigned>(request), size = static_cast<unsigned>(content.size());
    for (unsigned byte : {1U, type, id >> 8, id, size >> 8, size, 0U, 0U})
        out += static_cast<char>(byte & 0xffU);
    out += content;
}

// A text as records of standard output; an empty one would be its end.
void add_output(std::string& out, int request, std::string_view text)
{
    constexpr std::size_t longest = 65'528;
    for (std::size_t at = 0; at < text.size(); at += longest)
        add_record(out, FCGI_STDOUT, request, text.substr(at, longest));
}

// The whole answer in one write, the end of the request included: who is killed meanwhile has sent either all
// of it or nothing, and then the web server asks somebody else. libfcgi would write eight kilobytes at a
// time. False when the web server has gone.
bool send(const FCGX_Request& wire, const Response& response, bool head)
{
    auto head_text = head_of(response);
    std::string out;
    out.reserve(head_text.size() + response.body.size() + 64);
    add_output(out, wire.requestId, head_text);
    if (!head && !has_no_body(response.status)) add_output(out, wire.requestId, response.body);
    add_record(out, FCGI_STDOUT, wire.requestId, "");
    add_record(out, FCGI_END_REQUEST, wire.requestId, std::string(8, '\0')); // status 0, complete
    for (std::string_view rest = out; !rest.empty();) {
        auto sent = ::send(wire.ipcFd, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// The end of the body has to be taken even from a request without one: its last record would otherwise stand
// before the next request on a kept connection, look like one, and block the worker.
void finish_reading(FCGX_Request& wire)
{
    char unread[16'384];
    while (FCGX_GetStr(unread, sizeof unread, wire.in) == sizeof unread) {}
    if (FCGX_GetError(wire.in)) wire.keepConnection = 0;
}

struct Wire {
    int listener, signals, events;
    Pool pool;
    const WireLimits& limits;
    WorkerSlot& slot;
    const Handler& handle;
    std::set<int> kept; // connections that stay open between requests
    std::uint64_t answered = 0;
    bool accepting = true, stopping = false;

    void watch(int descriptor, std::uint32_t also = 0) const
    {
        epoll_event event{.events = EPOLLIN | also, .data = {.fd = descriptor}};
        if (epoll_ctl(events, EPOLL_CTL_ADD, descriptor, &event) < 0)
            throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }

    // The listener's number is given to /dev/null, lest a later connection be taken for it. Others hold the
    // same socket, so epoll would go on reporting it unless told.
    void leave()
    {
        if (!accepting) return;
        keep_one_waiting();
        accepting = false;
        slot.phase = Phase::leaving;
        epoll_ctl(events, EPOLL_CTL_DEL, listener, nullptr);
        int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
        dup2(nothing, listener);
        close(nothing);
    }

    void take_signal()
    {
        signalfd_siginfo signal;
        if (read(signals, &signal, sizeof signal) != sizeof signal) return;
        if (signal.ssi_signo != SIGUSR1) take_all_waiting();
        leave();
        if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) stopping = true;
    }

    int accepted() const
    {
        int connection = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) return -1; // another worker was faster, or the peer is gone
        timeval patience{.tv_sec = limits.peer_timeout.count()};
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        return connection;
    }

    void keep(int connection)
    {
        if (kept.insert(connection).second) watch(connection);
    }

    void accept_one()
    {
        int connection = accepted();
        if (connection >= 0 && serve(connection)) keep(connection);
    }

    bool keep_one_waiting()
    {
        int connection = accepted();
        if (connection >= 0) keep(connection);
        return connection >= 0;
    }

    // A connection that waits at a socket when its last holder closes it is reset, and a write in it lost.
    void take_all_waiting()
    {
        while (accepting && keep_one_waiting()) {}
    }

    // Whether the connection stays open. libfcgi reads it as if it had accepted it itself; with no listening
    // socket of its own it gives up on a bad or closed connection instead of blocking for the next.
    // The web server sends no request before the last one's answer ended, so no byte of the next one can be
    // in the buffer that libfcgi throws away between them.
    bool serve(int connection)
    {
        FCGX_Request wire;
        FCGX_InitRequest(&wire, -1, 0);
        wire.ipcFd = connection;
        wire.keepConnection = 1;
        FCGX_Detach(&wire); // closes without waiting two seconds for the peer to close first
        slot.begin_request();
        bool arrived = FCGX_Accept_r(&wire) == 0;
        if (arrived) respond(wire);
        slot.end_request(arrived);
        return arrived && wire.ipcFd >= 0;
    }

    void respond(FCGX_Request& wire)
    {
        if (pool == Pool::slow) wire.keepConnection = 0;
        bool head = false;
        auto response = answer(wire, slot, handle, head);
        finish_reading(wire);
        bool sent = send(wire, response, head);
        FCGX_Free(&wire, !sent || !wire.keepConnection); // without writing, as FCGX_Finish_r would
        if (response.worker_leaves) stopping = true;
        if (++answered >= limits.requests) leave();
    }

    void serve_kept(int connection)
    {
        if (!serve(connection)) kept.erase(connection);
    }

    // One event at a time: epoll hands descriptors out in turn, so neither new connections nor kept ones
    // starve.
    void step()
    {
        epoll_event event;
        if (epoll_wait(events, &event, 1, -1) != 1) return;
        if (event.data.fd == signals) take_signal();
        else if (event.data.fd != listener) serve_kept(event.data.fd);
        else if (accepting) accept_one();
    }

    void close_kept()
    {
        for (int connection : kept) {
            char byte;
            bool open = true;
            while (open && recv(connection, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1) open = serve(connection);
            if (open) close(connection);
        }
    }
};

} // namespace

void answer_requests(
    int listener, int signals, Pool pool, const WireLimits& limits, WorkerSlot& slot, const Handler& handle)
{
    FCGX_Init();
    fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK);
    Wire wire{listener, signals, epoll_create1(EPOLL_CLOEXEC), pool, limits, slot, handle};
    wire.watch(signals);
    // A new connection wakes one idle worker, not all. If that one dies before it takes the connection, the
    // worker in its place finds it; if it leaves, it takes one along (see leave).
    wire.watch(listener, EPOLLEXCLUSIVE);
    slot.phase = Phase::serving;
    while (!wire.stopping && (wire.accepting || !wire.kept.empty())) wire.step();
    wire.leave();
    wire.close_kept();
    close(wire.events);
}
