// What pages of other origins may do: those that the setting CORS_ORIGINS lists (Fetch standard, "CORS
// protocol").
#pragma once

#include "endpoint.hpp"

// Whether a browser asks for a page of a known origin what that may send. It is answered with 204 at every
// address, or the page could not read the 404 that follows.
bool is_known_preflight(const Site&, const Request&);

// Adds to the answer of an OPTIONS request what a browser asks before it sends one of those methods: "GET,
// POST". The method it asks for is always among them, so that the page can read the 405.
void allow_preflight(const Site&, const Request&, const std::string& methods, Response&);

// Lets a page of a known origin read the answer. Nothing for others.
void allow_origin(const Site&, const Request&, Response&);
