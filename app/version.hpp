// Which version this is; CHANGELOG.md tells what is in it.
#pragma once

#include <string_view>

inline constexpr std::string_view version = "1.0.0";
