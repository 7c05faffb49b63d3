// Until when a job takes applications: the end of its deadline's day, in the time zone of the settings. The
// rule itself is job_is_open(deadline) of the database, for any statement to use.
#pragma once

#include "../db/sql.hpp"

namespace store {

// Whether a job with that deadline takes applications now; one without a deadline always does.
bool job_is_open(Sql&, const std::optional<Date>& deadline);

} // namespace store
