// Reports errors to Sentry, or whoever speaks like it.
// https://develop.sentry.dev/sdk/data-model/envelopes/
#pragma once

#include "http.hpp"

#include <cstdint>
#include <string>
#include <string_view>

class Sentry {
public:
    // `environment` is told with each event. Throws std::invalid_argument for a DSN that is none.
    Sentry(std::string_view dsn, std::string environment);

    // Sends the errors that this host's processes have logged since the last call, each line of the log as an
    // event. What cannot be sent within seconds is given up, and counted in the log.
    void report();

private:
    std::string address, key, environment, host;
    OutboundClient client;
    std::uint64_t missed = 0;

    bool send(const std::string& line);
};

// Where a DSN (https://key@host/path/project) has reports sent: its address and the key. Throws
// std::invalid_argument.
struct SentryPlace {
    std::string address, key;
};
SentryPlace sentry_place(std::string_view dsn);

// The body of such a report.
std::string sentry_envelope(const std::string& line, std::string_view environment, std::string_view host);
