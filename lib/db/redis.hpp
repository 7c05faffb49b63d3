// A connection to Redis, which holds only what may be lost: every call has a short time limit, and a
// failure is an answer, not an exception.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct redisContext;

class Redis {
public:
    // unix:/path or host:port. Connects at the first call, again after a failure.
    explicit Redis(std::string url) : url(std::move(url)) {}

    bool ping();

private:
    struct Close {
        void operator()(redisContext*) const;
    };
    std::string url;
    std::unique_ptr<redisContext, Close> connection;

    bool connect();
};
