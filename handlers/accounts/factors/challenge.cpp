#include "challenge.hpp"

#include "lib/auth/one_time_link.hpp"
#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"

namespace {

constexpr std::chrono::minutes challenge_lasts{10};

constexpr std::string_view app_alone = R"(["totp","recovery_code"])",
                           app_and_passkey = R"(["totp","recovery_code","passkey"])";

} // namespace

std::optional<Uuid> id_of_device(std::string_view device)
{
    return parse<Uuid>(device.substr(0, device.find('.')));
}

void ask_for_second_factor(Context& c, const Credentials& account, const Attempt& attempt)
{
    auto factors = store::find_factors(c.sql, account.id);
    if (!factors.totp) return;
    auto device = id_of_device(attempt.device);
    if (device && store::is_trusted(c.sql, account.id, *device)) return;
    forgive(c, attempt);
    auto challenge = base64url(random_bytes(32));
    store::add_challenge(c.sql, digest_of(Secret(challenge)),
        {account.id, account.password_version, attempt.device}, challenge_lasts);
    throw Problem{.code = "second_factor_required",
        .keeps = true,
        .members = {{"challenge", '"' + challenge + '"'},
            {"methods", std::string(factors.passkeys > 0 ? app_and_passkey : app_alone)}}};
}
