#include "clamd.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace {

bool read_exactly(int from, char* into, std::size_t size)
{
    return recv(from, into, size, MSG_WAITALL) == static_cast<ssize_t>(size);
}

void say(int to, std::string_view text)
{
    send(to, text.data(), text.size(), MSG_NOSIGNAL);
}

// Closes without throwing away what the client has not read yet.
void leave(int client)
{
    shutdown(client, SHUT_WR);
    char rest[65'536];
    while (recv(client, rest, sizeof rest, 0) > 0) {}
}

} // namespace

Clamd::Clamd() : listener_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_un at{.sun_family = AF_UNIX, .sun_path = {}};
    path_.copy(at.sun_path, sizeof at.sun_path - 1);
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&at), sizeof at) < 0 || listen(listener_, 8) < 0)
        throw std::runtime_error("the stand-in for clamd cannot listen");
    thread_ = std::thread([this] { work(); });
}

Clamd::~Clamd()
{
    over_ = true;
    shutdown(listener_, SHUT_RDWR); // wakes accept()
    thread_.join();
    close(listener_);
}

void Clamd::work()
{
    while (!over_) {
        int client = accept(listener_, nullptr, nullptr);
        if (client < 0) continue;
        answer(client);
        close(client);
    }
}

void Clamd::answer(int client)
{
    char command[10];
    std::string content;
    if (!read_exactly(client, command, sizeof command) ||
        std::string(command, 10) != std::string("zINSTREAM\0", 10))
        return say(client, {"UNKNOWN COMMAND\0", 16});
    for (std::uint32_t length = 1; length;) {
        if (!read_exactly(client, reinterpret_cast<char*>(&length), sizeof length)) return;
        length = ntohl(length);
        if (content.size() + length > stream_limit)
            return say(client, {"INSTREAM size limit exceeded. ERROR\0", 36}), leave(client);
        auto at = content.size();
        content.resize(at + length);
        if (length && !read_exactly(client, content.data() + at, length)) return;
        if (manner == dies_halfway) return;
    }
    ++scanned;
    if (manner == says_nothing) return;
    if (manner == babbles) return say(client, {"stream: OKAY\0", 13});
    bool found = content.find("VIRUS") != content.npos;
    if (found) say(client, {"stream: Test.Virus.UNOFFICIAL FOUND\0", 36});
    else say(client, {"stream: OK\0", 11});
}
