// Who changes what opens the door has to show again who they are.
#pragma once

#include "lib/web/endpoint.hpp"

// For how long somebody is believed who has shown it.
inline constexpr std::chrono::minutes proof_lasts{10};

// By the password of the caller's own account. Throws Problem invalid on `field` for a wrong one; guesses are
// counted as those at signing in.
void show_password(Context&, const Secret& password, std::string_view field = "password");

// For Endpoint::prepare of what changes factors, passkeys, keys and the like. After signing
// in or showing the password this is not asked for `proof_lasts`; then the password has to be sent along.
// Throws Problem reauthentication_required (403) where there is none, and as show_password() does.
struct Proven {};
Proven show_again_who(Context&, const std::optional<Secret>& password);

// Of the field `password` of what is sent there.
inline constexpr Rules own_password{
    .max = 1000,
    .verbatim = true,
    .about = "One's own password, unless one has signed in or shown it within ten minutes.",
    .example = "violet-harbour-74",
};
