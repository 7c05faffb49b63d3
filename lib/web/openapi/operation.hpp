// One operation of the OpenAPI document: an endpoint by one of its methods.
#pragma once

#include "lib/web/endpoint.hpp"

// Writes the method as a member of its path; the schemas that it names are noted in `api`, which writes to
// `json`.
void write_operation(OpenApi& api, JsonWriter& json, const Endpoint&, Method, std::string_view tag);
