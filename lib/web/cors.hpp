// What pages of other origins may do: those that the setting CORS_ORIGINS lists (Fetch standard, "CORS
// protocol").
#pragma once

#include "endpoint.hpp"

// Adds to the answer of an OPTIONS request what a browser asks before it sends one of those methods: "GET,
// POST".
void allow_preflight(const Site&, const Request&, const std::string& methods, Response&);

// Lets a page of a known origin read the answer. Nothing for others.
void allow_origin(const Site&, const Request&, Response&);
