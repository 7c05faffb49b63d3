#include "application.hpp"

#include "areas.hpp"
#include "database.hpp"
#include "demo/board.hpp"
#include "version.hpp"

#include "lib/files/documents/scanner.hpp"
#include "lib/files/storage/storage_setting.hpp"
#include "lib/outside/oidc/providers.hpp"
#include "lib/outside/push/apns.hpp"
#include "lib/outside/push/fcm.hpp"
#include "lib/outside/push/web_push.hpp"
#include "lib/web/gate.hpp"
#include "lib/web/openapi/document.hpp"

namespace {

// What people sign in with who try a board's pages; nothing on a board that is for others.
std::optional<KnownLogin> demo_login(const Settings& s)
{
    if (s.environment != "development") return std::nullopt;
    const auto& login = demo_logins[0];
    return KnownLogin{std::string(login.username), std::string(login.password)};
}

PushServices push_services(const Settings& s)
{
    OutboundOptions guarded{.guard = outbound_guard(s)};
    PushServices out;
    if (!s.vapid_key.empty()) {
        out.browsers = web_push(s.vapid_key, s.vapid_subject, guarded);
        out.vapid_public_key = vapid_public_key(read_p256_key(s.vapid_key));
    }
    if (!s.fcm_credentials.empty()) out.android = fcm(read_fcm_account(s.fcm_credentials), {});
    if (!s.apns_key.empty()) out.apple = apns({s.apns_key, s.apns_key_id, s.apns_team, s.apns_topic}, {});
    return out;
}

} // namespace

Site site_of(const Settings& s)
{
    return {
        .words = words(),
        .public_url = s.public_url,
        .secret_key = s.secret_key,
        .tokens = TokenKeys(secret_keys(s)),
        .access_lifetime = std::chrono::seconds(s.access_lifetime_s),
        .refresh_lifetime = std::chrono::seconds(s.refresh_lifetime_s),
        .session_lifetime = std::chrono::seconds(s.session_lifetime_s),
        .hash_cost = hash_cost(s),
        .templates = s.home_path + "/templates",
        .guide = s.home_path + "/docs/api.md",
        .media = s.media_path,
        .files = storage_of(s.file_storage, storage_access(s)),
        .scanner = scanner_of(s.scanner),
        .migrations = s.home_path + "/sql",
        .version = std::string(version),
        .demo = demo_login(s),
        .openapi = openapi_document(areas(), s.public_url),
        .redis_url = s.redis_url,
        .areas = areas(),
        .cors_origins = split_list(s.cors_origins),
        .operators = operator_networks(s),
        .mailing = {s.mail, mail_sender(s), mail_site(s), s.home_path + "/templates/mail",
            s.mails_per_minute},
        .callable = outbound_guard(s),
        .live = s.live,
        .push = std::make_shared<const PushServices>(push_services(s)),
        .keys = KeyRing(data_keys(s)),
        .accounts = account_policy(s),
        .providers = std::make_shared<const IdentityProviders>(
            identity_providers(s.oidc_providers, oauth_redirects(s))),
    };
}

namespace {

// Members in the order they need each other.
struct Application {
    Site site;
    Router router{areas()};
    Sql sql;
    Standby standby;
    RateLimiter limiter;
    AnswerCache cache;
    Gate gate{router, sql, standby, limiter, cache, site};

    explicit Application(const Settings& s)
        : site(site_of(s)), sql(request_session(s)),
          standby(standby_session(s), static_cast<int>(s.database_standby_lag_ms)),
          limiter(s.redis_url, static_cast<int>(s.rate_limit_percent)),
          cache(s.cache == "off" ? Secret() : s.redis_url)
    {
    }
};

} // namespace

std::function<Response(Request&)> application(const Settings& settings)
{
    auto whole = std::make_shared<Application>(settings);
    return [whole, uploads = settings.upload_path](Request& request) {
        request.upload_directory = uploads;
        return whole->gate.answer(request);
    };
}
