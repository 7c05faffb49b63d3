#include "doctor.hpp"

#include "app/pool/ask_pool.hpp"
#include "lib/base/json.hpp"
#include "lib/base/text.hpp"
#include "lib/outside/mail_drop.hpp"

#include <fmt/format.h>
#include <iostream>

using enum Finding::Grade;

template <>
inline constexpr std::array<std::string_view, 3> names_of<Finding::Grade>{"ok", "warning", "failure"};

namespace {

constexpr Examination examinations[] = {
    {"account", examine_account},
    {"settings", examine_settings},
    {"PostgreSQL", examine_server},
    {"roles", examine_roles},
    {"schema", examine_schema},
    {"standby", examine_standby},
    {"Redis", examine_redis},
    {"storage", examine_storage},
    {"disks", examine_disks},
    {"scanner", examine_scanner},
    {"programs", examine_programs},
    {"limits", examine_limits},
    {"pool", examine_pool},
};

// Each examination says at least that nothing is wrong.
Findings look(const Examination& e, const Settings& settings)
{
    try {
        auto found = e.look(settings);
        if (!found.empty()) return found;
        return {{ok, "Nothing is wrong."}};
    } catch (const std::exception& error) {
        return {{failure, error.what()}};
    }
}

void write_json(std::ostream& out, std::string_view name, const Finding& finding, bool first)
{
    rapidjson::StringBuffer buffer;
    JsonWriter json(buffer);
    json.StartObject();
    json.plain("about");
    json.text(name);
    json.plain("grade");
    json.text(name_of(finding.grade));
    json.plain("sentence");
    json.text(finding.sentence);
    json.EndObject();
    out << (first ? "" : ",\n ") << buffer.GetString();
}

} // namespace

Findings examine_settings(const Settings& s)
{
    Findings out;
    auto warn = [&](bool wrong, std::string_view sentence) {
        if (wrong) out.push_back({warning, std::string(sentence)});
    };
    warn(!s.production(), "ENVIRONMENT is not production: keys that everybody knows are taken, and workers "
                          "may write core files.");
    if (!s.production()) return out;
    warn(s.public_url.starts_with("http://"),
        "PUBLIC_URL begins with http://: links in answers lead past TLS, and cookies travel unprotected.");
    warn(s.rate_limit_percent == 0,
        "RATE_LIMIT_PERCENT is 0: nobody is held back, not even who guesses passwords.");
    warn(s.log_level == "debug", "LOG_LEVEL is debug: the log grows by several lines a request.");
    warn(s.redis_url.empty(),
        "REDIS_URL is empty: only sign-in and registration are limited, and nothing is cached.");
    warn(s.drain_s < s.request_deadline_s,
        "DRAIN_S is shorter than REQUEST_DEADLINE_S: a reload may cut long requests.");
    warn(MailDrop(s.mail).is_off(), "MAIL is off: nobody gets mail, not even one to set a new password.");
    return out;
}

Findings examine_pool(const Settings& s)
{
    try {
        auto readiness = ask_pool(s.fast_listen, "/health/readiness/", operator_address(s));
        if (readiness.status == 200) return {{ok, "It answers, and is ready for requests."}};
        return {{failure, fmt::format("It answers, but is not ready ({}).", readiness.status)}};
    } catch (const NoAnswer& error) {
        return {{warning, fmt::format("{} Is `jobboard serve` running?", error.what())}};
    }
}

int doctor(const Settings& settings, bool as_json)
{
    bool good = true, first = true;
    if (as_json) std::cout << '[';
    for (const auto& e : examinations)
        for (const auto& finding : look(e, settings)) {
            good = good && finding.grade != failure;
            if (as_json) write_json(std::cout, e.name, finding, std::exchange(first, false));
            else
                std::cout << fmt::format(
                    "{:<8} {:<11} {}\n", name_of(finding.grade), e.name, finding.sentence);
        }
    if (as_json) std::cout << "]\n";
    return good ? 0 : 1;
}
