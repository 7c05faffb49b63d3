// `jobboard doctor`: what is wrong with this installation, in sentences, and what to do about it.
#pragma once

#include "app/settings.hpp"

#include <string>
#include <vector>

struct Finding {
    enum class Grade { ok, warning, failure } grade;
    std::string sentence;
};
using Findings = std::vector<Finding>;

// One thing to look at. Never throws.
struct Examination {
    std::string_view name;
    Findings (*look)(const Settings&);
};

// First of all: root becomes the account that the program runs as, since what root may do says nothing.
Findings examine_account(const Settings&);
Findings examine_settings(const Settings&);
Findings examine_server(const Settings&);
Findings examine_roles(const Settings&);
Findings examine_schema(const Settings&);
Findings examine_standby(const Settings&);
Findings examine_redis(const Settings&);
Findings examine_storage(const Settings&);
Findings examine_disks(const Settings&);
Findings examine_scanner(const Settings&);
Findings examine_programs(const Settings&);
Findings examine_limits(const Settings&);
Findings examine_pool(const Settings&);

// Prints a line for each finding, or a JSON array of them. 1 when something is a failure.
int doctor(const Settings&, bool as_json);
