// Messages to browsers by the push services of their makers (RFC 8030), which can read none of them:
// encrypted by RFC 8291, signed by RFC 8292 (VAPID).
#pragma once

#include "p256.hpp"
#include "push.hpp"

#include "lib/base/time.hpp"

// What is wrong with a subscription: nothing, or a key of url.… or push.… in the catalogue.
std::optional<Key> subscription_trouble(const PushTarget&, const AddressGuard&);

inline constexpr std::size_t longest_push = 3'993; // bytes of a message before it is encrypted

// The body of a request to the push service. Throws std::invalid_argument when the keys are none or the text
// is too long.
std::string encrypted_push(const PushTarget&, std::string_view text);

// The same with what must be new and secret each time: 16 random bytes and a key.
std::string encrypted_push(
    const PushTarget&, std::string_view text, std::string_view salt, const EvpKey& once);

// The header Authorization for the push service at that address, good for twelve hours.
std::string vapid_authorization(const EvpKey&, std::string_view subject, std::string_view address, Time now);

// How browsers get to know whose pushes they subscribe to: applicationServerKey.
std::string vapid_public_key(const EvpKey&);

// `subject` is the mailto: or https:// address of whoever runs this site.
PushService web_push(const Secret& vapid_key, std::string subject, OutboundOptions);
