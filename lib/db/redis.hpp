// A connection to Redis, which holds only what may be lost: every call has a short time limit, and a
// failure is an answer, not an exception.
#pragma once

#include "address/redis_address.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct redisContext;

class Redis {
public:
    // See redis_address(); empty for none. Connects at the first call, again after a failure.
    explicit Redis(const Secret& address);

    bool ping();
    bool reachable() { return connect(); } // as far as is known without asking

    // Runs a Lua script by its SHA-1, sending its text only when the server does not know it yet. Answers its
    // integers; nothing when Redis cannot be asked.
    std::optional<std::vector<long long>> run(std::string_view script, const std::string& sha1,
        const std::string& key, const std::vector<std::string>& arguments);

    // A value; nothing when there is none, or Redis cannot be asked.
    std::optional<std::string> text(const std::string& key);
    // Keeps a value for so long, if Redis can be reached.
    void keep(const std::string& key, const std::string& value, std::chrono::milliseconds life);

private:
    struct Close {
        void operator()(redisContext*) const;
    };
    using Clock = std::chrono::steady_clock;

    std::optional<RedisAddress> address;
    std::unique_ptr<redisContext, Close> connection;
    int failures = 0;                 // in a row
    Clock::time_point closed_until{}; // after several: nobody waits for a server that does not answer

    bool connect();
    bool introduced(); // has told its password and chosen its database
    void note(bool success);
};
