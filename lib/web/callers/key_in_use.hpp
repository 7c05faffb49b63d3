// The API key that acts for a caller.
#pragma once

#include "lib/base/uuid.hpp"

#include <optional>

struct KeyInUse {
    Uuid id;
    std::string scopes;               // what it may do, with commas
    std::optional<int> a_minute = {}; // how many requests it may make at most, if it has such a limit
};
