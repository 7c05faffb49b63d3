// The one list of what the API offers.
#pragma once

#include "lib/web/endpoint.hpp"

#include <span>

// Every handler file's endpoints.
std::span<const Module> modules();

// Those that answer with pages to people; the API's documentation leaves them out.
std::span<const Module> pages();
