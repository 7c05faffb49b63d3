// The OpenAPI 3.1 document, generated from the endpoint values that route requests.
#pragma once

#include "lib/web/endpoint.hpp"

// The whole document. The same endpoints give the same bytes.
std::string openapi_document(std::span<const Module>);
