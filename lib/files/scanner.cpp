#include "scanner.hpp"

#include "../base/file.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
using Verdict = ScanAnswer::Verdict;

constexpr std::chrono::seconds patience{60}, for_connecting{5};
constexpr std::size_t piece_size = 65'536, longest_answer = 1000;

std::string reason()
{
    return std::generic_category().message(errno);
}

bool connects(int socket, const sockaddr* address, socklen_t size)
{
    timeval limit{.tv_sec = for_connecting.count(), .tv_usec = 0};
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return connect(socket, address, size) == 0;
}

Descriptor connected_to_path(const std::string& path)
{
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    Descriptor out(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!connects(out.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address)) out.close();
    return out;
}

Descriptor connected_to_host(const std::string& host, const std::string& port)
{
    addrinfo wanted{.ai_flags = AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *found = nullptr;
    if (getaddrinfo(host.c_str(), port.c_str(), &wanted, &found) != 0) return {};
    Descriptor out;
    for (auto* at = found; at && !out; at = at->ai_next) {
        out = Descriptor(socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (!connects(out.get(), at->ai_addr, at->ai_addrlen)) out.close();
    }
    freeaddrinfo(found);
    return out;
}

// One connection to clamd, for one file.
struct Talk {
    Descriptor socket;
    Clock::time_point end = Clock::now() + patience;

    bool ready(short what) const
    {
        auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
        pollfd watched{socket.get(), what, 0};
        return left > 0 && poll(&watched, 1, static_cast<int>(left)) > 0;
    }

    bool say(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            if (!ready(POLLOUT)) return false;
            auto sent = send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
            if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    bool say_piece(std::string_view bytes) const
    {
        auto length = htonl(static_cast<std::uint32_t>(bytes.size()));
        return say({reinterpret_cast<const char*>(&length), sizeof length}) && say(bytes);
    }

    // False when clamd took no more of it: it says why.
    bool send_file(int descriptor) const
    {
        char piece[piece_size];
        if (!say({"zINSTREAM\0", 10})) return false;
        for (off_t at = 0;;) {
            auto got = pread(descriptor, piece, sizeof piece, at);
            if (got < 0) throw std::system_error(errno, std::generic_category(), "reading a file to scan");
            if (!say_piece({piece, static_cast<std::size_t>(got)})) return false;
            if (got == 0) return true;
            at += got;
        }
    }

    // Up to the NUL that ends it; nothing when it breaks off before.
    std::string answer() const
    {
        std::string out;
        char part[256];
        while (out.size() < longest_answer && ready(POLLIN)) {
            auto got = recv(socket.get(), part, sizeof part, 0);
            if (got <= 0) break;
            out.append(part, static_cast<std::size_t>(got));
            if (out.back() == '\0') return out.pop_back(), out;
        }
        return "";
    }
};

// Anything but these very words is no verdict.
ScanAnswer verdict_of(bool whole, const std::string& answer)
{
    static constexpr std::string_view begin = "stream: ", found = " FOUND";
    if (whole && answer == "stream: OK") return {Verdict::clean, ""};
    if (answer.starts_with(begin) && answer.ends_with(found) && answer.size() > begin.size() + found.size())
        return {Verdict::infected, answer.substr(begin.size(), answer.size() - begin.size() - found.size())};
    return {Verdict::refused, answer.empty() ? "it broke off without an answer" : answer};
}

ScanAnswer scan(Descriptor socket, int descriptor)
try {
    if (!socket) return {Verdict::away, reason()};
    Talk talk{std::move(socket)};
    bool whole = talk.send_file(descriptor);
    return verdict_of(whole, talk.answer());
} catch (const std::exception& error) {
    return {Verdict::refused, error.what()};
}

} // namespace

std::optional<Scanner> scanner_of(std::string_view where)
{
    if (where.empty()) return std::nullopt;
    static constexpr std::string_view mark = "clamd:";
    std::string rest(where.starts_with(mark) ? where.substr(mark.size()) : "");
    if (rest.starts_with('/') && rest.size() < sizeof(sockaddr_un::sun_path))
        return [rest](int file) { return scan(connected_to_path(rest), file); };
    auto colon = rest.rfind(':');
    if (!rest.starts_with('/') && colon != rest.npos && colon > 0 && colon + 1 < rest.size())
        return [host = rest.substr(0, colon), port = rest.substr(colon + 1)](
                   int file) { return scan(connected_to_host(host, port), file); };
    throw std::runtime_error(
        fmt::format("JOBBOARD_SCANNER must be clamd:/path or clamd:host:port, not \"{}\".", where));
}
