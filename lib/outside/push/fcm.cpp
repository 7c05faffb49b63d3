#include "fcm.hpp"

#include "jwt.hpp"
#include "lib/base/json.hpp"
#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"
#include "lib/base/time.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace {

using namespace std::chrono;

struct Claims {
    std::string iss, aud, scope = "https://www.googleapis.com/auth/firebase.messaging";
    long long iat{}, exp{};
    static constexpr auto fields = std::tuple{field("iss", &Claims::iss), field("aud", &Claims::aud),
        field("scope", &Claims::scope), field("iat", &Claims::iat), field("exp", &Claims::exp)};
};

struct Notification {
    std::string title, body;
    static constexpr auto fields =
        std::tuple{field("title", &Notification::title), field("body", &Notification::body)};
};
struct Data {
    std::string url, id;
    static constexpr auto fields = std::tuple{field("url", &Data::url), field("id", &Data::id)};
};
// What has the same tag takes the other's place. (Of "collapse keys" a device may have only four.)
struct Shown {
    std::string tag;
    static constexpr auto fields = std::tuple{field("tag", &Shown::tag)};
};
struct Android {
    Shown notification;
    static constexpr auto fields = std::tuple{field("notification", &Android::notification)};
};
struct Message {
    std::string token;
    Notification notification;
    Data data;
    Android android;
    static constexpr auto fields =
        std::tuple{field("token", &Message::token), field("notification", &Message::notification),
            field("data", &Message::data), field("android", &Message::android)};
};
struct Sending {
    Message message;
    static constexpr auto fields = std::tuple{field("message", &Sending::message)};
};

// A text or number of an object; empty when there is none.
std::string member(std::string_view json, std::string_view name)
{
    try {
        auto document = parse_json(json);
        auto found = document.member(name);
        return found ? found->text : "";
    } catch (const JsonError&) {
        return "";
    }
}

bool is_token(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c > ' ' && c < 0x7f; });
}

struct Firebase {
    FcmAccount account;
    EvpKey key;
    OutboundClient client;
    std::string origin;
    std::string access = ""; // the token, good until then
    Time until{};

    // What the caller is told when it failed: no device is to blame for that.
    std::optional<PushAnswer> sign_in()
    {
        auto at = floor<seconds>(now()).time_since_epoch().count();
        Claims claims{.iss = account.client_email, .aud = account.token_uri, .iat = at, .exp = at + 3'600};
        auto answer = client.send({.method = "POST",
            .url = account.token_uri,
            .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
            .body = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" +
                    signed_jwt(key, account.private_key_id, json_text(claims))});
        until = {};
        access = answer.well() ? member(answer.body, "access_token") : "";
        if (!is_token(access))
            return PushAnswer{PushVerdict::later, "signing in: " + push_answer(answer).says};
        auto good_for = parse<long long>(member(answer.body, "expires_in")).value_or(0);
        until = now() + seconds(std::clamp(good_for - 60, 0LL, 3'600LL));
        return std::nullopt;
    }

    OutboundAnswer post(const PushTarget& target, const PushMessage& m)
    {
        Sending sending{{target.address, {m.title, m.body}, {m.url, m.id}, {{m.id}}}};
        return client.send({.method = "POST",
            .url =
                fmt::format("{}/v1/projects/{}/messages:send", origin, percent_encoded(account.project_id)),
            .headers = {{"Authorization", "Bearer " + access}, {"Content-Type", "application/json"}},
            .body = json_text(sending)});
    }

    PushAnswer send(const PushTarget& target, const PushMessage& m)
    {
        bool kept = until > now();
        if (!kept)
            if (auto trouble = sign_in()) return *trouble;
        auto answer = post(target, m);
        if (kept && answer.status == 401) {
            if (auto trouble = sign_in()) return *trouble;
            answer = post(target, m);
        }
        return judged(answer);
    }

    PushAnswer judged(const OutboundAnswer& answer)
    {
        auto out = push_answer(answer);
        if (answer.status == 401) out.verdict = PushVerdict::later, until = {};
        bool faulty = answer.status >= 400 && answer.status < 500;
        if (faulty && answer.body.find("\"UNREGISTERED\"") != std::string::npos)
            out.verdict = PushVerdict::gone;
        return out;
    }
};

} // namespace

FcmAccount read_fcm_account(const Secret& json)
{
    auto read = [&](std::string_view name) { return member(json.reveal(), name); };
    FcmAccount out{read("project_id"), read("client_email"), read("token_uri"), read("private_key_id"),
        Secret(read("private_key"))};
    if (out.project_id.empty() || out.client_email.empty() || !parse_url(out.token_uri))
        throw std::invalid_argument("must be the JSON key of a service account, with project_id, "
                                    "client_email, token_uri and private_key");
    read_rsa_key(out.private_key);
    return out;
}

PushService fcm(FcmAccount account, OutboundOptions options, std::string origin)
{
    auto key = read_rsa_key(account.private_key);
    auto firebase = std::make_shared<Firebase>(
        Firebase{std::move(account), std::move(key), OutboundClient(std::move(options)), std::move(origin)});
    return [firebase](const PushTarget& target, const PushMessage& m) { return firebase->send(target, m); };
}
