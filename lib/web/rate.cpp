#include "rate.hpp"

#include "lib/base/crypto.hpp"
#include "lib/process/scoreboard.hpp"
#include "lib/store/ledger/rate_slots.hpp"

#include <algorithm>
#include <chrono>

namespace {

// Keeps the time at which the budget would be whole again (the theoretical arrival time), in milliseconds of
// the server's own clock. KEYS[1]; ARGV: budget, period in milliseconds. Answers: allowed, remaining,
// milliseconds until the budget is whole, milliseconds until the next request passes.
constexpr std::string_view script = R"(
local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000
local budget, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local step = period / budget
local whole = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = whole + step - period - now
if wait > 0.001 then return {0, 0, math.ceil(whole - now), math.ceil(wait)} end
whole = whole + step
redis.call('SET', KEYS[1], string.format('%.3f', whole), 'PX', math.ceil(whole - now))
return {1, math.floor((period - (whole - now)) / step + 0.0001), math.ceil(whole - now), 0}
)";

long long seconds_up(long long milliseconds)
{
    return (milliseconds + 999) / 1000;
}

// Milliseconds of debt beyond which a client waits; what is set aside for each request of one that owes
// something, so that few go on at once; how fast debts are paid off; beyond how much a request counts twice,
// whatever the budgets are scaled by.
constexpr std::int64_t most_owed = 1500, set_aside = 500, ms_to_pay_one = 3, slow = 100;

// When a debt will be paid off that grows by so much.
std::int64_t later(std::int64_t paid_off, std::int64_t now, std::int64_t more)
{
    return std::max(paid_off, now) + more * ms_to_pay_one;
}

} // namespace

// The place of one of many that a hash finds.
template <class Places> static auto& place_of(Places& places, const std::string& key)
{
    return places[std::hash<std::string>()(key) % places.size()];
}

// The same count as the script's, among the workers of this host alone.
static RateVerdict take_here(const std::string& key, long long budget, int seconds)
{
    using namespace std::chrono;
    auto& whole_at = place_of(budgets(), key);
    constexpr long long second = 1'000'000;
    const long long period = seconds * second, step = period / budget;
    auto seconds_in = [](long long us) { return (us + second - 1) / second; };
    for (auto seen = whole_at.load();;) {
        auto at = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
        auto whole = std::max<long long>(seen, at);
        if (auto wait = whole + step - period - at; wait > 0)
            return {false, budget, 0, seconds_in(whole - at), seconds_in(wait)};
        whole += step;
        if (whole_at.compare_exchange_weak(seen, whole))
            return {true, budget, (period - (whole - at)) / step, seconds_in(whole - at), 0};
    }
}

Metered::Metered(const std::string& client, int percent)
    : paid_off_ms(place_of(time_accounts(), client)), percent(percent), began_ms(monotonic_ms()), reserved(0)
{
    for (auto before = paid_off_ms.load(); before > began_ms;) {
        auto after = later(before, began_ms, set_aside);
        if (auto wait = after - began_ms - most_owed * ms_to_pay_one; wait > 0)
            throw Problem{.code = "rate_limited",
                .headers = {{"Retry-After", std::to_string(seconds_up(wait))}},
                .sentence = "rate.takes_long"_s};
        if (!paid_off_ms.compare_exchange_weak(before, after)) continue;
        reserved = set_aside;
        return;
    }
}

Metered::~Metered()
{
    auto now = monotonic_ms(), took = now - began_ms;
    auto owed = took * 100 / std::max(percent, 100) + std::max<std::int64_t>(0, took - slow) - reserved;
    for (auto before = paid_off_ms.load(); owed != 0;)
        if (paid_off_ms.compare_exchange_weak(before, later(before, now, owed))) return;
}

// In Redis, or here while that is out.
RateVerdict RateLimiter::count(const std::string& key, long long budget, int seconds)
{
    static const auto sha1 = sha1_hex(script);
    auto asked = redis.run(script, sha1, key, {std::to_string(budget), std::to_string(seconds * 1000LL)});
    if (!asked || asked->size() != 4) return take_here(key, budget, seconds);
    return {(*asked)[0] == 1, budget, (*asked)[1], seconds_up((*asked)[2]), seconds_up((*asked)[3])};
}

static std::string budget_of(const Rate& rate, const std::string& who)
{
    return fmt::format("rate {} {}", rate.scope, who);
}

std::optional<RateVerdict> RateLimiter::take(Sql& sql, const Rate& rate, const std::string& who)
{
    if (rate.budget == 0 || percent == 0) return std::nullopt;
    long long budget = std::max(1LL, static_cast<long long>(rate.budget) * percent / 100);
    if (!rate.strict) return count(budget_of(rate, who), budget, rate.seconds);
    auto slot = store::take_slot(sql, budget_of(rate, who), budget, rate.seconds);
    return RateVerdict{
        slot.allowed, budget, slot.remaining, seconds_up(slot.whole_ms), seconds_up(slot.retry_ms)};
}

RateVerdict RateLimiter::take_all_of(const Rate& rate, const std::string& who)
{
    return count(budget_of(rate, who), rate.budget, rate.seconds);
}
