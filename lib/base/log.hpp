// The log: one JSON object a line on standard error, each written by a single write(2) so that lines of
// several processes never mix. Values are escaped; secrets have no business here.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

enum class Level { debug, info, warning, error };

struct LogField {
    std::string_view name;
    std::variant<std::string_view, long long, double, bool> value;
};

// Lines below this level are dropped. Set once at start.
void set_log_level(Level);

// Writes {"time": …, "level": …, "event": event, "pid": …, fields…}.
void log(Level, std::string_view event, std::initializer_list<LogField> fields = {});
