#include "log.hpp"

#include "lib/base/json.hpp"
#include "lib/base/time.hpp"
#include "scoreboard.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace {

Level threshold = Level::info;

std::string log_file;
std::uint32_t opened_at_turn = 0;

constexpr std::string_view level_names[] = {"debug", "info", "warning", "error"};

struct WriteValue {
    JsonWriter& json;
    void operator()(std::string_view v) const { json.text(v); }
    void operator()(long long v) const { json.Int64(v); }
    void operator()(double v) const { json.Double(v); }
    void operator()(bool v) const { json.Bool(v); }
};

bool open_log_file()
{
    opened_at_turn = orders().log_turn;
    Descriptor file(open(log_file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640));
    return file && dup2(file.get(), STDERR_FILENO) >= 0;
}

// A log that cannot be written must not end the request it tells of.
void write_line(std::string_view line)
{
    if (!log_file.empty() && orders().log_turn != opened_at_turn) open_log_file();
    [[maybe_unused]] auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace

void set_log_level(Level level)
{
    threshold = level;
}

bool set_log_file(const std::string& path)
{
    log_file = path;
    return path.empty() || open_log_file();
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
    write_line({line.GetString(), line.GetSize()});
    if (level == Level::error) error_lines().add({line.GetString(), line.GetSize() - 1});
}
