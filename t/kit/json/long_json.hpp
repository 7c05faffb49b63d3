// JSON that the program has written, however long: its own description has more values than it takes itself.
#pragma once

#include "lib/base/json.hpp"

// As parse_json(), but for the limit of values.
JsonValue parse_long_json(std::string_view text);
