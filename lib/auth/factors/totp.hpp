// Codes of an authenticator app: TOTP (RFC 6238) with six digits, thirty seconds and SHA-1, which is what
// every app knows.
#pragma once

#include "lib/base/secret.hpp"
#include "lib/base/time.hpp"

#include <optional>

// 160 random bits.
Secret new_totp_seed();

// As people type it into an app that has no camera: base32 (RFC 4648).
std::string shown_totp_seed(const Secret& seed);

// What an app takes in at once: otpauth://totp/SITE:ACCOUNT?secret=…
std::string totp_address(const Secret& seed, std::string_view site, std::string_view account);

// Which step of thirty seconds the code is of, from the one before `now` to the one after; nothing when it is
// none of theirs. A code must be taken once: remember the step, and take none that is not later.
std::optional<long long> totp_step(const Secret& seed, std::string_view code, Time now);

// The code of a moment, for tests and examples.
std::string totp_code(const Secret& seed, Time at);

// The text as a QR code, an SVG of its own with a white margin; for texts of up to some 1,000 bytes. Throws
// std::invalid_argument for longer ones.
std::string qr_svg(const std::string& text);
