// How often one caller may ask: budgets in Redis, where nothing must last, and in PostgreSQL those that must
// hold.
#pragma once

#include "endpoint.hpp"

#include "lib/db/redis.hpp"

#include <atomic>

// What became of one request's claim on its budget.
struct RateVerdict {
    bool allowed = true;
    long long limit = 0, remaining = 0, reset_s = 0; // when the whole budget is there again
    long long retry_s = 0;                           // of a refused one: when the next would pass
};

// How long one client keeps the database busy: while a request lives, its time runs up on the client's
// account, which is paid off at a steady rate. An account is one of the pool's of this host; whoever shares
// it with another shares the time too.
class Metered {
public:
    // Throws Problem rate_limited when too much is owed. `percent` as for RateLimiter.
    Metered(const std::string& client, int percent);
    ~Metered();
    Metered(const Metered&) = delete;
    Metered& operator=(const Metered&) = delete;

private:
    std::atomic<std::int64_t>& paid_off_ms;
    int percent;
    std::int64_t began_ms, reserved;
};

class RateLimiter {
public:
    // `percent` scales every budget; 0 lifts them.
    RateLimiter(const Secret& redis_url, int percent) : redis(redis_url), percent(percent) {}

    // Takes one request off the caller's budget for the endpoint's scope. Nothing when there is no limit.
    // Exact among any number of workers, and while Redis is out among those of one host: a budget of n lets n
    // requests pass at once and then one for each n-th part of the period (GCRA).
    std::optional<RateVerdict> take(Sql&, const Rate&, const std::string& who);

    // The same of a budget that is not scaled and not strict.
    RateVerdict take_all_of(const Rate&, const std::string& who);

    // Meters the time of the request in hand, unless there are no limits.
    void meter(std::optional<Metered>& request, const std::string& client) const
    {
        if (percent > 0) request.emplace(client, percent);
    }

private:
    Redis redis;
    int percent;

    RateVerdict count(const std::string& key, long long budget, int seconds);
};
