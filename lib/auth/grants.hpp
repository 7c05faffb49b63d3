// The roles that accounts have.
#pragma once

#include "lib/base/scalar.hpp"

enum class Role { user, employer, admin };
template <> inline constexpr std::array<std::string_view, 3> names_of<Role>{"user", "employer", "admin"};
