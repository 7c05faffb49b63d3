#include "attempts.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/net/networks.hpp"
#include "lib/base/text.hpp"
#include "lib/store/accounts/attempts.hpp"
#include "lib/web/http/cookies.hpp"

namespace {

constexpr Patience of_an_account{.free = 10, .longest_s = 1200, .forget_s = 1800};
constexpr Patience of_a_network{.free = 30, .longest_s = 60, .forget_s = 60};

std::string device_mac(const Site& site, const Credentials& account, std::string_view device)
{
    auto what = fmt::format("device {} {} {}", to_text(account.id), account.password_version, device);
    return base64url(mac(site.secret_key.reveal(), what)).substr(0, 22);
}

// "device.mac", where the mac ties the device to the account and its password.
bool is_known(const Site& site, const Credentials& account, std::string_view device)
{
    auto dot = device.find('.');
    return dot != device.npos &&
           equal_secrets(device_mac(site, account, device.substr(0, dot)), device.substr(dot + 1));
}

std::string new_device(Context& c, const Credentials& account)
{
    auto id = to_text(new_uuid());
    auto device = fmt::format("{}.{}", id, device_mac(c.site, account, id));
    c.headers.emplace_back(
        "Set-Cookie", fmt::format("device={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{}", device,
                          c.site.public_url.starts_with("https:") ? "; Secure" : ""));
    return device;
}

[[noreturn]] void refuse(long long wait)
{
    throw Problem{.code = "too_many_attempts", .headers = {{"Retry-After", std::to_string(wait)}}};
}

Attempt begin_in(Context& c, const std::string& bucket, std::string device = "")
{
    if (auto wait = store::begin_attempt(c.sql, bucket, of_an_account)) refuse(*wait);
    return {{bucket}, std::move(device)};
}

} // namespace

std::string known_device(const Context& c, const std::optional<Credentials>& account, std::string_view said)
{
    if (!account) return {};
    if (is_known(c.site, *account, said)) return std::string(said);
    auto kept = cookie(c.request, "device").value_or("");
    return is_known(c.site, *account, kept) ? kept : std::string();
}

Attempt begin_attempt(
    Context& c, const std::string& name, const std::optional<Credentials>& account, std::string_view device)
{
    if (auto known = known_device(c, account, device); !known.empty())
        return begin_in(c, "device " + known.substr(0, known.find('.')), known);
    auto network = "network " + network_of(c.request.remote_address);
    if (auto wait = store::begin_attempt(c.sql, network, of_a_network)) refuse(*wait);
    auto bucket = "account " + fingerprint(name);
    if (auto wait = store::begin_attempt(c.sql, bucket, of_an_account)) {
        store::forgive_attempt(c.sql, network); // nothing was tried
        refuse(*wait);
    }
    return {{bucket, network}, ""};
}

Attempt begin_own_attempt(Context& c)
{
    return begin_in(c, "session " + to_text(*c.caller.session));
}

Attempt begin_factor_attempt(Context& c, const Uuid& person, const std::string& device)
{
    return begin_in(c, device.empty() ? "factor " + to_text(person) : "factor of device " + device, device);
}

void forgive(Context& c, const Attempt& attempt)
{
    for (const auto& bucket : attempt.buckets) store::forgive_attempt(c.sql, bucket);
}

std::string succeed(Context& c, const Attempt& attempt, const Credentials& account)
{
    forgive(c, attempt);
    return attempt.device.empty() ? new_device(c, account) : attempt.device;
}

std::string know_device(Context& c, const Credentials& account)
{
    auto known = known_device(c, account, "");
    return known.empty() ? new_device(c, account) : known;
}
