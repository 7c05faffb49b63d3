// Stands between the board and a server and can be cut or frozen, as a network is.
#pragma once

#include <atomic>
#include <string>
#include <thread>

class Relay {
public:
    // Listens on a free port of 127.0.0.1 and passes bytes to and from the unix socket.
    explicit Relay(std::string socket);
    ~Relay();
    Relay(const Relay&) = delete;

    enum State { passing, cut, frozen };
    // cut: closes what is open and refuses what comes. frozen: nothing is passed on, nothing is closed.
    void become(State);
    int port() const { return port_; }

private:
    std::string socket_;
    int port_ = 0, listener_ = -1;
    std::atomic<int> wanted_ = passing, reached_ = passing;
    std::atomic<bool> over_ = false;
    std::thread thread_;

    void listen();
    void work();
};
