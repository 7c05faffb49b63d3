// Accounts: who people are, how they prove it, and their sessions.
#include "lib/web/area.hpp"

#include "lib/store/accounts/attempts.hpp"
#include "lib/store/accounts/providers/oauth_accounts.hpp"
#include "lib/store/accounts/providers/oauth_states.hpp"
#include "lib/store/accounts/sessions.hpp"
#include "lib/store/accounts/users.hpp"

namespace accounts {
extern const Module endpoints;
}
namespace linked_accounts {
extern const Module endpoints;
}
namespace password {
extern const Module endpoints;
}
namespace providers {
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
    .endpoints = {endpoints, linked_accounts::endpoints, password::endpoints, providers::endpoints,
        sessions::endpoints, users::endpoints},
    .sentences = sentences,
    .problems = problems,
    .constraints = constraints,
    .sweeps = {{"removed", "refresh tokens",
                   [](Sql& sql, const Site& site) {
                       return store::sweep_refresh_tokens(sql, site.refresh_lifetime);
                   }},
        {"removed", "sessions", [](Sql& sql, const Site&) { return store::sweep_sessions(sql); }},
        {"removed", "failed sign-ins", [](Sql& sql, const Site&) { return store::sweep_attempts(sql); }},
        {"removed", "begun sign-ins", [](Sql& sql, const Site&) { return store::sweep_oauth_states(sql); }}},
    .files = {{Shelf::media, store::profile_pictures}},
    .events = {user_created, user_updated, user_deleted, user_signed_in, user_signed_out, password_changed,
        reset_link_made, oauth_account_linked, oauth_account_unlinked},
};

} // namespace accounts
