// Origins of pages, as browsers write them (Fetch standard, "Origin header").
#pragma once

#include <string>
#include <string_view>

// The origin in the one form that browsers send it in: scheme and host in lower case and ASCII, no port that
// the scheme implies, no slash at its end. Throws std::invalid_argument for what has a path, a query or a
// name in it, or names no host: its sentence completes "… must be" or the like with what is wrong.
std::string normal_origin(std::string_view);
