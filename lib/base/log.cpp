#include "log.hpp"

#include "json.hpp"
#include "time.hpp"

#include <unistd.h>

namespace {

Level threshold = Level::info;

constexpr std::string_view level_names[] = {"debug", "info", "warning", "error"};

struct WriteValue {
    JsonWriter& json;
    void operator()(std::string_view v) const { json.text(v); }
    void operator()(long long v) const { json.Int64(v); }
    void operator()(double v) const { json.Double(v); }
    void operator()(bool v) const { json.Bool(v); }
};

} // namespace

void set_log_level(Level level)
{
    threshold = level;
}

void log(Level level, std::string_view event, std::initializer_list<LogField> fields)
{
    if (level < threshold) return;
    rapidjson::StringBuffer line;
    JsonWriter json(line);
    json.SetMaxDecimalPlaces(3);
    WriteValue write{json};
    auto member = [&](std::string_view name, const auto& value) {
        json.plain(name);
        write(value);
    };
    json.StartObject();
    member("time", std::string_view(exact_text(now())));
    member("level", level_names[static_cast<std::size_t>(level)]);
    member("event", event);
    member("pid", static_cast<long long>(getpid()));
    for (const auto& f : fields) {
        json.plain(f.name);
        std::visit(write, f.value);
    }
    json.EndObject();
    line.Put('\n');
    // A log that cannot be written must not end the request it tells of.
    [[maybe_unused]] auto written = ::write(STDERR_FILENO, line.GetString(), line.GetSize());
}
