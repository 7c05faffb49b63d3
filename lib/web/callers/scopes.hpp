// What API keys may do: scopes, which follow from the endpoints.
#pragma once

#include "lib/web/area.hpp"

// The scope that a key needs to call it, such as "jobs:read"; "" where any key will do; nothing where none
// will.
std::optional<std::string> key_scope(const Endpoint&);

// Whether that scope is among those held, which commas separate, or the one that reads or writes everything.
bool holds_scope(std::string_view held, std::string_view scope);

// All that a key can have: read and write, and those of each resource in the order of their names.
std::vector<std::string> key_scopes(std::span<const Area* const>);
