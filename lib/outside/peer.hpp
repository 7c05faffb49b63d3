// A connection to a server on this machine or another, on which every step has the same end of patience.
#pragma once

#include "lib/process/file.hpp"

#include <chrono>
#include <string>
#include <string_view>

class Peer {
public:
    // `where` is unix:/path or host:port. Connects within five seconds; whether it did is said by
    // `connected`, and by errno if not. Whatever follows fails once `patience` is over.
    Peer(std::string_view where, std::chrono::milliseconds patience);

    bool connected() const { return bool(socket); }
    // False when the peer did not take all of it.
    bool send(std::string_view bytes) const;
    // Adds what comes next to the text, some of it; false at the end, or when nothing comes in time.
    bool receive(std::string& into) const;

private:
    using Clock = std::chrono::steady_clock;
    Descriptor socket;
    Clock::time_point end;

    bool ready(short what) const;
};
