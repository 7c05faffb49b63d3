// Settings of mails and of other messages to people and programs. Rows of the table in settings_table.cpp.
#include "settings.hpp"

#include "lib/outside/mail_drop.hpp"

namespace {

using S = Settings;

constexpr Setting table[] = {
    {.name = "MAIL",
        .secret = &S::mail,
        .initial = "off",
        .shown = shown_mail,
        .about = "Where mails go: smtp://user:password@host:587, which takes TLS (?starttls=off lifts that), "
                 "smtps://…, maildir:/path, off (nobody gets any), or file:/path with one of those. See "
                 "docs/mail.md."},
    {.name = "MAIL_FROM",
        .string = &S::mail_from,
        .initial = "no-reply@localhost",
        .about = "Whom mails are from: an address, or Job Board <no-reply@example.org>; without a name it is "
                 "SITE_NAME."},
    {.name = "MAIL_REPLY_TO",
        .string = &S::mail_reply_to,
        .initial = "",
        .about = "The address that answers to mails go to. Empty: that of MAIL_FROM."},
    {.name = "MAILS_PER_MINUTE",
        .number = &S::mails_per_minute,
        .initial = "0",
        .min = 0,
        .max = 1'000'000,
        .about = "Mails that are sent in a minute at most; 0: as many as there are."},
    {.name = "SITE_NAME",
        .string = &S::site_name,
        .initial = "Job Board",
        .about = "What mails call the site."},
    {.name = "SITE_COLOUR",
        .string = &S::site_colour,
        .initial = "#1f5fbf",
        .about = "The colour of mails' bar and buttons, as #rrggbb."},
    {.name = "SITE_LOGO_URL",
        .string = &S::site_logo_url,
        .initial = "",
        .about =
            "A picture that mails show instead of the site's name, 32 pixels high: https://… Empty: none."},
    {.name = "SITE_ADDRESS",
        .string = &S::site_address,
        .initial = "",
        .about = "The postal address below mails, which some countries want there; \\n begins a line."},
    {.name = "SITE_SIGNATURE",
        .string = &S::site_signature,
        .initial = "",
        .about = "How mails end; \\n begins a line. Empty: \"Yours,\" and the site's name."},
    {.name = "WEBHOOK_NETWORKS",
        .string = &S::webhook_networks,
        .initial = "",
        .about = "Networks (10.0.0.0/8) and addresses that webhooks and pushes may call although they are "
                 "private, separated by commas. Empty: only what everybody on the Internet can reach."},
    {.name = "LIVE",
        .string = &S::live,
        .initial = "",
        .about = "Where nginx takes what is new for those who listen: unix:/path, or http://127.0.0.1:port "
                 "that nobody else reaches. Empty: nobody can listen, and clients ask from time to time."},
    {.name = "VAPID_KEY",
        .secret = &S::vapid_key,
        .initial = "",
        .about = "The private key by which browsers' push services know this site, as `jobboard vapid-key` "
                 "prints it or as PEM; or file:/path. Empty: nothing is pushed to browsers."},
    {.name = "VAPID_SUBJECT",
        .string = &S::vapid_subject,
        .initial = "",
        .about = "Whom push services write to when they have a complaint: mailto:ops@example.org or an "
                 "https:// address. Goes with VAPID_KEY."},
    {.name = "FCM_CREDENTIALS",
        .secret = &S::fcm_credentials,
        .initial = "",
        .about = "The service account that pushes to Android by Firebase Cloud Messaging: its JSON key, or "
                 "file:/path. Empty: nothing is pushed there."},
    {.name = "APNS_KEY",
        .secret = &S::apns_key,
        .initial = "",
        .about = "The key that pushes to Apple's devices (AuthKey_….p8), best as file:/path. Empty: nothing "
                 "is pushed there."},
    {.name = "APNS_KEY_ID",
        .string = &S::apns_key_id,
        .initial = "",
        .about = "What Apple calls that key: ten characters."},
    {.name = "APNS_TEAM",
        .string = &S::apns_team,
        .initial = "",
        .about = "What Apple calls the team that it belongs to: ten characters."},
    {.name = "APNS_TOPIC",
        .string = &S::apns_topic,
        .initial = "",
        .about = "The app that is pushed to, by its bundle id: org.example.jobs."},
};

} // namespace

extern constexpr std::span<const Setting> message_settings{table};
