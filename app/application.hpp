// What a worker answers with, made once from the settings.
#pragma once

#include "settings.hpp"

#include "lib/web/endpoint.hpp"

#include <functional>

// What the settings make of a deployment.
Site site_of(const Settings&);

// The function that turns requests into answers. What it needs (router, SQL session) lives as long as it
// does. It never throws.
std::function<Response(Request&)> application(const Settings&);
