// The settings: where they come from and which are refused.
#include "t/kit/process.hpp"

#include "app/settings.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <sstream>

namespace {

using Texts = std::vector<std::string>;

const std::string a_key = "JOBBOARD_SECRET_KEY=c5ff3c7d70c0a3b8e2f1f0a9d4b6e8c1";

// Those of production that any start needs; what is given besides wins.
Texts with_needed(const Texts& environment)
{
    Texts out{a_key, "JOBBOARD_PUBLIC_URL=https://jobs.example"};
    out.insert(out.end(), environment.begin(), environment.end());
    return out;
}

// Why settings are refused; empty when they are taken.
std::string refusal(const Texts& environment, std::string_view file = "")
{
    try {
        read_settings(with_needed(environment), file);
        return "";
    } catch (const BadSetting& e) {
        return e.what();
    }
}

void check_says(const std::string& sentence, std::string_view part)
{
    BOOST_TEST(
        sentence.find(part) != std::string::npos, "\"" << sentence << "\" does not say \"" << part << '"');
}

} // namespace

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(without_anything_the_defaults_hold)
{
    auto settings = read_settings(with_needed({"PATH=/bin", "LANG=C"}), "");
    for (const auto& row : settings_table())
        if (row.name != "SECRET_KEY" && row.name != "PUBLIC_URL")
            BOOST_TEST(text_of(settings, row) == row.initial, row.name);
    BOOST_TEST(settings.production());
}

BOOST_AUTO_TEST_CASE(the_environment_wins_over_the_file)
{
    auto file = "# comment\n\nJOBBOARD_FAST_WORKERS=7\n  JOBBOARD_PUBLIC_URL=\"http://a.example\"  "
                "\nJOBBOARD_LOG_LEVEL='debug'\n";
    auto settings = read_settings(Texts{a_key, "JOBBOARD_ENVIRONMENT=test", "JOBBOARD_FAST_WORKERS=9"}, file);
    BOOST_TEST(settings.fast_workers == 9);
    BOOST_TEST(settings.public_url == "http://a.example");
    BOOST_TEST(settings.log_level == "debug");
}

BOOST_AUTO_TEST_CASE(an_unknown_setting_is_refused)
{
    check_says(refusal({"JOBBOARD_FASTWORKERS=1"}), "JOBBOARD_FASTWORKERS is not a setting");
    check_says(refusal({}, "PUBLIC_URL=x"), "PUBLIC_URL is not a setting");
    BOOST_TEST(refusal({}, "JOBBOARD_PUBLIC_URL") != "");
}

BOOST_AUTO_TEST_CASE(every_number_has_its_bounds)
{
    int numbers = 0;
    for (const auto& row : settings_table()) {
        if (!row.number) continue;
        ++numbers;
        auto name = "JOBBOARD_" + std::string(row.name);
        for (auto fine : {row.min, row.max})
            BOOST_TEST(refusal({"JOBBOARD_ENVIRONMENT=test", name + '=' + std::to_string(fine)}) == "");
        for (auto bad : {std::to_string(row.min - 1), std::to_string(row.max + 1), std::string("x"),
                 std::string(""), std::string("1.5")})
            check_says(refusal({name + '=' + bad}),
                name + " must be a whole number from " + std::to_string(row.min));
    }
    BOOST_TEST(numbers > 5);
}

BOOST_AUTO_TEST_CASE(choices_are_closed)
{
    check_says(refusal({"JOBBOARD_ENVIRONMENT=staging"}), "must be one of development|production|test");
    BOOST_TEST(refusal({"JOBBOARD_ENVIRONMENT="}) != "");
    BOOST_TEST(refusal({"JOBBOARD_ENVIRONMENT=development|production"}) != "");
}

