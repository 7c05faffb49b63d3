// The seam between the processes and what they serve.
#pragma once

#include "config.hpp"
#include "../lib/web/request.hpp"

#include <functional>

// Prepares everything a worker needs and returns what answers its requests. Called once in each worker,
// before it takes its first request. It should not fail because a database or Redis is down: such a worker
// can still answer 503, one that does not start can answer nothing.
std::function<Response(Request&)> application(const Settings&);
