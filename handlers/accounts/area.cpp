// Accounts: who people are, how they prove it, and their sessions.
#include "lib/web/area.hpp"

#include "keys/ip_whitelist.hpp"
#include "lib/store/accounts/attempts.hpp"
#include "lib/store/accounts/keys/api_keys.hpp"
#include "lib/store/accounts/keys/ip_whitelist.hpp"
#include "lib/store/accounts/sessions.hpp"
#include "lib/store/accounts/users.hpp"

namespace accounts {
extern const Module endpoints;
}
namespace api_keys {
extern const Module endpoints;
}
namespace ip_whitelist {
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
    .endpoints = {endpoints, api_keys::endpoints, ip_whitelist::endpoints, password::endpoints,
        sessions::endpoints, users::endpoints},
    .resources = {ip_whitelist::on_pages},
    .sentences = sentences,
    .problems = problems,
    .constraints = constraints,
    .sweeps = {{"removed", "refresh tokens",
                   [](Sql& sql, const Site& site) {
                       return store::sweep_refresh_tokens(sql, site.refresh_lifetime);
                   }},
        {"removed", "sessions", [](Sql& sql, const Site&) { return store::sweep_sessions(sql); }},
        {"removed", "failed sign-ins", [](Sql& sql, const Site&) { return store::sweep_attempts(sql); }}},
    .files = {{Shelf::media, store::profile_pictures}},
    .events = {user_created, user_updated, user_deleted, user_signed_in, user_signed_out, password_changed,
        reset_link_made, api_key_created, api_key_updated, api_key_revoked, api_key_rotated, api_key_deleted,
        ip_whitelist_created, ip_whitelist_updated, ip_whitelist_deleted},
};

} // namespace accounts
