#include "redis.hpp"

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

Redis::Redis(const Secret& where)
{
    if (!where.empty()) address = redis_address(where);
}

bool Redis::connect()
{
    if (connection && !connection->err) return true;
    if (!address || Clock::now() < closed_until) return false;
    connection.reset(address->path.empty()
                         ? redisConnectWithTimeout(address->host.c_str(), address->port, connect_limit)
                         : redisConnectUnixWithTimeout(address->path.c_str(), connect_limit));
    bool ready = connection && !connection->err &&
                 redisSetTimeout(connection.get(), call_limit) == REDIS_OK && introduced();
    if (!ready) note(false);
    return ready;
}

bool Redis::introduced()
{
    std::vector<std::vector<std::string>> calls;
    if (!address->password.empty()) {
        calls.push_back({"AUTH", address->password.reveal()});
        if (!address->user.empty()) calls.back().insert(calls.back().begin() + 1, address->user);
    }
    if (address->database != 0) calls.push_back({"SELECT", std::to_string(address->database)});
    for (const auto& call : calls) {
        auto reply = send(connection.get(), call);
        if (!reply || reply->type != REDIS_REPLY_STATUS) return false;
    }
    return true;
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
