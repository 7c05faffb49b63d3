#include "answer_cache.hpp"

#include "lib/base/text.hpp"
#include "lib/store/ledger/topics.hpp"

#include <fmt/format.h>

namespace {

// A rare long answer is not worth the place of many others.
constexpr std::size_t largest = std::size_t{256} * 1024;

} // namespace

// The whole address as it was sent: links in the answer repeat it.
std::string AnswerCache::key_for(Sql& sql, std::string_view topic, const Request& request)
{
    if (!redis.reachable()) return {};
    return fmt::format("kept {} {} {}", topic, store::changes_of(sql, topic), fingerprint(request.uri));
}

std::optional<std::string> AnswerCache::find(const std::string& key)
{
    return key.empty() ? std::nullopt : redis.text(key);
}

void AnswerCache::keep(const std::string& key, const std::string& body)
{
    if (!key.empty() && body.size() <= largest) redis.keep(key, body, longest);
}
