#include "relay.hpp"

#include "t/kit/http.hpp"
#include "t/kit/process.hpp"

#include <map>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

// Both ends of the connections that are open: from each the other.
using Pairs = std::map<int, int>;

void close_pair(Pairs& pairs, int one)
{
    int other = pairs.at(one);
    for (int end : {one, other}) {
        close(end);
        pairs.erase(end);
    }
}

void close_all(Pairs& pairs)
{
    while (!pairs.empty()) close_pair(pairs, pairs.begin()->first);
}

void accept_one(Pairs& pairs, int listener, const std::string& server)
{
    int client = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    int other = connect_to("unix:" + server, 5);
    pairs[client] = other;
    pairs[other] = client;
}

void pass(Pairs& pairs, int from)
{
    char part[65536];
    auto size = recv(from, part, sizeof part, 0);
    if (size <= 0 || send(pairs.at(from), part, static_cast<std::size_t>(size), MSG_NOSIGNAL) != size)
        close_pair(pairs, from);
}

} // namespace

Relay::Relay(std::string socket) : socket_(std::move(socket))
{
    listen();
    thread_ = std::thread([this] { work(); });
}

Relay::~Relay()
{
    over_ = true;
    thread_.join();
}

void Relay::listen()
{
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;
    setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in at{.sin_family = AF_INET,
        .sin_port = htons(static_cast<uint16_t>(port_)),
        .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&at), size) < 0 || ::listen(listener_, 64) < 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) < 0)
        throw std::runtime_error("the relay cannot listen");
    port_ = ntohs(at.sin_port);
}

void Relay::become(State state)
{
    wanted_ = state;
    if (!eventually([&] { return reached_ == state; })) throw std::runtime_error("the relay hangs");
}

void Relay::work()
{
    Pairs pairs;
    while (!over_) {
        int state = wanted_;
        if (state == cut && listener_ >= 0) {
            close(std::exchange(listener_, -1));
            close_all(pairs);
        }
        if (state != cut && listener_ < 0) listen();
        reached_ = state;

        std::vector<pollfd> waiting;
        if (state == passing) {
            waiting.push_back({listener_, POLLIN, 0});
            for (const auto& [end, other] : pairs) waiting.push_back({end, POLLIN, 0});
        }
        poll(waiting.data(), waiting.size(), 10);
        for (const auto& ready : waiting) {
            if (!ready.revents) continue;
            if (ready.fd == listener_) accept_one(pairs, listener_, socket_);
            else if (pairs.contains(ready.fd)) pass(pairs, ready.fd);
        }
    }
    close_all(pairs);
    if (listener_ >= 0) close(listener_);
}
