#include "peer.hpp"

#include <cerrno>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace {

constexpr std::chrono::seconds for_connecting{5};

bool connects(int socket, const sockaddr* address, socklen_t size)
{
    timeval limit{.tv_sec = for_connecting.count(), .tv_usec = 0};
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return connect(socket, address, size) == 0;
}

Descriptor connected_to_path(std::string_view path)
{
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    if (path.size() >= sizeof address.sun_path) return errno = ENAMETOOLONG, Descriptor();
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    Descriptor out(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!connects(out.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address)) out.close();
    return out;
}

Descriptor connected_to_host(const std::string& host, const std::string& port)
{
    addrinfo wanted{.ai_flags = AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *found = nullptr;
    if (getaddrinfo(host.c_str(), port.c_str(), &wanted, &found) != 0)
        return errno = EHOSTUNREACH, Descriptor();
    Descriptor out;
    for (auto* at = found; at && !out; at = at->ai_next) {
        out = Descriptor(::socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
        if (!connects(out.get(), at->ai_addr, at->ai_addrlen)) out.close();
    }
    freeaddrinfo(found);
    return out;
}

Descriptor connected_to(std::string_view where)
{
    static constexpr std::string_view path = "unix:";
    if (where.starts_with(path)) return connected_to_path(where.substr(path.size()));
    auto colon = where.rfind(':');
    if (colon == where.npos) return errno = EINVAL, Descriptor();
    return connected_to_host(std::string(where.substr(0, colon)), std::string(where.substr(colon + 1)));
}

} // namespace

Peer::Peer(std::string_view where, std::chrono::milliseconds patience)
    : socket(connected_to(where)), end(Clock::now() + patience)
{
}

bool Peer::ready(short what) const
{
    auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd watched{socket.get(), what, 0};
    return left > 0 && poll(&watched, 1, static_cast<int>(left)) > 0;
}

bool Peer::send(std::string_view bytes) const
{
    while (!bytes.empty()) {
        if (!ready(POLLOUT)) return false;
        auto sent = ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Peer::receive(std::string& into) const
{
    char part[16'384];
    if (!ready(POLLIN)) return false;
    auto got = recv(socket.get(), part, sizeof part, 0);
    if (got <= 0) return false;
    into.append(part, static_cast<std::size_t>(got));
    return true;
}
