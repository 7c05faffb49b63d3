// The one list of what the API offers.
#pragma once

#include "../lib/web/endpoint.hpp"

#include <span>

// Every handler file's endpoints.
std::span<const Module> modules();