BOOST_AUTO_TEST_CASE(only_development_has_a_key_by_default)
{
    const std::string known = "JOBBOARD_SECRET_KEY=insecure-development-key-change-me-0000";
    auto said = [](Texts environment) {
        environment.emplace_back("JOBBOARD_PUBLIC_URL=https://jobs.example");
        try {
            return read_settings(environment, ""), std::string();
        } catch (const BadSetting& e) {
            return std::string(e.what());
        }
    };
    check_says(said({}), "JOBBOARD_SECRET_KEY must be set");
    for (const std::string where : {"production", "test"}) {
        check_says(said({"JOBBOARD_ENVIRONMENT=" + where}), "JOBBOARD_SECRET_KEY must be set");
        check_says(said({"JOBBOARD_ENVIRONMENT=" + where, known}), "the one that everybody knows");
        check_says(said({"JOBBOARD_ENVIRONMENT=" + where, a_key,
                       "JOBBOARD_PREVIOUS_SECRET_KEYS=" + known.substr(20)}),
            "the one that everybody knows");
    }
    BOOST_TEST(said({"JOBBOARD_ENVIRONMENT=development"}) == "");
    BOOST_TEST(said({a_key}) == "");
}

BOOST_AUTO_TEST_CASE(keys_that_are_easy_to_guess_are_refused)
{
    check_says(refusal({"JOBBOARD_SECRET_KEY=short"}), "at least 32 characters");
    for (const std::string weak : {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "abababababababababababababababab",
             "0123456789012345678901234567890123", "passwordpasswordpasswordpassword",
             "changemechangemechangemechangeme", "qwertyuiopasdfghjklzxcvbnm123456",
             "xK9#xK9#xK9#xK9#xK9#xK9#xK9#xK9#", "00000000000000000000000000000001"}) {
        check_says(refusal({"JOBBOARD_SECRET_KEY=" + weak}), "is easy to guess");
        check_says(refusal({"JOBBOARD_PREVIOUS_SECRET_KEYS=" + weak}), "is easy to guess");
        check_says(
            refusal({"JOBBOARD_ENVIRONMENT=development", "JOBBOARD_SECRET_KEY=" + weak}), "is easy to guess");
        BOOST_TEST(refusal({"JOBBOARD_SECRET_KEY=" + weak}).find(weak) == std::string::npos);
    }
    for (const std::string good :
        {"4d88248d0d5e68ba99b624d31668d11b", "correct horse battery staple and more of it",
            "oddUparCn9sTdqs/Y4xMNgj2P6VjbxRZNlNdGVe3LBN3hwT5Gw1ZVuOAmXbUV2Tu"})
        BOOST_TEST(refusal({"JOBBOARD_SECRET_KEY=" + good}) == "", good);
}

