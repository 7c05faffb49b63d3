// Answers that are the same for every caller, kept in Redis until what they show changes.
#pragma once

#include "lib/db/redis.hpp"
#include "lib/db/sql.hpp"
#include "lib/web/http/request.hpp"

#include <chrono>

class AnswerCache {
public:
    // No address: nothing is kept.
    explicit AnswerCache(const Secret& redis_url) : redis(redis_url) {}

    // What `make` answers to the request, or has answered since the topic last changed. An answer never is
    // older than the newest change that was committed when it was asked for: the number of changes is read
    // before anything else, and is part of the name under which an answer is kept. What changes without being
    // counted (views, applications) may be as old as `longest`. Without Redis, every answer is made anew.
    template <class Make> Response answer(Sql& sql, std::string_view topic, const Request& request, Make make)
    {
        auto key = key_for(sql, topic, request);
        if (auto body = find(key)) return {.status = 200, .headers = {}, .body = std::move(*body)};
        Response made = make();
        if (made.status == 200) keep(key, made.body);
        return made;
    }

    static constexpr std::chrono::seconds longest{5};

private:
    Redis redis;

    std::string key_for(Sql&, std::string_view topic, const Request&); // empty: is not kept
    std::optional<std::string> find(const std::string& key);
    void keep(const std::string& key, const std::string& body);
};
