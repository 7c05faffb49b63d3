// Settings of accounts, and of how people prove who they are. Rows of the table in settings_table.cpp.
#include "settings.hpp"

namespace {

using S = Settings;

constexpr Setting table[] = {
    {.name = "DATA_KEYS",
        .secret = &S::data_keys,
        .initial = "",
        .about = "Keys that seal what the database must not know in the clear, such as the seeds of second "
                 "factors: the first seals, all open; separated by commas or in the lines of file:/path. "
                 "`jobboard "
                 "keys rotate` seals anew after a change. Empty: made from SECRET_KEY and the older ones."},
    {.name = "EMAIL_VERIFICATION",
        .string = &S::email_verification,
        .initial = "before_applying_and_posting",
        .choices = "off|before_applying_and_posting|before_sign_in",
        .about =
            "From when on people must have followed the link that shows that their address is theirs. While "
            "MAIL is off nobody is asked to."},
    {.name = "REQUIRE_SECOND_FACTOR",
        .string = &S::require_second_factor,
        .initial = "nobody",
        .choices = "nobody|admins|employers_and_admins",
        .about = "Who must have a second factor, or a passkey, to do anything but set one up."},
    {.name = "SECOND_FACTOR_GRACE_DAYS",
        .number = &S::second_factor_grace_days,
        .initial = "7",
        .min = 0,
        .max = 365,
        .about = "Days that somebody has to set it up, from when they first signed in without it."},
    {.name = "ACCOUNT_LINKS",
        .string = &S::account_links,
        .initial = "",
        .about = "What links in mails about one's account begin with, where a front end has those pages: "
                 "https://app.example.org/account. Empty: the board's own pages below PUBLIC_URL/account."},
    {.name = "OIDC_PROVIDERS",
        .secret = &S::oidc_providers,
        .initial = "",
        .about = "By whom people may sign in besides their password, or file:/path with that: a JSON list of "
                 "{name, issuer, client_id, client_secret, label, scopes}, of which google and linkedin need "
                 "no issuer, and label and scopes may be left out. See docs/operating.md. Empty: by nobody."},
    {.name = "OAUTH_REDIRECTS",
        .string = &S::oauth_redirects,
        .initial = "",
        .about = "Where people who sign in by a provider may come back to, besides ACCOUNT_LINKS/oauth/: "
                 "whole addresses of pages or apps, separated by commas."},
    {.name = "ACCESS_LIFETIME_S",
        .number = &S::access_lifetime_s,
        .initial = "3600",
        .min = 60,
        .max = 86'400,
        .about = "Seconds an access token is good for."},
    {.name = "REFRESH_LIFETIME_S",
        .number = &S::refresh_lifetime_s,
        .initial = "86400",
        .min = 300,
        .max = 31'536'000,
        .about = "Seconds a refresh token is good for."},
    {.name = "SESSION_LIFETIME_S",
        .number = &S::session_lifetime_s,
        .initial = "2592000",
        .min = 300,
        .max = 31'536'000,
        .about = "Seconds after which a session ends, however often it is refreshed."},
    {.name = "HASH_PASSES",
        .number = &S::hash_passes,
        .initial = "2",
        .min = 1,
        .max = 20,
        .about = "Passes over the memory that hashing a password takes (Argon2id)."},
    {.name = "HASH_MEMORY_KB",
        .number = &S::hash_memory_kb,
        .initial = "19456",
        .min = 1024,
        .max = 262'144,
        .about = "Kibibytes of memory that hashing a password takes. Production refuses less than 47104 with "
                 "1 pass, 19456 with 2, 12288 with 3, 9216 with 4, 7168 with 5 or more."},
    {.name = "HASHES_AT_ONCE",
        .number = &S::hashes_at_once,
        .initial = "1",
        .min = 1,
        .max = 512,
        .about =
            "Passwords that the workers of one host hash at the same time. Fewer than it has cores: a flood "
            "of sign-ins then leaves the others to everybody else."},
};

} // namespace

extern constexpr std::span<const Setting> account_settings{table};