BOOST_AUTO_TEST_CASE(the_public_address_is_brought_into_one_form)
{
    auto read = [](const std::string& url) {
        return read_settings(Texts{a_key, "JOBBOARD_ENVIRONMENT=test", "JOBBOARD_PUBLIC_URL=" + url}, "")
            .public_url;
    };
    for (auto [given, taken] : {std::pair("https://jobs.example/", "https://jobs.example"),
             {"HTTPS://Jobs.Example", "https://jobs.example"},
             {"https://jobs.example:443/", "https://jobs.example"},
             {"http://jobs.example:80", "http://jobs.example"}, {"http://[::1]:8080/", "http://[::1]:8080"},
             {"https://bücher.example", "https://xn--bcher-kva.example"},
             {"http://127.0.0.1:8080", "http://127.0.0.1:8080"}})
        BOOST_TEST(read(given) == taken, given);
    for (const std::string bad : {"", "jobs.example", "/", "https://", "https:///x", "ftp://jobs.example",
             "https://jobs.example/board", "https://jobs.example/?a=1", "https://jobs.example/#x",
             "https://jobs.example?", "https://ann:pw-canary@jobs.example", "https://jobs.example:99999",
             "https://jobs example", "javascript://x", "https://*.example"}) {
        check_says(refusal({"JOBBOARD_PUBLIC_URL=" + bad}), "JOBBOARD_PUBLIC_URL");
        BOOST_TEST(refusal({"JOBBOARD_PUBLIC_URL=" + bad}).find("canary") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(plain_http_in_production_must_be_meant)
{
    const std::string plain = "JOBBOARD_PUBLIC_URL=http://jobs.example";
    check_says(refusal({plain}), "JOBBOARD_PLAIN_HTTP=allowed");
    BOOST_TEST(refusal({plain, "JOBBOARD_PLAIN_HTTP=allowed"}) == "");
    BOOST_TEST(refusal({plain, "JOBBOARD_ENVIRONMENT=development"}) == "");
}

BOOST_AUTO_TEST_CASE(origins_are_brought_into_the_form_that_browsers_send)
{
    auto read = [](const std::string& list) {
        return read_settings(with_needed({"JOBBOARD_CORS_ORIGINS=" + list}), "").cors_origins;
    };
    BOOST_TEST(read("https://app.example/, HTTP://LocalHost:3000 ,https://app.example:443") ==
               "https://app.example,http://localhost:3000");
    BOOST_TEST(
        read("capacitor://localhost, http://[::1]:5173/") == "capacitor://localhost,http://[::1]:5173");
    BOOST_TEST(read("") == "");
    for (const std::string bad : {"*", "null", "app.example", "https://app.example/page", "https://*.example",
             "https://a@b.example", "https://ok.example,http://", "https://app.example?x"})
        check_says(refusal({"JOBBOARD_CORS_ORIGINS=" + bad}), "JOBBOARD_CORS_ORIGINS");
}

BOOST_AUTO_TEST_CASE(operators_are_addresses_and_networks)
{
    auto read = [](const std::string& list) {
        return read_settings(with_needed({"JOBBOARD_OPERATOR_ADDRESSES=" + list}), "");
    };
    auto given = read("10.0.0.0/8, 2001:DB8:0:0::/32,::ffff:192.0.2.5,unix:");
    BOOST_TEST(given.operator_addresses == "10.0.0.0/8,2001:db8::/32,192.0.2.5,unix:");
    BOOST_TEST(operator_address(given) == "10.0.0.0");
    auto known = operator_networks(given);
    for (auto inside : {"10.0.0.0", "10.255.0.1", "::ffff:10.1.2.3", "2001:db8:ffff::1", "192.0.2.5",
             "unix:", "unix:/run/x"})
        BOOST_TEST(within(known, inside), inside);
    for (auto outside : {"11.0.0.1", "2001:db9::1", "192.0.2.4", "::a00:1", "", "10.0.0.0/8", "x"})
        BOOST_TEST(!within(known, outside), outside);
    BOOST_TEST(within(operator_networks(read("0.0.0.0/0")), "203.0.113.9"));
    BOOST_TEST(!within(operator_networks(read("0.0.0.0/0")), "2001:db8::1"));
    BOOST_TEST(operator_networks(read("")).empty());
    for (const std::string bad : {"10.0.0.5/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0",
             "localhost", "2001:db8::/129", "2001:db8::1/32", "10.0.0.0/8/8", "10.*"})
        check_says(refusal({"JOBBOARD_OPERATOR_ADDRESSES=" + bad}), "JOBBOARD_OPERATOR_ADDRESSES");
}

BOOST_AUTO_TEST_CASE(private_networks_that_may_be_called_are_named)
{
    auto guard = [](const std::string& list) {
        return outbound_guard(read_settings(with_needed({"JOBBOARD_WEBHOOK_NETWORKS=" + list}), ""));
    };
    BOOST_TEST(!guard("").lets(*parse_network("127.0.0.1")));
    BOOST_TEST(guard("127.0.0.0/8, ::1/128").lets(*parse_network("127.0.0.1")));
    BOOST_TEST(guard("127.0.0.0/8, ::1/128").lets(*parse_network("::1")));
    BOOST_TEST(!guard("127.0.0.0/8, ::1/128").lets(*parse_network("10.0.0.1")));
    for (const std::string bad : {"unix:", "localhost", "10.0.0.5/8", "10.0.0.0/33", "*"})
        check_says(refusal({"JOBBOARD_WEBHOOK_NETWORKS=" + bad}), "JOBBOARD_WEBHOOK_NETWORKS");
}

BOOST_AUTO_TEST_CASE(a_push_channel_is_set_up_whole_or_not_at_all)
{
    const std::string key = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", subject = "mailto:ops@example.org";
    auto browsers = [](const std::string& key, const std::string& subject) {
        return refusal({"JOBBOARD_VAPID_KEY=" + key, "JOBBOARD_VAPID_SUBJECT=" + subject});
    };
    BOOST_TEST(browsers(key, subject) == "");
    BOOST_TEST(browsers(key, "https://example.org/contact") == "");
    for (auto said : {browsers(key, ""), browsers("", subject), browsers(key, "ops@example.org")})
        check_says(said, "JOBBOARD_VAPID_SUBJECT");
    for (const auto& bad :
        {key.substr(1), std::string("not/a/key"), std::string("-----BEGIN PRIVATE KEY-----")}) {
        check_says(browsers(bad, subject), "JOBBOARD_VAPID_KEY must be a private key of the curve P-256");
        BOOST_TEST(browsers(bad, subject).find(bad) == std::string::npos);
    }
    check_says(refusal({"JOBBOARD_FCM_CREDENTIALS={}"}), "JOBBOARD_FCM_CREDENTIALS must be the JSON key");
    const Texts apple{"JOBBOARD_APNS_KEY=" + key, "JOBBOARD_APNS_KEY_ID=ABCDE12345",
        "JOBBOARD_APNS_TEAM=ABCDE67890", "JOBBOARD_APNS_TOPIC=org.example.jobs"};
    BOOST_TEST(refusal(apple) == "");
    for (std::size_t missing = 0; missing < apple.size(); ++missing) {
        auto some = apple;
        some.erase(some.begin() + static_cast<std::ptrdiff_t>(missing));
        check_says(refusal(some), "are set together or not at all");
    }
}

BOOST_AUTO_TEST_CASE(a_new_key_for_browsers_can_be_set_as_it_is_printed)
{
    auto printed = run({jobboard(), "vapid-key"});
    BOOST_TEST(printed.status == 0);
    BOOST_TEST(refusal({"JOBBOARD_VAPID_SUBJECT=mailto:ops@example.org"}, printed.out) == "");
    BOOST_TEST(printed.out != run({jobboard(), "vapid-key"}).out);
}

BOOST_AUTO_TEST_CASE(production_needs_passwords_that_are_dear_to_guess)
{
    auto said = [](const std::string& passes, const std::string& memory, const std::string& environment) {
        return refusal({"JOBBOARD_ENVIRONMENT=" + environment, "JOBBOARD_HASH_PASSES=" + passes,
            "JOBBOARD_HASH_MEMORY_KB=" + memory});
    };
    const std::pair<std::string, long long> least[] = {
        {"1", 47'104}, {"2", 19'456}, {"3", 12'288}, {"4", 9'216}, {"5", 7'168}, {"20", 7'168}};
    for (const auto& [passes, memory] : least) {
        BOOST_TEST(said(passes, std::to_string(memory), "production") == "", passes);
        check_says(said(passes, std::to_string(memory - 1), "production"),
            "JOBBOARD_HASH_MEMORY_KB must be at least " + std::to_string(memory));
    }
    BOOST_TEST(said("1", "1024", "test") == "");
    auto cost = hash_cost(read_settings(
        with_needed({"JOBBOARD_ENVIRONMENT=test", "JOBBOARD_HASH_PASSES=3", "JOBBOARD_HASH_MEMORY_KB=2048"}),
        ""));
    BOOST_TEST(cost.passes == 3u);
    BOOST_TEST(cost.memory == 2u << 20);
}

BOOST_AUTO_TEST_CASE(mail_is_checked_before_any_is_sent)
{
    auto mail = [](const std::string& place, const std::string& from) {
        return refusal({"JOBBOARD_MAIL=" + place, "JOBBOARD_MAIL_FROM=" + from});
    };
    const std::string ours = "Jobs <no-reply@jobs.example>";
    for (const std::string fine : {"off", "maildir:/var/mail/jobs", "smtp://mail.example",
             "smtps://a:b@mail.example", "smtp://127.0.0.1:25"})
        BOOST_TEST(mail(fine, ours) == "", fine);
    BOOST_TEST(mail("smtp://127.0.0.1:25", "no-reply@localhost") == "");
    check_says(mail("smtp://mail.example", "no-reply@localhost"), "MAIL_FROM must be an address of your own");
    check_says(mail("smtp://a:canary@mail.example?starttls=off", ours),
        "JOBBOARD_MAIL would send its password unprotected");
    check_says(mail("mail.example", ours), "JOBBOARD_MAIL must be off, maildir:/path");
    BOOST_TEST(mail("smtp://a:canary@mail example", ours).find("canary") == std::string::npos);
    for (const std::string bad : {"", "Jobs", "Jobs <x>", "Jo\tbs <a@b.example>"})
        check_says(mail("off", bad), "JOBBOARD_MAIL_FROM must be");
    check_says(refusal({"JOBBOARD_MAIL_REPLY_TO=help"}), "JOBBOARD_MAIL_REPLY_TO");

    auto sender = mail_sender(read_settings(with_needed({"JOBBOARD_MAIL_FROM=" + ours}), ""));
    BOOST_TEST(sender.name == "Jobs");
    BOOST_TEST(sender.address == "no-reply@jobs.example");
    sender = mail_sender(read_settings(with_needed({"JOBBOARD_SITE_NAME=Werk & Co"}), ""));
    BOOST_TEST(sender.name == "Werk & Co");
    BOOST_TEST(sender.address == "no-reply@localhost");
}

BOOST_AUTO_TEST_CASE(the_site_is_checked_as_mails_show_it)
{
    for (const std::string bad : {"", "blue", "#12345", "#1234567", "1f5fbf0", "#1f5fbg", "#1f5fb;"})
        check_says(refusal({"JOBBOARD_SITE_COLOUR=" + bad}), "JOBBOARD_SITE_COLOUR must look like #1f5fbf");
    BOOST_TEST(refusal({"JOBBOARD_SITE_COLOUR=#FFeE00"}) == "");
    for (const std::string bad : {"logo.png", "javascript:alert(1)", "https://a b", "https://a\"b"})
        check_says(refusal({"JOBBOARD_SITE_LOGO_URL=" + bad}), "JOBBOARD_SITE_LOGO_URL must begin with");
    for (const std::string bad : {"", "  ", "a\nb", "a\tb"})
        check_says(refusal({"JOBBOARD_SITE_NAME=" + bad}), "JOBBOARD_SITE_NAME must be a name");
    check_says(
        refusal({"JOBBOARD_SITE_ADDRESS=a\nb"}), "JOBBOARD_SITE_ADDRESS must have no control characters");
    auto site = mail_site(read_settings(with_needed({"JOBBOARD_SITE_ADDRESS=1 High Street\\nLeeds",
                                            "JOBBOARD_SITE_SIGNATURE=Yours\\nBea\\n"}),
        ""));
    BOOST_TEST(site.postal_address == "1 High Street\nLeeds");
    BOOST_TEST(site.signature == "Yours\nBea\n");
    BOOST_TEST(site.url == "https://jobs.example");
}

BOOST_AUTO_TEST_CASE(secrets_may_stand_in_files)
{
    Directory room;
    room.write("url", "host=/run/a dbname=b user=c password=canary-42\n");
    room.write("empty", "\n");
    auto of = [&](const std::string& name) { return "JOBBOARD_DATABASE_URL=file:" + room.at(name); };
    auto settings = read_settings(with_needed({of("url")}), "");
    BOOST_TEST(settings.database_url.reveal() == "host=/run/a dbname=b user=c password=canary-42");
    check_says(refusal({of("empty")}), "is empty");
    check_says(refusal({of("none")}), "cannot be read");
    check_says(refusal({"JOBBOARD_DATABASE_URL=file:" + room.path}), "cannot be read");
}

BOOST_AUTO_TEST_CASE(printing_masks_secrets)
{
    std::ostringstream out;
    print_settings(
        out, read_settings(with_needed({"JOBBOARD_SECRET_KEY=super-secret-key-of-many-characters",
                               "JOBBOARD_DATABASE_URL=postgresql://app:super-secret@db.example/board",
                               "JOBBOARD_REDIS_URL=redis://:super-secret@redis.example:6380/2",
                               "JOBBOARD_FILE_STORAGE=s3:https://key:super-secret@s3.example/bucket?region=x",
                               "JOBBOARD_MAIL_FROM=jobs@jobs.example",
                               "JOBBOARD_MAIL=smtp://jobs:super-secret@mail.example"}),
                 ""));
    BOOST_TEST(out.str().find("super-secret") == std::string::npos);
    for (auto part : {"DATABASE_URL=host=db.example dbname=board user=app password=********\n",
             "REDIS_URL=redis://:********@redis.example:6380/2\n",
             "s3:https://********@s3.example/bucket?region=x\n",
             "MAIL=smtp://jobs:********@mail.example:587\n"})
        BOOST_TEST(out.str().find(part) != std::string::npos, part);
    for (const auto& row : settings_table())
        BOOST_TEST(out.str().find("JOBBOARD_" + std::string(row.name) + "=") != std::string::npos, row.name);
}

BOOST_AUTO_TEST_SUITE_END()
