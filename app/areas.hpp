// The areas of the board: all that it offers and does.
#pragma once

#include "lib/web/area.hpp"

// In the order in which admins find their resources.
std::span<const Area* const> areas();

// Calls visit for each endpoint of the API; pages are not among them.
void each_endpoint(const std::function<void(const Endpoint&)>& visit);
// The same for pages.
void each_page(const std::function<void(const Endpoint&)>& visit);

// The rows that claim files of that shelf, of all areas: SELECT key, sha256 …
std::string claimed_files(Shelf);

// Everything that the program can tell a client: what is general, and what each area adds.
const Words& words();
