// The OpenAPI 3.1 document, generated from the endpoint values that route requests.
#pragma once

#include "lib/web/area.hpp"

// The whole document of all areas' endpoints, for clients that reach them at `server` (no slash at its end).
// The same ones give the same bytes.
std::string openapi_document(std::span<const Area* const>, std::string_view server);
