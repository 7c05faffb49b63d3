#include "redis.hpp"

#include "lib/base/scalar.hpp"

#include <hiredis/hiredis.h>

namespace {

constexpr timeval connect_limit{0, 50'000}, call_limit{0, 100'000};
constexpr int failures_to_give_up = 3;
constexpr std::chrono::seconds given_up_for{2};

struct Free {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, Free>;

Reply send(redisContext* connection, const std::vector<std::string>& words)
{
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto& word : words) {
        texts.push_back(word.data());
        sizes.push_back(word.size());
    }
    return Reply(static_cast<redisReply*>(
        redisCommandArgv(connection, static_cast<int>(words.size()), texts.data(), sizes.data())));
}

bool is_unknown_script(const redisReply& reply)
{
    return reply.type == REDIS_REPLY_ERROR && std::string_view(reply.str, reply.len).starts_with("NOSCRIPT");
}

std::optional<std::vector<long long>> integers(const redisReply& reply)
{
    if (reply.type != REDIS_REPLY_ARRAY) return std::nullopt;
    std::vector<long long> out;
    for (std::size_t i = 0; i < reply.elements; ++i) {
        if (reply.element[i]->type != REDIS_REPLY_INTEGER) return std::nullopt;
        out.push_back(reply.element[i]->integer);
    }
    return out;
}

} // namespace

void Redis::Close::operator()(redisContext* c) const
{
    redisFree(c);
}

bool Redis::connect()
{
    if (connection && !connection->err) return true;
    static constexpr std::string_view local = "unix:";
    if (url.empty() || Clock::now() < closed_until) return false;
    if (url.starts_with(local)) {
        connection.reset(redisConnectUnixWithTimeout(url.c_str() + local.size(), connect_limit));
    } else {
        auto colon = url.rfind(':');
        auto port = colon == url.npos ? std::nullopt : parse<int>(std::string_view(url).substr(colon + 1));
        connection.reset(
            redisConnectWithTimeout(url.substr(0, colon).c_str(), port.value_or(6379), connect_limit));
    }
    bool ready = connection && !connection->err && redisSetTimeout(connection.get(), call_limit) == REDIS_OK;
    if (!ready) note(false);
    return ready;
}

// A connection that timed out may yet answer the old question: it is of no use any more.
void Redis::note(bool success)
{
    if (success) {
        failures = 0;
        return;
    }
    connection.reset();
    if (++failures >= failures_to_give_up) closed_until = Clock::now() + given_up_for;
}

bool Redis::ping()
{
    if (!connect()) return false;
    auto reply = send(connection.get(), {"PING"});
    bool answered = reply && reply->type == REDIS_REPLY_STATUS;
    note(answered);
    return answered;
}

std::optional<std::vector<long long>> Redis::run(std::string_view script, const std::string& sha1,
    const std::string& key, const std::vector<std::string>& arguments)
{
    if (!connect()) return std::nullopt;
    std::vector<std::string> words{"EVALSHA", sha1, "1", key};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto reply = send(connection.get(), words);
    if (reply && is_unknown_script(*reply)) {
        words[0] = "EVAL";
        words[1] = script;
        reply = send(connection.get(), words);
    }
    auto out = reply ? integers(*reply) : std::nullopt;
    note(out.has_value());
    return out;
}

std::optional<std::string> Redis::text(const std::string& key)
{
    if (!connect()) return std::nullopt;
    auto reply = send(connection.get(), {"GET", key});
    note(reply && (reply->type == REDIS_REPLY_STRING || reply->type == REDIS_REPLY_NIL));
    if (!reply || reply->type != REDIS_REPLY_STRING) return std::nullopt;
    return std::string(reply->str, reply->len);
}

void Redis::keep(const std::string& key, const std::string& value, std::chrono::milliseconds life)
{
    if (!connect()) return;
    auto reply = send(connection.get(), {"SET", key, value, "PX", std::to_string(life.count())});
    note(reply && reply->type == REDIS_REPLY_STATUS);
}
