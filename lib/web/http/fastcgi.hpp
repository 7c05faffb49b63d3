// Takes requests off a listening socket as FastCGI and answers them, one at a time.
#pragma once

#include "lib/process/scoreboard.hpp"
#include "request.hpp"

#include <chrono>
#include <cstdint>
#include <functional>

using Handler = std::function<Response(Request&)>;

struct WireLimits {
    std::chrono::seconds peer_timeout; // for each read from and write to the peer
    std::uint64_t requests;            // answered before the worker leaves to be replaced
};

// Answers requests that arrive on `listener` until told to leave, and then returns.
//
// `signals` is a signalfd. The three ways to leave:
//   SIGUSR1          others take over the socket: takes no new connections, and returns once nginx has closed
//                    those it keeps open, so that no request is lost on the way. A worker that has answered
//                    its share does the same by itself.
//   SIGQUIT          nobody else does: takes what waits at the socket along, then as above.
//   SIGTERM, SIGINT  as SIGQUIT, but closes connections as soon as nothing more waits in them.
//
// The fast pool keeps connections open when nginx asks for it (fastcgi_keep_conn); the slow pool never does,
// because a kept connection waits for this very worker however long its request takes.
//
// What the handler throws is logged and answered with 500. Header lines that would break the answer apart
// (a CR, LF or NUL in them) are logged and not sent.
void answer_requests(int listener, int signals, Pool, const WireLimits&, WorkerSlot&, const Handler&);
