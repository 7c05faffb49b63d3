// Every setting of the program: one table of name, bounds, default and meaning.
#pragma once

#include "lib/auth/passwords.hpp"
#include "lib/auth/policy.hpp"
#include "lib/base/net/networks.hpp"
#include "lib/base/secret.hpp"
#include "lib/files/storage/storage.hpp"
#include "lib/mail/message.hpp"
#include "lib/mail/templates.hpp"
#include "lib/outside/address_guard.hpp"

#include <functional>
#include <iosfwd>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct Settings {
    std::string environment, time_zone, public_url, plain_http;
    Secret secret_key, previous_secret_keys, data_keys;
    std::string email_verification, require_second_factor, account_links;
    long long second_factor_grace_days{};
    Secret oidc_providers; // with their client secrets
    std::string oauth_redirects;
    long long access_lifetime_s{}, refresh_lifetime_s{}, session_lifetime_s{};
    long long hash_passes{}, hash_memory_kb{}, hashes_at_once{};
    Secret database_url, database_owner_url, database_standby_url, redis_url; // they may hold passwords
    long long database_connect_timeout_s{}, statement_timeout_ms{}, lock_timeout_ms{},
        idle_transaction_timeout_ms{}, slow_statement_ms{}, database_standby_lag_ms{};
    std::string cache, upkeep;
    std::string fast_listen, slow_listen;
    long long fast_workers{}, slow_workers{}, task_runners{}, listen_backlog{};
    long long worker_requests{}, worker_memory_mb{}, request_deadline_s{}, request_kill_s{}, drain_s{},
        peer_timeout_s{};
    long long rate_limit_percent{};
    std::string cors_origins, operator_addresses, home_path, media_path, file_storage, file_storage_key,
        scanner, upload_path, log_level, log_file;
    Secret file_storage_secret, sentry_dsn;
    Secret mail; // it may hold a password
    std::string mail_from, mail_reply_to;
    std::string site_name, site_colour, site_logo_url, site_address, site_signature;
    long long mails_per_minute{};
    std::string live;
    std::string webhook_networks, vapid_subject, apns_key_id, apns_team, apns_topic;
    Secret vapid_key, fcm_credentials, apns_key;

    bool production() const { return environment == "production"; }
};

// One row of the table. A text setting has a `string` member, a whole-number setting a `number` member, one
// that is nobody's business a `secret` one: it is shown masked, as stars or, where only parts of it are
// secret, by `shown`; and its value may stand in a file.
struct Setting {
    std::string_view name; // as the environment spells it, without the JOBBOARD_ prefix
    std::string Settings::*string = nullptr;
    Secret Settings::*secret = nullptr;
    long long Settings::*number = nullptr;
    std::string_view initial;      // the default, as text
    long long min = 0, max = 0;    // bounds of a number
    std::string_view choices = ""; // of a text: the allowed values, separated by |
    std::string (*shown)(const Secret&) = nullptr;
    std::string_view about;
};

std::span<const Setting> settings_table();

// A sentence that names the setting at fault and says what would be right.
struct BadSetting : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Reads the settings. The environment wins over the env file, the file over the defaults. The file is
// JOBBOARD_ENV_FILE, or .run/jobboard.env below the current directory, or /etc/jobboard/env, whichever exists
// first. A JOBBOARD_ name that is not in the table, or a value out of its bounds, throws BadSetting; so does
// what check_settings() refuses.
Settings read_settings();

// The same from given texts, for tests: "NAME=value" entries and the contents of an env file.
Settings read_settings(std::span<const std::string> environment, std::string_view file);

// As they were given, unchecked: for what prints them, or needs none.
Settings given_settings();

// Brings addresses into their normal form, and throws BadSetting for what the program must not start with: a
// key that is weak or, outside development, everybody's; an address that would never match; cheap hashes.
void check_settings(Settings&);

// The keys that sign (the first) and verify (all).
std::vector<std::string> secret_keys(const Settings&);

// The keys that seal (the first) and open (all) what is kept sealed.
std::vector<std::string> data_keys(const Settings&);

// What the board asks of accounts.
AccountPolicy account_policy(const Settings&);

// Where people who sign in by a provider may come back to.
std::vector<std::string> oauth_redirects(const Settings&);

// Of the hashes that passwords are kept as.
HashCost hash_cost(const Settings&);

// Who may see operators' pages, and the address of one of them; empty: nobody.
std::vector<Network> operator_networks(const Settings&);
std::string operator_address(const Settings&);

// Who may be called by webhooks and pushes: everybody, and the named networks.
AddressGuard outbound_guard(const Settings&);

// What the storage of files needs besides its place.
StorageAccess storage_access(const Settings&);

// Who mails are from, and what each shows of the site. In SITE_ADDRESS and SITE_SIGNATURE, \\n begins a line.
MailSender mail_sender(const Settings&);
MailSite mail_site(const Settings&);

// Prints every setting with its value (secrets masked), default and meaning.
void print_settings(std::ostream&, const Settings&);

// An env file with every setting commented out, secrets left empty.
void print_env_example(std::ostream&);

// The value of one setting as it may be shown.
std::string text_of(const Settings&, const Setting&);
