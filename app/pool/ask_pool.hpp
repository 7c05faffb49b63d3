// Asks a pool as nginx would.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

// Nobody answers there, or what comes is no answer; a sentence.
struct NoAnswer : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct PoolAnswer {
    int status = 200;
    std::string body;
};

// GET by FastCGI. `where` is as in FAST_LISTEN, `from` the address the pool takes us to have. Waits no longer
// than some seconds. Throws NoAnswer.
PoolAnswer ask_pool(std::string_view where, std::string_view path, std::string_view from);
