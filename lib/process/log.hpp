// The log: one JSON object a line on standard error or in a file, each written by a single write(2) so that
// lines of several processes never mix. Values are escaped; secrets have no business here.
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

// From now on standard error is this file, which is made if it is missing, and opened anew whenever the
// master says so (see PoolOrders): that is how logs are rotated. Empty: it stays what it is. False when the
// file cannot be opened.
bool set_log_file(const std::string& path);

// Writes {"time": …, "level": …, "event": event, "pid": …, fields…}. Errors are also kept as error_lines().
void log(Level, std::string_view event, std::initializer_list<LogField> fields = {});
