// Makes up the demo board: the same names, ids and texts at every call.
#pragma once

#include "lib/store/operations/demo.hpp"

#include <array>

struct DemoLogin {
    std::string_view role, username, password;
};

// The accounts that people sign in with; all others have no password.
inline constexpr std::array demo_logins{
    DemoLogin{"admin", "demo_admin", "lantern-orbit-58"},
    DemoLogin{"employer", "demo_employer", "copper-meadow-31"},
    DemoLogin{"user", "demo_user", "violet-harbour-74"},
};

// The board as of a point in time; ages and deadlines count from there. Nobody has a password yet.
DemoBoard make_demo_board(Time now);
