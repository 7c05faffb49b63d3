#include "sentry.hpp"

#include "lib/base/crypto.hpp"
#include "lib/base/json.hpp"
#include "lib/process/log.hpp"
#include "lib/process/scoreboard.hpp"

#include <array>
#include <fmt/format.h>
#include <functional>
#include <stdexcept>
#include <unistd.h>

namespace {

std::string host_name()
{
    std::array<char, 256> name{};
    gethostname(name.data(), name.size() - 1);
    return name.data();
}

// A member of the line, as text; empty when it has none.
std::string_view member(const JsonValue& line, std::string_view name)
{
    auto found = line.member(name);
    return found ? std::string_view(found->text) : std::string_view{};
}

std::string written_json(const std::function<void(JsonWriter&)>& write)
{
    rapidjson::StringBuffer out;
    JsonWriter json(out);
    json.StartObject();
    write(json);
    json.EndObject();
    return {out.GetString(), out.GetSize()};
}

void write_event(JsonWriter& json, const JsonValue& line, const std::string& id, std::string_view environment,
    std::string_view host)
{
    auto say = [&](std::string_view name, std::string_view text) {
        json.plain(name);
        json.text(text);
    };
    say("event_id", id);
    say("timestamp", member(line, "time"));
    say("level", "error");
    say("logger", "jobboard");
    say("platform", "other");
    say("environment", environment);
    say("server_name", host);
    json.plain("message");
    json.StartObject();
    say("formatted", member(line, "event"));
    json.EndObject();
    json.plain("extra");
    json.StartObject();
    for (const auto& [name, value] : line.members) say(name, value.text);
    json.EndObject();
}

} // namespace

SentryPlace sentry_place(std::string_view dsn)
{
    auto scheme = dsn.find("://"), at = dsn.find('@'), last = dsn.rfind('/');
    bool whole = scheme != dsn.npos && at != dsn.npos && at > scheme + 3 && last != dsn.npos &&
                 last > at + 1 && last + 1 < dsn.size() && dsn.find_first_of(" \t\r\n") == dsn.npos &&
                 (dsn.starts_with("https://") || dsn.starts_with("http://"));
    if (!whole)
        throw std::invalid_argument(
            "JOBBOARD_SENTRY_DSN must look like https://key@host/project; it is kept out of this line.");
    auto key = dsn.substr(scheme + 3, at - scheme - 3);
    return {fmt::format("{}{}/api/{}/envelope/", dsn.substr(0, scheme + 3), dsn.substr(at + 1, last - at - 1),
                dsn.substr(last + 1)),
        std::string(key.substr(0, key.find(':')))};
}

std::string sentry_envelope(const std::string& text, std::string_view environment, std::string_view host)
{
    auto id = random_hex(16);
    JsonValue line;
    try {
        line = parse_json(text);
    } catch (const JsonError&) { // cut, since it was too long
        line.members.push_back(
            {"event", JsonValue{.kind = JsonValue::Kind::text, .text = text, .items = {}, .members = {}}});
    }
    auto head = written_json([&](JsonWriter& json) {
        json.plain("event_id");
        json.text(id);
    });
    auto event = written_json([&](JsonWriter& json) { write_event(json, line, id, environment, host); });
    return fmt::format("{}\n{{\"type\":\"event\",\"length\":{}}}\n{}\n", head, event.size(), event);
}

Sentry::Sentry(std::string_view dsn, std::string told)
    : environment(std::move(told)), host(host_name()), client({.whole = std::chrono::seconds(3)})
{
    auto place = sentry_place(dsn);
    address = place.address;
    key = place.key;
}

bool Sentry::send(const std::string& line)
{
    return client
        .send({.method = "POST",
            .url = address,
            .headers = {{"Content-Type", "application/x-sentry-envelope"},
                {"X-Sentry-Auth",
                    fmt::format("Sentry sentry_version=7, sentry_client=jobboard/1, sentry_key={}", key)}},
            .body = sentry_envelope(line, environment, host)})
        .well();
}

void Sentry::report()
{
    auto before = missed, seen = error_lines().reported.load();
    auto lines = error_lines().after(seen, missed);
    error_lines().reported = seen;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (send(lines[i])) continue;
        missed += lines.size() - i; // a far end that is away is not asked for each
        break;
    }
    if (missed > before)
        log(Level::warning, "errors_not_reported", {{"lines", static_cast<long long>(missed - before)}});
}
