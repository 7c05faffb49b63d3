// Accounts: who people are, how they prove it, and their sessions.
#include "lib/web/area.hpp"

#include "data/erasure.hpp"
#include "data/exports.hpp"
#include "keys/ip_whitelist.hpp"
#include "lib/store/accounts/attempts.hpp"
#include "lib/store/accounts/data/exports.hpp"
#include "lib/store/accounts/factors/factors.hpp"
#include "lib/store/accounts/factors/passkeys.hpp"
#include "lib/store/accounts/keys/api_keys.hpp"
#include "lib/store/accounts/keys/ip_whitelist.hpp"
#include "lib/store/accounts/links.hpp"
#include "lib/store/accounts/providers/oauth_accounts.hpp"
#include "lib/store/accounts/providers/oauth_states.hpp"
#include "lib/store/accounts/sessions.hpp"
#include "lib/store/accounts/users.hpp"

namespace accounts {
extern const Module endpoints;
}
namespace activity {
extern const Module endpoints;
extern const TaskKind tell_of_failed_sign_in;
} // namespace activity
namespace api_keys {
extern const Module endpoints;
}
namespace consents {
extern const Module endpoints;
}
namespace data_exports {
extern const Module endpoints;
}
namespace email {
extern const Module endpoints;
}
namespace erasure {
extern const Module endpoints;
}
namespace ip_whitelist {
extern const Module endpoints;
}
namespace link_pages {
extern const Module endpoints;
}
namespace passkeys {
extern const Module endpoints;
}
namespace passkey_sign_in {
extern const Module endpoints;
}
namespace linked_accounts {
extern const Module endpoints;
}
namespace password {
extern const Module endpoints;
}
namespace password_reset {
extern const Module endpoints;
extern const TaskKind send_reset_link;
} // namespace password_reset
namespace second_factor {
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

extern const TaskKind make_picture_sizes;
extern const std::span<const Sentence> sentences;
extern const std::span<const ProblemKind> problems;
extern const std::span<const ConstraintFault> constraints;

extern const Area area{
    .name = "accounts",
    .tags = {{"auth", "Accounts: who people are, how they prove it, and their sessions."}},
    .endpoints = {endpoints, activity::endpoints, api_keys::endpoints, consents::endpoints,
        data_exports::endpoints, email::endpoints, erasure::endpoints, ip_whitelist::endpoints,
        linked_accounts::endpoints, passkeys::endpoints, passkey_sign_in::endpoints, password::endpoints,
        password_reset::endpoints, providers::endpoints, second_factor::endpoints, sessions::endpoints,
        users::endpoints},
    .pages = {link_pages::endpoints},
    .resources = {ip_whitelist::on_pages},
    .sentences = sentences,
    .problems = problems,
    .constraints = constraints,
    .sweeps = {{"removed", "refresh tokens",
                   [](Sql& sql, const Site& site) {
                       return store::sweep_refresh_tokens(sql, site.refresh_lifetime);
                   }},
        {"removed", "sessions", [](Sql& sql, const Site&) { return store::sweep_sessions(sql); }},
        {"removed", "links", [](Sql& sql, const Site&) { return store::sweep_links(sql); }},
        {"removed", "sign-ins half done", [](Sql& sql, const Site&) { return store::sweep_factors(sql); }},
        {"removed", "failed sign-ins", [](Sql& sql, const Site&) { return store::sweep_attempts(sql); }},
        {"removed", "challenges of passkeys",
            [](Sql& sql, const Site&) { return store::sweep_passkey_challenges(sql); }},
        {"removed", "begun sign-ins", [](Sql& sql, const Site&) { return store::sweep_oauth_states(sql); }},
        {"removed", "copies of people's data",
            [](Sql& sql, const Site&) { return store::sweep_exports(sql); }}},
    .files = {{Shelf::media, store::profile_pictures}, {Shelf::storage, store::export_files}},
    .events = {user_created, user_updated, user_deleted, user_signed_in, user_signed_out, password_changed,
        reset_link_made, password_reset_asked, verification_asked, email_verified, email_change_asked,
        email_change_told, email_changed, email_change_undone, factor_asked, second_factor_enabled,
        second_factor_disabled, recovery_codes_made, recovery_code_used, api_key_created, api_key_updated,
        api_key_revoked, api_key_rotated, api_key_deleted, ip_whitelist_created, ip_whitelist_updated,
        ip_whitelist_deleted, passkey_added, passkey_renamed, passkey_removed, oauth_account_linked,
        oauth_account_unlinked, sign_in_failed, consent_recorded, export_asked, export_ready, erasure_asked,
        erasure_cancelled, user_erased},
    .tasks = {make_picture_sizes, password_reset::send_reset_link, activity::tell_of_failed_sign_in,
        data_exports::write_export, erasure::erase_people},
};

} // namespace accounts
