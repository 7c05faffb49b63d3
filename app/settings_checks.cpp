// What the settings must be for the program to start, besides what their table says of each.
#include "settings.hpp"

#include "lib/base/net/url.hpp"
#include "lib/base/text.hpp"
#include "lib/db/address/postgres_address.hpp"
#include "lib/db/address/redis_address.hpp"
#include "lib/formats/mail_address.hpp"
#include "lib/outside/mail_drop.hpp"
#include "lib/outside/oidc/providers.hpp"
#include "lib/outside/push/fcm.hpp"
#include "lib/outside/push/p256.hpp"
#include "lib/outside/sentry.hpp"
#include "lib/web/http/origin.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <unicode/timezone.h>
#include <zxcvbn.h>

namespace {

constexpr std::string_view development_key = "insecure-development-key-change-me-0000";

template <class... T> [[noreturn]] void refuse(fmt::format_string<T...> sentence, T&&... parts)
{
    throw BadSetting("JOBBOARD_" + fmt::format(sentence, std::forward<T>(parts)...));
}

// What a text consists of that only repeats itself: "ab" of "ababab".
std::string_view repeated_part(std::string_view text)
{
    for (std::size_t length = 1; length <= text.size() / 2; ++length)
        if (text.substr(length) == text.substr(0, text.size() - length)) return text.substr(0, length);
    return text;
}

bool is_weak(const std::string& key)
{
    constexpr double least_bits = 60; // of guessing; a random key of 32 hexadecimal digits has over 120
    constexpr std::size_t enough = 100;
    auto judged = std::string(repeated_part(key).substr(0, enough));
    return ZxcvbnMatch(judged.c_str(), nullptr, nullptr) < least_bits;
}

void check_keys(Settings& settings)
{
    if (settings.secret_key.empty() && settings.environment == "development")
        settings.secret_key = Secret(std::string(development_key));
    if (settings.secret_key.empty()) refuse("SECRET_KEY must be set: openssl rand -hex 32 makes a good one.");
    auto keys = secret_keys(settings);
    if (keys.size() > 3) refuse("PREVIOUS_SECRET_KEYS may hold two keys at most.");
    for (const auto& key : settings.data_keys.empty() ? std::vector<std::string>() : data_keys(settings))
        if (key.size() < 32 || is_weak(key))
            refuse("DATA_KEYS: each must have at least 32 characters that nobody guesses: openssl rand -hex "
                   "32.");
    for (const auto& key : keys) {
        if (key.size() < 32)
            refuse("SECRET_KEY and each of JOBBOARD_PREVIOUS_SECRET_KEYS must have at least 32 characters.");
        if (key == development_key && settings.environment != "development")
            refuse(
                "SECRET_KEY is the one that everybody knows, which only development takes: openssl rand -hex "
                "32 makes a good one.");
        if (is_weak(key))
            refuse("SECRET_KEY or one of JOBBOARD_PREVIOUS_SECRET_KEYS is easy to guess: openssl rand -hex "
                   "32 makes "
                   "a good one.");
    }
}

void check_accounts(Settings& s)
{
    while (s.account_links.ends_with('/')) s.account_links.pop_back();
    if (!s.account_links.empty() && !s.account_links.starts_with("https://") &&
        !s.account_links.starts_with("http://"))
        refuse("ACCOUNT_LINKS must begin with https:// or http://, not \"{}\".", s.account_links);
}

// Codes travel in the addresses that browsers are sent back to.
void check_redirects(const Settings& s)
{
    for (const auto& text : split_list(s.oauth_redirects)) {
        auto url = parse_url(text);
        bool script = url && (url->scheme == "javascript" || url->scheme == "data");
        if (!url || script || !url->fragment.empty() || !url->user.empty())
            refuse("OAUTH_REDIRECTS: \"{}\" is no address that a browser can come back to, such as "
                   "https://app.example.org/signed-in or org.example.app://signed-in.",
                text.find('@') == text.npos ? text : "…");
        if (url->scheme == "http" && s.production() && s.plain_http != "allowed" &&
            !is_provider_address(text))
            refuse("OAUTH_REDIRECTS: \"{}\" must begin with https:// in production.", text);
    }
}

void check_providers(const Settings& s)
{
    try {
        read_providers(s.oidc_providers);
    } catch (const std::invalid_argument& error) {
        refuse("OIDC_PROVIDERS {}.", error.what());
    }
    check_redirects(s);
}

// A name without a slash may be an old abbreviation that PostgreSQL reads as something else.
void check_time_zone(const Settings& settings)
{
    const auto& name = settings.time_zone;
    UErrorCode error = U_ZERO_ERROR;
    UBool known = false;
    icu::UnicodeString canonical;
    icu::TimeZone::getCanonicalID(icu::UnicodeString::fromUTF8(name), canonical, known, error);
    if (name != "UTC" && (U_FAILURE(error) || !known || name.find('/') == name.npos))
        refuse(
            "TIME_ZONE must be UTC or a name such as Europe/Vienna or America/New_York, not \"{}\".", name);
}

// What OWASP recommends as the least for Argon2id: less memory needs more passes.
void check_hash_cost(const Settings& settings)
{
    static constexpr long long least_kb[] = {47'104, 19'456, 12'288, 9'216, 7'168};
    auto least = least_kb[std::min<long long>(settings.hash_passes, std::ssize(least_kb)) - 1];
    if (settings.production() && settings.hash_memory_kb < least)
        refuse("HASH_MEMORY_KB must be at least {} in production while JOBBOARD_HASH_PASSES is {}: passwords "
               "would "
               "be too cheap to guess.",
            least, settings.hash_passes);
}

void check_sentry_dsn(const Settings& settings)
{
    if (settings.sentry_dsn.empty()) return;
    try {
        sentry_place(settings.sentry_dsn.reveal());
    } catch (const std::invalid_argument& error) {
        throw BadSetting(error.what());
    }
}

// Where an address may hold a password, nothing of it is repeated.
void check_servers(const Settings& s)
{
    auto check = [](std::string_view name, const Secret& address, auto read) {
        try {
            if (!address.empty()) read(address);
        } catch (const std::invalid_argument& error) {
            refuse("{} {}.", name, error.what());
        }
    };
    check("DATABASE_URL", s.database_url, postgres_words);
    check("DATABASE_OWNER_URL", s.database_owner_url, postgres_words);
    check("DATABASE_STANDBY_URL", s.database_standby_url, postgres_words);
    check("REDIS_URL", s.redis_url, redis_address);
    if (s.database_url.empty()) refuse("DATABASE_URL must be set.");
}

std::string origin_of(std::string_view setting, const std::string& text)
{
    try {
        return normal_origin(text);
    } catch (const std::invalid_argument& error) {
        auto shown = text.find('@') == text.npos ? text : "…"; // what stands before an @ may be a password
        refuse("{}: \"{}\" {}.", setting, shown, error.what());
    }
}

void check_public_url(Settings& s)
{
    s.public_url = origin_of("PUBLIC_URL", s.public_url);
    bool plain = s.public_url.starts_with("http://");
    if (!plain && !s.public_url.starts_with("https://"))
        refuse("PUBLIC_URL must begin with https:// or http://, not \"{}\".", s.public_url);
    if (plain && s.production() && s.plain_http != "allowed")
        refuse("PUBLIC_URL must begin with https:// in production, not \"{}\": cookies would travel "
               "unprotected. "
               "Where that is meant, set JOBBOARD_PLAIN_HTTP=allowed.",
            s.public_url);
}

void check_origins(Settings& s)
{
    std::vector<std::string> origins;
    for (const auto& text : split_list(s.cors_origins)) {
        if (text == "*" || text == "null")
            refuse(
                "CORS_ORIGINS: \"{}\" would let the pages of anybody act for whoever visits them; list the "
                "origins that you know.",
                text);
        auto origin = origin_of("CORS_ORIGINS", text);
        if (std::find(origins.begin(), origins.end(), origin) == origins.end()) origins.push_back(origin);
    }
    s.cors_origins = fmt::format("{}", fmt::join(origins, ","));
}

// The list in its normal form.
std::string networks_of(std::string_view setting, const std::string& list, bool with_sockets)
{
    std::vector<std::string> networks;
    for (const auto& text : split_list(list)) {
        auto network = parse_network(text);
        if (!network || (network->local && !with_sockets))
            refuse("{}: \"{}\" is neither an address (10.0.0.5, 2001:db8::5), nor a network by its first "
                   "address and length (10.0.0.0/8){}.",
                setting, text, with_sockets ? ", nor unix:" : "");
        networks.push_back(text_of(*network));
    }
    return fmt::format("{}", fmt::join(networks, ","));
}

void check_live(Settings& s)
{
    if (s.live.empty() || s.live.starts_with("unix:/")) return;
    s.live = origin_of("LIVE", s.live);
    if (!s.live.starts_with("http://")) refuse("LIVE must be unix:/path or http://host:port.");
}

// A channel that is half set up would be found out by whoever misses a message. Of keys nothing is repeated.
void check_push(const Settings& s)
{
    auto check = [](std::string_view name, const auto& value, auto read) {
        try {
            if (!value.empty()) read(value);
        } catch (const std::invalid_argument& error) {
            refuse("{} {}.", name, error.what());
        }
    };
    check("VAPID_KEY", s.vapid_key, read_p256_key);
    check("FCM_CREDENTIALS", s.fcm_credentials, read_fcm_account);
    check("APNS_KEY", s.apns_key, read_p256_key);
    bool reachable = s.vapid_subject.starts_with("mailto:") || s.vapid_subject.starts_with("https://");
    if (s.vapid_key.empty() != s.vapid_subject.empty() || (!s.vapid_subject.empty() && !reachable))
        refuse("VAPID_SUBJECT must be a mailto: or https:// address where JOBBOARD_VAPID_KEY is set, and "
               "empty where it is not.");
    for (const auto* part : {&s.apns_key_id, &s.apns_team, &s.apns_topic})
        if (part->empty() != s.apns_key.empty())
            refuse("APNS_KEY, JOBBOARD_APNS_KEY_ID, JOBBOARD_APNS_TEAM and JOBBOARD_APNS_TOPIC are set "
                   "together or not at all.");
}

bool is_colour(std::string_view text)
{
    return text.size() == 7 && text[0] == '#' &&
           text.find_first_not_of("0123456789abcdefABCDEF", 1) == text.npos;
}

void check_mail_place(const Settings& s)
{
    MailPlace place;
    try {
        place = mail_place(s.mail);
    } catch (const std::invalid_argument& error) {
        refuse("MAIL {}.", error.what());
    }
    auto from = read_mailbox(s.mail_from);
    if (!from) refuse("MAIL_FROM must be an address, or a name and one: Job Board <no-reply@example.org>.");
    bool far = place.kind == MailPlace::Kind::smtp && !place.on_this_host();
    if (far && from->address.ends_with("@localhost"))
        refuse("MAIL_FROM must be an address of your own, since JOBBOARD_MAIL sends to others.");
}

void check_site(const Settings& s)
{
    if (!s.mail_reply_to.empty() && !is_mail_address(s.mail_reply_to))
        refuse("MAIL_REPLY_TO must be an address: help@example.org.");
    if (trimmed(s.site_name).empty() || !is_one_line(s.site_name))
        refuse("SITE_NAME must be a name, without control characters.");
    if (!is_colour(s.site_colour)) refuse("SITE_COLOUR must look like #1f5fbf.");
    const auto& logo = s.site_logo_url;
    bool link = logo.starts_with("https://") || logo.starts_with("http://");
    if (!logo.empty() && (!link || !is_one_line(logo) || logo.find_first_of(" <>\"") != logo.npos))
        refuse("SITE_LOGO_URL must begin with https:// or http://.");
    for (const auto& [name, text] :
        {std::pair("SITE_ADDRESS", s.site_address), {"SITE_SIGNATURE", s.site_signature}})
        if (!is_one_line(text)) refuse("{} must have no control characters: write \\n for a new line.", name);
}

} // namespace

void check_settings(Settings& settings)
{
    check_keys(settings);
    check_time_zone(settings);
    check_hash_cost(settings);
    check_sentry_dsn(settings);
    check_servers(settings);
    check_public_url(settings);
    check_origins(settings);
    check_mail_place(settings);
    check_site(settings);
    check_accounts(settings);
    check_providers(settings);
    settings.operator_addresses = networks_of("OPERATOR_ADDRESSES", settings.operator_addresses, true);
    settings.webhook_networks = networks_of("WEBHOOK_NETWORKS", settings.webhook_networks, false);
    check_live(settings);
    check_push(settings);
}
