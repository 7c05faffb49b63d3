#include "apns.hpp"

#include "jwt.hpp"
#include "lib/base/json.hpp"
#include "lib/base/time.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace {

using namespace std::chrono;

// Apple refuses tokens that are older than an hour, and who makes more than one in twenty minutes.
constexpr minutes token_lifetime{40};

struct Claims {
    std::string iss;
    long long iat{};
    static constexpr auto fields = std::tuple{field("iss", &Claims::iss), field("iat", &Claims::iat)};
};

struct Alert {
    std::string title, body;
    static constexpr auto fields = std::tuple{field("title", &Alert::title), field("body", &Alert::body)};
};
struct Aps {
    Alert alert;
    std::string sound = "default";
    static constexpr auto fields = std::tuple{field("alert", &Aps::alert), field("sound", &Aps::sound)};
};
struct Payload {
    Aps aps;
    std::string url, id;
    static constexpr auto fields =
        std::tuple{field("aps", &Payload::aps), field("url", &Payload::url), field("id", &Payload::id)};
};

bool is_device_token(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c); });
}

struct Apple {
    ApnsAccount account;
    EvpKey key;
    OutboundClient client;
    std::string origin;
    std::string token = "";
    Time made{};

    void renew_token()
    {
        if (!token.empty() && made + token_lifetime > now()) return;
        made = now();
        token = signed_jwt(key, account.key_id,
            json_text(Claims{account.team, floor<seconds>(made).time_since_epoch().count()}));
    }

    PushAnswer send(const PushTarget& target, const PushMessage& m)
    {
        if (!is_device_token(target.address)) return {PushVerdict::refused, "no token of a device"};
        renew_token();
        OutboundRequest request{.method = "POST",
            .url = fmt::format("{}/3/device/{}", origin, target.address),
            .headers = {{"authorization", "bearer " + token}, {"apns-topic", account.topic},
                {"apns-push-type", "alert"}, {"apns-priority", "10"}, {"content-type", "application/json"}},
            .body = json_text(Payload{{{m.title, m.body}}, m.url, m.id})};
        constexpr std::size_t longest_collapse_id = 64;
        if (!m.id.empty())
            request.headers.emplace_back("apns-collapse-id", m.id.substr(0, longest_collapse_id));
        return judged(client.send(request));
    }

    PushAnswer judged(const OutboundAnswer& answer)
    {
        auto out = push_answer(answer);
        auto says = [&](std::string_view reason) { return answer.body.find(reason) != std::string::npos; };
        if (!answer.trouble.empty()) return out;
        if (answer.status == 410 || (answer.status == 400 && says("\"BadDeviceToken\"")) ||
            (answer.status == 400 && says("\"DeviceTokenNotForTopic\"")))
            out.verdict = PushVerdict::gone;
        if (answer.status == 403 && says("\"ExpiredProviderToken\"")) { // by Apple's clock
            token.clear();
            out.verdict = PushVerdict::later;
        }
        return out;
    }
};

} // namespace

PushService apns(const ApnsAccount& account, OutboundOptions options, std::string origin)
{
    options.version = HttpVersion::only_two;
    auto apple = std::make_shared<Apple>(
        Apple{account, read_p256_key(account.key), OutboundClient(std::move(options)), std::move(origin)});
    return [apple](const PushTarget& target, const PushMessage& m) { return apple->send(target, m); };
}
