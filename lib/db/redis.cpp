#include "redis.hpp"

#include "../base/scalar.hpp"

#include <hiredis/hiredis.h>

namespace {

constexpr timeval connect_limit{0, 50'000}, call_limit{0, 100'000};

} // namespace

void Redis::Close::operator()(redisContext* c) const
{
    redisFree(c);
}

bool Redis::connect()
{
    if (connection && !connection->err) return true;
    static constexpr std::string_view local = "unix:";
    if (url.starts_with(local)) {
        connection.reset(redisConnectUnixWithTimeout(url.c_str() + local.size(), connect_limit));
    } else {
        auto colon = url.rfind(':');
        auto port = colon == url.npos ? std::nullopt : parse<int>(std::string_view(url).substr(colon + 1));
        connection.reset(
            redisConnectWithTimeout(url.substr(0, colon).c_str(), port.value_or(6379), connect_limit));
    }
    return connection && !connection->err && redisSetTimeout(connection.get(), call_limit) == REDIS_OK;
}

bool Redis::ping()
{
    if (!connect()) return false;
    std::unique_ptr<redisReply, decltype(&freeReplyObject)> reply(
        static_cast<redisReply*>(redisCommand(connection.get(), "PING")), freeReplyObject);
    return reply && reply->type == REDIS_REPLY_STATUS;
}
