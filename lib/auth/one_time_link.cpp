#include "one_time_link.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/text.hpp"

#include <fmt/format.h>

namespace {

std::string purpose_of(const Uuid& link)
{
    return "link " + to_text(link);
}

std::string_view page_of(LinkPurpose purpose)
{
    switch (purpose) {
    case LinkPurpose::password_reset: return "reset-password";
    case LinkPurpose::email_verification:
    case LinkPurpose::email_change: return "verify-email";
    case LinkPurpose::email_change_undo: break;
    }
    return "undo-email";
}

} // namespace

OneTimeSecret new_one_time_secret(const KeyRing& keys, const Uuid& link)
{
    Secret text(base64url(random_bytes(32)));
    return {text, digest_of(text), keys.seal(text.reveal(), purpose_of(link))};
}

std::optional<Secret> open_one_time_secret(const KeyRing& keys, const Uuid& link, std::string_view sealed)
{
    auto text = keys.open(sealed, purpose_of(link));
    return text ? std::optional(Secret(*text)) : std::nullopt;
}

std::string digest_of(const Secret& presented)
{
    return sha256_hex(presented.reveal());
}

std::string link_address(std::string_view base, LinkPurpose purpose, std::string_view secret)
{
    return fmt::format("{}/{}/?token={}", base, page_of(purpose), secret);
}
