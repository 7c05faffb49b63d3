// Links in mails about one's account: each works once, until it expires.
#pragma once

#include "key_ring.hpp"

#include "lib/base/scalar.hpp"
#include "lib/base/secret.hpp"
#include "lib/base/uuid.hpp"

// What a link is good for.
enum class LinkPurpose { password_reset, email_verification, email_change, email_change_undo };
template <> inline constexpr std::array<std::string_view, 4> names_of<LinkPurpose>{
    "password_reset", "email_verification", "email_change", "email_change_undo"};

// 256 random bits that a link carries. The digest is kept, and, until the mail is sent, the secret sealed.
struct OneTimeSecret {
    Secret text;
    std::string digest, sealed;
};
OneTimeSecret new_one_time_secret(const KeyRing&, const Uuid& link);

// Nothing when no key of the ring has sealed it for that link.
std::optional<Secret> open_one_time_secret(const KeyRing&, const Uuid& link, std::string_view sealed);

// By what a link is found that somebody presents; any text has one.
std::string digest_of(const Secret& presented);

// Where it leads; `base` is AccountPolicy::links.
std::string link_address(std::string_view base, LinkPurpose, std::string_view secret);

// What stands in a mail in its place until the mail is sent.
inline constexpr std::string_view link_in_templates = "https://one-time.invalid/";
