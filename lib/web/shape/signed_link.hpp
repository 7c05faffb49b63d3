// Links that need no token, since they carry a signature: for one thing and until a time.
#pragma once

#include "lib/base/crypto.hpp"
#include "lib/web/shape/read.hpp"
#include "lib/web/site.hpp"

// What such a link adds to its path.
struct SignedUntil {
    long long expires = 0; // seconds since 1970
    std::string signature;

    static constexpr auto fields = std::tuple{
        field("expires", &SignedUntil::expires,
            {.in = In::query, .min = 0, .about = "As the link has it.", .example = "1796083200"}),
        field("signature", &SignedUntil::signature,
            {.in = In::query,
                .max = 100,
                .about = "As the link has it.",
                .example = "mJ0xqI7n1m4mC1b0J3Yc3Q"}),
    };

    // To be called by the check of what holds it.
    void expect(Faults& faults) const
    {
        if (expires == 0 && faults.fine("expires")) faults.add("expires", "required"_s);
        if (signature.empty() && faults.fine("signature")) faults.add("signature", "required"_s);
    }
};

// Of what the link is for: "data export 0190…", which no other kind of link says of itself.
inline SignedUntil signed_until(const Site& site, std::string_view what, long long expires)
{
    return {expires, base64url(mac(site.secret_key.reveal(), fmt::format("{} {}", what, expires)))};
}

// The address with what signs it.
inline std::string signed_address(
    const Site& site, std::string_view path, std::string_view what, long long expires)
{
    return fmt::format("{}{}?expires={}&signature={}", site.public_url, path, expires,
        signed_until(site, what, expires).signature);
}

// Whether it was signed for that, and is not over.
inline bool is_signed(const Site& site, std::string_view what, const SignedUntil& given, Time at)
{
    auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    return given.expires > seconds &&
           equal_secrets(given.signature, signed_until(site, what, given.expires).signature);
}
