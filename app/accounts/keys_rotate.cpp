// `jobboard keys rotate`: what an older key of the ring has sealed is sealed by the first one, after which
// the older ones can go.
#include "app/commands/command.hpp"

#include "app/database.hpp"
#include "lib/auth/key_ring.hpp"
#include "lib/store/accounts/factors/factors.hpp"

#include <fmt/format.h>
#include <iostream>

namespace {

struct Rotated {
    long long sealed_anew = 0, lost = 0; // lost: no key opens it
};

// Each seed by itself, so that it can be done while people sign in, and again.
Rotated rotate(Sql& sql, const KeyRing& keys)
{
    constexpr int at_once = 500;
    Rotated out;
    Uuid last{};
    for (;;) {
        auto seeds = store::totp_seeds_after(sql, last, at_once);
        for (const auto& seed : seeds) {
            last = seed.person;
            if (keys.is_current(seed.sealed)) continue;
            auto purpose = store::purpose_of_totp(seed.person);
            auto opened = keys.open(seed.sealed, purpose);
            if (!opened) ++out.lost;
            else
                ++out.sealed_anew,
                    store::reseal_totp(sql, seed.person, seed.sealed, keys.seal(*opened, purpose));
        }
        if (seeds.size() < at_once) return out;
    }
}

int keys_rotate(const Settings& settings)
{
    Sql sql(request_session(settings));
    try {
        auto done = rotate(sql, KeyRing(data_keys(settings)));
        std::cout << fmt::format("sealed {} anew\n", done.sealed_anew);
        if (done.lost > 0)
            throw CommandFailed(fmt::format(
                "No key opens {} of them: add the key that sealed them to DATA_KEYS.", done.lost));
    } catch (const DatabaseError& e) {
        throw CommandFailed(sentence_of(e, settings.database_url));
    }
    return 0;
}

} // namespace

namespace command {

constexpr CommandGroup keys_group{"keys", "The keys that seal what the database must not know"};

extern constexpr Command keys_rotate{
    .name = "rotate",
    .about = "Seal by the first key what an older one has sealed",
    .group = &keys_group,
    .call = calling<::keys_rotate>,
};

} // namespace command
