#include "webhook_signature.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace {

constexpr std::string_view mark = "whsec_";
constexpr std::size_t fewest_bytes = 24, most_bytes = 64, new_bytes = 32;

// Nothing when it is no secret.
std::optional<std::string> key_of(const Secret& secret)
{
    std::string_view text = secret.reveal();
    if (!text.starts_with(mark)) return std::nullopt;
    auto key = base64_decoded(text.substr(mark.size()));
    return key && key->size() >= fewest_bytes && key->size() <= most_bytes ? key : std::nullopt;
}

} // namespace

Secret new_webhook_secret()
{
    return Secret(std::string(mark) + base64(random_bytes(new_bytes)));
}

bool is_webhook_secret(const Secret& secret)
{
    return key_of(secret).has_value();
}

std::vector<std::pair<std::string, std::string>> webhook_headers(
    const std::vector<Secret>& secrets, std::string_view id, Time at, std::string_view body)
{
    auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    auto message = fmt::format("{}.{}.{}", id, seconds, body);
    std::string signatures;
    for (const auto& secret : secrets) {
        auto key = key_of(secret);
        if (!key) throw std::invalid_argument("A webhook's secret is none.");
        signatures += (signatures.empty() ? "v1," : " v1,") + base64(mac(*key, message));
    }
    return {{"webhook-id", std::string(id)}, {"webhook-timestamp", std::to_string(seconds)},
        {"webhook-signature", signatures}};
}
