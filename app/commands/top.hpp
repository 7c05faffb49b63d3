// `jobboard status` and `jobboard top`: what the pool of this host is doing, in a terminal.
#pragma once

#include "app/settings.hpp"

int show_status(const Settings&); // the workers, once; 1 when no pool answers

struct TopOptions {
    int interval_s = 2;
    int count = 0; // looks; 0: until stopped
};
// Which endpoints are asked, how often and at what cost, again and again. 1 when no pool answers.
int show_top(const Settings&, const TopOptions&);
