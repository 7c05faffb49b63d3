#include "listen.hpp"

#include "lib/base/scalar.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <linux/filter.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

constexpr int first_passed = 3;

[[noreturn]] void fail(std::string_view address, std::string_view what)
{
    throw CannotListen(fmt::format("Cannot listen on {}: {}.", address, what));
}

[[noreturn]] void fail_with_errno(std::string_view address)
{
    fail(address, std::strerror(errno));
}

// The process that listens at the path, 0 when none does. Workers outlive a killed master for some seconds
// and hold its socket, so it counts only while the process that made it lives.
pid_t listening_process(const sockaddr_un& at)
{
    int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    ucred owner{};
    socklen_t size = sizeof owner;
    bool answers = connect(probe, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 &&
                   getsockopt(probe, SOL_SOCKET, SO_PEERCRED, &owner, &size) == 0;
    close(probe);
    if (!answers || owner.pid == getpid()) return 0;
    return kill(owner.pid, 0) == 0 || errno == EPERM ? owner.pid : 0;
}

void make_directory(std::string_view address, const std::filesystem::path& directory)
{
    std::error_code error;
    if (directory.empty() || std::filesystem::is_directory(directory, error)) return;
    if (!std::filesystem::create_directories(directory, error)) fail(address, error.message());
    chmod(directory.c_str(), 0750);
}

void replace_leftover(std::string_view address, const sockaddr_un& at)
{
    struct stat found;
    if (lstat(at.sun_path, &found) < 0) return;
    if (!S_ISSOCK(found.st_mode)) fail(address, "something that is no socket stands there");
    if (pid_t pid = listening_process(at))
        fail(address, fmt::format("process {} already listens there", pid));
    unlink(at.sun_path);
}

int listen_on_path(std::string_view address, const std::string& path, int backlog)
{
    sockaddr_un at{.sun_family = AF_UNIX};
    if (path.empty() || path.size() >= sizeof at.sun_path)
        fail(address, fmt::format("the path must have 1 to {} characters", sizeof at.sun_path - 1));
    path.copy(at.sun_path, path.size());
    make_directory(address, std::filesystem::path(path).parent_path());
    replace_leftover(address, at);

    int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto mask = umask(0117);
    int bound = bind(listener, reinterpret_cast<sockaddr*>(&at), sizeof at);
    umask(mask);
    if (bound < 0 || listen(listener, backlog) < 0) fail_with_errno(address);
    return listener;
}

int listen_on_port(std::string_view address, const std::string& host, const std::string& port, int backlog)
{
    addrinfo hints{.ai_flags = AI_PASSIVE | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM}, *found = nullptr;
    if (int error = getaddrinfo(host.c_str(), port.c_str(), &hints, &found))
        fail(address, gai_strerror(error));
    int listener = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    int bound = bind(listener, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (bound < 0 || listen(listener, backlog) < 0) fail_with_errno(address);
    return listener;
}

int variable(const char* name)
{
    const char* text = std::getenv(name);
    return parse<int>(text ? text : "").value_or(0);
}

// Where `name` stands in a list separated by colons; -1 when it does not.
int position_in(std::string_view list, std::string_view name)
{
    for (int position = 0;; ++position) {
        auto colon = list.find(':');
        if (list.substr(0, colon) == name) return position;
        if (colon == list.npos) return -1;
        list.remove_prefix(colon + 1);
    }
}

} // namespace

int listen_on(std::string_view address, int backlog)
{
    if (address.starts_with("unix:")) return listen_on_path(address, std::string(address.substr(5)), backlog);
    auto colon = address.rfind(':');
    if (colon == address.npos || colon == 0) fail(address, "it is neither unix:/path nor host:port");
    auto host = std::string(address.substr(0, colon));
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    return listen_on_port(address, host, std::string(address.substr(colon + 1)), backlog);
}

std::optional<int> passed_socket(std::string_view name, int position)
{
    int count = variable("LISTEN_PID") == getpid() ? variable("LISTEN_FDS") : 0;
    if (count <= 0) return std::nullopt;
    const char* names = std::getenv("LISTEN_FDNAMES");
    if (auto named = position_in(names ? names : "", name); named >= 0) position = named;
    int descriptor = first_passed + position;
    if (position >= count || !is_listening(descriptor))
        fail(name, fmt::format("{} sockets were passed to this process, none of them listens as \"{}\"",
                       count, name));
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
}

bool is_listening(int descriptor)
{
    int yes = 0;
    socklen_t size = sizeof yes;
    return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &yes, &size) == 0 && yes;
}

// Closing alone would reset what arrives between the last accept and the close. A TCP socket has no such
// switch: it is made deaf to SYN packets, and the peer's next one finds the socket closed.
void close_door(int listener)
{
    sockaddr_storage at{};
    socklen_t size = sizeof at;
    getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size);
    if (at.ss_family == AF_UNIX) {
        shutdown(listener, SHUT_RD);
        return;
    }
    constexpr std::uint32_t flags_byte = 13, syn = 0x02, whole = 0xffffffff;
    sock_filter program[] = {BPF_STMT(BPF_LD | BPF_B | BPF_ABS, flags_byte),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, syn, 0, 1), BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, whole)};
    sock_fprog filter{std::size(program), program};
    setsockopt(listener, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}
