// Accounts: who people are, how they prove it, and their sessions.
#include "lib/web/area.hpp"

#include "lib/store/accounts/attempts.hpp"
#include "lib/store/accounts/factors/passkeys.hpp"
#include "lib/store/accounts/sessions.hpp"
#include "lib/store/accounts/users.hpp"

namespace accounts {
extern const Module endpoints;
}
namespace passkeys {
extern const Module endpoints;
}
namespace passkey_sign_in {
extern const Module endpoints;
}
namespace password {
extern const Module endpoints;
}
namespace sessions {
extern const Module endpoints;
}
namespace users {
extern const Module endpoints;
}

namespace accounts {

extern const std::span<const Sentence> sentences;
extern const std::span<const ProblemKind> problems;
extern const std::span<const ConstraintFault> constraints;

extern const Area area{
    .name = "accounts",
    .tags = {{"auth", "Accounts: who people are, how they prove it, and their sessions."}},
    .endpoints = {endpoints, password::endpoints, sessions::endpoints, users::endpoints, passkeys::endpoints,
        passkey_sign_in::endpoints},
    .sentences = sentences,
    .problems = problems,
    .constraints = constraints,
    .sweeps = {{"removed", "refresh tokens",
                   [](Sql& sql, const Site& site) {
                       return store::sweep_refresh_tokens(sql, site.refresh_lifetime);
                   }},
        {"removed", "sessions", [](Sql& sql, const Site&) { return store::sweep_sessions(sql); }},
        {"removed", "failed sign-ins", [](Sql& sql, const Site&) { return store::sweep_attempts(sql); }},
        {"removed", "challenges of passkeys",
            [](Sql& sql, const Site&) { return store::sweep_passkey_challenges(sql); }}},
    .files = {{Shelf::media, store::profile_pictures}},
    .events = {user_created, user_updated, user_deleted, user_signed_in, user_signed_out, password_changed,
        reset_link_made, passkey_added, passkey_renamed, passkey_removed},
};

} // namespace accounts
