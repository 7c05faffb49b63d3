#include "attempts.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"
#include "lib/store/accounts/attempts.hpp"
#include "lib/web/http/cookies.hpp"

#include <arpa/inet.h>

namespace {

constexpr Patience of_an_account{.free = 10, .longest_s = 1200, .forget_s = 1800};
constexpr Patience of_a_network{.free = 30, .longest_s = 60, .forget_s = 60};

// The part of an address that one customer usually has: 24 bits of IPv4, 64 of IPv6.
std::string network_of(const std::string& address)
{
    unsigned char bytes[16];
    char text[INET6_ADDRSTRLEN];
    if (inet_pton(AF_INET, address.c_str(), bytes) == 1) return address.substr(0, address.rfind('.'));
    if (inet_pton(AF_INET6, address.c_str(), bytes) != 1) return address;
    std::fill(bytes + 8, bytes + 16, 0);
    return inet_ntop(AF_INET6, bytes, text, sizeof text);
}

std::string device_mac(const Site& site, const Uuid& user, std::string_view device)
{
    return base64url(mac(site.secret_key.reveal(), fmt::format("device {} {}", to_text(user), device)))
        .substr(0, 22);
}

// The cookie is "device.mac", where the mac ties the device to the account.
std::optional<std::string> known_device(const Context& c, const std::optional<Uuid>& user)
{
    auto value = cookie(c.request, "device");
    if (!value || !user) return std::nullopt;
    auto dot = value->find('.');
    auto device = value->substr(0, dot);
    if (dot == value->npos || !equal_secrets(device_mac(c.site, *user, device), value->substr(dot + 1)))
        return std::nullopt;
    return device;
}

} // namespace

Attempt begin_attempt(Context& c, const std::string& name, const std::optional<Uuid>& user)
{
    auto device = known_device(c, user);
    auto account = device ? "device " + *device : "account " + fingerprint(user ? to_text(*user) : name);
    auto network = "network " + network_of(c.request.remote_address);
    auto wait = device ? std::nullopt : store::begin_attempt(c.sql, network, of_a_network);
    if (!wait) {
        wait = store::begin_attempt(c.sql, account, of_an_account);
        if (wait && !device) store::forgive_attempt(c.sql, network); // nothing was tried
    }
    if (wait) throw Problem{.code = "too_many_attempts", .headers = {{"Retry-After", std::to_string(*wait)}}};
    return {{account, network}};
}

void succeed(Context& c, const Attempt& attempt, const Uuid& user)
{
    for (const auto& bucket : attempt.buckets) store::forgive_attempt(c.sql, bucket);
    if (known_device(c, user)) return;
    auto device = to_text(new_uuid());
    auto value = fmt::format("device={}.{}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{}", device,
        device_mac(c.site, user, device), c.site.public_url.starts_with("https:") ? "; Secure" : "");
    c.headers.emplace_back("Set-Cookie", std::move(value));
}
