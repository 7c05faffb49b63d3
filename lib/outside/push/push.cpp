#include "push.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace {

constexpr std::size_t longest_quote = 300;

PushVerdict verdict_of(const OutboundAnswer& answer)
{
    static constexpr std::string_view lasting[] = {"address not allowed", "no address of HTTP"};
    if (!answer.trouble.empty())
        return std::ranges::find(lasting, answer.trouble) == std::end(lasting) ? PushVerdict::later
                                                                               : PushVerdict::refused;
    if (answer.well()) return PushVerdict::sent;
    bool passes = answer.status == 408 || answer.status == 429 || answer.status >= 500;
    return passes ? PushVerdict::later : PushVerdict::refused;
}

} // namespace

PushAnswer push_answer(const OutboundAnswer& answer)
{
    auto said = answer.trouble.empty()
                    ? fmt::format("{} {}", answer.status, answer.body.substr(0, longest_quote))
                    : answer.trouble;
    return {verdict_of(answer), said};
}
